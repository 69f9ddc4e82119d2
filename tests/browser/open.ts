import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { scratch } from '../helpers.ts'

/** A page, and what must not happen on it: requests, errors, dialogs. */
export type Opened = { page: Page; bad: string[] }
type Open = (html: string, context?: BrowserContextOptions) => Promise<Opened>

/** One Chromium for a file of tests. */
export const useBrowser = (): Open => {
  let browser: Browser
  beforeAll(async () => {
    // Chromium's own sandbox needs rights that a container doesn't give to root; the page has no network, and loads nothing.
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? 'chromium', args: ['--no-sandbox'] })
  })
  afterAll(() => browser.close())
  return async (html, options = {}) => {
    const file = join(scratch('browser'), 'diff.html')
    writeFileSync(file, html)
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const bad: string[] = []
    const url = pathToFileURL(file).href
    page.on('request', request => void (request.url().split('#')[0] === url || bad.push(`request ${request.url()}`)))
    page.on('console', message => void bad.push(`console ${message.text()}`))
    page.on('pageerror', error => void bad.push(`error ${error.message}`))
    page.on('dialog', dialog => void bad.push(`dialog ${dialog.message()}`))
    await page.goto(url)
    return { page, bad }
  }
}

/** Scrolls past every change, so that each is made. */
export const fillAll = (page: Page): Promise<unknown> =>
  page.evaluate(`(async () => {
    for (const one of document.querySelectorAll('article')) { one.scrollIntoView(); await new Promise(requestAnimationFrame) }
    scrollTo(0, 0)
  })()`)
