import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { home, toolPath } from '../scripts/lib/tools.ts'

const folder = join(home, '.github/workflows')
const workflows = readdirSync(folder).filter(name => /\.ya?ml$/.test(name))

test('actionlint finds nothing', async () => {
  const { status, stdout } = spawnSync(
    await toolPath('actionlint'),
    workflows.map(name => join(folder, name)),
    { encoding: 'utf8' },
  )
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

test.each(workflows)('%s grants nothing on top, pins actions by commit, and runs no text of an event', name => {
  const text = readFileSync(join(folder, name), 'utf8')
  expect(parse(text).permissions).toEqual({})
  for (const [, action] of text.matchAll(/uses:\s*(\S+)/g)) if (!action?.startsWith('./')) expect(action).toMatch(/@[0-9a-f]{40}$/)
  for (const job of Object.values<{ steps?: { run?: string }[] }>(parse(text).jobs))
    for (const step of job.steps ?? []) expect(step.run ?? '').not.toContain('${{ github.event')
})
