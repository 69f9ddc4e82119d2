import { apiVersions } from '../set/api-versions.ts'
import { get, list } from '../set/fields.ts'
import { type Both, type Change, goes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { asDanger, named, newlyFound, of, shown } from './say.ts'

type Version = { name: string; served: boolean; storage: boolean; at: number }

const versions = (object: unknown): Version[] =>
  list(get(object, 'spec', 'versions')).map((one, at) => ({
    name: String(one.name),
    served: one.served === true,
    storage: one.storage === true,
    at,
  }))

const altered = ({ base, head }: Both): Said<'D10'>[] => {
  const [old, next] = [versions(base.object), versions(head.object)]
  const said = old
    .filter(({ name, served }) => served && !next.some(one => one.name === name && one.served))
    .map(({ name }) => of('D10', head, ['spec', 'versions'], `${named(head)} no longer serves ${name}`))
  const [stored, stores] = [old, next].map(all => all.find(({ storage }) => storage)?.name)
  if (stored !== stores)
    said.push(of('D10', head, ['spec', 'versions'], `${named(head)} stores ${shown(stores)}, no longer ${shown(stored)}`))
  const [scope, after] = [base, head].map(({ object }) => get(object, 'spec', 'scope'))
  if (scope !== after) said.push(of('D10', head, ['spec', 'scope'], `${named(head)} scope ${shown(scope)} → ${shown(after)}`))
  return said
}

const removed = (change: Change): Said<'D10'>[] =>
  goes(change)
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .map(one => of('D10', one, [], `${named(one)} is no longer rendered: with it every object of its kind is deleted`))

const old = ({ environments }: Change): Said<'D47'>[] =>
  environments.flatMap(one =>
    newlyFound(one, cluster => apiVersions.judge(cluster), ['api-version-served']).map(found => asDanger('D47', found)),
  )

export const definitions = family(
  {
    D10: {
      name: 'definition-changed',
      severity: 'blocks',
      signal: 'a CustomResourceDefinition is gone, no longer serves a version, stores another, or has another scope',
      why: 'deleting a definition deletes every object of its kind in every namespace; a version not served makes them unreadable',
      fix: 'keep the definition (Prune=false); migrate stored objects to the new version before the old one goes',
      more: 'argo-cd#5445 (all SealedSecrets lost), #15058',
    },
    D47: {
      name: 'api-version-removed',
      severity: 'blocks',
      signal: 'an object’s API version isn’t served by the Kubernetes that its environment names',
      why: 'the API server refuses it, and the sync fails with it',
      fix: 'write the version that is served; the rule api-version-served of docs/policies.md names it',
      more: 'Kubernetes documentation, reference/using-api/deprecation-guide',
    },
  },
  change => [
    ...removed(change),
    ...stays(change)
      .filter(({ head }) => head.kind === 'CustomResourceDefinition')
      .flatMap(altered),
    ...old(change),
  ],
)
