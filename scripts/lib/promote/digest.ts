import { parseAllDocuments, parseDocument } from 'yaml'
import { textOf } from '../edit/edits.ts'
import type { Overlay } from '../edit/overlay.ts'
import { acceptCommand } from '../edit/report.ts'
import type { KubeObject } from '../engine.ts'
import { Failure } from '../failure.ts'
import { listInside } from '../files.ts'
import type { ImageEntry } from '../image-entry.ts'
import { renderedImages } from '../rendered-images.ts'

type Target = { kind?: string; name?: string; namespace?: string }
const key = ({ kind, name, namespace }: Target): string => `${kind} ${namespace ?? ''}/${name}`

/** Objects that a waiver of `image-digest` covers in an environment, and the waivers' files. */
const waived = (root: string, env: string): Map<string, string> => {
  const files = listInside(root, `overlays/${env}/cluster-policies/waivers`).filter(file => !file.endsWith('/kustomization.yaml'))
  const waivers = files.map(file => ({
    file,
    waiver: parseDocument(textOf(root, file) ?? '').toJS() as { policy?: string; target?: Target },
  }))
  return new Map(
    waivers.flatMap(({ file, waiver }) => (waiver?.policy === 'image-digest' && waiver.target ? [[key(waiver.target), file]] : [])),
  )
}

/** Objects of an overlay's accepted render that run an image. Throws a Failure when there is no such render. */
const running = (root: string, { env, app }: Overlay, image: string): string[] => {
  const golden = textOf(root, `tests/golden/${env}/${app}.yaml`)
  if (golden === undefined)
    throw new Failure(
      `${image} has no digest, and whether a waiver covers it shows only in ${env}/${app}'s render; run: ${acceptCommand([`${env}/${app}`])}`,
    )
  const objects = parseAllDocuments(golden).map(document => document.toJS() as KubeObject | null)
  const runs = (object: KubeObject): boolean =>
    renderedImages([object]).some(one => one.startsWith(`${image}:`) || one.startsWith(`${image}@`))
  return objects.flatMap(object => (object && runs(object) ? [key({ kind: object.kind, ...object.metadata })] : []))
}

/** Throws a Failure for an image without a digest that an object runs which no waiver of `image-digest` covers. */
export const requireDigest = (root: string, from: Overlay, to: Overlay, images: readonly ImageEntry[]): void => {
  const covered = waived(root, to.env)
  for (const { name, newName = name, newTag, digest } of images) {
    if (digest !== undefined) continue
    const open = running(root, to, newName).filter(object => !covered.has(object))
    if (open.length > 0)
      throw new Failure(
        `${newName}:${newTag} has no digest, and ${to.env} takes none without; name it in ${from.env} (pnpm image ${to.app} ${from.env} ${newName}:${newTag}@sha256:…), or waive image-digest for ${open.join(', ')} (docs/waivers.md)`,
      )
  }
}

/** Waivers that nothing needs once the images have digests: `pnpm check` asks to delete them. */
export const needlessWaivers = (root: string, to: Overlay, images: readonly ImageEntry[]): string[] => {
  const covered = waived(root, to.env)
  const pinned = images.filter(({ digest }) => digest !== undefined)
  if (covered.size === 0 || textOf(root, `tests/golden/${to.env}/${to.app}.yaml`) === undefined) return []
  return [...new Set(pinned.flatMap(({ name, newName = name }) => running(root, to, newName).flatMap(object => covered.get(object) ?? [])))]
}
