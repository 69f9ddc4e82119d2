import { join } from 'node:path/posix'
import { nearest } from '../nearest.ts'
import { readKustomization } from '../sources/kustomization.ts'
import type { Read } from '../sources/parse.ts'
import { documentsIn, documentsInText } from './from-yaml.ts'
import { type Item, idOf, isSelected, selectorOf, withId } from './item.ts'
import { applyJsonPatch } from './json-patch.ts'
import { isBuiltin, mergeObject } from './merge.ts'
import { child, copy, type MapNode, type Node, type Spot, scalar, textAt, write } from './node.ts'

/** What a patch or image entry did to one build. `name` is the patch's file or the image. */
export type Effect = { kind: 'patch' | 'image'; name: string; at: Spot; changed: boolean }
/** What kustomize refuses to apply, with the place that it doesn't name. */
export type Problem = { code: 'PATCH_TARGET' | 'PATCH_PATH'; at: Spot; problem: string }
/** A strategic merge into a kind that has no merge keys: its lists are replaced. */
export type Merge = { at: Spot; kind: string }
export type Log = { effects: Effect[]; problems: Problem[]; merges: Merge[]; exact: boolean }

type Entry = { folder: string; file: string; entry: Node }

/** Applies one entry of `patches:` and returns the objects that are left. */
export const patch = (read: Read, { folder, file, entry }: Entry, items: Item[], log: Log): Item[] => {
  const path = textAt(entry, 'path')
  const text = child(entry, 'patch')
  const source = readKustomization(read, file)?.source
  const documents =
    path !== undefined
      ? documentsIn(read, join(folder, path))
      : text?.kind === 'scalar' && source
        ? documentsInText(String(text.value), source, text.at.offset)
        : []
  const target = child(entry, 'target')
  const name = path ?? 'the inline patch'
  // What can't be applied is said as that, and not as having no effect too.
  const problems = log.problems.length
  const effect = (at: Spot, changed: boolean): void =>
    void log.effects.push({ kind: 'patch', name, at, changed: changed || log.problems.length > problems })
  let left = items
  for (const document of documents) {
    if (document.kind === 'list') effect(entry.at, jsonPatch(left, document.items, target, log))
    else if (document.kind === 'map') {
      const done = strategic(left, document, { entry, target }, log)
      left = done.left
      effect(documents.length > 1 ? document.at : entry.at, done.changed)
    }
  }
  return left
}

const jsonPatch = (items: readonly Item[], ops: readonly Node[], target: Node | undefined, log: Log): boolean => {
  let changed = false
  const selector = selectorOf(target)
  for (const item of target ? items.filter(one => isSelected(one, selector)) : []) {
    item.ids.push(idOf(item.node))
    const done = applyJsonPatch(item.node, ops)
    changed = done.changed || changed
    const { kind, name } = idOf(item.node)
    if (done.problem)
      log.problems.push({ code: 'PATCH_PATH', at: done.problem.op.at, problem: `${done.problem.problem} in ${kind}/${name}` })
  }
  return changed
}

type Strategic = { entry: Node; target: Node | undefined }

const strategic = (items: Item[], document: MapNode, { entry, target }: Strategic, log: Log): { left: Item[]; changed: boolean } => {
  const selector = selectorOf(target)
  const targets = target ? items.filter(item => isSelected(item, selector)) : byId(items, document, log)
  const options = child(entry, 'options')
  const deleted = new Set<Item>()
  let changed = false
  for (const item of targets) {
    const before = idOf(item.node)
    const renames = textAt(options, 'allowNameChange') === 'true'
    const retypes = textAt(options, 'allowKindChange') === 'true'
    if (renames || retypes) item.ids.push(before)
    const done = mergeObject(item.node, identified(document, item.node, { renames, retypes }))
    changed = done.changed || changed
    if (!done.object) deleted.add(item)
    else if (!isBuiltin(before.apiVersion)) log.merges.push({ at: document.at, kind: before.kind })
  }
  return { left: items.filter(item => !deleted.has(item)), changed }
}

/** A patch keeps an object's kind, name and namespace unless its options say otherwise. */
const identified = (document: MapNode, node: MapNode, { renames, retypes }: { renames: boolean; retypes: boolean }): MapNode => {
  const mine = copy(document) as MapNode
  const metadata = child(mine, 'metadata')
  if (metadata?.kind === 'map') {
    if (!renames) metadata.entries.delete('name')
    metadata.entries.delete('namespace')
  }
  if (!retypes) mine.entries.delete('kind')
  // A patch may be written for another version of the same kind.
  const version = child(node, 'apiVersion')
  if (!retypes && version) write(mine, ['apiVersion'], scalar(textAt(node, 'apiVersion') ?? '', version.at))
  if (!retypes) mine.entries.delete('apiVersion')
  return mine
}

const byId = (items: readonly Item[], document: MapNode, log: Log): Item[] => {
  const id = idOf(document)
  const found = withId(items, id)
  if (found.length === 1) return found
  const names = items.filter(({ node }) => textAt(node, 'kind') === id.kind).map(({ node }) => textAt(node, 'metadata', 'name') ?? '')
  const close = nearest(id.name, [...new Set(names)])
  const hint = close.length > 0 ? ` (did you mean ${close.join(' or ')}?)` : ''
  const at = (child(child(document, 'metadata'), 'name') ?? document).at
  const problem = found.length === 0 ? `no ${id.kind} is called ${id.name}${hint}` : `several objects are ${id.kind}/${id.name}`
  log.problems.push({ code: 'PATCH_TARGET', at, problem })
  return []
}
