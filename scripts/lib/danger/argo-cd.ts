import type { Placed } from '../set/cluster.ts'
import { type Change, comes, goes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { named, of } from './say.ts'

/** Kinds that are Argo CD itself. */
const own = new Set(['Application', 'ApplicationSet', 'AppProject'])
const definitions = /^(applications|applicationsets|appprojects)\.argoproj\.io$/

/** The namespaces in which Argo CD runs: where its ConfigMap or its Applications are. */
const homes = ({ environments }: Change): ReadonlySet<string> => {
  const clusters = environments.flatMap(({ base, head }) => [base.cluster, head.cluster])
  const found = clusters.flatMap(cluster => [
    ...cluster.ofKind('ApplicationSet'),
    ...cluster.ofKind('ConfigMap').filter(one => one.name === 'argocd-cm'),
  ])
  // Where nothing here is Argo CD's, its installation manifests' namespace.
  return new Set(['argocd', ...found.flatMap(({ namespace }) => namespace ?? [])])
}

const touched = (change: Change): Said<'D52'>[] => {
  const registries = new Set(change.environments.flatMap(({ argo }) => argo?.name ?? []))
  const at = homes(change)
  const isArgo = ({ kind, name, namespace, object }: Placed): boolean =>
    (own.has(kind) && object.apiVersion.startsWith('argoproj.io/')) ||
    (kind === 'CustomResourceDefinition' && definitions.test(name)) ||
    (kind === 'Namespace' && at.has(name)) ||
    (namespace !== undefined && at.has(namespace))
  const all = [
    ...stays(change).map(({ head }) => ({ one: head, what: 'changes' })),
    ...comes(change).map(one => ({ one, what: 'comes' })),
    ...goes(change).map(one => ({ one, what: 'goes' })),
  ]
  return all
    .filter(({ one }) => isArgo(one) && !registries.has(one.unit) && !one.unit.startsWith('argo/'))
    .map(({ one, what }) => of('D52', one, [], `${named(one)} ${what}, and it is Argo CD’s own`))
}

export const argoCd = family(
  {
    D52: {
      name: 'argo-cd-touched',
      severity: 'blocks',
      signal: "an app's unit renders into Argo CD's namespace, or touches its kinds or their definitions",
      why: 'who writes there decides what every Application may do, and can delete all of them',
      fix: 'move it to argo/, which the platform’s owners review',
      more: 'Argo CD documentation, operator-manual/security; argo-cd#6046',
    },
  },
  touched,
)
