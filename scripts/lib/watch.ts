import { existsSync, type FSWatcher, watch } from 'node:fs'
import { dirname, join } from 'node:path'

export type Watcher = {
  /** Watches the folders that hold these paths (relative to the root), and no longer the others. */
  follow: (paths: Iterable<string>) => void
  close: () => void
}

/**
 * Watches folders, not files, because editors replace a file when they save it. A path that isn't there yet is waited for in its
 * nearest folder. Changes within `quiet` milliseconds are told together, as paths relative to the root.
 */
export const startWatcher = (root: string, onChange: (paths: string[]) => void, quiet = 15): Watcher => {
  const watched = new Map<string, FSWatcher>()
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const tell = (): void => {
    const paths = [...changed]
    changed.clear()
    onChange(paths)
  }
  const add = (folder: string): void => {
    if (watched.has(folder)) return
    const watcher = watch(join(root, folder), (_, name) => {
      changed.add(join(folder, name ?? ''))
      clearTimeout(timer)
      timer = setTimeout(tell, quiet)
    })
    // A watched folder that is deleted ends its watcher; the folder above tells of it.
    watcher.on('error', () => drop(folder))
    watched.set(folder, watcher)
  }
  const drop = (folder: string): void => {
    watched.get(folder)?.close()
    watched.delete(folder)
  }
  return {
    follow: paths => {
      const wanted = new Set([...paths].map(path => nearestFolder(root, path)))
      for (const folder of watched.keys()) if (!wanted.has(folder)) drop(folder)
      for (const folder of wanted) add(folder)
    },
    close: () => {
      clearTimeout(timer)
      for (const folder of watched.keys()) drop(folder)
    },
  }
}

const nearestFolder = (root: string, path: string): string => {
  const folder = dirname(path)
  return folder === '.' || existsSync(join(root, folder)) ? folder : nearestFolder(root, folder)
}
