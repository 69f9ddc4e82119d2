import type { Node } from 'yaml'
import { isMap, isScalar, visit } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import type { Kustomization } from '../sources/kustomization.ts'
import { fieldOf, itemsOf, parseSource, startOf, textOf } from '../sources/parse.ts'
import { overlayOf, say, type Tree } from './say.ts'

/** Tags that move, so that nobody knows what runs. */
const moving = /^(latest|main|master|develop|dev|edge|nightly|stable)$/

/** Every entry of `images:`, and every image that an app names. */
export const judgeImages = ({ kustomizations, world }: Tree): Judgement[] => [
  ...kustomizations.flatMap(entries),
  ...kustomizations.flatMap(({ references }) =>
    references.filter(({ role }) => role === 'resource' || role === 'patch').flatMap(({ path }) => inApp(world.read, path)),
  ),
]

const entries = ({ root, source, folder }: Kustomization): Judgement[] => {
  const seen = new Set<string>()
  return itemsOf(fieldOf(root, 'images')).flatMap(entry => {
    const [name, tag, newName, digest] = ['name', 'newTag', 'newName', 'digest'].map(key => fieldOf(entry, key))
    const at = (node: Node | undefined): ReturnType<typeof source.at> => source.at(startOf(node ?? entry))
    const known = textOf(name)
    if (known === undefined) return [say('IMAGE_ENTRY', at(undefined), 'the entry has no name', 'write the name that the app has')]
    const twice = seen.has(known)
    seen.add(known)
    const offline = overlayOf(folder)?.env === 'offline'
    return [
      ...(twice ? [say('IMAGE_ENTRY', at(name), `${known} has two entries`, 'keep one')] : []),
      ...(moving.test(textOf(tag) ?? '') ? [say('IMAGE_LATEST', at(tag), `the tag ${textOf(tag)} moves`)] : []),
      ...(digest && !/^sha256:[0-9a-f]{64}$/.test(textOf(digest) ?? '')
        ? [say('IMAGE_ENTRY', at(digest), `${textOf(digest)} is no digest`, 'write sha256: and 64 hexadecimal digits')]
        : []),
      ...(digest && !tag ? [say('IMAGE_ENTRY', at(digest), 'a digest without its tag', 'add newTag')] : []),
      ...(tag || digest || newName
        ? []
        : [say('IMAGE_ENTRY', at(name), 'the entry says nothing about the image', 'add newTag and digest')]),
      ...(offline && !newName
        ? [say('IMAGE_ENTRY', at(name), 'offline pulls from the mirror alone', 'add newName with the mirror’s name')]
        : []),
    ]
  })
}

/** Images of apps and components are bare names: the overlay's entry has the rest. */
const inApp = (read: Tree['world']['read'], path: string): Judgement[] => {
  if (!/^(apps|base)\//.test(path)) return []
  const source = parseSource(read, path)
  const said: Judgement[] = []
  for (const document of source?.documents ?? [])
    visit(document, {
      Pair: (_, { key, value }) => {
        if (!source || !isScalar(key) || !/^(containers|initContainers)$/.test(String(key.value))) return
        for (const container of itemsOf(value)) {
          const image = isMap(container) ? fieldOf(container, 'image') : undefined
          const text = textOf(image) ?? ''
          if (/:[^/]*$|@/.test(text)) said.push(say('IMAGE_IN_APP', source.at(startOf(image)), `${text} has a tag or digest`))
        }
      },
    })
  return said
}
