import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, list, type Path, strings, text } from './fields.ts'

/** Something that a Rollout names: its kind and name, the field, and what is wrong when it is there but lacks a part. */
type Named = { path: Path; kind: string; name: string; cluster?: boolean; lacks?: (found: Placed) => string }

const strategy: Path = ['spec', 'strategy']
const at = (of: Placed, path: Path, kind: string, more: Partial<Named> = {}): Named[] => {
  const name = text(get(of.object, ...path))
  return name ? [{ path, kind, name: name.split('.')[0] ?? name, ...more }] : []
}

const services = (of: Placed): Named[] =>
  [
    ['canary', 'stableService'],
    ['canary', 'canaryService'],
    ['canary', 'pingPong', 'pingService'],
    ['canary', 'pingPong', 'pongService'],
    ['blueGreen', 'activeService'],
    ['blueGreen', 'previewService'],
  ].flatMap(path => at(of, [...strategy, ...path], 'Service'))

/** Argo Rollouts shifts traffic on the routes that are named; without names the VirtualService must have exactly one. */
const routesOf = (wanted: string[]) => (found: Placed) => {
  const routes = list(get(found.object, 'spec', 'http'))
  const missing = wanted.find(name => !routes.some(route => route.name === name))
  if (missing !== undefined) return `has no http route named ${missing}`
  return wanted.length === 0 && routes.length !== 1 ? `has ${routes.length} http routes, and the Rollout names none` : ''
}

const subsetsOf = (wanted: unknown[]) => (found: Placed) => {
  const subsets = list(get(found.object, 'spec', 'subsets')).map(one => one.name)
  const missing = wanted.find(name => name !== undefined && !subsets.includes(name))
  return missing === undefined ? '' : `has no subset ${missing}`
}

const routing: Path = [...strategy, 'canary', 'trafficRouting']

const traffic = (of: Placed): Named[] => {
  const istio = fields(get(of.object, ...routing, 'istio'))
  const single = istio.virtualService === undefined ? [] : [[...routing, 'istio', 'virtualService']]
  const several = list(istio.virtualServices).map((_, i) => [...routing, 'istio', 'virtualServices', i])
  const { canarySubsetName, stableSubsetName } = fields(istio.destinationRule)
  return [
    ...[...single, ...several].flatMap((path: Path) =>
      at(of, [...path, 'name'], 'VirtualService', { lacks: routesOf(strings(get(of.object, ...path, 'routes'))) }),
    ),
    ...at(of, [...routing, 'istio', 'destinationRule', 'name'], 'DestinationRule', {
      lacks: subsetsOf([canarySubsetName, stableSubsetName]),
    }),
    ...at(of, [...routing, 'nginx', 'stableIngress'], 'Ingress'),
    ...at(of, [...routing, 'plugins', 'argoproj-labs/gatewayAPI', 'httpRoute'], 'HTTPRoute'),
  ]
}

const analyses = (of: Placed): Named[] => {
  const steps = list(get(of.object, ...strategy, 'canary', 'steps')).flatMap((_, i): Path[] => [
    [...strategy, 'canary', 'steps', i, 'analysis', 'templates'],
    [...strategy, 'canary', 'steps', i, 'experiment', 'analyses'],
  ])
  const others: Path[] = [
    [...strategy, 'canary', 'analysis', 'templates'],
    [...strategy, 'blueGreen', 'prePromotionAnalysis', 'templates'],
    [...strategy, 'blueGreen', 'postPromotionAnalysis', 'templates'],
  ]
  return [...steps, ...others].flatMap(path =>
    list(get(of.object, ...path)).flatMap((template, i) => {
      const cluster = template.clusterScope === true
      return at(of, [...path, i, 'templateName'], cluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate', { cluster })
    }),
  )
}

const workload = (of: Placed): Named[] => at(of, ['spec', 'workloadRef', 'name'], String(get(of.object, 'spec', 'workloadRef', 'kind')))

const dangling = (cluster: Cluster): Found<'rollout-reference-exists'>[] =>
  cluster.ofKind('Rollout').flatMap(of =>
    [...services(of), ...traffic(of), ...analyses(of), ...workload(of)].flatMap((named): Found<'rollout-reference-exists'>[] => {
      const found = cluster.find(named.kind, named.cluster ? undefined : of.namespace, named.name)
      const lacks = found ? (named.lacks?.(found) ?? '') : `there is no ${named.kind}/${named.name}`
      const problem = found && lacks ? `${named.kind}/${named.name} ${lacks}` : lacks
      return problem ? [{ code: 'rollout-reference-exists', of, path: named.path, value: named.name, problem }] : []
    }),
  )

export const rollouts = family(
  {
    'rollout-reference-exists': {
      stance: 'A',
      waivable: true,
      why: 'a Rollout that names a Service, route, subset or analysis that is not there stops in the middle of a release',
      fix: 'add what it names to the unit, or correct the name',
    },
  },
  dangling,
)
