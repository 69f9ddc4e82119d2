import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { home } from '../tools.ts'

const folder = join(home, 'tools/schemas')

/**
 * kubeconform's `-schema-location`. A file URL, so that a checkout's path may hold any character and nothing is looked for on a network.
 * Group is the version for the core group, which has the folder `core` here; only ResourceKind comes in lower case.
 */
export const schemaLocation: string = [
  pathToFileURL(folder).href,
  '{{if eq .Group .ResourceAPIVersion}}core{{else}}{{.Group}}{{end}}',
  '{{.ResourceKind}}-{{.ResourceAPIVersion}}.json',
].join('/')

/** The file below tools/schemas/ that holds a kind's schema. */
export const schemaFile = (apiVersion: string, kind: string): string => {
  const [version = '', group = 'core'] = apiVersion.split('/').reverse()
  return `${group}/${kind.toLowerCase()}-${version}.json`
}

/** The kinds that have a schema, as `apiVersion Kind`, sorted. */
export const knownSchemas = (): string[] => JSON.parse(readFileSync(join(folder, 'kinds.json'), 'utf8'))

/** The names of the kinds that have a schema, each once. */
export const knownKinds = (): string[] => [...new Set(knownSchemas().map(known => known.split(' ')[1] as string))]

/** The kinds with a schema whose objects have no namespace, as `apiVersion Kind`. */
export const clusterKinds = (): Set<string> => new Set(JSON.parse(readFileSync(join(folder, 'cluster-kinds.json'), 'utf8')))
