import type { KubeObject } from '../engine.ts'
import type { Unit } from '../units.ts'
import type { BrokenUnit, ObjectChange, PairedBy, SideName } from './data.ts'

/** A file of one side: bytes as stored, undefined when it isn't there. */
export type ReadFile = (path: string) => Buffer | undefined

/** A side in memory: its units, its paths (a link or submodule ends with a slash), and what its files hold. */
export type Side = { name: SideName; units: readonly Unit[]; files: readonly string[]; read: ReadFile }

/** Both versions of one object, as rendered, unredacted; `change` is undefined when they mean the same. */
export type ObjectPair = { base?: KubeObject; head?: KubeObject; pairedBy?: PairedBy; change: ObjectChange | undefined }

/** A unit on both sides. `base` and `head` are the objects, undefined where there is no such unit or it can't be built. */
export type UnitPair = {
  unit: Unit
  from?: Unit
  base?: readonly KubeObject[]
  head?: readonly KubeObject[]
  broken?: BrokenUnit
  /** Every path that either build looked at. */
  reads: { base: readonly string[]; head: readonly string[] }
  pairs: readonly ObjectPair[]
}

/** What danger rules judge: both sides whole, in memory only, because it holds secret values. */
export type Comparison = { base: Side; head: Side; changed: readonly string[]; units: readonly UnitPair[] }
