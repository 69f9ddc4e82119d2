import { readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { readAt } from '../git-entries.ts'
import { keepSecret } from './redact.ts'

/** No manifest is longer: the engine's own limit for a file. */
const longest = 4 * 2 ** 20

const onDisk = (root: string, path: string): string | undefined => {
  try {
    const real = realpathSync(join(root, path))
    const found = statSync(real)
    return real.startsWith(realpathSync(root) + sep) && found.isFile() && found.size <= longest ? readFileSync(real, 'utf8') : undefined
  } catch {
    return undefined
  }
}

/**
 * Remembers the secrets in the files that a failed build has read: an error may repeat any part of them.
 * @param tree `work` or a commit
 */
export const keepSources = (root: string, tree: string, paths: readonly string[]): void => {
  const unique = [...new Set(paths)]
  const texts = tree === 'work' ? unique.map(path => onDisk(root, path)) : [...readAt(root, tree, unique).values()].map(String)
  for (const text of texts) if (text !== undefined) keepSecret(text)
}
