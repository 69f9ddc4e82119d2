import type { Overlay } from '../edit/overlay.ts'
import { type ImageEntry, imageEntries, kustomizationOf, setEntry, textOfDocument } from '../image-entry.ts'

/** What a promotion makes of an overlay: its new text, the images that it sets, and those that only the target has. */
export type Promoted = { text: string; images: ImageEntry[]; own: string[] }

/**
 * Copies what is promotable (docs/operations/promotion.md): name, tag and digest of every image that both overlays name, and through them
 * the labels of the version. Replicas, resources, hosts and settings belong to an environment and stay.
 */
export const promoteSettings = (from: Overlay, to: Overlay): Promoted => {
  const source = imageEntries(kustomizationOf(from.file, from.text))
  const document = kustomizationOf(to.file, to.text)
  const target = imageEntries(document)
  const images = source.flatMap((entry): ImageEntry[] => {
    const there = target.find(({ name }) => name === entry.name)
    const newName = entry.newName ?? there?.newName
    return there && entry.newTag !== undefined ? [{ ...entry, ...(newName === undefined ? {} : { newName }) }] : []
  })
  for (const entry of images) setEntry(document, entry)
  const own = target.filter(({ name }) => !images.some(entry => entry.name === name)).map(({ name }) => name)
  // Writing a document that didn't change could still change its spacing.
  const changed = images.some(
    entry =>
      !same(
        entry,
        target.find(({ name }) => name === entry.name),
      ),
  )
  return { text: changed ? textOfDocument(document) : to.text, images, own }
}

const same = (a: ImageEntry, b: ImageEntry | undefined): boolean =>
  a.newTag === b?.newTag && a.digest === b?.digest && a.newName === b?.newName
