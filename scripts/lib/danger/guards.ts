import { isDeepStrictEqual } from 'node:util'
import { isApplication, isApplicationSet } from '../applicationset/types.ts'
import { get, list, type Path, strings } from '../set/fields.ts'
import { type Both, type Change, comes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { of, optionsOf, shown } from './say.ts'

/** Where an Application's fields stand: in itself, or in the template of its set. */
const templateOf = ({ head: { object } }: Both): Path | undefined =>
  isApplication(object) ? [] : isApplicationSet(object) ? ['spec', 'template'] : undefined

/** What an ApplicationSet may do, the least dangerous first; nothing said means `sync`. */
const mayDo = ['create-only', 'create-update', 'create-delete', 'sync']
const may = (value: unknown): number => mayDo.indexOf(String(value ?? 'sync'))

const guards = ['Prune=false', 'Delete=false', 'Prune=confirm', 'Delete=confirm']

/** What was in a list of options and no longer is. */
const lost = (old: readonly string[], next: readonly string[]): string[] => old.filter(one => !next.includes(one))
const isFinalizer = (one: string): boolean => one.startsWith('resources-finalizer.argocd.argoproj.io')

const weakened = (both: Both): Said<'D04'>[] => {
  const { base, head } = both
  const say = (path: Path, problem: string): Said<'D04'> => of('D04', head, path, problem)
  const own = lost(optionsOf(base, 'sync-options'), optionsOf(head, 'sync-options')).filter(one => guards.includes(one))
  const said = own.map(one =>
    say(['metadata', 'annotations', 'argocd.argoproj.io/sync-options'], `${one} is gone: the next removal deletes it`),
  )
  const at = templateOf(both)
  if (!at) return said
  const value = (...path: Path): [unknown, unknown] => [get(base.object, ...path), get(head.object, ...path)]
  if (isApplicationSet(head.object)) {
    const sync: Path = ['spec', 'syncPolicy', 'applicationsSync']
    const keep: Path = ['spec', 'syncPolicy', 'preserveResourcesOnDeletion']
    const [before, after] = value(...sync)
    if (may(after) > may(before)) said.push(say(sync, `applicationsSync ${shown(before)} → ${shown(after)}`))
    const [kept, keeps] = value(...keep)
    if (kept === true && keeps !== true) said.push(say(keep, `preserveResourcesOnDeletion ${shown(kept)} → ${shown(keeps)}`))
  }
  const options: Path = [...at, 'spec', 'syncPolicy', 'syncOptions']
  const [before, after] = value(...options).map(strings)
  const wanted = [...guards, 'FailOnSharedResource=true', 'PruneLast=true']
  for (const one of lost(before ?? [], after ?? []).filter(one => wanted.includes(one))) said.push(say(options, `syncOptions loses ${one}`))
  const empty: Path = [...at, 'spec', 'syncPolicy', 'automated', 'allowEmpty']
  const [had, has] = value(...empty)
  if (has === true && had !== true) said.push(say(empty, 'allowEmpty: an Application that renders nothing deletes all that it had'))
  const finalizers: Path = [...at, 'metadata', 'finalizers']
  const [old, next] = value(...finalizers).map(all => strings(all).filter(isFinalizer))
  if (!isDeepStrictEqual(old, next))
    said.push(say(finalizers, `finalizers ${shown(old)} → ${shown(next)}: it decides what a deletion takes along`))
  return said
}

/** Options that delete and create, or change who owns a field. */
const forces = (one: string): boolean => one === 'Replace=true' || one === 'Force=true'
const serverSide = (options: readonly string[]): string =>
  options.find(one => one.startsWith('ServerSideApply=')) ?? 'ServerSideApply=false'

const forced = (change: Change): Said<'D31'>[] => {
  const annotation = ['metadata', 'annotations', 'argocd.argoproj.io/sync-options']
  const introduced = stays(change).flatMap((both): Said<'D31'>[] => {
    const { base, head } = both
    const at = templateOf(both)
    const places: [Path, string[], string[]][] = [[annotation, optionsOf(base, 'sync-options'), optionsOf(head, 'sync-options')]]
    if (at) {
      const path = [...at, 'spec', 'syncPolicy', 'syncOptions']
      places.push([path, strings(get(base.object, ...path)), strings(get(head.object, ...path))])
    }
    return places.flatMap(([path, old, next]): Said<'D31'>[] => [
      ...lost(next, old)
        .filter(forces)
        .map(one => of('D31', head, path, `${one} is new: a change deletes and creates`)),
      ...(serverSide(old) === serverSide(next) ? [] : [of('D31', head, path, `${serverSide(old)} → ${serverSide(next)}`)]),
    ])
  })
  const created = comes(change).flatMap(one =>
    optionsOf(one, 'sync-options')
      .filter(forces)
      .map(option => of('D31', one, annotation, `${option}: a change deletes and creates`)),
  )
  return [...introduced, ...created]
}

const loosened = (both: Both): Said<'D32'>[] => {
  const { base, head } = both
  const say = (path: Path, problem: string): Said<'D32'> => of('D32', head, path, problem)
  const windows: Path = ['spec', 'syncWindows']
  const before = list(get(base.object, ...windows)).map(one => JSON.stringify(one))
  if (head.kind === 'AppProject')
    return list(get(head.object, ...windows)).flatMap((one, i) =>
      before.includes(JSON.stringify(one)) ? [] : [say([...windows, i], `a sync window is new: ${shown(one)}`)],
    )
  const at = templateOf(both)
  if (!at) return []
  const said = ['automated', 'selfHeal', 'prune'].flatMap(field => {
    const path: Path = [...at, 'spec', 'syncPolicy', 'automated', ...(field === 'automated' ? [] : [field])]
    const [old, next] = [get(base.object, ...path), get(head.object, ...path)]
    const off = field === 'automated' ? old !== undefined && next === undefined : old === true && next === false
    return off ? [say(path, `${field} is off: what Git says no longer reaches the cluster by itself`)] : []
  })
  const ignored: Path = [...at, 'spec', 'ignoreDifferences']
  const flat = (object: unknown): string[] =>
    list(get(object, ...ignored)).flatMap(({ group = '', kind, name = '', namespace = '', ...fields }) =>
      Object.entries(fields).flatMap(([field, all]) =>
        strings(all).map(one => [group, kind, namespace, name, field, one].filter(Boolean).join(' ')),
      ),
    )
  const wider = lost(flat(head.object), flat(base.object))
  return [...said, ...wider.map(one => say(ignored, `ignoreDifferences now ignores ${one}`))]
}

export const guardRules = family(
  {
    D04: {
      name: 'guards-weakened',
      severity: 'blocks',
      signal:
        'applicationsSync, preserveResourcesOnDeletion, a finalizer, Prune=false, Delete=false, FailOnSharedResource or PruneLast is weaker; allowEmpty is on',
      why: 'nothing happens now; the next mistake deletes what the guard would have kept',
      fix: 'keep the guard; to remove something on purpose follow docs/operations/decommission.md',
      more: 'Argo CD documentation, applicationset/Application-Deletion; applicationset#560; docs/decisions/argo-cd-settings.md',
    },
    D31: {
      name: 'replace-or-force',
      severity: 'blocks',
      signal: 'Replace=true or Force=true is introduced; ServerSideApply is switched on or off',
      why: 'a forced sync deletes the object and creates it again, a StatefulSet or claim with its data',
      fix: 'make a new object beside the old one and move over; delete the option after the one sync that needs it',
      more: 'Argo CD documentation, user-guide/sync-options; argo-cd#1068; NVIDIA/aicr#2408',
    },
    D32: {
      name: 'sync-loosened',
      severity: 'warns',
      signal: 'ignoreDifferences ignores more, automated, selfHeal or prune is off, a sync window is new',
      why: 'each is a blind spot: the cluster may differ from Git, and nothing says so',
      fix: 'name the narrowest field, and say in the pull request until when',
      more: 'docs/decisions/argo-cd-settings.md',
    },
  },
  change => [...stays(change).flatMap(weakened), ...forced(change), ...stays(change).flatMap(loosened)],
)
