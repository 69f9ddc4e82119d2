import type { KubeObject } from '../engine.ts'

type PolicySpec = { paramKind?: { apiVersion?: string; kind?: string } }
type BindingSpec = { paramRef?: { name?: string } }

const specs = <T>(objects: readonly KubeObject[], kind: string): T[] =>
  objects.filter(object => object.kind === kind).map(({ spec }) => (spec ?? {}) as T)

/** What the other objects of a cluster are judged by: policies, bindings, their parameters, namespaces. */
export const lawOf = (objects: readonly KubeObject[]): KubeObject[] => {
  const kinds = new Set(
    specs<PolicySpec>(objects, 'ValidatingAdmissionPolicy').map(({ paramKind }) => `${paramKind?.apiVersion} ${paramKind?.kind}`),
  )
  const refs = specs<BindingSpec>(objects, 'ValidatingAdmissionPolicyBinding').flatMap(({ paramRef }) => paramRef ?? [])
  const names = new Set(refs.map(({ name }) => name))
  const bySelector = refs.some(({ name }) => name === undefined)
  const isParam = ({ apiVersion, kind, metadata }: KubeObject): boolean =>
    kinds.has(`${apiVersion} ${kind}`) && (bySelector || names.has(metadata.name))
  return objects.filter(
    object => object.apiVersion.startsWith('admissionregistration.k8s.io/') || object.kind === 'Namespace' || isParam(object),
  )
}
