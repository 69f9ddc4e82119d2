import { readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { Failure } from './failure.ts'
import { makeFolder } from './make-folder.ts'

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands in its place',
}

const code = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? ''
/** Why a file couldn't be written or read, in words. */
export const reason = (error: unknown): string => reasons[code(error)] ?? (error instanceof Error ? error.message : String(error))

/** The real path of what exists of a path; a repository's own symbolic link must not lead reads and writes out of it. */
const existing = (path: string): string => {
  try {
    return realpathSync(path)
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(code(error))) throw error
    return dirname(path) === path ? path : existing(dirname(path))
  }
}

/** Throws a Failure when a path below `root` leads out of it through a symbolic link; a root that isn't there yet holds nothing. */
const stayInside = (root: string, path: string): string => {
  const full = join(root, path)
  const inside = realpathSync(root)
  const real = existing(full)
  if (real !== inside && !real.startsWith(inside + sep))
    throw new Failure(`${path}: a symbolic link on the way leads out of the repository; replace it by a folder`)
  return full
}

/** The bytes of a file below `root`, or undefined when there is none. */
export const readInside = (root: string, path: string): Buffer | undefined => {
  try {
    return readFileSync(stayInside(root, path))
  } catch (error) {
    if (error instanceof Failure) throw error
    if (['ENOENT', 'ENOTDIR'].includes(code(error))) return undefined
    throw new Failure(`can't read ${path}: ${reason(error)}`)
  }
}

/** Every file below a folder of `root`, as paths relative to `root`; none when the folder isn't there. */
export const listInside = (root: string, folder: string): string[] => {
  try {
    return readdirSync(stayInside(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
  } catch (error) {
    if (error instanceof Failure) throw error
    if (code(error) === 'ENOENT') return []
    throw new Failure(`can't list ${folder}: ${reason(error)}`)
  }
}

/**
 * Writes a whole file below `root` or nothing: into a file beside it and one rename, in one turn, so that Ctrl-C can't come between.
 * Throws a Failure that names the file when the disk is full, the folder read-only, or a link leads out.
 */
export const writeInside = (root: string, path: string, data: string | Uint8Array): void => {
  const full = stayInside(root, path)
  const scratch = `${full}.${process.pid}.tmp`
  try {
    makeFolder(dirname(full))
    writeFileSync(scratch, data, { flag: 'wx' })
    renameSync(scratch, full)
  } catch (error) {
    discard(scratch)
    throw new Failure(`can't write ${path}: ${reason(error)}; the file is as it was`)
  }
}

/** Deletes a scratch file, if it can be: whatever the reason, there is something more important to say. */
export const discard = (path: string): void => {
  try {
    rmSync(path, { force: true })
  } catch {}
}

/** Deletes a file below `root`. */
export const deleteInside = (root: string, path: string): void => {
  try {
    rmSync(stayInside(root, path), { force: true })
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(`can't delete ${path}: ${reason(error)}`)
  }
}
