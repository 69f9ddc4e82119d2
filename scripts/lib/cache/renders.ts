import { join } from 'node:path'
import type { Built, KubeObject } from '../engine.ts'
import { holdsSecret } from '../report/redact.ts'
import type { Fingerprints } from './fingerprints.ts'
import { digestOf, readBytes, readKept, touch, writeBytes, writeKept } from './kept.ts'

/** A render that was kept: what every path looked like that it depends on, where its bytes are, and the digest of its text. */
type Entry = {
  reads: [path: string, fingerprint: string][]
  besides: string
  digest: string
  yaml: string
  count: number
  warnings: string[]
}

/** Renders of earlier runs, of any branch or worktree, for one version of the engine and its limits. */
export type Renders = {
  /** The kept render of a unit, when all that it depends on is as it was. */
  find: (path: string, prints: Fingerprints) => Built | undefined
  /** Keeps a render that was begun at a time, unless something that it read may have changed since. */
  keep: (path: string, built: Built, prints: Fingerprints, begun: number) => void
}

/** As many states of one unit as are kept, newest first: a few branches. */
const most = 8
/** One run in so many marks what it uses as used: two marks cost as much as a kept render. */
const seldom = 20

export const renders = (folder: string): Renders => {
  const marks = Math.random() < 1 / seldom
  const entriesFile = (path: string): string => join(folder, 'units', `${digestOf(path).slice(0, 40)}.json`)
  const blob = (digest: string): string => join(folder, 'blobs', digest.slice(0, 2), digest.slice(2))
  return {
    find: (path, prints) => {
      const file = entriesFile(path)
      const entry = readKept<Entry[]>(file)?.find(
        ({ reads, besides }) => besides === prints.besides && reads.every(([read, print]) => prints.of(read) === print),
      )
      const body = entry && readBytes(blob(entry.digest))
      if (!entry || !body) return undefined
      if (marks) for (const used of [file, blob(entry.digest)]) touch(used)
      return revive(entry, body)
    },
    keep: (path, built, prints, begun) => {
      // What must not be shown must not lie about either.
      if (holdsSecret(built.yaml) || holdsSecret(built.reads.join('\n'))) return
      if (!built.reads.every(read => prints.unchangedSince(read, begun))) return
      const reads = built.reads.map((read): [string, string] => [read, prints.of(read)])
      const body = Buffer.from(`${Buffer.byteLength(built.yaml)}\n${built.yaml}${JSON.stringify(built.objects)}`)
      const entry: Entry = {
        ...{ reads, besides: prints.besides, digest: digestOf(body), yaml: digestOf(built.yaml) },
        ...{ count: built.objects.length, warnings: built.warnings },
      }
      writeBytes(blob(entry.digest), body)
      const others = (readKept<Entry[]>(entriesFile(path)) ?? []).filter(
        other => other.besides !== entry.besides || JSON.stringify(other.reads) !== JSON.stringify(reads),
      )
      writeKept(entriesFile(path), [entry, ...others].slice(0, most))
    },
  }
}

/** A kept render as the engine would answer. Text and objects are made from the bytes when somebody asks: most runs need neither. */
const revive = ({ reads, warnings, count, yaml: digest }: Entry, body: Buffer): Built => {
  const start = body.indexOf(10) + 1
  const end = start + Number(body.toString('latin1', 0, start - 1))
  let yaml: string | undefined
  let objects: KubeObject[] | undefined
  return {
    get yaml() {
      yaml ??= body.toString('utf8', start, end)
      return yaml
    },
    get objects() {
      objects ??= JSON.parse(body.toString('utf8', end)) as KubeObject[]
      return objects
    },
    bytes: body.subarray(start, end),
    digest,
    count,
    reads: reads.map(([path]) => path),
    warnings,
    ms: 0,
  }
}
