import { expect, test } from 'vitest'
import { dangersOf } from '../../../scripts/lib/e2e/dangers.ts'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { list } from '../../../scripts/lib/e2e/objects.ts'
import { outages } from './changes.ts'
import { type Place, patience, settled } from './place.ts'

/** What must outlive every mistake in Git. */
const precious = [
  ['v1', 'Namespace'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'Pod'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['argoproj.io/v1alpha1', 'Rollout'],
] as const

/** Every precious object that nobody is deleting, by name and identity: one that is made anew is another. */
const alive = async ({ run }: Place): Promise<string[]> => {
  const kinds = await Promise.all(precious.map(([apiVersion, kind]) => list(run.api, apiVersion, kind)))
  return kinds
    .flat()
    .filter(({ kind, metadata, status }) => !metadata.deletionTimestamp && (kind !== 'Pod' || status?.phase === 'Running'))
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name} ${metadata.uid}`)
    .sort()
}

/** Mistakes made together: each round waits twice for all Applications. What breaks a build comes after what doesn't, for both sides show it. */
const rounds = [outages.slice(0, 4), outages.slice(4)].map(round => [round.map(({ title }) => title).join('; '), round] as const)

/** The mistakes that outages were made of, in environments that serve: each is seen before, hurts nothing, and is taken back. */
export const safety = (place: () => Place): void => {
  test.each(rounds)('%s: pnpm diff says so, and no pod, workload, claim or namespace is lost', async (_, round) => {
    const here = place()
    const { env, repo, argoCd } = here
    const before = await alive(here)
    expect(before.length).toBeGreaterThan(50)
    const bad: string[] = []
    try {
      for (const { title, edits, rule } of round) {
        const good = repo.head()
        bad.unshift(repo.commit(title, edits(here)))
        const { code, rules } = await dangersOf(repo.work, env, good, repo.head())
        const expected = rule ? { code: 1, rules: expect.arrayContaining([rule]) } : { code: 2, rules: expect.anything() }
        expect({ code, rules }, title).toEqual(expected)
      }
      here.release()
      await argoCd.refresh()
      for (const { met } of round) await eventually(() => met(here, repo.head()), patience)
      expect(await alive(here)).toEqual(before)
    } finally {
      for (const commit of bad) repo.revert(commit)
      here.release()
      await argoCd.refresh()
    }
    await settled(here)
    expect(await alive(here)).toEqual(before)
  })
}
