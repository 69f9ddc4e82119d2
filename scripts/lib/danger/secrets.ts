import { type Cluster, clusterOf, type Placed } from '../set/cluster.ts'
import { dataReferences } from '../set/data-references.ts'
import { dataSources } from '../set/data-sources.ts'
import { fields, get, text } from '../set/fields.ts'
import { ofPod } from '../set/references.ts'
import { type Change, comes, goes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { asDanger, changed, changedKeys, named, newlyFound, of, shown } from './say.ts'

const makers = ['ExternalSecret', 'ClusterExternalSecret', 'SealedSecret']
const stores = ['SecretStore', 'ClusterSecretStore']

/** The Secrets that an object makes where it is read by itself. */
const madeBy = (one: Placed): string[] => {
  const target = text(get(one.object, 'spec', 'target', 'name')) ?? text(get(one.object, 'spec', 'externalSecretSpec', 'target', 'name'))
  return [target ?? text(get(one.object, 'spec', 'template', 'metadata', 'name')) ?? one.name]
}

const headOf = (change: Change, env: string): Cluster =>
  change.environments.find(one => one.env === env)?.head.cluster ?? clusterOf(env, [], undefined)

/** A source of Secrets that is gone while pods still read what it made, and nobody else makes it. */
const orphaned = (change: Change): { one: Placed; secret: string; reader: Placed }[] =>
  goes(change)
    .filter(({ kind }) => makers.includes(kind))
    .flatMap(one => {
      const cluster = headOf(change, one.env)
      const find = dataSources(cluster)
      return madeBy(one).flatMap(secret => {
        const pod = cluster.pods.find(
          pod =>
            (one.namespace === undefined || pod.of.namespace === one.namespace) &&
            ofPod(pod).some(({ kind, name }) => kind === 'Secret' && name === secret) &&
            find('Secret', pod.of.namespace, secret) === undefined,
        )
        return pod ? [{ one, secret, reader: pod.of }] : []
      })
    })

const lost = (change: Change): Said<'D45'>[] =>
  orphaned(change).map(({ one, secret, reader }) =>
    of('D45', one, [], `${named(one)} is gone, and ${named(reader)} still reads Secret/${secret}`),
  )

const storesChanged = (change: Change): Said<'D45'>[] => [
  ...goes(change)
    .filter(({ kind }) => stores.includes(kind))
    .map(one => of('D45', one, [], `${named(one)} is gone`)),
  ...stays(change)
    .filter(both => stores.includes(both.head.kind) && changed(both, 'spec'))
    .map(({ head }) => of('D45', head, ['spec'], `${named(head)} changed: every secret that comes from it may be another`)),
]

const deletion = (change: Change): Said<'D45'>[] => {
  const path = ['spec', 'target', 'deletionPolicy']
  const all = [...stays(change).map(({ base, head }) => ({ base, head })), ...comes(change).map(head => ({ base: undefined, head }))]
  return all
    .filter(({ base, head }) => get(head.object, ...path) === 'Delete' && (!base || get(base.object, ...path) !== 'Delete'))
    .map(({ head }) => of('D45', head, path, `${named(head)}: deletionPolicy Delete takes the Secret away when the store has none`))
}

const missing = (change: Change): Said<'D44'>[] => {
  const said = new Set(orphaned(change).map(({ secret }) => secret))
  return change.environments.flatMap(one =>
    newlyFound(one, cluster => dataReferences.judge(cluster), ['config-map-exists', 'secret-exists'])
      .filter(({ value }) => !said.has(value ?? ''))
      .map(found => asDanger('D44', found)),
  )
}

const identity = ['eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account', 'azure.workload.identity/client-id']

const accounts = (change: Change): Said<'D43'>[] => {
  const altered = stays(change).flatMap(({ base, head }): Said<'D43'>[] => {
    if (head.kind !== 'ServiceAccount') return []
    const [old, next] = [base, head].map(({ object }) => fields(get(object, 'metadata', 'annotations')))
    return changedKeys(old, next)
      .filter(key => identity.includes(key))
      .map(key => of('D43', head, ['metadata', 'annotations', key], `${named(head)}: ${key} ${shown(old?.[key])} → ${shown(next?.[key])}`))
  })
  const renamed = goes(change)
    .filter(({ kind, whole }) => kind === 'ServiceAccount' && !whole)
    .map(one => of('D43', one, [], `${named(one)} is gone under this name: rights and cloud roles are given to the name`))
  return [...altered, ...renamed]
}

export const secrets = family(
  {
    D43: {
      name: 'account-changed',
      severity: 'warns',
      signal: 'a ServiceAccount has another name, or another cloud role in its annotation',
      why: 'rights, cloud roles and secret stores know the account by its name; pods of the new one are refused',
      fix: 'give the new account its rights first, then let the pods use it',
      more: 'Kubernetes documentation, concepts/security/service-accounts',
    },
    D44: {
      name: 'data-missing',
      severity: 'warns',
      signal: 'a ConfigMap, Secret or key of one that a pod reads is no longer made by anything',
      why: 'the next pod that starts waits for it for ever',
      fix: 'keep the key until no pod reads it; add it to the ExternalSecret first',
      more: 'docs/policies.md, config-map-exists and secret-exists',
    },
    D45: {
      name: 'secret-source-removed',
      severity: 'blocks',
      signal: 'an ExternalSecret or SealedSecret whose Secret is read goes, a secret store changed, or deletionPolicy Delete comes',
      why: 'the Secret goes with what made it, and every pod that restarts stays down',
      fix: 'add the new source first, let pods read it, then remove the old one (docs/operations/secret-rotation.md)',
      more: 'argo-cd#5445',
    },
  },
  change => [...lost(change), ...storesChanged(change), ...deletion(change), ...missing(change), ...accounts(change)],
)
