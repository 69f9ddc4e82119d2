import { statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { Failure } from './failure.ts'
import { reason, writeInside } from './files.ts'
import { makeFolder } from './make-folder.ts'

/** Writes the file that a person named with --out, wherever it is, whole or not at all. A Failure says why it can't be. */
export const writeOut = (path: string, text: string): void => {
  const full = resolve(path)
  // A rename over a device or a pipe would replace it.
  const found = statSync(full, { throwIfNoEntry: false })
  if (path === '' || (found && !found.isFile())) throw new Failure(`--out ${path}: name a file`)
  try {
    makeFolder(dirname(full))
  } catch (error) {
    throw new Failure(`can't write ${path}: ${reason(error)}`)
  }
  writeInside(dirname(full), basename(full), text)
}
