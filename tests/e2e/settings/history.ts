import { expect } from 'vitest'
import type { Ref } from '../../../scripts/lib/e2e/api.ts'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { get, type Live } from '../../../scripts/lib/e2e/objects.ts'
import { watch } from '../../../scripts/lib/e2e/watch.ts'
import { patience, type World } from './place.ts'

export type History = {
  /** What was read, from the object as it was at first; what is the same twice in a row is there once. */
  seen: unknown[]
  /** Waits until the object's present version is among what was seen. */
  caughtUp: () => Promise<void>
  stop: () => void
}

/** Reads every version of an object from now on: what lasts too short a time for anyone who asks now and then. */
export const history = async (world: World, ref: Ref, read: (live: Live) => unknown): Promise<History> => {
  const seen: unknown[] = []
  let version = ''
  const stop = watch({ ...world, failed: console.error }, ref.apiVersion, ref.kind, async live => {
    if (live.metadata.name !== ref.metadata.name || live.metadata.namespace !== ref.metadata.namespace) return
    version = live.metadata.resourceVersion
    if (seen.at(-1) !== read(live)) seen.push(read(live))
  })
  await eventually(() => expect(seen).toHaveLength(1), patience)
  const caughtUp = (): Promise<void> =>
    eventually(async () => expect((await get(world.api, ref)).metadata.resourceVersion).toBe(version), patience)
  return { seen, caughtUp, stop }
}
