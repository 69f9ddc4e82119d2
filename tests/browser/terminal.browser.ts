import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import { expect, test } from 'vitest'
import { home } from '../../scripts/lib/tools.ts'
import { useBrowser } from './open.ts'
import { session, terminalPage } from './terminal.ts'

const open = useBrowser()
const columns = 110
const commands = ['pnpm image engram dev engram/engram:0.1.1', 'pnpm render dev/engram --update', 'pnpm diff dev']

test("README's three commands on a terminal: what they say, readable in its colours, no wider than the picture", async () => {
  const { html, text } = session(columns, commands)
  expect(text).toMatch(/newTag: 0\.1\.0[\s\S]*16 of 16 {2}[^\n]*updated[\s\S]*- engram\/engram:0\.1\.0[\s\S]*\+ engram\/engram:0\.1\.1/)
  const { page } = await open(terminalPage(html, columns), {
    viewport: { width: 1090, height: 600 },
    deviceScaleFactor: 1.5,
    bypassCSP: true,
  })
  await page.evaluate(axe.source)
  expect(
    ((await page.evaluate('axe.run({ runOnly: ["color-contrast"] })')) as { violations: { id: string }[] }).violations.map(({ id }) => id),
  ).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1090)
  if (!process.env.WRITE_IMAGES) return
  mkdirSync(join(home, 'docs/images'), { recursive: true })
  await page.screenshot({ path: join(home, 'docs/images/terminal.png'), fullPage: true })
})
