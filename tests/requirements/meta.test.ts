import { expect, test } from 'vitest'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { type Check, weaknesses } from './proof.ts'
import { nothing, type World } from './world.ts'

const unit = 'overlays/prod/demo'
const service = (name: string, rest: object = {}): KubeObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, ...rest })
const page = '# Demo\n\n## Ports\n\nPort 80.\n\n## Empty\n'
const texts: Record<string, string> = { 'page.md': page, 'a.yaml': 'kind: A\n' }

const objects = [service('web', { spec: { ports: [{ name: 'http', port: 80 }], type: 'ClusterIP' } }), service('api')]

const world: World = {
  ...nothing,
  objects: asked => (asked === unit ? objects : []),
  text: path => texts[path],
  yaml: path => (path === 'a.yaml' ? { kind: 'A', jobs: { one: { uses: 'x@1' }, two: {} } } : undefined),
  files: () => Object.keys(texts),
}

const found = (check: Check): Promise<string[]> => weaknesses(check, world)
const web = `${unit}: Service web`

test.each<[string, Check]>([
  ['one value', see => expect(see.one(unit, 'Service', 'web').get('spec.type')).toBe('ClusterIP')],
  ['one field of many', see => expect(see.one(unit, 'Service', 'web').get('spec.ports[name=http].port')).toBe(80)],
  ['a bound', see => expect(see.one(unit, 'Service', 'web').get('spec.ports[0].port')).toBeLessThanOrEqual(80)],
  ['a whole', see => expect(see.one(unit, 'Service', 'web').get('spec.ports')).toEqual([{ name: 'http', port: 80 }])],
  ['a part', see => expect(see.one(unit, 'Service', 'web').some('spec.ports')).toHaveLength(1)],
  ['an absence', see => see.one(unit, 'Service', 'web').none('spec.externalIPs')],
  [
    'a kind that must not be',
    see => {
      see.none(unit, 'Secret')
      see.one(unit, 'Service', /^w/)
    },
  ],
  [
    'an optional field',
    see => {
      see.file('a.yaml')
      expect(see.yaml('a.yaml').maybe('jobs.one.uses') ?? 'x@1').toBe('x@1')
    },
  ],
  ['a text', see => expect(see.text('page.md')).toContain('Port 80')],
  [
    'a text that must not be',
    see => {
      see.file('page.md')
      see.lacks('page.md', 'kubectl')
    },
  ],
  ['a section', see => expect(see.section('page.md', 'Ports')).toContain('80')],
  ['a heading', see => see.heading('page.md', 'Ports')],
  ['something awaited', async see => expect(await Promise.resolve(see.one(unit, 'Service', 'web').get('spec.type'))).toBe('ClusterIP')],
])('a check of %s is sound', async (_, check) => expect(await found(check)).toEqual([]))

test.each<[string, Check, string[]]>([
  ['reads nothing', () => expect(1).toBe(1), ['passes on an empty repository', 'reads nothing']],
  [
    'loops over what may be empty',
    see => {
      for (const one of see.all(unit, 'Secret')) one.none('data')
    },
    ['passes on an empty repository', 'reads nothing'],
  ],
  [
    'reads a value and does not look at it',
    see => {
      see.one(unit, 'Service', 'web').get('spec.type')
    },
    [`passes ${web}: another value of spec.type`],
  ],
  [
    'asserts less than it reads',
    see => expect(see.one(unit, 'Service', 'web').get<{ port: number }[]>('spec.ports')[0]?.port).toBe(80),
    [`passes ${web}: another value of spec.ports.0.name`],
  ],
  [
    'ignores a text',
    see => {
      see.file('page.md')
      see.text('page.md')
    },
    ['passes page.md: another text'],
  ],
  [
    'ignores a section',
    see => {
      see.section('page.md', 'Ports')
    },
    ['passes page.md: another text below "Ports"'],
  ],
  [
    'swallows the failure',
    see => {
      try {
        expect(see.one(unit, 'Service', 'web').get('spec.type')).toBe('ClusterIP')
      } catch {}
    },
    [
      'passes on an empty repository',
      `passes ${unit}: without Service web`,
      `passes ${web}: without spec.type`,
      `passes ${web}: another value of spec.type`,
    ],
  ],
])('a check that %s is found out', async (_, check, weak) => expect(await found(check)).toEqual(weak))

test.each<[string, Check, string]>([
  ['two objects where one is meant', see => void see.one(unit, 'Service'), 'has 2 Service, not one: web,api'],
  ['no object', see => void see.one(unit, 'Secret'), 'has 0 Secret, not one'],
  ['no field', see => void see.one(unit, 'Service', 'web').get('spec.nope.deeper'), 'spec.nope.deeper is not there'],
  ['no element', see => void see.one(unit, 'Service', 'web').get('spec.ports[name=grpc].port'), 'is not there'],
  ['a field too many', see => see.one(unit, 'Service', 'web').none('spec.type'), 'spec.type is there: "ClusterIP"'],
  ['a kind too many', see => see.none(unit, 'Service'), 'has a Service: web,api'],
  ['no file', see => void see.text('none.md'), 'none.md is not there'],
  ['a word too many', see => see.lacks('page.md', 'Port'), 'page.md says "Port"'],
  ['no heading', see => see.heading('page.md', 'Hosts'), 'no heading "Hosts"'],
  ['a heading without text', see => see.heading('page.md', 'Empty'), 'no heading "Empty" with text below it'],
])('%s fails a check', async (_, check, message) => await expect(async () => found(check)).rejects.toThrow(message))
