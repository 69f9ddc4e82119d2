import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { listInside } from '../scripts/lib/files.ts'
import { knownKinds, knownSchemas, schemaLocation } from '../scripts/lib/schemas/location.ts'
import { problemsOf } from '../scripts/lib/schemas/problems.ts'
import { table } from '../scripts/lib/schemas/sources-table.ts'
import { updateSchemas } from '../scripts/lib/schemas/update.ts'
import { home, toolPath } from '../scripts/lib/tools.ts'
import { scratch } from './helpers.ts'

const committed = join(home, 'tools/schemas')
const quantity = "does not match pattern '^[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$'"

type Resource = { name: string; kind: string; status: string; msg: string }
const kubeconform = async (file: string): Promise<Resource[]> => {
  const args = ['-strict', '-verbose', '-output', 'json', '-schema-location', schemaLocation, file]
  const program = await toolPath('kubeconform')
  const json = await new Promise<string>(resolve =>
    execFile(program, args, { maxBuffer: 2 ** 26, env: {} }, (_, stdout) => resolve(stdout)),
  )
  return JSON.parse(json).resources
}
const complaints = ({ status, msg }: Resource): string[] => {
  if (status === 'statusValid') return []
  return status === 'statusInvalid' ? problemsOf(msg).map(({ path, problem }) => `${path}: ${problem}`) : [msg]
}
const judge = async (fixture: string): Promise<Record<string, string[]>> => {
  const resources = await kubeconform(join(home, 'tests/fixtures/schemas', fixture))
  return Object.fromEntries(resources.map(resource => [resource.name, complaints(resource)]))
}

/** A copy of what the schemas are made from, without the schemas. */
const inputs = (): string => {
  const folder = scratch()
  for (const file of ['go.mod', 'go.sum', 'SOURCES.md', 'strimzi.yaml']) cpSync(join(committed, file), join(folder, file))
  return folder
}
const edit = (folder: string, file: string, from: RegExp, to: string): string => {
  writeFileSync(join(folder, file), readFileSync(join(folder, file), 'utf8').replace(from, to))
  return folder
}

test('the committed schemas are what the pinned modules give, byte for byte', { timeout: 300_000 }, async () => {
  const folder = inputs()
  mkdirSync(join(folder, 'core'))
  for (const file of ['stale.json', 'core/pod-v1.json']) writeFileSync(join(folder, file), '{}')
  const { schemas, changed } = await updateSchemas(folder)
  expect(listInside(folder, '.').sort()).toEqual(listInside(committed, '.').sort())
  expect(listInside(folder, '.').filter(file => !readFileSync(join(folder, file)).equals(readFileSync(join(committed, file))))).toEqual([])
  expect(schemas).toBe(knownSchemas().length)
  expect(changed).toEqual(expect.arrayContaining(['stale.json', 'core/pod-v1.json']))
  expect(changed).not.toContain('go.sum')
})

test('content that differs from go.sum is refused, and nothing is written', { timeout: 300_000 }, async () => {
  const folder = edit(inputs(), 'go.sum', /(istio.io\/api \S+ h1:)./, '$1_')
  await expect(updateSchemas(folder)).rejects.toThrow(/checksum mismatch|malformed/)
  expect(listInside(folder, '.').sort()).toEqual(['SOURCES.md', 'go.mod', 'go.sum', 'strimzi.yaml'])
})

test('a module that go.mod lost is named', { timeout: 300_000 }, async () => {
  const folder = edit(inputs(), 'go.mod', /\tk8s.io\/kubernetes .*\n/, '')
  await expect(updateSchemas(folder)).rejects.toThrow("go.mod doesn't require k8s.io/kubernetes; add it")
})

test('a version that no module has is named', { timeout: 300_000 }, async () => {
  const folder = edit(inputs(), 'go.mod', /(k8s.io\/kubernetes v)1/, '$10')
  await expect(updateSchemas(folder)).rejects.toThrow('k8s.io/kubernetes@v0')
})

test('a SOURCES.md without its marks is not overwritten', () => {
  expect(() => table('# by hand\n', [])).toThrow('restore them')
})

test('without Go the failure says what to install', async () => {
  vi.stubEnv('PATH', '')
  await expect(updateSchemas(inputs())).rejects.toThrow('Go is not installed')
  vi.unstubAllEnvs()
})

