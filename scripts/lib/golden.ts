import { Failure } from './failure.ts'
import { deleteInside, listInside, readInside, writeInside } from './files.ts'
import type { Finding } from './findings.ts'
import { readAt } from './git-entries.ts'
import { isBuilt, type Rendered } from './render.ts'
import { holdsSecret, keepSecret } from './report/redact.ts'
import type { Unit } from './units.ts'

/** Where golden files are, relative to the repository. */
export const goldenFolder = 'tests/golden'
/** Where the Applications of each environment are kept: golden files of `pnpm apps`, which no unit renders. */
export const goldenApps = 'apps'
export const goldenPath = (unit: Unit): string => `${goldenFolder}/${unit.name}.yaml`

export type GoldenState = 'same' | 'drift' | 'missing' | 'unknown'

/** The golden files of a tree: their paths, and what the wanted ones hold. */
export type Golden = { paths: string[]; read: (path: string) => Buffer | undefined }

export const goldenOnDisk = (root: string): Golden => ({ paths: listInside(root, goldenFolder), read: path => readInside(root, path) })

/** @param files every file of the commit, as filesAt gives them */
export const goldenAt = (root: string, commit: string, files: readonly string[]): Golden => {
  const paths = files.filter(path => path.startsWith(`${goldenFolder}/`) && !path.endsWith('/'))
  const content = readAt(root, commit, paths)
  return { paths, read: path => content.get(path) }
}

/** Per unit how its golden file stands, and what is to be said about it. */
export type GoldenVerdict = { states: Map<string, GoldenState>; findings: Finding[] }

/**
 * Compares every rendered unit with its golden file, byte for byte. A unit that wasn't built is "unknown": its file isn't judged.
 * @param orphans golden files of no unit, as orphanUnits gives them
 */
export const compareGolden = async (golden: Golden, rendered: readonly Rendered[], orphans: readonly Unit[]): Promise<GoldenVerdict> => {
  const states = new Map<string, GoldenState>()
  const findings: Finding[] = []
  for (const { unit, result } of rendered) {
    const at = { file: goldenPath(unit) }
    const kept = golden.read(at.file)
    const state = !isBuilt(result)
      ? 'unknown'
      : kept === undefined
        ? 'missing'
        : kept.equals(result.bytes ?? Buffer.from(result.yaml))
          ? 'same'
          : 'drift'
    states.set(unit.name, state)
    if (state === 'missing') findings.push({ code: 'GOLDEN_MISSING', unit: unit.name, at })
    if (state !== 'drift' || !isBuilt(result) || !kept) continue
    keepSecret(kept.toString())
    findings.push({ code: 'GOLDEN_DRIFT', unit: unit.name, at, diff: await firstLines(kept.toString(), result.yaml) })
  }
  for (const unit of orphans) findings.push({ code: 'GOLDEN_ORPHAN', unit: unit.name, at: { file: unit.path } })
  return { states, findings }
}

/** Golden files of no unit, as the units they once were; their path is the file's. A removed or renamed unit leaves one behind. */
export const orphanUnits = (paths: readonly string[], all: readonly Unit[]): Unit[] => {
  const wanted = new Set(all.map(goldenPath))
  return paths
    .filter(path => !wanted.has(path) && !path.startsWith(`${goldenFolder}/${goldenApps}/`))
    .map(path => ({ name: path.slice(goldenFolder.length + 1).replace(/\.yaml$/, ''), path }))
    .map(({ name, path }) => ({ name, env: name.split('/')[0] ?? '', path }))
}

const shown = 12

const firstLines = async (golden: string, render: string): Promise<string> => {
  // Loaded only when something differs: nobody waits for it otherwise.
  const { structuredPatch } = await import('diff')
  const { hunks } = structuredPatch('golden', 'render', golden, render, '', '', { context: 2, timeout: 1000 }) ?? { hunks: [] }
  const lines = hunks.flatMap(hunk => [`@@ golden line ${hunk.oldStart}`, ...hunk.lines])
  if (lines.length === 0) return '    (too different to show)'
  const more = lines.length > shown ? [`… ${lines.length - shown} more lines`] : []
  return [...lines.slice(0, shown), ...more].map(line => `    ${line}`).join('\n')
}

/** What an update did: the files it wrote, the ones it deleted, and what it didn't write. */
export type Updated = { written: string[]; deleted: string[]; findings: Finding[] }

/**
 * Makes golden equal to the render, for the built units only, and deletes the given orphans. CI never writes: there it throws a Failure.
 * A render that holds a secret is a finding: golden files are committed.
 */
export const updateGolden = (root: string, rendered: readonly Rendered[], orphans: readonly Unit[], ci: boolean): Updated => {
  if (ci) throw new Failure('--update is refused in CI (the variable CI is set): golden files are accepted by a person, in a commit')
  const written: string[] = []
  const findings: Finding[] = []
  for (const { unit, result } of rendered) {
    if (!isBuilt(result) || readInside(root, goldenPath(unit))?.equals(Buffer.from(result.yaml))) continue
    if (!result.bytes && holdsSecret(result.yaml)) findings.push({ code: 'GOLDEN_SECRET', unit: unit.name, at: { file: goldenPath(unit) } })
    else {
      writeInside(root, goldenPath(unit), result.yaml)
      written.push(goldenPath(unit))
    }
  }
  const deleted = orphans.map(unit => unit.path)
  for (const path of deleted) deleteInside(root, path)
  return { written, deleted, findings }
}
