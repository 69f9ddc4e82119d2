import type { Engines, KubeObject } from '../engine.ts'
import { Failure } from '../failure.ts'
import { nearest } from '../nearest.ts'
import { isBuilt, renderUnits } from '../render.ts'
import { isMeant, type Unit } from '../units.ts'
import type { Comparison, Side } from './comparison.ts'
import type { BrokenUnit, ImageChange, ImageSkew } from './data.ts'
import { idOf } from './identity.ts'
import { appOf, imageSkew, imagesOf, isSameImage, placesOf } from './images.ts'

/** Which environments run what, for the containers whose images change: at head, units that didn't change included. */
export const skewOf = async ({ head, units }: Comparison, images: readonly ImageChange[], engines: Engines): Promise<ImageSkew[]> => {
  const apps = new Set(images.map(({ unit, env }) => appOf({ name: unit, env })))
  const known = new Map(units.map(({ unit, head: objects }) => [unit.name, objects]))
  const asked = head.units.filter(unit => apps.has(appOf(unit)))
  const rest = await renderUnits(
    engines,
    head.name.tree,
    asked.filter(({ name }) => !known.has(name)),
  )
  for (const { unit, result } of rest) known.set(unit.name, isBuilt(result) ? result.objects : undefined)
  const changed = new Set(images.map(({ unit, env, container }) => `${appOf({ name: unit, env })} ${container}`))
  const all = imageSkew(asked.map(unit => ({ unit, objects: known.get(unit.name) ?? [] })))
  return all.filter(({ app, container }) => changed.has(`${app} ${container}`))
}

/** What a promotion would change: the images that differ, apps that only one environment has, and what can't be built. */
export type Promotion = {
  from: string
  to: string
  images: ImageChange[]
  same: string[]
  only: { env: string; app: string }[]
  broken: BrokenUnit[]
}

/** Compares the images of two environments at one side. Throws a Failure for an environment or app that isn't there. */
export const promotionOf = async (
  side: Side,
  { from, to }: { from: string; to: string },
  targets: readonly string[],
  engines: Engines,
): Promise<Promotion> => {
  const envs = [...new Set(side.units.map(({ env }) => env))]
  for (const env of [from, to])
    if (!envs.includes(env)) throw new Failure(`--skew: no environment is called "${env}"; there are ${envs.join(', ')}${near(env, envs)}`)
  const all = side.units.filter(({ env, path }) => [from, to].includes(env) && !path.startsWith('argo/'))
  for (const target of targets)
    if (!all.some(unit => isMeant(unit, target)))
      throw new Failure(`no app of ${from} or ${to} is called "${target}"${near(target, all.map(appOf))}`)
  const units = all.filter(unit => targets.length === 0 || targets.some(target => isMeant(unit, target)))
  const rendered = await renderUnits(engines, side.name.tree, units)
  const broken = rendered.flatMap(({ unit, result }): BrokenUnit[] =>
    isBuilt(result) ? [] : [{ unit: unit.name, at: 'head', findings: result.findings }],
  )
  const objects = new Map(rendered.map(({ unit, result }) => [unit.name, isBuilt(result) ? result.objects : undefined]))
  const find = (env: string, app: string): Unit | undefined => units.find(unit => unit.env === env && appOf(unit) === app)
  const promotion: Promotion = { from, to, images: [], same: [], only: [], broken }
  for (const app of new Set(units.map(appOf))) {
    const [source, target] = [find(from, app), find(to, app)]
    if (!source || !target) {
      promotion.only.push({ env: source ? from : to, app })
      continue
    }
    const [old, next] = [objects.get(target.name), objects.get(source.name)]
    if (!old || !next) continue
    const images = imagesBetween(target, old, source, next)
    if (images.length > 0) promotion.images.push(...images)
    else if (old.some(object => imagesOf(object).size > 0)) promotion.same.push(app)
  }
  return promotion
}

const near = (typed: string, names: readonly string[]): string => {
  const close = nearest(typed, names)
  return close.length > 0 ? `; did you mean ${close.join(' or ')}?` : ''
}

/** The containers that both units have, with other images. */
const imagesBetween = (target: Unit, old: readonly KubeObject[], source: Unit, next: readonly KubeObject[]): ImageChange[] => {
  const images = placesOf(source.env, next)
  return [...placesOf(target.env, old)].flatMap(([place, { object, container, image }]): ImageChange[] => {
    const other = images.get(place)?.image
    if (other === undefined || isSameImage(image, other)) return []
    return [{ unit: target.name, env: target.env, object: idOf(object), container, old: image, new: other }]
  })
}
