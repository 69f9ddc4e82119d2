import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../scripts/lib/tools.ts'

const files = (...globs: string[]): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...globs], { cwd: home, encoding: 'utf8' })
    .split('\0')
    // A file deleted but not yet committed is still in Git's list.
    .filter(file => file && existsSync(join(home, file)))
const lines = (file: string): string[] => readFileSync(join(home, file), 'utf8').split('\n')

test('code files have at most 150 lines', () => {
  const code = files(
    'scripts/*.ts',
    'scripts/**/*.ts',
    'scripts/**/*.js',
    'scripts/**/*.css',
    'tests/**/*.ts',
    'tools/**/*.go',
    'tools/**/*.ts',
  )
  expect(code.filter(file => lines(file).length > 151)).toEqual([])
})

test('scripts have no default exports and no classes but errors', () => {
  // Vitest takes the order of files as a class.
  const wrong = files('scripts/**/*.ts').filter(file =>
    /^export default|^(export )?class (?!\w+ extends (?:Error|Failure|BaseSequencer)\b)/m.test(lines(file).join('\n')),
  )
  expect(wrong).toEqual([])
})

test('an overlay has at most 20 lines', () => {
  // The kustomization of a folder of waivers has a line for each.
  const overlays = files('overlays/**/kustomization.yaml').filter(file => !file.includes('/waivers/'))
  expect(overlays.filter(file => lines(file).length > 21)).toEqual([])
})

test('no comment in a manifest is longer than two lines', () => {
  const manifests = files('apps/**/*.yaml', 'base/**/*.yaml', 'overlays/**/*.yaml', 'argo/**/*.yaml', 'platform/**/*.yaml')
  expect(manifests.filter(file => /(^\s*#.*\n){3}/m.test(lines(file).join('\n')))).toEqual([])
})

test('no two manifests are copies of each other', () => {
  const seen = new Map<string, string>()
  const copies: string[] = []
  for (const file of files('apps/**/*.yaml', 'base/**/*.yaml', 'overlays/**/*.yaml', 'argo/**/*.yaml', 'platform/**/*.yaml')) {
    const text = lines(file).join('\n')
    if (seen.has(text)) copies.push(`${file} = ${seen.get(text)}`)
    seen.set(text, file)
  }
  expect(copies).toEqual([])
})

test('nothing is written to stdout or stderr but through the streams that start.ts redacts', () => {
  const around = files('scripts/**/*.ts').filter(file =>
    /\bprintExact\b|writeSync\((?:1|2|process)|openSync\('\/dev\//.test(lines(file).join('\n')),
  )
  const started = files(':(glob)scripts/*.ts', 'scripts/smoke/*.ts').filter(file => !/^await start\(/m.test(lines(file).join('\n')))
  expect([around.sort(), started]).toEqual([['scripts/lib/diff-output.ts', 'scripts/lib/print.ts', 'scripts/lib/render-judge.ts'], []])
})
