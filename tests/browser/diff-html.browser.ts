import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Report } from '../../scripts/lib/diff/data.ts'
import { diffHtml } from '../../scripts/lib/diff/html/html.ts'
import { anyReport, emptyReport } from '../diff/reports.ts'
import { exampleHtml } from './example.ts'
import { manyChanges } from './many.ts'
import { fillAll, useBrowser } from './open.ts'

const open = useBrowser()

test('it says what happened, what is dangerous first, and what it was made from', async () => {
  const { page, bad } = await open(exampleHtml())
  expect(await page.locator('main > section > h2').first().textContent()).toMatch(/^Dangers/)
  expect(await page.locator('#counts').textContent()).toMatch(/\d+ dangers? not acknowledged.*\d+ changes/)
  const facts = await page.locator('#facts').textContent()
  expect(facts).toMatch(/base[0-9a-f]{40}.*head[0-9a-f]{40}.*inputs[0-9a-f]{64}.*kustomize v\d.*build \d/)
  await fillAll(page)
  expect(await page.locator('article', { hasText: '1.2.0-rc.1' }).count()).toBeGreaterThan(0)
  expect(bad).toEqual([])
})

test('the tree has counts, and a click shows what touches a unit', async () => {
  const { page } = await open(exampleHtml())
  const shown = (): Promise<number> => page.locator('article:not([hidden])').count()
  const all = await shown()
  const unit = page.getByRole('button', { name: /^shop \d+$/ }).last()
  const count = Number(/\d+$/.exec((await unit.textContent()) ?? '')?.[0])
  await unit.click()
  expect(await shown()).toBe(count)
  expect(count).toBeLessThan(all)
  await page.keyboard.press('Escape')
  expect(await shown()).toBe(all)
})

test('search looks at names, fields and values', async () => {
  const { page } = await open(exampleHtml())
  await page.keyboard.press('/')
  await page.keyboard.type('spec.REPLICAS')
  const cards = page.locator('article:not([hidden])')
  expect(await cards.count()).toBe(1)
  expect(await cards.first().textContent()).toContain('spec.replicas')
  await page.locator('#search').fill('nowhere to be found')
  expect(await page.locator('#nothing').isVisible()).toBe(true)
})

test('j and k go from change to change, and the address names each', async () => {
  const { page } = await open(exampleHtml())
  const focused = (): Promise<string> => page.evaluate('document.activeElement.id')
  const ids = await page.locator('article').evaluateAll(all => all.map(({ id }) => id))
  for (const [key, index] of [
    ['j', 0],
    ['j', 1],
    ['j', 2],
    ['k', 1],
  ] as const) {
    await page.keyboard.press(key)
    expect(await focused()).toBe(ids[index])
  }
  expect(page.url().endsWith(`#${ids[1]}`)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
})

test('side by side has two columns, unified one', async () => {
  const { page } = await open(exampleHtml())
  await fillAll(page)
  const card = page.locator('article', { hasText: 'log.level' }).first()
  await card.scrollIntoViewIfNeeded()
  const boxes = async (): Promise<(number | undefined)[]> =>
    Promise.all(['del', 'ins'].map(async tag => (await card.locator(tag).first().boundingBox())?.y))
  const [above, below] = await boxes()
  expect(above).toBeLessThan(below ?? 0)
  await page.keyboard.press('s')
  const [left, right] = await boxes()
  expect(left).toBe(right)
})

test('dark and light follow the system until someone chooses', async () => {
  const { page } = await open(exampleHtml(), { colorScheme: 'dark' })
  const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor')
  const dark = await ground()
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await ground()
  expect(dark).not.toBe(light)
  await page.locator('#theme').click()
  expect(await ground()).toBe(dark)
})

test('any text in any place is text', async () => {
  for (const report of fc.sample(anyReport, { numRuns: 15, seed: 20261121 })) {
    const { page, bad } = await open(diffHtml(report))
    await fillAll(page)
    expect(await page.locator('script, img, iframe, object, embed, link, base').count()).toBe(2)
    expect(bad).toEqual([])
  }
})

test('5,000 changes: what is on the screen is made first, the rest when it is reached', async () => {
  const html = diffHtml(manyChanges(5000))
  const start = performance.now()
  const { page, bad } = await open(html)
  await page.locator('article header').first().waitFor()
  const ready = performance.now() - start
  const filled = await page.locator('article:has(header)').count()
  const last = page.locator('article').last()
  await page.evaluate('scrollTo(0, document.body.scrollHeight)')
  await last.locator('header').waitFor()
  const typed = performance.now()
  await page.locator('#search').fill('server-4321')
  const found = await page.locator('article:not([hidden])').count()
  const searched = performance.now() - typed
  console.log(
    `5,000 changes, ${(html.length / 2 ** 20).toFixed(1)} MiB: ready ${ready.toFixed(0)} ms, ${filled} made, search ${searched.toFixed(0)} ms`,
  )
  expect(found).toBe(1)
  expect(filled).toBeLessThan(100)
  expect(ready).toBeLessThan(15_000)
  expect(bad).toEqual([])
})

test('a text of 60,000 lines is shown in parts', async () => {
  const text = (word: string): string => Array.from({ length: 60_000 }, (_, i) => `${word} ${i}`).join('\n')
  const report: Report = {
    ...emptyReport,
    folded: [
      {
        change: 'changed',
        fields: [{ path: ['data'], change: 'added', new: text('new') }],
        objects: [{ unit: 'prod/a', id: { group: '', kind: 'ConfigMap', namespace: 'a', name: 'a' } }],
      },
    ],
  }
  const { page } = await open(diffHtml(report))
  expect(await page.locator('ins').count()).toBe(400)
  await page.getByRole('button', { name: /Show more/ }).click()
  expect(await page.locator('ins').count()).toBe(800)
})
