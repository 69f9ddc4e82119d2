import { isMap, LineCounter, parseDocument } from 'yaml'
import type { JudgedUnit, World } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import type { Position } from '../findings.ts'

/** A waiver as its file has it, whatever its form. `envs` are the environments whose cluster gets it, by that `key`. */
export type WaiverFile = { file: string; key: string; envs: string[]; fields: Record<string, unknown>; at: (field?: string) => Position }

const isParams = ({ kind, metadata }: KubeObject): boolean =>
  kind === 'ConfigMap' && metadata.name === 'waivers' && metadata.namespace === 'cluster-policies'

/** The object as it is judged: the ConfigMap of waivers empty, so that what they cover is seen. */
export const withoutWaivers = (object: KubeObject): KubeObject => (isParams(object) ? { ...object, data: {} } : object)

/** Every waiver that a cluster gets, with the file it comes from: a file that the unit's build has read and that holds the same text. */
export const waiverFiles = (world: World): WaiverFile[] => {
  const found = new Map<string, WaiverFile>()
  for (const unit of world.units)
    for (const object of unit.objects.filter(isParams))
      for (const [key, text] of Object.entries((object.data ?? {}) as Record<string, string>)) {
        const file = fileOf(world, unit, text)
        const known = found.get(`${file} ${key}`)
        if (known) known.envs.push(unit.unit.env)
        else found.set(`${file} ${key}`, { file, key, envs: [unit.unit.env], ...parse(file, text) })
      }
  return [...found.values()]
}

const fileOf = (world: World, { unit, reads }: JudgedUnit, text: string): string =>
  reads.find(path => path.includes('/waivers/') && path.endsWith('.yaml') && world.read(path) === text) ?? `${unit.path}/kustomization.yaml`

const parse = (file: string, text: string): Pick<WaiverFile, 'fields' | 'at'> => {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent' })
  const map = isMap(document.contents) ? document.contents : undefined
  const at = (field?: string): Position => {
    const key = map?.items.find(item => String(item.key) === field)?.key as { range?: [number, number, number] } | undefined
    if (!key?.range) return { file }
    const { line, col } = counter.linePos(key.range[0])
    return { file, line, col }
  }
  try {
    const fields: unknown = document.errors.length > 0 || !map ? {} : document.toJS()
    return { fields: fields as Record<string, unknown>, at }
  } catch {
    return { fields: {}, at }
  }
}
