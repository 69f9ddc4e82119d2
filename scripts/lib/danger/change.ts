import type { Environment } from '../applicationset/environment.ts'
import type { UnitPair } from '../diff/comparison.ts'
import type { ApplicationChange, ObjectChange } from '../diff/data.ts'
import { idKey, idOf } from '../diff/identity.ts'
import type { KubeObject } from '../engine.ts'
import { isServing } from '../serving.ts'
import type { Cluster, Placed } from '../set/cluster.ts'
import { isKustomization } from '../sources/kustomization.ts'
import type { Unit } from '../units.ts'

/** One side of an environment: all its objects that are known, and what its Argo CD registers, where the repository says so. */
export type EnvironmentSide = { cluster: Cluster; argo: Environment | undefined }
/** An environment on both sides; `argo` is the unit that registers the others. */
export type EnvironmentChange = { env: string; argo: Unit | undefined; base: EnvironmentSide; head: EnvironmentSide }

/** A side's files as text; a link or submodule ends with a slash. */
export type Sources = { files: readonly string[]; read: (path: string) => string | undefined; units: readonly Unit[] }

/** All that danger rules look at: data of both sides, in memory only, because it holds secret values. */
export type Change = {
  base: Sources
  head: Sources
  /** Changed paths; none for a release, whose sources were judged when they were merged. */
  changed: readonly string[]
  units: readonly UnitPair[]
  environments: readonly EnvironmentChange[]
  applications: readonly ApplicationChange[]
  /** The environment whose revision moves, when this is a release, and how many of its commits staging never ran. */
  release: { env: string; unstaged: number } | undefined
  /** Units that may read a path at head, built or not. */
  readers: (path: string) => ReadonlySet<string>
}

/** The changed kustomizations that a compared unit is built from; one in a test or an example is nobody's. */
export const kustomizationsChanged = ({ changed, units }: Change): string[] => {
  const read = new Set(units.flatMap(({ reads }) => [...reads.base, ...reads.head]))
  return changed.filter(path => isKustomization(path) && read.has(path))
}

/** Whether an environment serves people, on either side: what goes there can't be tried first. */
export const serves = ({ base, head }: Pick<Change, 'base' | 'head'>, env: string): boolean =>
  isServing(base.read, env) || isServing(head.read, env)

/** An object of one side only; `unit` tells whether its unit is new or gone as a whole. */
export type One = Placed & { env: string; whole: boolean }
/** An object of both sides that stays the same object for Argo CD, or one whose generated name moved on. */
export type Both = { unit: string; env: string; base: Placed; head: Placed; change: ObjectChange; hashed: boolean }

const placed = (unit: string, object: KubeObject): Placed => ({
  unit,
  object,
  kind: object.kind,
  name: object.metadata.name,
  namespace: object.metadata.namespace,
})

const sameId = (base: KubeObject, head: KubeObject): boolean => idKey(idOf(base)) === idKey(idOf(head))

/** The objects that changed and are still there. */
export const stays = ({ units }: Change): Both[] =>
  units.flatMap(({ unit: { name: unit, env }, pairs }) =>
    pairs.flatMap(({ base, head, change, pairedBy }): Both[] =>
      base && head && change && (pairedBy === 'hash' || sameId(base, head))
        ? [{ unit, env, base: placed(unit, base), head: placed(unit, head), change, hashed: pairedBy === 'hash' }]
        : [],
    ),
  )

/** The objects that Argo CD will no longer find in their unit: removed, renamed, or moved to another namespace. */
export const goes = ({ units }: Change): One[] =>
  units.flatMap(({ unit: { name: unit, env }, from, head: after, pairs }) =>
    pairs.flatMap(({ base, head, pairedBy }): One[] =>
      base && pairedBy !== 'hash' && !(head && sameId(base, head))
        ? [{ ...placed(from?.name ?? unit, base), env: from?.env ?? env, whole: after === undefined }]
        : [],
    ),
  )

/** The objects that Argo CD will find for the first time. */
export const comes = ({ units }: Change): One[] =>
  units.flatMap(({ unit: { name: unit, env }, base: before, pairs }) =>
    pairs.flatMap(({ base, head, pairedBy }): One[] =>
      head && pairedBy !== 'hash' && !(base && sameId(base, head)) ? [{ ...placed(unit, head), env, whole: before === undefined }] : [],
    ),
  )
