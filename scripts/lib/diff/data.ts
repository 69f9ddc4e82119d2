import type { Tree } from '../engine.ts'
import type { Finding } from '../findings.ts'
import type { Danger } from './danger.ts'

/** One side of a comparison. `commit` is the full id; for the working tree the commit that it stands on. */
export type SideName = { ref: string; tree: Tree; commit: string }

/** An object's place in a cluster. `group` is empty for core kinds, `namespace` for cluster-scoped objects. */
export type ObjectId = { group: string; kind: string; namespace: string; name: string }

/** A step to a field: a key, a position in a list, the merge keys of a list's item (`{ name: 'app' }`), or into a document in a string. */
export type Step = string | number | { by: { readonly [key: string]: string } } | { in: EmbeddedFormat }
export type EmbeddedFormat = 'yaml' | 'json' | 'toml'

/**
 * A field that differs in meaning. `old` is absent when it was added, `new` when it was removed, both when only a list's order changed
 * (`reordered`) or only the layout or comments of an embedded document did (`formatted`).
 */
export type FieldChange = {
  path: readonly Step[]
  change: 'added' | 'removed' | 'changed' | 'reordered' | 'formatted'
  old?: unknown
  new?: unknown
  /** `hash`: only the suffix of a generated name moved, here or in a reference to it. */
  noise?: 'hash'
}

/** How two objects were found to be one: same identity, a generated name with another hash, or alike enough. */
export type PairedBy = 'identity' | 'hash' | 'similarity'

/**
 * A change of one object; one that is created or removed is a single field with an empty path. `id` is head's, base's when it is removed;
 * `from` is base's where it is another: for Argo CD these are two objects, one created and one pruned.
 */
export type ObjectChange = {
  id: ObjectId
  change: 'created' | 'removed' | 'changed' | 'renamed' | 'moved'
  from?: ObjectId
  pairedBy?: PairedBy
  fields: readonly FieldChange[]
}

/** What changed alike in some objects. `whole`: they come or go with their units, all those of one app together, and `fields` is empty. */
export type Folded = {
  change: ObjectChange['change']
  whole?: true
  fields: readonly FieldChange[]
  objects: readonly { unit: string; id: ObjectId; from?: ObjectId }[]
}

/** A unit with changes. `from` is the base's name of a unit that was renamed or moved to another environment. */
export type UnitChange = {
  unit: string
  env: string
  path: string
  change: 'added' | 'removed' | 'changed' | 'moved'
  from?: string
  objects: readonly ObjectChange[]
}

/** A unit that can't be built, and where. One that is broken at base and whole at head is shown with head's objects as new. */
export type BrokenUnit = { unit: string; at: 'base' | 'head' | 'both'; findings: readonly Finding[] }

export type ImageChange = { unit: string; env: string; object: ObjectId; container: string; old?: string; new?: string }
/** What an environment runs, per app and container; `images` is by environment. */
export type ImageSkew = { app: string; container: string; images: { readonly [env: string]: string } }

/**
 * A chart that Argo CD renders, not we: its version and the values that changed. With `revision` these are read at that one, which a merge
 * doesn't move: the next release brings them.
 */
export type ChartChange = {
  application: string
  env: string
  change: 'added' | 'removed' | 'changed'
  chart: string
  oldVersion?: string
  newVersion?: string
  values: readonly FieldChange[]
  revision?: string
}

/** What Argo CD does with an object once it syncs. `kept`: it leaves Git and goes on running, because a guard forbids pruning. */
export type ObjectFate = {
  id: ObjectId
  fate: 'created' | 'changed' | 'pruned' | 'kept' | 'replaced' | 'hook'
  /** For `kept` the setting that keeps it, for `hook` its phase, for `replaced` the option. */
  because?: string
}

/**
 * What happens to an Application. `orphaned`: its unit is gone, but the set may not delete it, so it stays and its objects keep running.
 * `reaches` tells when the objects change: on merge, or only when the revision that the environment runs is moved.
 */
export type ApplicationChange = {
  name: string
  env: string
  set?: string
  change: 'added' | 'removed' | 'orphaned' | 'renamed' | 'moved' | 'changed' | 'synced'
  from?: string
  unit?: string
  fields: readonly FieldChange[]
  fates: readonly ObjectFate[]
  reaches: 'merge' | 'release'
  revision: string
}

/** An environment whose revision moves: what it runs now against what it will run. `problem` says why that can't be shown. */
export type Release = {
  env: string
  old: { revision: string; commit?: string }
  new: { revision: string; commit?: string }
  problem?: string
  units: readonly UnitChange[]
  folded: readonly Folded[]
  broken: readonly BrokenUnit[]
  images: readonly ImageChange[]
}

export type { Danger }

/** All that any report shows. Secret values are in it until it is printed: every output goes through `redact` of report/redact.ts. */
export type Report = {
  base: SideName
  head: SideName
  /** What the first line says: units that can't be built, charts that changed and aren't rendered here. */
  incomplete: readonly string[]
  changedFiles: readonly string[]
  units: readonly UnitChange[]
  folded: readonly Folded[]
  applications: readonly ApplicationChange[]
  charts: readonly ChartChange[]
  releases: readonly Release[]
  images: readonly ImageChange[]
  skew: readonly ImageSkew[]
  broken: readonly BrokenUnit[]
  dangers: readonly Danger[]
  /** SHA-256 of what the report follows from: both trees, the engine, the targets. Equal fingerprints, equal reports. */
  fingerprint: string
  versions: { tool: string; engine: string; kustomize: string }
  /** Units that were built, of all; milliseconds per phase in the order they ran. */
  built: number
  of: number
  timing: readonly { phase: string; ms: number }[]
}
