import { relative } from 'node:path'
import { mayRead } from '../diff/affected.ts'
import type { Trees } from '../diff/sides.ts'
import type { Engines } from '../engine.ts'
import { Failure } from '../failure.ts'
import type { Finding, Position } from '../findings.ts'
import { nearest } from '../nearest.ts'
import { originOf } from '../origin/origin.ts'
import { isBuilt, renderUnits } from '../render.ts'
import { isMeant, type Unit } from '../units.ts'
import { chainTo } from './chain.ts'
import { findObject, locate, parsePath } from './field.ts'

/** What is known of a name. `files` are what a unit reads, `absent` what it looked for and didn't find. */
export type Answer =
  | { file: string; readBy: { unit: string; chain: readonly string[] }[] }
  | { unit: string; files: readonly string[]; absent: readonly string[]; findings: readonly Finding[] }
  | { unit: string; object: string; field: string; value: unknown; at: Position; overrode: readonly Position[] }

/** A tree that is asked about. */
export type Ground = { root: string; trees: Trees; engines: Engines }

const kustomizations = /(^|\/)(kustomization\.ya?ml|Kustomization)$/

/** What a unit reads, or who reads a file. Throws a Failure with the nearest names for what is neither. */
export const answer = async (ground: Ground, typed: string): Promise<Answer[]> => {
  const { head } = ground.trees
  const units = head.units.filter(unit => unit.name === typed || unit.path === typed.replace(/^\.\/|\/+$/g, ''))
  if (units.length > 0) return Promise.all(units.map(unit => readsOf(ground, unit)))
  const path = relative(ground.root, `${ground.root}/${typed.replace(/^\.\//, '')}`)
  const files = new Set(head.files.map(file => file.replace(/\/$/, '')))
  if (files.has(path) || [...files].some(file => file.startsWith(`${path}/`))) return [await readersOf(ground, path)]
  const meant = head.units.filter(unit => isMeant(unit, typed))
  if (meant.length > 0) return Promise.all(meant.map(unit => readsOf(ground, unit)))
  const close = nearest(typed, [...head.units.map(({ name }) => name), ...files])
  throw new Failure(`"${typed}" is neither a unit nor a file here${close.length > 0 ? `; did you mean ${close.join(' or ')}?` : ''}`)
}

const readsOf = async ({ trees: { head }, engines }: Ground, unit: Unit): Promise<Answer> => {
  const result = await engines.build(head.name.tree, unit)
  const files = new Set(head.files.map(file => file.replace(/\/$/, '')))
  const folders = new Set([...files].flatMap(file => file.split('/').map((_, i, parts) => parts.slice(0, i).join('/'))))
  const absent = result.reads.filter(path => !files.has(path) && !folders.has(path) && !kustomizations.test(path))
  return { unit: unit.name, files: result.reads.filter(path => files.has(path)), absent, findings: isBuilt(result) ? [] : result.findings }
}

/** Only a build tells who reads a file; the scan of the kustomizations tells which units needn't be built for it. */
const readersOf = async ({ trees: { head, closures }, engines }: Ground, file: string): Promise<Answer> => {
  const may = head.units.filter(({ name }) => mayRead(closures.head, name)?.has(file) ?? true)
  const readBy = (await renderUnits(engines, head.name.tree, may))
    .filter(({ result }) => result.reads.includes(file))
    .map(({ unit }) => ({ unit: unit.name, chain: chainTo(closures.head, unit.name, file) ?? [unit.path] }))
  return { file, readBy }
}

/** Which line set a field of an object that a unit renders. Throws a Failure for an unknown unit, object or field. */
export const fieldAnswer = async (
  { trees: { head }, engines }: Ground,
  [typed = '', object = '', field = '']: string[],
): Promise<Answer> => {
  const [unit, ...others] = head.units.filter(one => isMeant(one, typed))
  if (!unit || others.length > 0) {
    const close = unit
      ? [unit, ...others].map(({ name }) => name).slice(0, 6)
      : nearest(
          typed,
          head.units.map(({ name }) => name),
        )
    throw new Failure(
      `"${typed}" is ${unit ? 'more than one unit' : 'no unit here'}${close.length > 0 ? `: ${close.join(', ')}` : ''}; name one`,
    )
  }
  const result = await engines.build(head.name.tree, unit)
  if (!isBuilt(result)) throw new Failure(`${unit.name} can't be built; see: pnpm render ${unit.name}`)
  const found = findObject(result.objects, object)
  const { path, value } = locate(found, parsePath(field), field)
  const { kind, metadata } = found
  const id = { kind, name: metadata.name, ...(metadata.namespace ? { namespace: metadata.namespace } : {}) }
  const origin = originOf(file => head.read(file)?.toString('utf8'), unit.path, id, path)
  if (!origin) throw new Failure(`${unit.name}: no source of ${object} is known; see: pnpm run why ${unit.name}`)
  return { unit: unit.name, object: `${kind}/${metadata.name}`, field, value, ...origin }
}
