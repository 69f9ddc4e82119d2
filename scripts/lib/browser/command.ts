import { join } from 'node:path'
import { startVitest } from 'vitest/node'
import { readArgs } from '../args.ts'
import { exit } from '../failure.ts'
import { requireTests } from '../test-names.ts'
import { home } from '../tools.ts'
import { installChromium, needChromium } from './chromium.ts'

const help = `pnpm browser [name]… [--install] [--write-images]

Opens the HTML report of pnpm diff, and what commands print on a terminal, in a real Chromium: what tests/browser/**/*.browser.ts say. With
names, only the files whose path contains one.

  --install        install Debian's package chromium first, when no Chromium is on PATH
  --write-images   write the pictures in docs/images
  --help           this text

  pnpm browser
  pnpm browser terminal --write-images

Exit codes: 0 fine, 1 something isn't as it should be, 2 bad usage or no Chromium, 3 a bug of ours.`

/** What `pnpm browser` does, from its arguments to its exit code. */
export const browserCommand = async (argv: string[]): Promise<number> => {
  const flags = { install: { type: 'boolean' }, 'write-images': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
  const { values, positionals } = readArgs('browser', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  requireTests(positionals, 'tests/browser', '.browser.ts')
  if (values.install) installChromium()
  const chromium = needChromium()
  const vitest = await startVitest(positionals, {
    config: false,
    root: home,
    watch: false,
    include: ['tests/browser/**/*.browser.ts'],
    fileParallelism: false,
    allowOnly: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['verbose', 'json'],
    outputFile: { json: join(home, '.turbo/browser.json') },
    env: { CHROMIUM: chromium, WRITE_IMAGES: values['write-images'] ? 'yes' : '' },
  })
  const modules = vitest.state.getTestModules()
  const fine = modules.length > 0 && modules.every(module => module.ok()) && vitest.state.getUnhandledErrors().length === 0
  await vitest.close()
  return fine ? exit.fine : exit.findings
}
