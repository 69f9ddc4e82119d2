import { digestOf } from '../cache/kept.ts'
import { versionHere } from '../cache/version.ts'
import type { Tree } from '../engine.ts'
import { Failure } from '../failure.ts'
import { git, resolveCommit } from '../git.ts'
import type { Shard } from './deal.ts'

/** Which whole a report is a part of: parts are joined only when all of this but `index` and `exit` is equal (docs/scale.md). */
export type ShardPart = Shard & {
  /** The commit that was looked at. */
  commit: string
  /** Digest of what was asked: targets, layout, date. */
  asked: string
  /** Digest of all that judges: code, libraries, schemas, programs. */
  version: string
  exit: number
}

/**
 * What a part says of itself. A working tree must be as its commit says, because parts are made on machines that share nothing else; it
 * throws a Failure where it isn't.
 */
export const partOf = (root: string, tree: Tree, { index, of }: Shard, asked: unknown): Omit<ShardPart, 'exit'> => ({
  ...{ index, of, asked: digestOf(JSON.stringify(asked)), version: versionHere() },
  commit: tree === 'work' ? cleanCommit(root) : tree,
})

const cleanCommit = (root: string): string => {
  const commit = resolveCommit(root, 'HEAD', '--shard')
  const changed = git(root, ['status', '--porcelain', '-z']).toString().split('\0')
  const [first] = changed.filter(line => line !== '' && line.slice(3) !== '.rendered/')
  if (first === undefined) return commit
  throw new Failure(`--shard: ${first.slice(3)} differs from its commit, and other machines don't have it; commit it, or give --at REF`)
}
