import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml'
import { Failure } from './failure.ts'
import type { ImageReference } from './image-reference.ts'

/** Labels that repeat an image's tag. */
export const versionLabels = ['version', 'app.kubernetes.io/version'] as const

/** What an entry of `images:` says: the name that the app has, and what it becomes. */
export type ImageEntry = { name: string; newName?: string; newTag?: string; digest?: string }

/** Parses a kustomization for an edit. Throws a Failure when it isn't valid YAML. */
export const kustomizationOf = (file: string, text: string): Document => {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error) throw new Failure(`${file}:${error.linePos?.[0].line ?? 1}  not valid YAML: ${error.message.split('\n')[0]}`)
  return document
}

/** A document as text again: comments and order as they were, no line folded. */
export const textOfDocument = (document: Document): string => document.toString({ lineWidth: 0 })

const nodes = (document: Document): YAMLMap[] => {
  const images = document.get('images')
  return isSeq(images) ? images.items.filter(isMap) : []
}

const said = (entry: YAMLMap, key: string): string | undefined => {
  const value = entry.get(key)
  return value === undefined || value === null ? undefined : String(value)
}

const entryOf = (node: YAMLMap): ImageEntry => ({
  name: said(node, 'name') ?? '',
  ...Object.fromEntries(['newName', 'newTag', 'digest'].flatMap(key => (node.has(key) ? [[key, said(node, key)]] : []))),
})

/** Every entry of a kustomization's `images:`. */
export const imageEntries = (document: Document): ImageEntry[] => nodes(document).map(entryOf)

/** What the waiver of a missing digest is for isn't so any more once there is one. */
const excuse = /;? *no digest is known[^;]*$/

/**
 * Makes the entry of one image say tag and digest, and the name it becomes where that is given; labels of the version that equalled the old
 * tag follow. What isn't given goes. Nothing happens without such an entry.
 */
export const setEntry = (document: Document, { name, newName, newTag, digest }: ImageEntry): void => {
  const node = nodes(document).find(entry => said(entry, 'name') === name)
  if (!node) return
  const old = said(node, 'newTag')
  for (const [key, value] of Object.entries({ newName, newTag, digest }))
    if (value === undefined) node.delete(key)
    else if (said(node, key) !== value) node.set(key, value)
  const tag = node.get('newTag', true)
  if (digest && isScalar(tag) && tag.comment) tag.comment = tag.comment.replace(excuse, '') || null
  if (newTag === undefined || old === undefined || newTag === old) return
  const labels = document.get('labels')
  for (const label of isSeq(labels) ? labels.items : [])
    for (const key of versionLabels) if (isMap(label) && label.getIn(['pairs', key]) === old) label.setIn(['pairs', key], newTag)
}

/**
 * The text of a kustomization with tag and digest of one `images:` entry set; comments and order stay, an old digest goes. Version labels
 * in the same file that equal the old tag get the new one.
 * Throws a Failure when no entry carries that name (a new name is a change that a person makes), or when the entry takes its tag from below.
 */
export const setImage = (file: string, text: string, { name, tag, digest }: ImageReference): string => {
  const document = kustomizationOf(file, text)
  const entries = imageEntries(document)
  const entry = entries.find(one => (one.newName ?? one.name) === name)
  if (!entry) {
    const known = entries.map(one => one.newName ?? one.name).join(', ')
    throw new Failure(
      `${file}: images has no entry for ${name}; ${known ? `it has ${known}` : 'it has none'}: correct the name, or add an entry`,
    )
  }
  if (entry.newTag === undefined && file.startsWith('overlays/offline/'))
    throw new Failure(`${file}: ${name} follows prod, whose tag it takes; change it there: pnpm image <app> prod ${entry.name}:${tag}`)
  const { digest: _, ...kept } = entry
  setEntry(document, { ...kept, newTag: tag, ...(digest ? { digest } : {}) })
  return textOfDocument(document)
}
