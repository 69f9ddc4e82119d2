import type { Environment, Registered } from './environment.ts'
import { type Application, sourcesOf } from './types.ts'

/** What becomes of an Application; a move says which field was what and is what. */
export type Change = {
  env: string
  application: string
  kind: 'added' | 'removed' | 'moved'
  fields: { field: string; before: string; after: string }[]
}

/** What tells where an Application lives: change one of them, and Argo CD leaves or deletes the objects in the old place. */
const place = ({ spec }: Application): Record<string, string> => ({
  project: spec.project,
  source: sourcesOf(spec)
    .filter(({ ref }) => ref === undefined)
    .map(({ repoURL, path, chart }) => (path === undefined ? `${repoURL} chart ${chart}` : `${repoURL} ${path}`))
    .join(', '),
  destination: `${spec.destination.server ?? spec.destination.name ?? ''} ${spec.destination.namespace ?? ''}`.trim(),
})

/** What one state of an environment's Applications is beside an earlier one, by name. Revisions and settings are no move. */
const changesIn = (env: string, before: readonly Registered[], after: readonly Registered[]): Change[] => {
  const byName = (all: readonly Registered[]): Map<string, Application> =>
    new Map(all.map(({ application }) => [application.metadata.name, application]))
  const [old, now] = [byName(before), byName(after)]
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((application): Change[] => {
    const [was, is] = [old.get(application), now.get(application)]
    if (!was || !is) return [{ env, application, kind: is ? 'added' : 'removed', fields: [] }]
    const [from, to] = [place(was), place(is)]
    const fields = Object.keys(from)
      .filter(field => from[field] !== to[field])
      .map(field => ({ field, before: from[field] ?? '', after: to[field] ?? '' }))
    return fields.length > 0 ? [{ env, application, kind: 'moved', fields }] : []
  })
}

/** The Applications added, removed and moved between two states, environment by environment; one that only one state has, whole. */
export const changesBetween = (before: readonly Environment[], after: readonly Environment[]): Change[] => {
  const names = [...new Set([...before, ...after].map(({ unit }) => unit.name))].sort()
  return names.flatMap(name => {
    const find = (all: readonly Environment[]): Environment | undefined => all.find(({ unit }) => unit.name === name)
    const env = (find(after) ?? find(before))?.unit.env ?? name
    return changesIn(env, find(before)?.registered ?? [], find(after)?.registered ?? [])
  })
}
