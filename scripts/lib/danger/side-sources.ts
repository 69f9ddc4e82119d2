import type { Comparison, Side } from '../diff/comparison.ts'
import { readFrom } from '../git-entries.ts'
import { isKustomization } from '../sources/kustomization.ts'
import type { Sources } from './change.ts'

/**
 * Both sides' files as text. What compared units read comes from Git in one go, because a process for each file takes seconds; the function
 * that reads is made once, because what is parsed is kept by it.
 */
export const sourcesIn = (root: string, { base, head, changed, units }: Comparison): { base: Sources; head: Sources } => {
  const differs = new Set(changed)
  const wanted = new Set([...changed.filter(isKustomization), ...units.flatMap(({ reads }) => [...reads.base, ...reads.head])])
  const there = ({ files }: Side, from: ReadonlySet<string>): string[] => files.filter(path => from.has(path))
  // A file that didn't change is base's, in a working tree too.
  const fresh = new Set(head.name.tree === 'work' ? [] : [...wanted].filter(path => differs.has(path)))
  const asked = [
    { commit: base.name.commit, paths: there(base, wanted) },
    { commit: head.name.commit, paths: there(head, fresh) },
  ]
  const [old, next] = readFrom(root, asked).map(texts)
  return {
    base: sourcesOf(base, path => old?.get(path)),
    head: sourcesOf(head, path => next?.get(path) ?? (differs.has(path) ? undefined : old?.get(path))),
  }
}

const texts = (contents: ReadonlyMap<string, Buffer>): Map<string, string> =>
  new Map([...contents].map(([path, content]) => [path, content.toString()]))

const sourcesOf = ({ name, files, read, units }: Side, known: (path: string) => string | undefined): Sources => {
  const there = new Set(files)
  // A new folder of a working tree is listed as one, so that its files are asked for on disk.
  const mayBe = (path: string): boolean => name.tree === 'work' || there.has(path)
  return { files, units, read: path => known(path) ?? (mayBe(path) ? read(path)?.toString('utf8') : undefined) }
}
