import { deleteInside, listInside, readInside, writeInside } from '../files.ts'
import { generate } from './generate.ts'
import { downloadModules } from './modules.ts'
import { byHand } from './sources.ts'

export type Update = { schemas: number; bytes: number; changed: string[] }

/**
 * Makes a folder with go.mod, SOURCES.md and strimzi.yaml hold exactly the schemas of the modules that go.mod requires, and says what changed.
 * Throws a Failure when a module can't be had or isn't what go.sum says; then nothing was written.
 */
export const updateSchemas = async (folder: string): Promise<Update> => {
  const modules = await downloadModules(folder)
  const read = (file: string): string => readInside(folder, file)?.toString() ?? ''
  const files = generate(modules, read('SOURCES.md'), read(byHand.file))
  const stale = listInside(folder, '.').filter(file => file.endsWith('.json') && !files.has(file))
  for (const file of stale) deleteInside(folder, file)
  const changed = [...files].filter(([file, text]) => readInside(folder, file)?.toString() !== text)
  for (const [file, text] of changed) writeInside(folder, file, text)
  const json = [...files].filter(([file]) => file.includes('/'))
  const bytes = json.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0)
  return { schemas: json.length, bytes, changed: [...stale, ...changed.map(([file]) => file)].sort() }
}
