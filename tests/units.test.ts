import { expect, test } from 'vitest'
import { findUnits, foldersOf, layoutOf, ownLayout, selectUnits } from '../scripts/lib/units.ts'

const files = [
  'overlays/prod/engram/kustomization.yaml',
  'overlays/prod/formdb-http-api/kustomization.yaml',
  'overlays/prod/README.md',
  'overlays/dev/engram/kustomization.yaml',
  'overlays/dev/.hidden/kustomization.yaml',
  'argo/env/prod/kustomization.yaml',
  'apps/engram/kustomization.yaml',
]
const units = findUnits(foldersOf(files))
const names = (targets: string[]) => selectUnits(units, targets).map(unit => unit.name)

test('units are the folders of the layout, sorted; dot folders and files are none', () => {
  expect(names([])).toEqual(['argo/prod', 'dev/engram', 'prod/engram', 'prod/formdb-http-api'])
})

test.each([
  ['an environment', ['prod'], ['argo/prod', 'prod/engram', 'prod/formdb-http-api']],
  ['a unit', ['prod/engram'], ['prod/engram']],
  ['an app in every environment', ['engram'], ['dev/engram', 'prod/engram']],
  ['its folder, with a slash as the shell completes it', ['overlays/prod/engram/'], ['prod/engram']],
  ['its folder with ./', ['./overlays/prod/engram'], ['prod/engram']],
  ['several, each once', ['prod', 'prod/engram', 'dev'], ['argo/prod', 'dev/engram', 'prod/engram', 'prod/formdb-http-api']],
  ['a family', ['argo'], ['argo/prod']],
])('a target may be %s', (_, targets, expected) => {
  expect(names(targets)).toEqual(expected)
})

test.each([
  ['prd', /no unit is called "prd"; did you mean prod/],
  ['prod/formdb', /did you mean prod\/formdb-http-api/],
  ['engrm', /did you mean engram/],
  ['nothing-like-it', /environments: prod, dev/],
])('an unknown target %s gets the nearest names', (target, expected) => {
  expect(() => names([target])).toThrow(expected)
})

test('no units at all', () => {
  expect(() => selectUnits([], ['prod'])).toThrow(/there are no units here/)
})

test.each([
  ['clusters/*/apps/*', ['clusters/a/apps/web/x'], [{ name: 'a/apps/web', env: 'a', path: 'clusters/a/apps/web' }]],
  ['*/kustomize', ['web/kustomize/x'], [{ name: 'web/kustomize', env: 'web', path: 'web/kustomize' }]],
  ['envs/prod-*/', ['envs/prod-eu/x', 'envs/dev/x'], [{ name: 'prod-eu', env: 'prod-eu', path: 'envs/prod-eu' }]],
])('--units %s', (glob, tree, expected) => {
  expect(findUnits(foldersOf(tree), [layoutOf(glob)])).toEqual(expected)
})

test.each(['apps', '/abs/*', '../*', 'a/**'])('--units %s is refused with an example', glob => {
  expect(() => layoutOf(glob)).toThrow(/one \* per folder/)
})

test('our own layout reaches overlays and argo only', () => {
  expect(ownLayout.map(layout => layout.glob)).toEqual(['overlays/*/*', 'argo/env/*'])
})
