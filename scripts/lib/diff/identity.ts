import type { KubeObject } from '../engine.ts'
import type { ObjectId } from './data.ts'

/** An object's place in a cluster. The version is not part of it: Argo CD and the API server know one object by all versions. */
export const idOf = ({ apiVersion, kind, metadata }: KubeObject): ObjectId => ({
  group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name,
})

export const idKey = ({ group, kind, namespace, name }: ObjectId): string => [group, kind, namespace, name].join('\n')

/** `Deployment/app`, with its namespace when it has one and that isn't said elsewhere. */
export const idText = ({ kind, namespace, name }: ObjectId, withNamespace = false): string =>
  withNamespace && namespace ? `${kind}/${namespace}/${name}` : `${kind}/${name}`

/** The ending that kustomize gives a generated name: ten characters without vowels and digits that look like letters. */
const hashSuffix = /^(.+)-[bcdfghkmt2456789]{10}$/

/** A generated name without its hash; undefined when it has none. */
export const stemOf = (name: string): string | undefined => hashSuffix.exec(name)?.[1]
