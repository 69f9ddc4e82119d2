import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../../scripts/lib/tools.ts'
import { run } from '../helpers.ts'

const fixtures = join(home, 'tests/fixtures/applications')
const apps = (fixture: string, ...args: string[]) => run('apps', ['--root', join(fixtures, fixture), ...args])

/** Fixtures that can't be expanded, or not whole: the finding, where, and what of it the person must know. */
const wrong: Record<string, [code: string, line: number, says: RegExp][]> = {
  'awkward-names': [
    ['ARGO_NAME_INVALID', 17, /"-dash-awkward" is no name for an object \(units\/-dash\)/],
    ['ARGO_NAME_INVALID', 17, /"My_App-awkward" is no name for an object \(units\/My_App\)/],
    ['ARGO_NAME_INVALID', 17, /"dot\.-awkward" is no name for an object \(units\/dot\.\)/],
  ],
  'duplicate-names': [['ARGO_NAME_DUPLICATE', 18, /2 Applications would be called "web-duplicate" \(a\/web, b\/web\)/]],
  matrix: [['ARGO_GENERATOR', 11, /the generator field "matrix" is not expanded here/]],
  'missing-key': [['ARGO_TEMPLATE', 17, /undefined \.env in template\.metadata\.name; the generator gives \.path/]],
  'template-patch': [['ARGO_GENERATOR', 11, /templatePatch is not expanded here/]],
}

test.each(Object.entries(wrong))('%s: what is wrong is named where it stands, with exit code 1', (fixture, findings) => {
  const { status, stdout } = apps(fixture, '--json')
  expect(status).toBe(1)
  const said = JSON.parse(stdout).findings
  expect(said.map((finding: { code: string; at: object }) => [finding.code, finding.at])).toEqual(
    findings.map(([code, line]) => [code, { file: 'argo/env/dev/set.yaml', line, col: expect.any(Number) }]),
  )
  for (const [i, [, , says]] of findings.entries()) expect(said[i].message).toMatch(says)
})

test.each(readdirSync(fixtures).filter(name => !(name in wrong)))('%s: what the controller makes is what is kept', fixture => {
  const { status, stdout } = apps(fixture, '--yaml')
  expect(status).toBe(0)
  expect(stdout).toBe(readFileSync(join(fixtures, fixture, 'tests/golden/apps/dev.yaml'), 'utf8'))
})

test('the Applications that a set with a problem makes nevertheless are listed', () => {
  const names = (fixture: string): string[] =>
    JSON.parse(apps(fixture, '--json').stdout).environments[0].applications.map((one: { application: string }) => one.application)
  expect(names('duplicate-names')).toEqual(['api-duplicate'])
  expect(names('awkward-names')).toEqual([`${'a'.repeat(60)}-awkward`, 'b.c-awkward'])
  expect(names('missing-key')).toEqual([])
})
