import { afterAll, beforeAll, describe } from 'vitest'
import { canaries } from './canaries.ts'
import { faults } from './faults.ts'
import { fidelity } from './fidelity.ts'
import { makePlace, type Place } from './place.ts'
import { promotion } from './promotion.ts'
import { safety } from './safety.ts'
import { sync } from './sync.ts'

/** Environments whose ApplicationSets and objects carry the guards of argo/guards and base/components/prune-guards. */
const serving = ['prod', 'offline']

// One cluster and one Argo CD for each environment, and the proofs in this order: each begins with what the one before left.
describe('Every environment, from an empty cluster', () => {
  describe.each(['dev', 'staging', 'prod', 'offline'])('%s', env => {
    let made: Place
    const place = (): Place => made

    beforeAll(async () => {
      made = await makePlace(env)
    })
    afterAll(() => made?.run.stop())

    sync(place)
    fidelity(place)
    if (serving.includes(env)) safety(place)
    if (env === 'prod') canaries(place)
    if (env === 'prod') promotion(place)
    if (env === 'dev') faults(place)
  })
})
