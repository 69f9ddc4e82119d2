import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, type Path } from './fields.ts'
import { selectorText, selects } from './selector.ts'

const selecting = ['DaemonSet', 'Deployment', 'ReplicaSet', 'Rollout', 'StatefulSet']

const mismatches = (cluster: Cluster): Found<'selector-matches' | 'selector-unique'>[] =>
  cluster.pods
    .filter(pod => selecting.includes(pod.of.kind))
    .flatMap((pod): Found<'selector-matches' | 'selector-unique'>[] => {
      const selector = get(pod.of.object, 'spec', 'selector')
      const path = ['spec', 'selector']
      if (!selects(selector, pod.labels)) {
        const problem = `the labels of its own pods are not what it selects (${selectorText(selector)})`
        return [{ code: 'selector-matches', of: pod.of, path, problem }]
      }
      const other = cluster
        .podsIn(pod.of.namespace)
        .find(one => one.of !== pod.of && selecting.includes(one.of.kind) && selects(selector, one.labels))
      if (!other) return []
      const problem = `selects the pods of ${other.of.kind}/${other.of.name} too (${selectorText(selector)})`
      return [{ code: 'selector-unique', of: pod.of, path, problem }]
    })

const governing = (cluster: Cluster): Found<'statefulset-service'>[] =>
  cluster.ofKind('StatefulSet').flatMap((of): Found<'statefulset-service'>[] => {
    const name = get(of.object, 'spec', 'serviceName')
    const service = typeof name === 'string' ? cluster.find('Service', of.namespace, name) : undefined
    const labels = fields(get(of.object, 'spec', 'template', 'metadata', 'labels'))
    const problem = !name
      ? 'has no serviceName'
      : !service
        ? `there is no Service/${name} in namespace ${of.namespace}`
        : get(service.object, 'spec', 'clusterIP') !== 'None'
          ? `Service/${name} is not headless`
          : selects({ matchLabels: get(service.object, 'spec', 'selector') }, labels)
            ? ''
            : `Service/${name} does not select these pods`
    return problem ? [{ code: 'statefulset-service', of, path: ['spec', 'serviceName'], value: String(name ?? ''), problem }] : []
  })

const value = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/
const key = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/

/** Where labels and pairs of a selector stand, whatever the kind. */
const places = (of: Placed, templates: readonly Path[]): Path[] => [
  ['metadata', 'labels'],
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'podSelector', 'matchLabels'],
  ...(of.kind === 'Service' ? [['spec', 'selector']] : []),
  ...templates.map(path => [...path, 'metadata', 'labels']),
]

const invalid = (cluster: Cluster): Found<'label-valid'>[] => {
  const templates = Map.groupBy(cluster.pods, pod => pod.of)
  return cluster.objects.flatMap(of => {
    const own = (templates.get(of) ?? []).map(pod => pod.path).filter(path => path.length > 0)
    return places(of, own).flatMap(path =>
      Object.entries(fields(get(of.object, ...path))).flatMap(([name, given]): Found<'label-valid'>[] => {
        const text = String(given)
        if (typeof given === 'string' && value.test(text) && key.test(name)) return []
        const problem = key.test(name) ? `"${text}" can't be a label's value` : `"${name}" can't be a label's key`
        return [{ code: 'label-valid', of, path: [...path, name], value: text, problem }]
      }),
    )
  })
}

export const labels = family(
  {
    'selector-matches': {
      stance: 'A',
      waivable: false,
      why: 'the API server refuses a workload that does not select its own pods',
      fix: 'make spec.selector equal to labels of spec.template',
    },
    'selector-unique': {
      stance: 'A',
      waivable: true,
      why: "two workloads that select each other's pods count them as their own, and delete them",
      fix: 'give each workload a label of its own in selector and template',
    },
    'statefulset-service': {
      stance: 'A',
      waivable: true,
      why: 'without its headless Service the pods of a StatefulSet have no names in DNS',
      fix: 'make serviceName the name of a Service with clusterIP: None that selects the pods',
    },
    'label-valid': {
      stance: 'A',
      waivable: false,
      why: 'the API server refuses labels and selectors with other characters, or more than 63 of them',
      fix: 'use letters, digits, "-", "_" and ".", at most 63, a letter or digit at both ends',
    },
  },
  cluster => [...mismatches(cluster), ...governing(cluster), ...invalid(cluster)],
)