test('every kind has a schema that kubeconform finds and can compile', async () => {
  const file = join(scratch(), 'all.yaml')
  const objects = knownSchemas().map(known => `apiVersion: ${known.replace(' ', '\nkind: ')}\nmetadata: {name: a}\n`)
  writeFileSync(file, objects.join('---\n'))
  const resources = await kubeconform(file)
  expect(resources.length).toBe(knownSchemas().length)
  expect(resources.filter(({ status }) => status === 'statusError')).toEqual([])
  expect(knownKinds()).toEqual(expect.arrayContaining(['Deployment', 'Rollout', 'ApplicationSet', 'ServiceMonitor']))
})

test.each([
  ['good-kubernetes.yaml', 9],
  ['good-custom.yaml', 12],
])('%s is valid', async (fixture, count) => {
  const resources = await kubeconform(join(home, 'tests/fixtures/schemas', fixture))
  expect(resources.filter(({ status }) => status !== 'statusValid')).toEqual([])
  expect(resources.length).toBe(count)
})

test('bad objects of Kubernetes kinds are refused where they are wrong', async () => {
  expect(await judge('bad-kubernetes.yaml')).toEqual({
    'typo-at-top': [": unknown fields 'specs'"],
    'typo-in-metadata': ["/metadata: unknown fields 'label'"],
    'typo-at-depth': ["/spec/template/spec/containers/0/livenessProbe: unknown fields 'periodSecond'"],
    'wrong-type': ['/spec/replicas: got string, want integer'],
    'missing-required': ["/spec: missing property 'selector'"],
    'unknown-enum': ["/spec/containers/0/imagePullPolicy: value must be one of 'Always', 'IfNotPresent', 'Never'"],
    'quantity-object': ['/spec/containers/0/resources/limits/cpu: got object, want number or string'],
    'quantity-unit': [`/spec/containers/0/resources/limits/memory: '512mb' ${quantity}`],
    'int-or-string-fraction': ['/spec/ports/0/targetPort: got number, want integer or string'],
    'int-or-string-list': ['/spec/ports/0/targetPort: got array, want integer or string'],
    'empty-key': ['/spec/ingress/0/from: got null, want array'],
    'number-as-value': ['/data/PORT: got number, want string'],
    'kind-in-lower-case': ["/kind: value must be 'ConfigMap'"],
    'key-twice': [expect.stringContaining('key "data" already set in map')],
    'version-off-by-default': ['could not find schema for DeviceClass'],
    'unknown-kind': ['could not find schema for Deploiment'],
  })
})

test('bad objects of custom kinds are refused where they are wrong', async () => {
  const rule = '/spec/strategy/canary/trafficRouting/istio/destinationRule'
  expect(await judge('bad-custom.yaml')).toEqual({
    'rollout-unknown-field': [`${rule}: missing properties 'canarySubsetName', 'stableSubsetName'`, `${rule}: unknown fields 'host'`],
    'rollout-volume-typo': ["/spec/template/spec/volumes/0: unknown fields 'emptydir'"],
    'rollout-quantity': [`/spec/template/spec/containers/0/resources/limits/cpu: 'lots' ${quantity}`],
    'rollout-int-or-string': ['/spec/strategy/canary/maxSurge: got array, want integer or string'],
    'applicationset-typo-at-depth': ["/spec/generators/0/matrix/generators/0/git: unknown fields 'directory'"],
    'application-missing-project': ["/spec: missing property 'project'"],
    'istio-wrong-type': ['/spec/http/0/route/0/weight: got string, want integer'],
    'istio-enum': ["/spec/mtls/mode: value must be one of 'UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'"],
    'monitor-duration': [expect.stringMatching(/^\/spec\/endpoints\/0\/interval: '30 seconds' does not match/)],
    'monitor-int-or-string': ["/metadata: unknown fields 'lables'", '/spec/endpoints/0/targetPort: got object, want integer or string'],
    'two-providers': ['/spec/provider: maxProperties: got 2, want 1'],
    'certificate-missing-issuer': ["/spec: missing property 'issuerRef'"],
    'route-port-range': ['/spec/rules/0/backendRefs/0/port: maximum: got 70,000, want 65,535'],
    'kafka-pool': [
      "/spec: missing property 'replicas'",
      "/spec: unknown fields 'replica'",
      "/spec/storage/volumes/0: unknown fields 'storageClass'",
    ],
    'snapshot-class-top-level': ["/deletionPolicy: value must be one of 'Delete', 'Retain'"],
  })
})
