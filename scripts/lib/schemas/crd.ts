import { type KindSchema, rootOf, type Schema } from './schema.ts'
import { share } from './share.ts'
import { fromStructural } from './structural.ts'

export type Crd = {
  kind: 'CustomResourceDefinition'
  spec: {
    group: string
    names: { kind: string }
    scope: 'Namespaced' | 'Cluster'
    versions: { name: string; served: boolean; schema: { openAPIV3Schema: Schema & { properties: { [name: string]: Schema } } } }[]
  }
}

const ref = (name: string): Schema => ({ $ref: `#/definitions/io.k8s.${name}` })
const quantities = { type: 'object', additionalProperties: ref('apimachinery.pkg.api.resource.Quantity') }

/** Argo Rollouts' CRDs leave these fields of a pod open; its controller reads them as the Kubernetes types. */
const podFields: { [name: string]: Schema } = {
  volumes: { type: 'array', items: ref('api.core.v1.Volume') },
  limits: quantities,
  requests: quantities,
}

const closePodFields = (name: string, { description: _, ...node }: Schema): Schema | undefined =>
  Object.keys(node).join() === 'x-kubernetes-preserve-unknown-fields' ? podFields[name] : undefined

/**
 * The schemas of a CRD's served versions.
 * @param definitions Kubernetes' own, for metadata and pod fields
 */
export const crdSchemas = ({ spec }: Crd, definitions: { [name: string]: Schema }): KindSchema[] =>
  spec.versions
    .filter(({ served }) => served)
    .map(({ name, schema: { openAPIV3Schema: schema } }) => {
      const properties = { ...schema.properties, metadata: {}, ...(schema.properties.status && { status: {} }) }
      const strict = fromStructural({ ...schema, properties }, closePodFields) as Schema & { properties: { [name: string]: Schema } }
      strict.properties.metadata = ref('apimachinery.pkg.apis.meta.v1.ObjectMeta')
      const shared = share(strict)
      const kind = { apiVersion: `${spec.group}/${name}`, kind: spec.names.kind, namespaced: spec.scope === 'Namespaced' }
      return rootOf(kind, shared.schema, { ...definitions, ...shared.definitions })
    })
