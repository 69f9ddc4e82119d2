import type { KubeObject } from '../engine.ts'
import type { UnitPair } from './comparison.ts'
import type { ImageChange, ImageSkew } from './data.ts'
import { isMap } from './fields.ts'

const lists = ['initContainers', 'containers', 'ephemeralContainers']

/** The images of all containers in an object, by container, wherever its pod template stands. */
export const imagesOf = (object: unknown, found: Map<string, string> = new Map()): Map<string, string> => {
  if (Array.isArray(object)) for (const item of object) imagesOf(item, found)
  if (!isMap(object)) return found
  for (const [key, value] of Object.entries(object)) {
    if (lists.includes(key) && Array.isArray(value))
      for (const container of value)
        if (isMap(container) && typeof container.name === 'string' && typeof container.image === 'string')
          found.set(container.name, container.image)
    imagesOf(value, found)
  }
  return found
}

/** The images that differ, container by container. An object that is new or gone has one side only. */
export const imageChanges = (units: readonly UnitPair[]): ImageChange[] =>
  units.flatMap(({ unit, pairs }) =>
    pairs.flatMap(({ base, head, change }) => {
      if (!change) return []
      const [old, next] = [imagesOf(base), imagesOf(head)]
      return [...new Set([...old.keys(), ...next.keys()])]
        .filter(container => old.get(container) !== next.get(container))
        .map(container => ({
          ...{ unit: unit.name, env: unit.env, object: change.id, container },
          ...side('old', old.get(container)),
          ...side('new', next.get(container)),
        }))
    }),
  )

const side = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: string })

/** A unit's app: its name without the environment. */
export const appOf = ({ name, env }: { name: string; env: string }): string =>
  name.startsWith(`${env}/`) ? name.slice(env.length + 1) : name

/** An image without its registry's host: what a mirror holds is the same. */
const withoutHost = (image: string): string => image.replace(/^([^/]*[.:][^/]*|localhost)\//, '')
export const isSameImage = (a: string, b: string): boolean => withoutHost(a) === withoutHost(b)

type Place = { object: KubeObject; container: string; image: string }

/** A unit's images by where they run, whatever the environment calls it: names may begin with its name, and a Rollout is a Deployment there. */
export const placesOf = (env: string, objects: readonly KubeObject[]): Map<string, Place> =>
  new Map(
    objects.flatMap(object => {
      const { kind, metadata } = object
      const name = metadata.name.startsWith(`${env}-`) ? metadata.name.slice(env.length + 1) : metadata.name
      const place = `${kind === 'Rollout' ? 'Deployment' : kind}/${name}`
      return [...imagesOf(object)].map(([container, image]) => [`${place} ${container}`, { object, container, image }] as const)
    }),
  )

/** Which environments run what, for every container whose image isn't the same in all of them. */
export const imageSkew = (units: readonly { unit: { name: string; env: string }; objects: readonly KubeObject[] }[]): ImageSkew[] => {
  const rows = new Map<string, { app: string; container: string; images: { [env: string]: string } }>()
  for (const { unit, objects } of units)
    for (const [place, { container, image }] of placesOf(unit.env, objects)) {
      const key = `${appOf(unit)} ${place}`
      const row = rows.get(key) ?? { app: appOf(unit), container, images: {} }
      row.images[unit.env] = image
      rows.set(key, row)
    }
  return [...rows.values()].filter(({ images }) => new Set(Object.values(images).map(withoutHost)).size > 1)
}
