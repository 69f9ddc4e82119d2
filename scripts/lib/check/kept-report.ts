import { join } from 'node:path'
import { workFingerprints } from '../cache/fingerprints.ts'
import { digestOf, readKept, writeKept } from '../cache/kept.ts'
import { schemasHere } from '../cache/valid.ts'
import { cacheRoot } from '../cache-root.ts'
import type { Tree } from '../engine.ts'
import { listInside } from '../files.ts'
import { isBuilt, type Rendered } from '../render.ts'
import { redact } from '../report/redact.ts'
import { home, toolTarget } from '../tools.ts'
import type { Judged } from './judge.ts'

/** What decides a report: the tree's files, every render, and what was asked (targets, date, layout), which must be plain data. */
export type Question = { root: string; tree: Tree; files: readonly string[]; rendered: readonly Rendered[]; asked: unknown }

const stamps = (root: string, what: string): string => join(cacheRoot(), 'stamps', `${what}-${digestOf(root).slice(0, 20)}.json`)

/** Content of files by path, in one digest. */
const contents = (root: string, what: string, files: readonly string[]): string => {
  const prints = workFingerprints(root, stamps(root, what))
  const digest = digestOf(files.map(file => `${file} ${prints.of(file)}`).join('\n'))
  prints.save()
  return digest
}

/** All that judges: our code, its libraries, the schemas, and the programs it starts. */
const judges = (): string => {
  const code = [...listInside(home, 'scripts').sort(), 'pnpm-lock.yaml']
  return [contents(home, 'code', code), schemasHere(), ...(['engine', 'judge', 'kubeconform'] as const).map(tool => toolTarget(tool))].join(
    ' ',
  )
}

const keyOf = ({ root, tree, files, rendered, asked }: Question): string => {
  const units = rendered.map(({ unit, result }) => [
    unit.name,
    isBuilt(result) ? digestOf(result.bytes ?? result.yaml) : JSON.stringify(result.findings),
  ])
  return digestOf(JSON.stringify([judges(), root, tree === 'work' ? contents(root, 'files', files) : tree, units, asked]))
}

/**
 * The report of an earlier run, when nothing that decides it has changed since; and a way to keep this run's. A report that holds what must
 * not be shown isn't kept, nor is one during whose making a file changed.
 */
export const keptReport = (question: Question): { found: Judged | undefined; keep: (judged: Judged) => void } => {
  const key = keyOf(question)
  const file = join(cacheRoot(), 'reports', key.slice(0, 2), key.slice(2))
  return {
    found: readKept<Judged>(file),
    keep: judged => {
      const text = JSON.stringify(judged)
      if (redact(text) === text && keyOf(question) === key) writeKept(file, judged)
    },
  }
}
