import { expect, test } from 'vitest'
import { profileTable } from '../scripts/lib/bench/profile.ts'
import { goStacks, nodeStacks, type Part, sharesOf } from '../scripts/lib/bench/stacks.ts'

const traces = `File: engine.test
Type: cpu
-----------+-------------------------------------------------------
      10ms   yaml.parse
             engine.(*guard).read
             engine.build
-----------+-------------------------------------------------------
     0.02s   runtime.mallocgc
             krusty.Run
             engine.build
-----------+-------------------------------------------------------
   10000us   main.other
-----------+-------------------------------------------------------
`

test('stacks of Go are read from the innermost function, in one unit of time', () => {
  const weights = goStacks(traces).map(({ frames, weight }) => [frames, Math.round(weight * 1000)])
  expect(weights).toEqual([
    [['yaml.parse', 'engine.(*guard).read', 'engine.build'], 10],
    [['runtime.mallocgc', 'krusty.Run', 'engine.build'], 20],
    [['main.other'], 10],
  ])
})

test('a stack counts for the innermost function with a name; shares are of everything', () => {
  const parts: Part[] = [
    [/engine\.build/, 'builds'],
    [/guard/, 'guards'],
    [/krusty/, 'kustomizes'],
  ]
  expect(Object.fromEntries(sharesOf(goStacks(traces), parts, 'rest'))).toEqual({ guards: 0.25, kustomizes: 0.5, rest: 0.25 })
})

test('stacks of Node leave out the time in which it waited', () => {
  const node = (id: number, functionName: string, children: number[] = []): object => ({
    id,
    children,
    callFrame: { functionName, url: 'x.ts' },
  })
  const idle = { id: 4, callFrame: { functionName: '(idle)', url: '' } }
  const profile = {
    nodes: [node(1, 'main', [2]), node(2, 'work', [3]), node(3, 'inner'), idle],
    samples: [3, 4, 2],
    timeDeltas: [5, 90, 5],
  }
  expect(nodeStacks(JSON.stringify(profile))).toEqual([
    { frames: ['inner x.ts', 'work x.ts', 'main x.ts'], weight: 5 },
    { frames: ['work x.ts', 'main x.ts'], weight: 5 },
  ])
})

test('the table divides the CPU time of each program among its parts, the largest first', () => {
  const stack = (frame: string, weight: number) => ({ frames: [frame], weight })
  const programs = new Map([
    ['engine', 6],
    ['kubeconform', 1],
  ])
  const engine = [stack('engine.(*guard).target', 1), stack('krusty.(*Kustomizer).Run', 3)]
  const table = profileTable({ units: 8, cpu: 10, programs, engine, node: [stack('keep file:///x/scripts/lib/cache/kept.ts', 1)] })
  expect(table.split('\n').slice(4, -1)).toEqual([
    '| engine | kustomize, the rest | 45.0 % |',
    '| Node | keeps renders: fingerprints, digests, files | 30.0 % |',
    '| engine | our guard reads the kustomizations first | 15.0 % |',
    '| kubeconform | validates objects | 10.0 % |',
  ])
})
