import { createRequire } from 'node:module'

/** One line of a unified diff: what it is, and its text without the sign. */
export type DiffLine = { kind: 'hunk' | 'same' | 'removed' | 'added'; text: string }

const load = createRequire(import.meta.url)

/** A value as YAML lines, long strings unfolded. */
export const yamlLines = (value: unknown): string[] => {
  const { stringify } = load('yaml') as typeof import('yaml')
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).replace(/\n$/, '').split('\n')
}

/** The unified diff of two texts; a text that isn't there is empty. Two that are too different are shown one after the other. */
export const unified = (old: string, next: string, context = 3): DiffLine[] => {
  const { structuredPatch } = load('diff') as typeof import('diff')
  const patch = structuredPatch('', '', old, next, '', '', { context, timeout: 1000 })
  if (!patch) return [...lines(old, 'removed'), ...lines(next, 'added')]
  return patch.hunks.flatMap(({ oldStart, newStart, lines: found }) => [
    { kind: 'hunk' as const, text: `@@ ${oldStart} → ${newStart} @@` },
    ...found.map(lineOf),
  ])
}

const lineOf = (line: string): DiffLine => ({ kind: line[0] === '-' ? 'removed' : line[0] === '+' ? 'added' : 'same', text: line.slice(1) })

const lines = (text: string, kind: 'removed' | 'added'): DiffLine[] => text.split('\n').map(line => ({ kind, text: line }))
