import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Folders of the cache that hold what runs keep; built programs and compiled code are none. */
export const keptFolders = ['renders', 'stamps', 'valid', 'judged', 'verdicts', 'reports'] as const

/** Bytes that they may take; a fifth is freed at once, so that not every run prunes. chosen: some hundred states of 1,000 units */
const limit = 512 * 2 ** 20
/** One run in so many looks, because looking at every file takes longer than writing one. */
const seldom = 50

type Kept = { path: string; size: number; used: number }

const list = (folder: string): Kept[] => {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap(entry => {
    if (!entry.isFile()) return []
    const path = join(entry.parentPath, entry.name)
    const found = statSync(path, { throwIfNoEntry: false })
    return found ? [{ path, size: found.size, used: found.mtimeMs }] : []
  })
}

/** Deletes what was used longest ago once the cache is above its limit. A file that another run deletes first is no trouble. */
export const prune = (root: string, bytes: number = limit, chance: number = 1 / seldom): void => {
  if (Math.random() >= chance) return
  try {
    const files = keptFolders.flatMap(name => list(join(root, name))).sort((a, b) => a.used - b.used)
    let total = files.reduce((sum, { size }) => sum + size, 0)
    if (total <= bytes) return
    for (const { path, size } of files) {
      if (total <= bytes * 0.8) return
      rmSync(path, { force: true })
      total -= size
    }
  } catch {}
}
