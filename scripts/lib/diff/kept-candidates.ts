import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, readKept, writeKept } from '../cache/kept.ts'
import { cacheRoot } from '../cache-root.ts'
import { holdsSecret } from '../report/redact.ts'
import { home } from '../tools.ts'

/** Code that decides which units a change may touch. */
const code = ['affected', 'git-tree', 'paths', 'scan', 'sides'].map(name => `scripts/lib/diff/${name}.ts`)

/**
 * The units that may differ between two commits, from an earlier run or found now: commits don't change.
 * @param asked all that decides besides our code: commits, folder, layout
 */
export const keptCandidates = (asked: unknown, find: () => string[]): string[] => {
  const version = [...code, 'pnpm-lock.yaml'].map(file => digestOf(readFileSync(join(home, file))))
  const key = digestOf(JSON.stringify([asked, version]))
  const file = join(cacheRoot(), 'renders/affected', key.slice(0, 2), key.slice(2))
  const known = readKept<string[]>(file)
  if (known) return known
  const found = find()
  // What must not be shown must not lie about, a name neither.
  if (!holdsSecret(found.join('\n'))) writeKept(file, found)
  return found
}
