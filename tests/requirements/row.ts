import { test } from 'vitest'
import { type Check, claimsOf, weaknesses } from './proof.ts'
import { endEngines, NotRendered, render, workingTree } from './renders.ts'

endEngines()

/** Renders what a check turns out to need: it is run until it asks for nothing new. */
const renderFor = async (check: Check): Promise<void> => {
  for (;;)
    try {
      await claimsOf(check, workingTree)
      return
    } catch (error) {
      if (!(error instanceof NotRendered)) throw error
      await render(error.unit)
    }
}

/**
 * The test of one requirement, named by its id. It fails when the requirement isn't met, and also when the check can't fail:
 * whatever the check reads is taken away or changed in a copy of the render, and each time the check has to notice.
 */
export const row = (id: string, title: string, check: Check): void =>
  test(`${id} ${title}`, async () => {
    await renderFor(check)
    const weak = await weaknesses(check, workingTree)
    if (weak.length > 0) throw new Error(`${id} is met, but its check is too weak:\n${weak.join('\n')}`)
  })
