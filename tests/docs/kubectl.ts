import type { KubeObject } from '../../scripts/lib/engine.ts'
import { isPlaceholder } from './documents.ts'

/** Short names of kubectl, and kinds in the singular by the plural where an s isn't enough. */
const short: Record<string, string> = {
  pvc: 'persistentvolumeclaim',
  hpa: 'horizontalpodautoscaler',
  svc: 'service',
  ns: 'namespace',
  ingresses: 'ingress',
  networkpolicies: 'networkpolicy',
  storageclasses: 'storageclass',
}
const made = [
  'pod',
  'job',
  'event',
  'endpointslice',
  'node',
  'csidriver',
  'secret',
  'volumesnapshot',
  'all',
  'crd',
  'certificaterequest',
  'replicaset',
  'backup', // Velero's chart
]
/** What the charts of platform/ and their programs make, as far as documents name it; nothing here renders charts. */
const fromCharts = ['pod/openbao-0', 'secret/argocd-initial-admin-secret', 'service/argo-cd-argocd-server']
const singular = (kind: string): string => short[kind] ?? (/ss$/.test(kind) ? kind : kind.replace(/s$/, ''))

type Fields = { [key: string]: unknown }
const at = (object: KubeObject, ...path: string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Fields | undefined)?.[key], object)

/** Names of what Kubernetes and operators make of an object: pods and claims of a StatefulSet, Secrets of external-secrets and cert-manager. */
const derived = (object: KubeObject): [string, string][] => {
  const { kind, metadata } = object
  const replicas = Number(at(object, 'spec', 'replicas') ?? 1)
  if (kind === 'StatefulSet') {
    const templates = (at(object, 'spec', 'volumeClaimTemplates') ?? []) as KubeObject[]
    return Array.from({ length: replicas }, (_, n) => n).flatMap((n): [string, string][] => [
      ['pod', `${metadata.name}-${n}`],
      ...templates.map((one): [string, string] => ['persistentvolumeclaim', `${one.metadata.name}-${metadata.name}-${n}`]),
    ])
  }
  if (kind === 'Ingress')
    return ((at(object, 'spec', 'tls') ?? []) as { secretName: string }[]).map(({ secretName }) => ['certificate', secretName])
  const secret = {
    ExternalSecret: at(object, 'spec', 'target', 'name') ?? metadata.name,
    ClusterExternalSecret: at(object, 'spec', 'externalSecretSpec', 'target', 'name'),
    Certificate: at(object, 'spec', 'secretName'),
  }[kind]
  return secret ? [['secret', String(secret)]] : []
}

export type Known = { namespaces: Set<string>; kinds: Set<string>; names: Set<string> }

/** Namespaces that an object makes, or whose pods a NetworkPolicy lets in or out. */
const namespacesOf = (object: KubeObject): string[] => {
  if (object.kind === 'Namespace') return [object.metadata.name]
  if (object.kind !== 'NetworkPolicy') return []
  return [...JSON.stringify(object).matchAll(/"kubernetes\.io\/metadata\.name":"([^"]+)"/g)].map(([, name]) => name ?? '')
}

/** What commands may name: namespaces, kinds, and `kind/name` of everything rendered or made of it. */
export const knownFrom = (objects: readonly KubeObject[]): Known => ({
  namespaces: new Set(['kube-system', ...objects.flatMap(namespacesOf)]),
  kinds: new Set([...objects.map(({ kind }) => kind.toLowerCase()), ...objects.flatMap(derived).map(([kind]) => kind), ...made]),
  names: new Set([
    ...fromCharts,
    ...objects.flatMap(object => [
      `${object.kind.toLowerCase()}/${object.metadata.name}`,
      ...derived(object).map(([kind, name]) => `${kind}/${name}`),
    ]),
  ]),
})

const verbs = new Set([
  'get',
  'describe',
  'logs',
  'delete',
  'patch',
  'annotate',
  'scale',
  'rollout',
  'wait',
  'port-forward',
  'exec',
  'debug',
])
const valued =
  /^(-n|--namespace|-l|--selector|-c|--container|--as|--output|-o|--for|--timeout|--patch|--type|--image|--target|--profile|--tail|--replicas|--filename|-f|--context)$/

/** What is wrong with a kubectl command: a namespace, kind or object that nothing renders. `made` are names that commands before it create. */
export const kubectlProblems = (words: readonly string[], known: Known, made: ReadonlySet<string>): string[] => {
  const namespace = words.flatMap((word, i) =>
    ['-n', '--namespace'].includes(word) ? [words[i + 1] ?? ''] : (/^--namespace=(.*)/.exec(word)?.slice(1) ?? []),
  )
  const unknown = namespace.filter(name => !isPlaceholder(name) && !known.namespaces.has(name)).map(name => `no namespace ${name}`)
  const bare = words.slice(1).filter((word, i, all) => !word.startsWith('-') && !valued.test(all[i - 1] ?? ''))
  const [verb = '', ...rest] = bare
  if (!verbs.has(verb)) return unknown
  const named = objectsIn(verb, verb === 'rollout' ? rest.slice(1) : rest)
  return [
    ...unknown,
    ...named.flatMap(([kinds, name]) =>
      kinds.split(',').flatMap(kind => {
        const one = singular(kind)
        if (!known.kinds.has(one)) return [`no kind ${kind}`]
        if (name === undefined || isPlaceholder(name) || known.names.has(`${one}/${name}`) || made.has(`${one}/${name}`)) return []
        return [`no ${one} ${name}`]
      }),
    ),
  ]
}

/** Kind and name of each object that a command names: `kind/name`, `kind name…`, or a pod's bare name for logs, exec and debug. */
const objectsIn = (verb: string, rest: readonly string[]): [string, string | undefined][] => {
  const slashed = rest.filter(word => word.includes('/') && !isPlaceholder(word.split('/')[0] ?? ''))
  if (slashed.length > 0) return slashed.map(word => word.split('/') as [string, string])
  const [first, ...names] = rest.filter(word => !/[=:]|^\d+$/.test(word))
  if (first === undefined || isPlaceholder(first)) return []
  if (['logs', 'exec', 'debug', 'port-forward'].includes(verb)) return [['pod', first]]
  return names.length > 0 ? names.map(name => [first, name]) : [[first, undefined]]
}
