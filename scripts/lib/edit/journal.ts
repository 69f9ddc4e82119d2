import { createHash } from 'node:crypto'
import { linkSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheRoot } from '../cache-root.ts'
import { Failure } from '../failure.ts'
import { reason } from '../files.ts'
import { makeFolder } from '../make-folder.ts'
import type { Edit } from './edits.ts'

/** What a process is about to write, kept until it has: enough to take it back. */
export type Journal = { pid: number; edits: readonly Edit[]; folders: readonly string[] }

/** One per repository, beside the caches: the tree itself never holds it. */
const fileOf = (root: string): string =>
  join(cacheRoot(), 'edits', `${createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 20)}.json`)

/** Keeps a journal, whole or not at all. Throws a Failure when another command keeps one, or the cache can't be written. */
export const openJournal = (root: string, journal: Journal): void => {
  const file = fileOf(root)
  const scratch = `${file}.${process.pid}`
  try {
    makeFolder(dirname(file))
    writeFileSync(scratch, JSON.stringify(journal))
    linkSync(scratch, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw busy(file, 'another command')
    throw new Failure(`can't write the cache ${dirname(file)}: ${reason(error)}; set XDG_CACHE_HOME to a folder that can be written`)
  } finally {
    rmSync(scratch, { force: true })
  }
}

export const closeJournal = (root: string): void => rmSync(fileOf(root), { force: true })

/** The journal of a command that has died; undefined when there is none. Throws a Failure when its command lives. */
export const readJournal = (root: string): Journal | undefined => {
  const file = fileOf(root)
  let journal: Journal
  try {
    journal = JSON.parse(readFileSync(file, 'utf8')) as Journal
  } catch {
    return undefined
  }
  if (isAlive(journal.pid)) throw busy(file, `process ${journal.pid}`)
  return journal
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const busy = (file: string, who: string): Failure =>
  new Failure(`${who} is writing to this repository; wait for it, or delete ${file} if there is none`)
