import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from './failure.ts'
import { listInside, readInside } from './files.ts'
import { kustomizationOf } from './image-entry.ts'

/**
 * An environment as base/env/<env>/environment.yaml tells it: `promotedFrom` is the one that versions come from, `builtOn` the one whose
 * overlays it is built on and so follows, `workers` and `autoscaler` are what its cluster needs.
 */
export type Environment = {
  name: string
  promotedFrom: string | undefined
  builtOn: string | undefined
  workers: number
  autoscaler: boolean
}

const read = (root: string, file: string): Environment => {
  const data = kustomizationOf(file, readInside(root, file)?.toString() ?? '').get('data')
  const of = (key: string): string | undefined => {
    const value = (data as { get?: (key: string) => unknown } | undefined)?.get?.(key)
    return value === undefined || value === null || value === '' ? undefined : String(value)
  }
  const workers = Number(of('workers') ?? 1)
  if (!Number.isInteger(workers) || workers < 1) throw new Failure(`${file}  workers "${of('workers')}": write how many its cluster has`)
  const name = file.split('/')[2] ?? ''
  return { name, promotedFrom: of('promoted-from'), builtOn: of('built-on'), workers, autoscaler: of('autoscaler') === 'true' }
}

/**
 * Every environment of a repository, those that versions reach first before others; none where base/env has none. Throws a Failure for a
 * `promoted-from` or `built-on` that names no environment, or leads in a circle.
 */
export const environmentsOf = (root: string): Environment[] => {
  const files = listInside(root, 'base/env').filter(path => /^base\/env\/[^/]+\/environment\.yaml$/.test(path))
  const all = files.map(file => read(root, file))
  for (const { name, promotedFrom, builtOn } of all)
    for (const [key, other] of Object.entries({ 'promoted-from': promotedFrom, 'built-on': builtOn }))
      if (other !== undefined && !all.some(one => one.name === other))
        throw new Failure(`base/env/${name}/environment.yaml  ${key} "${other}": there is no such environment; write one of base/env`)
  const key = (one: Environment): string => `${one.builtOn ? 1 : 0}${wayTo(all, one.name).length} ${one.name}`
  return all.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** The environments that a version passes on its way to one, itself last. Throws a Failure for a circle. */
export const wayTo = (all: readonly Environment[], name: string, passed: readonly string[] = []): string[] => {
  if (passed.includes(name))
    throw new Failure(`base/env/${name}/environment.yaml  promoted-from leads in a circle: ${[...passed, name].join(', ')}`)
  const from = all.find(one => one.name === name)?.promotedFrom
  return [...(from === undefined ? [] : wayTo(all, from, [...passed, name])), name]
}

/** Every way from a first environment to a last one, for a person: `dev → staging → prod`. */
export const ways = (all: readonly Environment[]): string =>
  all
    .filter(({ name, builtOn }) => builtOn === undefined && !all.some(({ promotedFrom }) => promotedFrom === name))
    .map(({ name }) => wayTo(all, name).join(' → '))
    .join(', ')

/** Units whose render follows an app's overlay in another environment. */
export const followers = (root: string, app: string, env: string): string[] =>
  environmentsOf(root)
    .filter(({ name, builtOn }) => builtOn === env && existsSync(join(root, 'overlays', name, app)))
    .map(({ name }) => `${name}/${app}`)
