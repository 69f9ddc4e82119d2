import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldChanges } from '../../scripts/lib/diff/fields.ts'
import { changes } from './changes.ts'

const pod = (container: object): object => ({ spec: { containers: [{ name: 'app', ...container }] } })
const app = 'spec.containers[name=app]'

test.each<[string, unknown, unknown, string[]]>([
  ['nothing', { a: 1 }, { a: 1 }, []],
  ['a scalar', pod({ image: 'a:1' }), pod({ image: 'a:2' }), [`changed ${app}.image "a:1" → "a:2"`]],
  ['a field comes', { a: {} }, { a: { b: [] } }, ['added a.b []']],
  ['a field goes', { a: { b: null } }, { a: {} }, ['removed a.b null']],
  ['a key with a dot', { a: { 'x.y/z': 1 } }, { a: { 'x.y/z': 2 } }, ['changed a["x.y/z"] 1 → 2']],
  ['a map becomes a scalar', { a: {} }, { a: 1 }, ['changed a {} → 1']],
  [
    'env by name',
    pod({ env: [{ name: 'A', value: '1' }] }),
    pod({
      env: [
        { name: 'B', value: '2' },
        { name: 'A', value: '3' },
      ],
    }),
    [`changed ${app}.env[name=A].value "1" → "3"`, `added ${app}.env[name=B] {"name":"B","value":"2"}`],
  ],
  [
    'ports by number and protocol',
    pod({ ports: [{ containerPort: 80 }] }),
    pod({ ports: [{ containerPort: 80, protocol: 'TCP', name: 'web' }] }),
    [`added ${app}.ports[containerPort=80,protocol=TCP].protocol "TCP"`, `added ${app}.ports[containerPort=80,protocol=TCP].name "web"`],
  ],
  [
    'one port, two protocols',
    {
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
    {
      ports: [
        { port: 53, protocol: 'UDP', name: 'dns' },
        { port: 53, protocol: 'TCP' },
      ],
    },
    ['added ports[port=53,protocol=UDP].name "dns"'],
  ],
  [
    'mounts by path',
    pod({ volumeMounts: [{ mountPath: '/a', name: 'x' }] }),
    pod({ volumeMounts: [{ mountPath: '/a', name: 'y' }] }),
    [`changed ${app}.volumeMounts[mountPath=/a].name "x" → "y"`],
  ],
  [
    'tolerations by all that they are',
    { tolerations: [{ key: 'a' }, { key: 'b' }] },
    { tolerations: [{ key: 'b' }] },
    ['removed tolerations[key=a] {"key":"a"}'],
  ],
  [
    'names that stand twice',
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    },
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '3' },
      ],
    },
    ['changed env[1].value "2" → "3"'],
  ],
  ['another order', { env: [{ name: 'A' }, { name: 'B' }] }, { env: [{ name: 'B' }, { name: 'A' }] }, ['reordered env']],
  ['arguments', { args: ['a', 'b', 'c'] }, { args: ['a', 'x', 'c', 'd'] }, ['changed args[1] "b" → "x"', 'added args[3] "d"']],
  ['an argument goes', { args: ['a', 'b', 'c'] }, { args: ['b', 'c'] }, ['removed args[0] "a"']],
  [
    'rules without names',
    { egress: [{ to: [{ a: 1 }] }, { to: [{ b: 1 }] }] },
    { egress: [{ to: [{ a: 2 }] }, { to: [{ b: 1 }] }] },
    ['changed egress[0].to[0].a 1 → 2'],
  ],
  [
    'quantities that are equal',
    { resources: { limits: { cpu: '1', memory: '1Gi' } } },
    { resources: { limits: { cpu: '1000m', memory: '1024Mi' } } },
    [],
  ],
  ['a quantity without quotes', { resources: { requests: { cpu: 2 } } }, { resources: { requests: { cpu: '2' } } }, []],
  [
    'quantities that differ',
    { resources: { limits: { memory: '1G' } } },
    { resources: { limits: { memory: '1Gi' } } },
    ['changed resources.limits.memory "1G" → "1Gi"'],
  ],
  [
    'a range of limits',
    { spec: { limits: [{ type: 'Pod', max: { cpu: '1' } }] } },
    { spec: { limits: [{ type: 'Pod', max: { cpu: '1e0' } }] } },
    [],
  ],
  ['no quantity elsewhere', { args: { max: '1' } }, { args: { max: '1000m' } }, ['changed args.max "1" → "1000m"']],
  ['a port as text', { port: 80 }, { port: '80' }, []],
  ['a share is no number', { maxSurge: 1 }, { maxSurge: '1%' }, ['changed maxSurge 1 → "1%"']],
  ['a prototype key', JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":2}}'), ['changed __proto__.a 1 → 2']],
])('%s', (_, old, next, expected) => {
  expect(changes(old, next)).toEqual(expected)
})

test('equal values have no changes, and no change is lost', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (old, next) => {
      expect(fieldChanges(old, structuredClone(old))).toEqual([])
      if (JSON.stringify(old) !== JSON.stringify(next) && !sameOtherwise(old, next))
        expect(fieldChanges(old, next).length).toBeGreaterThan(0)
    }),
  )
})

/** Maps whose keys stand in another order, and zero with a sign. */
const sameOtherwise = (a: unknown, b: unknown): boolean => {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([key, one]) => [key, sorted(one)]),
        )
      : Array.isArray(value)
        ? value.map(sorted)
        : value
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}
