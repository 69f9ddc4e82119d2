import { join } from 'node:path'
import { digestOf, readKept, writeKept } from '../cache/kept.ts'
import { cacheRoot } from '../cache-root.ts'
import type { KubeObject } from '../engine.ts'
import { askJudge, type Refusal } from './judge-process.ts'
import { lawOf } from './law.ts'

/** A cluster by a name that is its own in a repository. */
export type Named = { name: string; objects: readonly KubeObject[] }

/** One thing said against an object. */
export type Verdict = Omit<Refusal, 'object'>

type Kept = { law: string; verdicts: Record<string, Verdict[]> }

/** A cluster with what is known of it: `places` of the objects that must be judged, none when all are known. */
type Case = { objects: readonly KubeObject[]; file: string; law: string; digests: string[]; known: Kept['verdicts']; places: number[] }

/**
 * The verdicts on every object of every cluster, in their order. An object that the same judge has seen under the same law isn't judged
 * again: what was said is kept per cluster, by the content of judge, law and object.
 * @param program tools/judge; its path changes with its sources
 * @param root the repository, which keeps two checkouts apart; undefined to keep nothing and know nothing
 */
export const verdictsOf = async (program: string, root: string | undefined, clusters: readonly Named[]): Promise<Verdict[][][]> => {
  const cases = clusters.map(cluster => caseOf(program, root, cluster))
  const asked = cases.filter(({ places }) => places.length > 0)
  const questions = asked.map(({ objects, places }) => ({ objects: places.flatMap(place => objects[place] ?? []) }))
  const said = asked.length === 0 ? [] : await askJudge(program, questions)
  return cases.map(one => {
    const { digests, known, places } = one
    const refusals = said[asked.indexOf(one)]
    if (refusals === undefined) return digests.map(digest => known[digest] ?? [])
    const verdicts = { ...known, ...Object.fromEntries(places.map(place => [digests[place], [] as Verdict[]])) }
    for (const { object, ...verdict } of refusals) verdicts[digests[places[object] ?? -1] ?? '']?.push(verdict)
    const kept = Object.fromEntries(digests.map(digest => [digest, verdicts[digest] ?? []]))
    if (root !== undefined) writeKept(one.file, { law: one.law, verdicts: kept } satisfies Kept)
    return digests.map(digest => kept[digest] ?? [])
  })
}

const caseOf = (program: string, root: string | undefined, { name, objects }: Named): Case => {
  const rules = new Set(lawOf(objects))
  const file = join(cacheRoot(), 'verdicts', `${digestOf(`${root}\n${name}`).slice(0, 20)}.json`)
  const law = digestOf(`${program}\n${JSON.stringify([...rules])}`)
  const kept = root === undefined ? undefined : readKept<Kept>(file)
  const known = kept?.law === law ? kept.verdicts : {}
  const digests = objects.map(object => digestOf(JSON.stringify(object)).slice(0, 32))
  const complete = digests.every(digest => known[digest] !== undefined)
  const places = complete ? [] : objects.flatMap((object, place) => (rules.has(object) || !known[digests[place] ?? ''] ? [place] : []))
  return { objects, file, law, digests, known, places }
}
