import { existsSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from '../failure.ts'
import { deleteInside, discard, readInside, writeInside } from '../files.ts'
import { closeJournal, type Journal, openJournal, readJournal } from './journal.ts'

/** A file that becomes another text; `before` is undefined where there is none yet. */
export type Edit = { path: string; before: string | undefined; after: string }

/** The text of a file below `root`; undefined when it isn't there. */
export const textOf = (root: string, path: string): string | undefined => readInside(root, path)?.toString()

/** An edit of a file as it stands. */
export const editOf = (root: string, path: string, after: string): Edit => ({ path, before: textOf(root, path), after })

export const changesOf = (edits: readonly Edit[]): Edit[] => edits.filter(({ before, after }) => before !== after)

/**
 * Writes all edits or none: what was written is taken back when one fails, by this process, or by the next command when this one was killed.
 * Throws a Failure when a file is no longer as it was planned from, can't be written, or another command is writing.
 */
export const applyEdits = (root: string, planned: readonly Edit[]): void => {
  const edits = changesOf(planned)
  if (edits.length === 0) return
  for (const { path, before } of edits)
    if (textOf(root, path) !== before) throw new Failure(`${path} changed in the meantime; nothing is written, run the command again`)
  const journal = { pid: process.pid, edits, folders: newFolders(root, edits) }
  openJournal(root, journal)
  try {
    for (const { path, after } of edits) writeInside(root, path, after)
  } catch (error) {
    takeBack(root, journal)
    throw error instanceof Failure ? new Failure(`${error.message}; nothing is changed`) : error
  }
  closeJournal(root)
}

/** Takes back what a command that was killed has left half-written; says which files. Throws a Failure while one is still writing. */
export const recoverEdits = (root: string): string[] => {
  const journal = readJournal(root)
  return journal ? takeBack(root, journal) : []
}

/** Restores what still stands as the edits wrote it; what somebody has changed since is left alone. */
const takeBack = (root: string, { pid, edits, folders }: Journal): string[] => {
  const restored = edits.filter(({ path, before, after }) => {
    discard(join(root, `${path}.${pid}.tmp`))
    if (textOf(root, path) !== after) return false
    if (before === undefined) deleteInside(root, path)
    else writeInside(root, path, before)
    return true
  })
  for (const folder of folders) removeEmpty(join(root, folder))
  closeJournal(root)
  return restored.map(({ path }) => path)
}

/** The folders that the edits make, the deepest first. */
const newFolders = (root: string, edits: readonly Edit[]): string[] => {
  const missing = new Set<string>()
  for (const { path } of edits)
    for (let folder = dirname(path); folder !== '.' && !existsSync(join(root, folder)); folder = dirname(folder)) missing.add(folder)
  return [...missing].sort((a, b) => b.length - a.length)
}

const removeEmpty = (folder: string): void => {
  try {
    rmdirSync(folder)
  } catch {}
}
