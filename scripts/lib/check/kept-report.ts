import { join } from 'node:path'
import { digestOf, readKept, writeKept } from '../cache/kept.ts'
import { contents, versionHere } from '../cache/version.ts'
import { cacheRoot } from '../cache-root.ts'
import type { Tree } from '../engine.ts'
import { isBuilt, type Rendered } from '../render.ts'
import { redact } from '../report/redact.ts'
import type { Judged } from './judge.ts'

/** What decides a report: the tree's files, every render, and what was asked (targets, date, layout), which must be plain data. */
export type Question = { root: string; tree: Tree; files: readonly string[]; rendered: readonly Rendered[]; asked: unknown }

const keyOf = ({ root, tree, files, rendered, asked }: Question): string => {
  const units = rendered.map(({ unit, result }) => [
    unit.name,
    isBuilt(result) ? (result.digest ?? digestOf(result.yaml)) : JSON.stringify(result.findings),
  ])
  return digestOf(JSON.stringify([versionHere(), root, tree === 'work' ? contents(root, 'files', files) : tree, units, asked]))
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
