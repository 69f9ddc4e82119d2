import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { home } from '../../scripts/lib/tools.ts'
import { exampleHtml } from './example.ts'
import { fillAll, useBrowser } from './open.ts'

const open = useBrowser()

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const { violations: found } = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] }
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`))
}

test.each(looks)('$name: nobody is shut out (axe), unified, side by side and all unfolded', async ({ colorScheme, viewport }) => {
  const { page } = await open(exampleHtml(), { colorScheme, viewport, bypassCSP: true })
  await fillAll(page)
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('s')
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
  expect(await violations(page)).toEqual([])
})

test.each(looks)('$name: nothing is wider than the screen', async ({ name, colorScheme, viewport }) => {
  const { page } = await open(exampleHtml(), { colorScheme, viewport, deviceScaleFactor: name === 'phone' ? 2 : 1 })
  await fillAll(page)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width)
  if (!process.env.WRITE_IMAGES || name === 'phone-dark') return
  mkdirSync(join(home, 'docs/images'), { recursive: true })
  await page.setViewportSize({ ...viewport, height: name === 'phone' ? 844 : 1200 })
  if (name === 'dark') await page.keyboard.press('s')
  if (name !== 'light') await page.evaluate("document.getElementById('changes').scrollIntoView()")
  await page.screenshot({ path: join(home, `docs/images/diff-${name}.png`) })
})
