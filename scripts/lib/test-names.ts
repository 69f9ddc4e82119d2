import { globSync } from 'node:fs'
import { Failure } from './failure.ts'
import { home } from './tools.ts'

/** Throws a Failure for a name that is part of no file's path, and says which there are. `end` is the files' ending, like `.e2e.ts`. */
export const requireTests = (names: readonly string[], folder: string, end: string): void => {
  const files = globSync(`${folder}/**/*${end}`, { cwd: home }).sort()
  const stranger = names.find(name => !files.some(file => file.includes(name)))
  if (stranger !== undefined)
    throw new Failure(
      `no file of ${folder} is called "${stranger}"; there are ${files.map(file => file.slice(folder.length + 1, -end.length)).join(', ')}`,
    )
}
