import { mayBeAffected } from '../diff/affected.ts'
import type { Registration } from '../diff/argo.ts'
import type { Compared, CompareOptions } from '../diff/compare.ts'
import type { Comparison } from '../diff/comparison.ts'
import type { Danger, Release } from '../diff/data.ts'
import { registriesOf } from '../diff/registry.ts'
import { reachesOf, revisionIn } from '../diff/revisions.ts'
import { git } from '../git.ts'
import { acknowledged } from './acks.ts'
import type { Change } from './change.ts'
import { environmentOf } from './environments.ts'
import { dangersOf } from './judge.ts'
import { sourcesIn } from './side-sources.ts'

type Options = Pick<CompareOptions, 'root' | 'engines'>

/** The dangers of what is compared and of each release in it, with the acknowledgements of a pull request where one is named. */
export const dangersIn = async (
  options: Options,
  { comparison, trees }: Compared,
  registrations: readonly Registration[],
  pr: number | undefined,
): Promise<Danger[]> => {
  if (comparison.changed.length === 0) return []
  const merged = registrations.filter(({ released }) => !released)
  const readers = (path: string): ReadonlySet<string> => mayBeAffected(trees.closures.head, new Set([path]))
  const changes = [
    await changeOf(options, comparison, merged, { readers, changed: comparison.changed }),
    ...(await Promise.all(
      registrations.flatMap(registration => {
        const { released, registry } = registration
        if (!released) return []
        const unstaged = unstagedOf(options, comparison, released.release)
        return unstaged.then(count =>
          changeOf(options, released.comparison, [registration], { changed: [], release: { env: registry.env, unstaged: count } }),
        )
      }),
    )),
  ]
  const dangers = changes.flatMap(dangersOf)
  if (pr === undefined) return dangers
  return acknowledged(dangers, { pr, ...sourcesIn(options.root, comparison), changed: comparison.changed })
}

const changeOf = async (
  { root, engines }: Options,
  comparison: Comparison,
  registrations: readonly Registration[],
  more: Pick<Change, 'changed'> & Partial<Change>,
): Promise<Change> => {
  const sources = sourcesIn(root, comparison)
  const touched = comparison.units.flatMap(({ unit, from }) => [unit.env, from?.env ?? unit.env])
  const envs = [...new Set([...touched, ...registrations.map(({ registry }) => registry.env)])]
  const environments = await Promise.all(
    envs.map(env =>
      environmentOf({ comparison, sources, engines, env, registration: registrations.find(({ registry }) => registry.env === env) }),
    ),
  )
  return {
    ...sources,
    units: comparison.units,
    environments,
    applications: registrations.flatMap(({ applications }) => applications),
    release: undefined,
    readers: () => new Set(),
    ...more,
  }
}

/** How many of a release's commits are not among those of the revision that staging names; none where there is no staging. */
const unstagedOf = async ({ root, engines }: Options, comparison: Comparison, { old, new: next }: Release): Promise<number> => {
  const [staging] = await registriesOf(comparison, engines, env => env === 'staging')
  const revision = revisionIn(staging?.base ?? [])
  if (revision === undefined || !next.commit) return 0
  const names =
    reachesOf(root)(revision) === 'merge' ? [`refs/remotes/origin/${revision}`, `refs/heads/${revision}`] : [`refs/tags/${revision}`]
  const known = git(root, ['for-each-ref', '--format=%(objectname)', ...names])
    .toString()
    .split('\n')
    .filter(Boolean)
  if (/^[0-9a-f]{40}$/.test(revision)) known.push(revision)
  const without = [...known, comparison.base.name.commit, ...(old.commit ? [old.commit] : [])].map(commit => `^${commit}`)
  return Number(git(root, ['rev-list', '--count', next.commit, ...without]).toString())
}
