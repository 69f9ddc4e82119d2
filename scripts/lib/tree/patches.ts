import { basename } from 'node:path/posix'
import type { Judgement } from '../check/rule.ts'
import { isBuiltin } from '../origin/merge.ts'
import { positionOf } from '../origin/node.ts'
import { replayOf } from '../origin/origin.ts'
import type { Kustomization } from '../sources/kustomization.ts'
import { fieldOf, itemsOf, parseSource, startOf, textOf } from '../sources/parse.ts'
import { closuresOf } from './closure.ts'
import { overlayOf, say, type Tree } from './say.ts'

/** How patches are called, what they select, and what they do. */
export const judgePatches = (tree: Tree): Judgement[] => [
  ...tree.kustomizations.flatMap(kustomization => [
    ...names(kustomization),
    ...(overlayOf(kustomization.folder) ? selectors(tree, kustomization) : []),
  ]),
  ...effects(tree),
]

/** Kinds that people name patch files for, and what they append to them. */
const afterKind =
  /^(deployment|statefulset|daemonset|service|ingress|configmap|namespace|networkpolicy|cronjob|job|horizontalpodautoscaler|hpa|poddisruptionbudget|pdb|serviceaccount|persistentvolumeclaim|pvc|kustomization)$|[-_]?patch(es)?$|^patch/

const names = ({ references, source }: Kustomization): Judgement[] =>
  references.flatMap(({ role, path, offset }) => {
    if (role !== 'patch') return []
    const name = basename(path).replace(/\.ya?ml$/, '')
    return afterKind.test(name) ? [say('PATCH_NAME', source.at(offset), `${basename(path)} is named for what it patches, not for why`)] : []
  })

/** In an overlay a `target:` names one custom resource exactly, for a JSON6902 patch; everything else is patched by name. */
const selectors = ({ world }: Tree, { root, source, references }: Kustomization): Judgement[] =>
  itemsOf(fieldOf(root, 'patches')).flatMap((entry, i) => {
    const target = fieldOf(entry, 'target')
    if (!target) return []
    const [kind = '', name = ''] = [textOf(fieldOf(target, 'kind')), textOf(fieldOf(target, 'name'))]
    const exact =
      /^\w+$/.test(kind) && /^[a-z0-9.-]+$/.test(name) && !fieldOf(target, 'labelSelector') && !fieldOf(target, 'annotationSelector')
    const path = references.find(({ field }) => field === `patches[${i}].path`)?.path
    const at = source.at(startOf(target))
    if (!exact) return [say('PATCH_SELECTOR', at, 'the target is a selector, which may match nothing or too much')]
    const builtin = isBuiltin(path === undefined ? '' : apiVersionIn(world.read, path)) || builtinKinds.test(kind)
    return builtin ? [say('PATCH_SELECTOR', at, `${kind}/${name} can be patched by name`)] : []
  })

/** Kinds that have merge keys, so that a patch by name loses nothing. */
const builtinKinds =
  /^(Deployment|StatefulSet|DaemonSet|Job|CronJob|Service|ServiceAccount|ConfigMap|Namespace|Ingress|NetworkPolicy|HorizontalPodAutoscaler|PodDisruptionBudget|PersistentVolumeClaim|Role|RoleBinding|LimitRange|ResourceQuota)$/

const apiVersionIn = (read: Tree['world']['read'], path: string): string =>
  textOf(fieldOf(parseSource(read, path)?.documents[0]?.contents, 'apiVersion')) ?? ''

/** What a replay of a unit found, at places that can be remembered. */
const outcomeOf = (read: Tree['world']['read'], path: string) => {
  const { effects, problems, merges, exact } = replayOf(read, path)
  const placed = <T extends { at: Parameters<typeof positionOf>[0] }>(one: T) => ({ ...one, at: positionOf(one.at) })
  return { effects: effects.map(placed), problems: problems.map(placed), merges: merges.map(placed), exact }
}

/** A patch or image entry is dead when no unit that it is part of changes by it. */
const effects = ({ world, units }: Tree): Judgement[] => {
  const seen = new Map<string, { judgement: Judgement; alive: boolean }>()
  const said: Judgement[] = []
  const closure = closuresOf(world)
  for (const { path } of units) {
    const built = world.units.find(({ unit, reads }) => unit.path === path && reads.length > 0)
    const find = (): ReturnType<typeof outcomeOf> => outcomeOf(world.read, path)
    const { effects, problems, merges, exact } = world.memo && built ? world.memo.of(['replay', path, closure(built)], find) : find()
    for (const { code, at, problem } of problems) said.push(say(code, at, problem))
    for (const { at, kind } of merges) said.push(say('SMP_ON_CR', at, `${kind} is a custom resource and is patched by strategic merge`))
    for (const { kind, name, at: position, changed } of effects) {
      const key = JSON.stringify(position)
      const [code, what] =
        kind === 'patch'
          ? (['DEAD_PATCH', `${name} changes nothing`] as const)
          : (['DEAD_IMAGE', `${name} is the image of no container`] as const)
      const known = seen.get(key)
      // What a replay can't follow may well have changed something.
      seen.set(key, { judgement: say(code, position, what), alive: changed || !exact || (known?.alive ?? false) })
    }
  }
  return [...said, ...[...seen.values()].filter(({ alive }) => !alive).map(({ judgement }) => judgement)]
}
