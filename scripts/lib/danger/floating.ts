import { isRevision } from '../applicationset/settings-application.ts'
import { isApplication, isApplicationSet } from '../applicationset/types.ts'
import type { KubeObject } from '../engine.ts'
import { type Fields, fields, get, list, type Path, text } from '../set/fields.ts'
import { kustomizationsOf } from '../sources/kustomization.ts'
import { textOf } from '../sources/parse.ts'
import { type Change, comes, kustomizationsChanged, type Sources, serves, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { named, of } from './say.ts'

const remote = /:\/\/|^(git@|github\.com\/|gitlab\.com\/|bitbucket\.org\/)|[?&]ref=/

const remotes = (side: Sources, changed: readonly string[]): Map<string, { file: string; url: string }> => {
  return new Map(
    kustomizationsOf(side.read, changed).flatMap(({ file, references }) =>
      references
        .filter(({ role, node }) => (role === 'resource' || role === 'component') && remote.test(textOf(node) ?? ''))
        .map(({ node }) => [`${file} ${textOf(node)}`, { file, url: textOf(node) ?? '' }]),
    ),
  )
}

const fetched = (change: Change): Said<'D49'>[] => {
  const { base, head } = change
  const changed = kustomizationsChanged(change)
  const known = remotes(base, changed)
  return [...remotes(head, changed)].flatMap(([key, { file, url }]): Said<'D49'>[] =>
    known.has(key) ? [] : [{ code: 'D49', file, problem: `${file} takes ${url}, which is not in this repository` }],
  )
}

/** The sources of an Application, or of the template of a set. */
const taken = (object: KubeObject | undefined): Fields[] => {
  const at: Path | undefined =
    object && (isApplication(object) ? ['spec'] : isApplicationSet(object) ? ['spec', 'template', 'spec'] : undefined)
  const spec = at ? fields(get(object, ...at)) : {}
  const several = list(spec.sources)
  return several.length > 0 ? several : spec.source ? [fields(spec.source)] : []
}

/** What an object takes that may be something else tomorrow, and at which revision: charts anywhere, folders where people are served. */
const loose = (object: KubeObject | undefined, isServed: boolean): { what: string; revision: string }[] =>
  taken(object).flatMap(({ chart, path, repoURL, targetRevision }) => {
    const revision = text(targetRevision) ?? ''
    const isFree = (chart === undefined && !isServed) || isRevision(revision) || revision.includes('{{')
    return isFree ? [] : [{ what: String(chart ?? path ?? repoURL), revision: revision || 'HEAD' }]
  })

const floats = (change: Change): Said<'D49'>[] => {
  const all = [
    ...stays(change).map(({ env, base, head }) => ({ env, old: base.object, head })),
    ...comes(change).map(head => ({ env: head.env, old: undefined, head })),
  ]
  const takers = all.filter(({ head }) => taken(head.object).length > 0)
  return takers.flatMap(({ env, old, head }) => {
    const isServed = serves(change, env)
    const known = loose(old, isServed).map(({ what }) => what)
    // What applies the environment's own registry follows its branch, as the other Applications' revision is moved by it.
    const isRoot = isApplication(head.object) && taken(head.object).some(({ path }) => text(path)?.startsWith('argo/'))
    return isRoot
      ? []
      : loose(head.object, isServed)
          .filter(({ what }) => !known.includes(what))
          .map(({ what, revision }) => of('D49', head, ['spec'], `${named(head)} takes ${what} at "${revision}", which may move`))
  })
}

export const floating = family(
  {
    D49: {
      name: 'floating-source',
      severity: 'blocks',
      signal: 'a kustomization takes a remote base; a chart version, or the revision of prod or offline, is a branch or a range',
      why: 'what is applied changes without a commit, in every environment at once',
      fix: 'vendor it; name a tag, a commit or an exact chart version',
      more: 'Argo CD documentation, user-guide/best_practices; devantler-tech/platform#3537',
    },
  },
  change => [...fetched(change), ...floats(change)],
)
