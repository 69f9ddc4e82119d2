import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'
import { home } from '../../scripts/lib/tools.ts'

export type Release = { chart: string; version: string; appVersion: string; licence: string; source: string; namespace: string }
export type Values = { [key: string]: unknown }
export type KubeObject = {
  kind: string
  metadata: { name: string; namespace?: string; annotations?: Values; labels?: Values }
  spec: Values
}
export type Source = { repoURL: string; chart: string; targetRevision: string; helm: { valueFiles: string[] } }

export const environments: string[] = ['dev', 'staging', 'prod', 'offline']

export const read = (path: string): string => readFileSync(join(home, path), 'utf8')

/** The names in a folder of this repository, sorted. */
export const list = (folder: string): string[] => readdirSync(join(home, folder)).sort()

export const releases: Record<string, Release> = parse(read('platform/versions.yaml')).releases
export const names: string[] = Object.keys(releases)

/** The objects of one rendered unit, as Argo CD gets them. */
export const golden = (path: string): KubeObject[] =>
  parseAllDocuments(read(`tests/golden/${path}.yaml`)).map(document => document.toJS() as KubeObject)

/** What a release's files say for an environment, put together as Helm does: maps are merged, everything else is replaced. */
export const values = (name: string, env: string): Values =>
  [`platform/values/${name}.yaml`, `platform/values/${env}/${name}.yaml`]
    .filter(path => existsSync(join(home, path)))
    .map(path => parse(read(path), { merge: true }) ?? {})
    .reduce(merge, {})

const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value)

const merge = (below: Values, above: Values): Values => {
  const both = { ...below }
  for (const [key, value] of Object.entries(above)) both[key] = isMap(value) && isMap(both[key]) ? merge(both[key], value) : value
  return both
}

/** Every scalar in a value, with the path that leads to it. */
export const scalars = (value: unknown, path = ''): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => scalars(inner, path === '' ? key : `${path}.${key}`))
    : [[path, value]]
