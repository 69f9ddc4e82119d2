import { expect, test } from 'vitest'
import { dangersOf } from '../../../scripts/lib/e2e/dangers.ts'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { list } from '../../../scripts/lib/e2e/objects.ts'
import { outages } from './changes.ts'
import { allSettled, type Place, patience } from './place.ts'

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

/** The mistakes that outages were made of, in environments that serve: each is seen before, hurts nothing, and is taken back. */
export const safety = (place: () => Place): void => {
  test.each(outages)('$title: pnpm diff says so, and no pod, workload, claim or namespace is lost', async ({ edits, rule, met }) => {
    const here = place()
    const { env, repo, argoCd } = here
    const before = await alive(here)
    expect(before.length).toBeGreaterThan(50)
    const good = repo.head()
    const bad = repo.commit('A mistake', edits(here))
    try {
      const { code, rules } = await dangersOf(repo.work, env, good, bad)
      expect({ code, rules }).toEqual(rule ? { code: 1, rules: expect.arrayContaining([rule]) } : { code: 2, rules: expect.anything() })
      here.release()
      await argoCd.refresh()
      await eventually(() => met(here, bad), patience)
      expect(await alive(here)).toEqual(before)
    } finally {
      repo.revert(bad)
      here.release()
      await argoCd.refresh()
    }
    await allSettled(here)
    expect(await alive(here)).toEqual(before)
  })
}
