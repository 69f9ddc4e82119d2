import type { KubeObject } from '../engine.ts'
import { clusterKinds } from '../schemas/location.ts'

type Crd = KubeObject & { spec: { scope?: string; group: string; names: { kind: string } } }

export const groupOf = ({ apiVersion }: KubeObject): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '')

/**
 * Tells which objects have no namespace: by the schemas of tools/schemas, and the definitions among the given objects. What neither knows
 * has one, as kustomize takes it.
 */
export const clusterScope = (objects: readonly KubeObject[]): ((object: KubeObject) => boolean) => {
  const known = clusterKinds()
  const defined = objects
    .filter((object): object is Crd => object.kind === 'CustomResourceDefinition')
    .filter(({ spec }) => spec.scope === 'Cluster')
    .map(({ spec }) => `${spec.group} ${spec.names.kind}`)
  return object => known.has(`${object.apiVersion} ${object.kind}`) || defined.includes(`${groupOf(object)} ${object.kind}`)
}
