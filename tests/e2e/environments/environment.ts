import { afterAll, beforeAll, describe } from 'vitest'
import { fidelity } from './fidelity.ts'
import { makePlace, type Place } from './place.ts'
import { sync } from './sync.ts'

/** The proofs of one environment: one cluster, one Argo CD, and in this order, for each begins with what the one before left. */
export const environment = (env: string, ...more: ((place: () => Place) => void)[]): void => {
  describe(`${env}, from an empty cluster`, () => {
    let made: Place
    const place = (): Place => made

    beforeAll(async () => {
      made = await makePlace(env)
    })
    afterAll(() => {
      made?.prometheus.stop()
      return made?.run.stop()
    })

    for (const proofs of [sync, fidelity, ...more]) proofs(place)
  })
}
