import { isMap, isSeq, parseDocument } from 'yaml'
import { Failure } from './failure.ts'
import type { ImageReference } from './image-reference.ts'

/**
 * The text of a kustomization with tag and digest of one `images:` entry set; comments and order stay, an old digest goes. Version labels
 * in the same file that equal the old tag get the new one.
 * Throws a Failure when no entry carries that name: a new name is a change that a person makes.
 */
export const setImage = (file: string, text: string, { name, tag, digest }: ImageReference): string => {
  const document = parseDocument(text)
  if (document.errors[0]) throw new Failure(`${file}: not valid YAML: ${document.errors[0].message}`)
  const images = document.get('images')
  const entry = isSeq(images) ? images.items.find(item => isMap(item) && (item.get('newName') ?? item.get('name')) === name) : undefined
  if (!isMap(entry)) throw new Failure(`${file}: images has no entry for ${name}; add one or correct the name`)
  const old = String(entry.get('newTag'))
  entry.set('newTag', tag)
  const labels = document.get('labels')
  for (const label of isSeq(labels) ? labels.items : [])
    for (const key of ['version', 'app.kubernetes.io/version'])
      if (isMap(label) && label.getIn(['pairs', key]) === old) label.setIn(['pairs', key], tag)
  if (digest) entry.set('digest', digest)
  else entry.delete('digest')
  return document.toString({ lineWidth: 0 })
}
