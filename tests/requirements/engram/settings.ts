import { parse } from 'smol-toml'
import { expect } from 'vitest'
import type { See } from '../see.ts'
import { config } from './units.ts'

type Table = Record<string, unknown>

/** What the requirement's table gives, value by value. */
export const required: Record<string, Table> = {
  feature_flags: { spreading_api_beta: true },
  memory_spaces: { default_space: 'default', bootstrap_spaces: ['default'] },
  persistence: {
    data_root: '/data',
    hot_capacity: 10000,
    warm_capacity: 100000,
    cold_capacity: 1000000,
    flush_interval_sec: 30,
    compression_enabled: true,
  },
  consolidation: { enabled: true, interval_sec: 60, batch_size: 1000, parallel_workers: 4 },
  cache: { size_mb: 2048, ttl_sec: 3600 },
  performance: { max_concurrent_queries: 100, query_timeout_sec: 30 },
}

/** The settings that a unit renders. */
export const settings = (see: See, unit: string): Record<string, Table> => tables(config(see, unit).get('data[engram.toml]'))

/** A TOML text as plain objects. Throws for one that isn't TOML. */
export const tables = (text: string): Record<string, Table> => JSON.parse(JSON.stringify(parse(text)))

/** One table of the settings is what the requirement says, without a value more. */
export const table = (see: See, unit: string, name: string): Table => {
  const found = settings(see, unit)[name]
  expect(found, `${unit}: [${name}]`).toEqual(required[name])
  return found as Table
}
