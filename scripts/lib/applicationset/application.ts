import type { KubeObject } from '../engine.ts'
import { evaluateDeep } from './template.ts'
import type { Application, ApplicationSet, Evaluate, Params } from './types.ts'

const finalizer = 'resources-finalizer.argocd.argoproj.io'

/** Fields whose content is free: nothing in it is a default to leave out. `automated` tells false from nothing. */
const free = ['labels', 'annotations', 'commonLabels', 'commonAnnotations', 'valuesObject', 'map', 'automated']

/** Without what Go's JSON leaves out: null, "", false, 0 and empty lists. */
const omitEmpty = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map(item => omitEmpty(item))
  if (typeof value !== 'object' || value === null || free.includes(key)) return value
  const kept = Object.entries(value)
    .map(([name, inner]) => [name, omitEmpty(inner, name)] as const)
    .filter(([name, inner]) => required.includes(name) || !isEmpty(inner))
    // An empty map and an empty list of labels are left out; an empty struct is not.
    .filter(([name, inner]) => !(free.includes(name) && name !== 'automated' && isEmptyMap(inner)))
  return Object.fromEntries(kept)
}

/** Fields that Go always writes (pkg/apis/application/v1alpha1/types.go), or whose zero means something. */
const required = ['destination', 'project', 'repoURL', 'kind', 'factor', 'count', 'revisionHistoryLimit']
const isEmpty = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0)
const isEmptyMap = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0

const without = (object: object, drop: (name: string, value: unknown) => boolean): object =>
  Object.fromEntries(Object.entries(object).filter(([name, value]) => !drop(name, value)))

/** As argoutil.NormalizeApplicationSpec: the default project, and no settings that are all at their zero. */
const normalizeSpec = (spec: Record<string, unknown>): object => {
  const source = (one: object): object =>
    without(one, (name, value) => ['kustomize', 'helm', 'directory'].includes(name) && isEmptyMap(value))
  const { project, source: one, sources: several, syncPolicy, ...rest } = spec
  return {
    project: project || 'default',
    ...(one && several === undefined ? { source: source(one as object) } : one ? { source: one } : {}),
    ...(several ? { sources: (several as object[]).map(source) } : {}),
    destination: {},
    ...rest,
    ...(isEmptyMap(syncPolicy ?? {}) ? {} : { syncPolicy }),
  }
}

/** What tells an Application's owner, but for the uid, which only the cluster knows. */
const ownerOf = ({ apiVersion, kind, metadata }: KubeObject): object => ({
  apiVersion,
  kind,
  name: metadata.name,
  controller: true,
  blockOwnerDeletion: true,
})

/**
 * The Application that the controller makes of one set of parameters (applicationset/utils/utils.go, RenderTemplateParams;
 * controllers/applicationset_controller.go, createOrUpdateInCluster). Throws a SetProblem.
 */
export const makeApplication = async (set: ApplicationSet, params: Params, evaluate: Evaluate): Promise<Application> => {
  const { template = {}, goTemplateOptions = [], syncPolicy } = set.spec
  // Without parameters the controller takes the template as it is, and adds no finalizer.
  const plain = Object.keys(params).length === 0
  const filled = (
    plain ? template : await evaluateDeep(evaluate, template, params, goTemplateOptions, ['spec', 'template'])
  ) as typeof template
  const { name, labels, annotations, finalizers = [] } = filled.metadata ?? {}
  const all = plain || finalizers.length > 0 || syncPolicy?.preserveResourcesOnDeletion ? finalizers : [finalizer]
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: name ?? '',
      namespace: set.metadata.namespace,
      ...(labels && !isEmptyMap(labels) ? { labels } : {}),
      ...(annotations && !isEmptyMap(annotations) ? { annotations } : {}),
      ...(all.length > 0 ? { finalizers: all } : {}),
      ownerReferences: [ownerOf(set)],
    },
    spec: normalizeSpec(omitEmpty(filled.spec ?? {}) as Record<string, unknown>),
  } as Application
}
