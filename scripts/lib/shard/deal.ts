import { Failure } from '../failure.ts'

/** One of so many parts of the work, for machines side by side; counted from 1. */
export type Shard = { index: number; of: number }

/** Reads `--shard 2/4`. Throws a Failure for anything else. */
export const shardOf = (text: string): Shard => {
  const [, index, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []
  if (index === undefined || Number(index) > Number(of))
    throw new Failure(`--shard ${text}: write which part of how many, like --shard 2/4`)
  return { index: Number(index), of: Number(of) }
}

/** Every nth of a sorted list: parts differ by one at most, and neighbours, which are alike, go to different ones. */
export const dealt = <T>(items: readonly T[], { index, of }: Shard): T[] => items.filter((_, i) => i % of === index - 1)

/**
 * Whole environments, the largest first to the part that has least, so that what needs a whole cluster is in one part. Throws a Failure
 * when there are fewer environments than parts.
 */
export const dealtEnvironments = (units: readonly { env: string }[], { index, of }: Shard): Set<string> => {
  const sizes = [...Map.groupBy(units, ({ env }) => env)].map(([env, all]) => ({ env, size: all.length }))
  if (sizes.length < of)
    throw new Failure(
      `--shard ${index}/${of}: rules look at whole clusters, so environments are dealt out whole, and there are ${sizes.length}; use at most ${sizes.length} parts`,
    )
  const parts = Array.from({ length: of }, () => ({ envs: new Set<string>(), size: 0 }))
  for (const { env, size } of sizes.sort((a, b) => b.size - a.size || (a.env < b.env ? -1 : 1))) {
    const least = parts.reduce((best, part) => (part.size < best.size ? part : best))
    least.envs.add(env)
    least.size += size
  }
  return parts[index - 1]?.envs ?? new Set()
}
