import { type Environment, environmentOf } from '../applicationset/environment.ts'
import type { Evaluate, Files } from '../applicationset/types.ts'
import type { Engines, KubeObject } from '../engine.ts'
import { filesInWork } from '../git.ts'
import { isBuilt, renderUnits } from '../render.ts'
import type { Unit } from '../units.ts'
import type { Comparison, Side } from './comparison.ts'

/** A unit that registers others with Argo CD: its objects on both sides, undefined where it isn't or can't be built. */
export type Registry = { env: string; unit: Unit; base: readonly KubeObject[] | undefined; head: readonly KubeObject[] | undefined }

const isRegistry = ({ path }: Unit): boolean => /^argo\/env\/[^/]+$/.test(path)

/** What Argo CD applies in the environments asked for. A unit that didn't change is built once and stands for both sides. */
export const registriesOf = async (
  { base, head, units }: Comparison,
  engines: Engines,
  isAsked: (env: string) => boolean,
): Promise<Registry[]> => {
  const all = new Map([...base.units, ...head.units].filter(isRegistry).map(unit => [unit.name, unit]))
  const asked = [...all.values()].filter(({ env }) => isAsked(env))
  const compared = new Map(units.map(pair => [pair.unit.name, pair]))
  const rest = asked.filter(({ name }) => !compared.has(name))
  const built = new Map((await renderUnits(engines, head.name.tree, rest)).map(({ unit, result }) => [unit.name, result]))
  return asked.map(unit => {
    const pair = compared.get(unit.name)
    if (pair) return { env: unit.env, unit, base: pair.base, head: pair.head }
    const result = built.get(unit.name)
    const objects = result && isBuilt(result) ? result.objects : undefined
    return { env: unit.env, unit, base: objects, head: objects }
  })
}

/** A side's files as generators of ApplicationSets see them; of a working tree what Git would commit. */
export const filesOf = (root: string, { name, files, read }: Side): Files => ({
  files: name.tree === 'work' ? (filesInWork(root) ?? files) : files,
  read: path => read(path)?.toString('utf8'),
  exact: name.tree !== 'work',
})

/** What a unit's objects register over a tree; undefined when there are none. */
export const registered = async (
  unit: Unit,
  objects: readonly KubeObject[] | undefined,
  files: Files,
  evaluate: Evaluate,
): Promise<Environment | undefined> => objects && environmentOf(unit, objects, files, evaluate)
