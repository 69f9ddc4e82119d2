import { spawnSync } from 'node:child_process'
import { cpSync, lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from '../at-exit.ts'
import { filesOf } from '../check/world.ts'
import { fromRenders, outdated } from '../documents/command.ts'
import { type Edit, textOf } from '../edit/edits.ts'
import { Failure } from '../failure.ts'
import { listInside, writeInside } from '../files.ts'
import { dayOf } from '../git.ts'
import { progress } from '../progress.ts'
import { home } from '../tools.ts'
import type { Plan } from './plan.ts'

/** What commands of this tool say of a tree. CI is unset: what is accepted here is a pull request's to review. */
const run = (root: string, command: string, ...args: string[]): { status: number | null; said: string; stdout: string } => {
  const { CI: _, INIT_CWD: __, npm_lifecycle_script: ___, ...env } = process.env
  const script = join(home, 'scripts', `${command}.ts`)
  const options = { cwd: root, env: { ...env, NO_COLOR: '1' }, encoding: 'utf8', maxBuffer: 2 ** 28 } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], options)
  return { status, said: `${stdout}${stderr}`.trim(), stdout }
}

/** A copy of what a tree's commands look at. */
const copy = (root: string): string => {
  const scratch = mkdtempSync(join(tmpdir(), 'gitops-new-'))
  atExit(() => rmSync(scratch, { recursive: true, force: true }))
  for (const path of filesOf(root, 'work').files)
    if (!/^(tests\/(?!golden\/)|tools\/|scripts\/)/.test(path) && lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile())
      cpSync(join(root, path), join(scratch, path))
  return scratch
}

const must = (root: string, why: string, command: string, ...args: string[]): void => {
  const { status, said } = run(root, command, ...args)
  if (status !== 0) throw new Failure(`${why} (pnpm ${command} ${args.join(' ')}); nothing is written:\n${said}`)
}

/**
 * Tries a plan on a copy of the tree: renders and accepts what is new, and holds it to `pnpm check`. Returns the plan's edits and those of
 * the accepted renders and of documents that follow from them. Throws a Failure, and the tree stays as it is, when a unit that would be accepted had changed before, or
 * when the plan brings an error.
 */
export const prove = (root: string, { edits, accepts, apps }: Plan): Edit[] => {
  const done = progress('trying it on a copy of the tree')
  const scratch = copy(root)
  const registered = apps.map(env => `argo/${env}`)
  const known = [...accepts, ...registered].filter(unit => textOf(root, `tests/golden/${unit}.yaml`) !== undefined)
  if (known.length > 0) must(scratch, 'these renders differ from what is accepted already; accept them first', 'render', ...known)
  for (const { path, after } of edits) writeInside(scratch, path, after)
  const units = [...accepts, ...registered]
  if (units.length > 0) must(scratch, 'it can not be rendered', 'render', ...units, '--update')
  if (apps.length > 0) must(scratch, 'Argo CD would not make its Applications', 'apps', ...apps, '--update')
  if (textOf(root, 'base/README.md') !== undefined) must(scratch, 'the table of components can not be written', 'components')
  const documents = outdated(scratch, fromRenders)
  for (const [path, text] of documents) writeInside(scratch, path, text)
  const errors = newErrors(root, scratch)
  if (errors.length > 0) throw new Failure(`it would not pass pnpm check; nothing is written:\n${errors.join('\n')}`)
  const made = [...listInside(scratch, 'tests/golden').sort(), 'base/README.md', ...documents.keys()]
  const generated = made.flatMap((path): Edit[] => {
    const [before, after] = [textOf(root, path), textOf(scratch, path)]
    return after === undefined || after === before ? [] : [{ path, before, after }]
  })
  done()
  return [...edits, ...generated]
}

type Finding = { code: string; severity: string; message: string; at: { file: string; line?: number } }

const errorsOf = (root: string, date: string | undefined): Map<string, string> => {
  const { stdout, said } = run(root, 'check', '--json', ...(date ? ['--date', date] : []))
  let findings: Finding[]
  try {
    findings = (JSON.parse(stdout) as { findings: Finding[] }).findings
  } catch {
    throw new Failure(`pnpm check can't judge it; nothing is written:\n${said}`)
  }
  const errors = findings.filter(({ severity }) => severity === 'error')
  return new Map(
    errors.map(({ code, message, at }) => [`${code} ${at.file} ${message}`, `${at.file}:${at.line ?? 1}  ${code}  ${message}`]),
  )
}

/** Errors of the copy that the tree itself doesn't have. */
const newErrors = (root: string, scratch: string): string[] => {
  const date = dayOf(root, 'HEAD')
  const after = errorsOf(scratch, date)
  if (after.size === 0) return []
  const before = errorsOf(root, date)
  return [...after].filter(([key]) => !before.has(key)).map(([, line]) => line)
}
