import type { JudgedUnit } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import { compareOptionsOf, fieldOf, idOf, replacesSlowly, type Said, type Site, syncOptionsOf, unitsOf } from './site.ts'
import type { Metadata, Path } from './types.ts'

const annotation = (name: string): Path => ['metadata', 'annotations', `argocd.argoproj.io/${name}`]
const on = ({ unit }: JudgedUnit, object: KubeObject): Pick<Said, 'unit' | 'object'> => ({ unit: unit.name, object: idOf(object) })
const label = ({ kind, metadata }: KubeObject): string => `${kind}/${metadata.name}`

const precious = ['Namespace', 'PersistentVolumeClaim', 'StatefulSet', 'CustomResourceDefinition']

/** What the annotations of every object say to Argo CD: what must never vanish, and what would stop or force a sync. */
export const judgeGuards = (site: Site): Said[] =>
  site.units.flatMap(unit =>
    unit.objects.flatMap((object): Said[] => {
      const options = syncOptionsOf(object)
      const field = { ...on(unit, object), path: annotation('sync-options') }
      const unguarded =
        site.isGuarded && precious.includes(object.kind) && !(options.includes('Prune=false') && options.includes('Delete=false'))
      const confirm = options.find(option => /^(Prune|Delete)=confirm$/.test(option))
      const force = options.find(option => /^(Replace|Force)=true$/.test(option))
      return [
        ...(unguarded
          ? [{ code: 'ARGO_GUARDS' as const, ...field, problem: `a ${object.kind} of ${site.argo.unit.env} can be deleted by a commit` }]
          : []),
        ...(confirm ? [{ code: 'ARGO_CONFIRM' as const, ...field, value: confirm, problem: `${confirm} is set` }] : []),
        ...(force ? [{ code: 'ARGO_FORCE' as const, ...field, value: force, problem: `${force} is set` }] : []),
      ]
    }),
  )

/** The suffix that kustomize gives a generated object: ten of its hash's letters. */
const generated = /-[bcdfghkmt2456789]{10}$/

/** Units with a Rollout or an OnDelete workload: no sync may wait for their health, and what their old pods read must stay. */
export const judgeSlowUnits = (site: Site): Said[] =>
  site.units.flatMap(unit => {
    const all = unit.objects.filter(replacesSlowly)
    const [slow] = all
    if (!slow) return []
    const late = site.environment.registered
      .filter(
        ({ application }) =>
          unitsOf(site, application).includes(unit) && application.spec.syncPolicy?.syncOptions?.includes('PruneLast=true'),
      )
      .map((one): Said => {
        const problem = `${one.application.metadata.name} prunes last, and ${unit.unit.name} renders ${label(slow)}`
        return { code: 'ARGO_PRUNE_LAST', ...fieldOf(site, one, ['spec', 'syncPolicy', 'syncOptions']), value: 'PruneLast=true', problem }
      })
    return [...late, ...unit.objects.flatMap(object => judgeSlowObject(unit, object, all))]
  })

const judgeSlowObject = (unit: JudgedUnit, object: KubeObject, all: readonly KubeObject[]): Said[] => {
  const beside = all.map(label).join(' and ')
  const said: Said[] = []
  const options = syncOptionsOf(object)
  const where = on(unit, object)
  if (options.includes('PruneLast=true'))
    said.push({ code: 'ARGO_PRUNE_LAST', ...where, path: annotation('sync-options'), problem: `is pruned last, beside ${beside}` })
  const kept = options.includes('Prune=false') && compareOptionsOf(object).includes('IgnoreExtraneous')
  const reader = all.find(slow => JSON.stringify(slow).includes(`"${object.metadata.name}"`))
  if (object.kind === 'ConfigMap' && generated.test(object.metadata.name) && reader && !kept)
    said.push({
      code: 'ARGO_GENERATED_KEPT',
      ...where,
      path: ['metadata', 'annotations'],
      problem: `is pruned while pods of ${label(reader)} still read it`,
    })
  const names = Object.keys((object.metadata as Metadata).annotations ?? {})
  for (const name of names.filter(name => /^(argocd\.argoproj\.io\/(sync-wave|hook)|helm\.sh\/hook)$/.test(name)))
    said.push({ code: 'ARGO_WAVES', ...where, path: ['metadata', 'annotations', name], problem: `has ${name}, beside ${beside}` })
  return said
}
