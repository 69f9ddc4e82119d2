import type { Cluster } from './cluster.ts'
import { type Found, family } from './family.ts'
import { type Fields, labelsOf } from './fields.ts'

const modes = ['enforce', 'audit', 'warn']
const levels = ['privileged', 'baseline', 'restricted']
const prefix = 'pod-security.kubernetes.io/'

/** What is wrong with one mode: `enforce` needs a version, because without one a new Kubernetes judges differently. */
const flawsOf = (labels: Fields, mode: string, wanted: string | undefined): { label: string; problem: string }[] => {
  const label = prefix + mode
  const level = levels.includes(String(labels[label])) ? [] : [{ label, problem: `has no level in ${mode}` }]
  const version = labels[`${label}-version`]
  const fits =
    version === undefined ? mode !== 'enforce' : wanted === undefined ? /^v1\.\d+$/.test(String(version)) : version === `v${wanted}`
  const said =
    version === undefined ? `has no ${mode}-version` : `${mode}-version is ${version}${wanted ? `, and the cluster runs v${wanted}` : ''}`
  return fits ? level : [...level, { label: `${label}-version`, problem: said }]
}

const security = (cluster: Cluster): Found<'namespace-pod-security'>[] =>
  cluster.ofKind('Namespace').flatMap((of): Found<'namespace-pod-security'>[] => {
    const labels = labelsOf(of.object)
    const flaws = modes.flatMap(mode => flawsOf(labels, mode, cluster.version))
    const [first] = flaws
    if (!first) return []
    const problem = flaws.map(flaw => flaw.problem).join(', ')
    const path = ['metadata', 'labels', first.label]
    return [{ code: 'namespace-pod-security', of, path, value: String(labels[first.label] ?? ''), problem }]
  })

/** Namespaces that are there before anything is synced. */
const given = new Set(['argo', 'default', 'kube-node-lease', 'kube-public', 'kube-system'])

const limits = (cluster: Cluster): Found<'namespace-quota' | 'namespace-limit-range'>[] =>
  // A chart's namespace is the chart's: its values say what each of its pods may take.
  cluster
    .ofKind('Namespace')
    .filter(of => !given.has(of.name) && !cluster.isForeign(of.name))
    .flatMap(of =>
      (
        [
          ['namespace-quota', 'ResourceQuota'],
          ['namespace-limit-range', 'LimitRange'],
        ] as const
      ).flatMap(([code, kind]) => {
        const has = cluster.ofKind(kind).some(one => one.namespace === of.name)
        return has ? [] : [{ code, of, path: ['metadata', 'name'], value: of.name, problem: `namespace ${of.name} has no ${kind}` }]
      }),
    )

const missing = (cluster: Cluster): Found<'namespace-exists'>[] => {
  const rendered = new Set([...cluster.ofKind('Namespace').map(one => one.name), ...given])
  return cluster.objects.flatMap((of): Found<'namespace-exists'>[] =>
    of.namespace === undefined || rendered.has(of.namespace)
      ? []
      : [
          {
            code: 'namespace-exists',
            of,
            path: ['metadata', 'namespace'],
            value: of.namespace,
            problem: `no unit renders the namespace ${of.namespace}`,
          },
        ],
  )
}

export const namespaces = family(
  {
    'namespace-pod-security': {
      stance: 'A',
      waivable: false,
      why: 'without the labels, or with those of another Kubernetes version, Pod Security lets everything or something else in',
      fix: 'add the component base/components/namespace-restricted, or write the labels pod-security.kubernetes.io/{enforce,enforce-version,audit,warn}',
    },
    'namespace-quota': {
      stance: 'A',
      waivable: true,
      why: 'without a ResourceQuota one mistake in one namespace can fill the cluster',
      fix: 'add the component base/components/namespace-restricted, or a ResourceQuota',
    },
    'namespace-limit-range': {
      stance: 'A',
      waivable: true,
      why: 'without a LimitRange a container that says nothing may take a whole node',
      fix: 'add the component base/components/namespace-restricted, or a LimitRange',
    },
    'namespace-exists': {
      stance: 'A',
      waivable: true,
      why: 'objects of a namespace that is not there are refused, or land where no quota and no policy is',
      fix: 'render the Namespace, or correct the namespace',
    },
  },
  cluster => [...security(cluster), ...limits(cluster), ...missing(cluster)],
)
