import type { Tree } from '../engine.ts'
import type { Finding } from '../findings.ts'
import type { GoldenState, Updated } from '../golden.ts'
import type { ShardPart } from '../shard/part.ts'

/** One line of the report: a unit and what is known of it; `undefined` where it wasn't built or not asked. */
export type UnitRow = {
  name: string
  path: string
  objects: number | undefined
  ms: number
  schemas: { covered: number; total: number } | undefined
  golden: GoldenState | 'updated' | 'off'
  warnings: string[]
}

/** What a render is reported from, whatever the format. `ms` is wall time from the command's start; `shard` says of which whole it is a part. */
export type RenderReport = {
  tree: Tree
  units: UnitRow[]
  findings: Finding[]
  updated: Updated | undefined
  ms: number
  shard?: ShardPart
}
