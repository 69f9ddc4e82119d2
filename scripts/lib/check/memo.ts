import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, readKept, writeKept } from '../cache/kept.ts'
import { cacheRoot } from '../cache-root.ts'
import { redact } from '../report/redact.ts'
import { home } from '../tools.ts'
import type { Memo } from './rule.ts'

/** What rules said of contents in earlier runs. */
export type KeptMemo = Memo & { save: () => void }

/** Folders whose code decides what is remembered; another version of it remembers nothing. */
const code = ['check', 'origin', 'sources', 'tree', 'yaml']

/** What must not be shown must not lie about either. */
const isClean = (text: string): boolean => redact(text) === text

/** What was judged before in this repository, by this code. A memory that can't be read or written is none. */
export const memoOf = (root: string): KeptMemo => {
  const file = join(cacheRoot(), 'judged', `${digestOf(root).slice(0, 20)}.json`)
  const version = versionOfCode()
  const kept = readKept<{ version: string; said: Record<string, unknown> }>(file)
  const before = kept?.version === version ? kept.said : {}
  const now: Record<string, unknown> = {}
  let fresh = false
  return {
    of: <T>(key: unknown, find: () => T): T => {
      const digest = digestOf(JSON.stringify(key)).slice(0, 32)
      const known = (before[digest] ?? now[digest]) as T | undefined
      const found = known ?? find()
      fresh ||= known === undefined
      now[digest] = found
      return found
    },
    // What this run didn't ask for may be another branch's: it stays until there is much of it.
    save: () => {
      if (!fresh) return
      const quiet = Object.entries(now).filter(([, found]) => isClean(JSON.stringify(found)))
      writeKept(file, { version, said: { ...(Object.keys(before).length > 20_000 ? {} : before), ...Object.fromEntries(quiet) } })
    },
  }
}

const versionOfCode = (): string => {
  const folders = code.map(name => join(home, 'scripts/lib', name))
  const files = folders.flatMap(folder => readdirSync(folder).map(name => join(folder, name))).sort()
  return digestOf([join(home, 'pnpm-lock.yaml'), ...files].map(file => digestOf(readFileSync(file))).join('\n'))
}
