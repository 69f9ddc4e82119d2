import { expect, test } from 'vitest'
import { causeOf } from '../scripts/lib/build-error.ts'

const way =
  "accumulating resources: accumulation err='accumulating resources from '../../prod/a': 'overlays/prod/a' must resolve to a file': recursed accumulation of path 'overlays/prod/a': "

test.each<[what: string, error: string, folder: string | undefined, cause: string]>([
  ['the unit itself', 'a configmap must have a name', undefined, 'a configmap must have a name'],
  ['a base', `${way}a configmap must have a name`, 'overlays/prod/a', 'a configmap must have a name'],
  ['a base of a base', `${way}${way.replaceAll('prod/a', 'b')}no b "c"`, 'overlays/b', 'no b "c"'],
  [
    'what can not be read',
    "accumulating resources: accumulation err='x must resolve to a file': couldn't make target for path 'base': invalid Kustomization: json: y",
    'base',
    'invalid Kustomization: json: y',
  ],
  [
    'a component',
    'accumulating components: accumulateDirectory: "recursed accumulation of path \'apps/a/part\': no matches for Id \\"x\\""',
    'apps/a/part',
    'no matches for Id "x"',
  ],
  ['a component by itself', 'accumulating components: accumulateDirectory: "expected y"', undefined, 'expected y'],
])('%s', (_, error, folder, cause) => {
  expect(causeOf(error)).toEqual({ folder, error: cause })
})
