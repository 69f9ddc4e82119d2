import { existsSync, type FSWatcher, statSync, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from './failure.ts'

export type Watcher = {
  /** Watches the folders that hold these paths (relative to the root), and no longer the others; answers with the folders that are new. */
  follow: (paths: Iterable<string>) => string[]
  close: () => void
}

type Watched = { watcher: FSWatcher; inode: number }

/**
 * Watches folders, not files, because editors replace a file when they save it. A path that isn't there yet is waited for in its
 * nearest folder. Changes within `quiet` milliseconds are told together, as paths relative to the root.
 */
export const startWatcher = (root: string, onChange: (paths: string[]) => void, quiet = 15): Watcher => {
  const watched = new Map<string, Watched>()
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const tell = (): void => {
    const paths = [...changed]
    changed.clear()
    onChange(paths)
  }
  const add = (folder: string): void => {
    try {
      const inode = inodeOf(root, folder) ?? 0
      const watcher = watch(join(root, folder), (_, name) => {
        changed.add(join(folder, name ?? ''))
        clearTimeout(timer)
        timer = setTimeout(tell, quiet)
      })
      watcher.on('error', () => drop(folder))
      watched.set(folder, { watcher, inode })
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      // Deleted meanwhile: the folder above is watched and has told of it.
      if (code === 'ENOENT') return
      const limit = code === 'ENOSPC' || code === 'EMFILE'
      const how = limit ? "the system's limit of watches is reached; raise it (sysctl fs.inotify.max_user_watches)" : message
      throw new Failure(`can't watch ${folder}: ${how}`)
    }
  }
  const drop = (folder: string): void => {
    watched.get(folder)?.watcher.close()
    watched.delete(folder)
  }
  return {
    follow: paths => {
      const wanted = new Set([...paths].map(path => nearestFolder(root, path)))
      // A folder that was deleted and made again has another inode, and its old watcher is deaf.
      for (const [folder, { inode }] of watched) if (!wanted.has(folder) || inodeOf(root, folder) !== inode) drop(folder)
      const fresh = [...wanted].filter(folder => !watched.has(folder))
      for (const folder of fresh) add(folder)
      return fresh
    },
    close: () => {
      clearTimeout(timer)
      for (const folder of watched.keys()) drop(folder)
    },
  }
}

const inodeOf = (root: string, folder: string): number | undefined => statSync(join(root, folder), { throwIfNoEntry: false })?.ino

const nearestFolder = (root: string, path: string): string => {
  const folder = dirname(path)
  return folder === '.' || existsSync(join(root, folder)) ? folder : nearestFolder(root, folder)
}
