import { expect, test } from 'vitest'
import { crdSchemas } from '../scripts/lib/schemas/crd.ts'
import { readEnums } from '../scripts/lib/schemas/enums.ts'
import { kubernetesDefinitions } from '../scripts/lib/schemas/kubernetes.ts'
import { schemaFile } from '../scripts/lib/schemas/location.ts'
import { problemsOf } from '../scripts/lib/schemas/problems.ts'
import { share } from '../scripts/lib/schemas/share.ts'
import { fromStructural } from '../scripts/lib/schemas/structural.ts'

const open = { 'x-kubernetes-preserve-unknown-fields': true }
const text = { type: 'string' }

test.each([
  [
    'an object is closed',
    { type: 'object', properties: { a: text } },
    { type: 'object', properties: { a: text }, additionalProperties: false },
  ],
  ['so is one without fields', { type: 'object' }, { type: 'object', additionalProperties: false }],
  ['preserve-unknown-fields keeps it open', { type: 'object', ...open }, { type: 'object' }],
  [
    'but not what is below',
    { type: 'object', ...open, properties: { a: { type: 'object' } } },
    { type: 'object', properties: { a: { type: 'object', additionalProperties: false } } },
  ],
  ['a map has values', { type: 'object', additionalProperties: text }, { type: 'object', additionalProperties: text }],
  ['nullable', { type: 'string', nullable: true, enum: ['a'] }, { type: ['string', 'null'], enum: ['a', null] }],
  ['int-or-string', { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, text] }, { type: ['integer', 'string'] }],
  ['int-or-string that may be null', { 'x-kubernetes-int-or-string': true, nullable: true }, { type: ['integer', 'string', 'null'] }],
  [
    'a default fills what is required',
    { type: 'object', required: ['a', 'b'], properties: { a: { ...text, default: 'x' }, b: text } },
    { type: 'object', required: ['b'], properties: { a: text, b: text }, additionalProperties: false },
  ],
  [
    'branches close nothing',
    {
      type: 'object',
      properties: { a: text },
      oneOf: [{ properties: { a: { enum: ['x'] } } }, { required: ['a'] }],
      not: { required: ['b'] },
    },
    {
      type: 'object',
      properties: { a: text },
      additionalProperties: false,
      oneOf: [{ properties: { a: { enum: ['x'] } } }, { required: ['a'] }],
      not: { required: ['b'] },
    },
  ],
  [
    'a branch on a default is not judged',
    { type: 'object', properties: { a: { ...text, default: 'x' } }, oneOf: [{ required: ['a'] }] },
    { type: 'object', properties: { a: text }, additionalProperties: false },
  ],
  [
    'an embedded object has apiVersion, kind and any metadata',
    { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: text } },
    {
      type: 'object',
      properties: { apiVersion: text, kind: text, metadata: { type: 'object' }, spec: text },
      additionalProperties: false,
    },
  ],
  ['a time keeps its format', { ...text, format: 'date-time', 'x-kubernetes-validations': [] }, { ...text, format: 'date-time' }],
  ['a number loses it', { type: 'integer', format: 'int32', minimum: 1, description: 'no' }, { type: 'integer', minimum: 1 }],
])('structural schema: %s', (_, from, to) => {
  expect(fromStructural(from)).toEqual(to)
})

test('a CRD gives its served versions, with strict metadata and open status', () => {
  const meta = { type: 'object', properties: { name: text }, additionalProperties: false }
  const version = (name: string, served: boolean) => ({
    name,
    served,
    schema: { openAPIV3Schema: { type: 'object', required: ['spec', 'status'], properties: { spec: text, status: { type: 'object' } } } },
  })
  const crd = {
    group: 'example.com',
    names: { kind: 'Thing' },
    scope: 'Namespaced' as const,
    versions: [version('v1', true), version('v1beta1', false)],
  }
  const name = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
  expect(crdSchemas({ kind: 'CustomResourceDefinition', spec: crd }, { [name]: meta, other: text })).toEqual([
    {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      namespaced: true,
      schema: {
        type: 'object',
        required: ['apiVersion', 'kind', 'metadata', 'spec'],
        additionalProperties: false,
        properties: {
          spec: text,
          status: { type: 'object' },
          metadata: { $ref: `#/definitions/${name}` },
          apiVersion: { enum: ['example.com/v1'] },
          kind: { enum: ['Thing'] },
        },
        definitions: { [name]: meta },
      },
    },
  ])
})

test('enumerated values are put where the strings are', () => {
  const go = [
    'func schema_k8sio_api_core_v1_Thing(ref common.ReferenceCallback) common.OpenAPIDefinition {',
    '\t\t\t\t\t"one": {',
    '\t\t\t\t\t\t\tEnum:        []interface{}{"A", "B"},',
    '\t\t\t\t\t"many": {',
    '\t\t\t\t\t\t\t\t\t\tEnum:    []interface{}{"C"},',
    'func schema_pkg_apis_meta_v1_Thing(ref common.ReferenceCallback) common.OpenAPIDefinition {',
    '\t\t\t\t\t"other": {',
    '\t\t\t\t\t\t\tEnum:        []interface{}{"D"},',
  ].join('\n')
  const name = 'io.k8s.api.core.v1.Thing'
  const swagger = { paths: {}, definitions: { [name]: { properties: { one: text, many: { type: 'array', items: text }, free: text } } } }
  expect(kubernetesDefinitions(swagger, readEnums(go))[name]).toEqual({
    properties: { one: { ...text, enum: ['A', 'B'] }, many: { type: 'array', items: { ...text, enum: ['C'] } }, free: text },
    additionalProperties: false,
  })
  expect(() => readEnums('package openapi')).toThrow('layout')
})

test('what stands twice and is large is written once', () => {
  const large = { type: 'object', properties: Object.fromEntries([...'abcdefghijklmnop'].map(name => [name, text])) }
  const schema = { type: 'object', properties: { x: { type: 'array', items: large }, y: large, z: text } }
  expect(share(schema)).toEqual({
    schema: {
      type: 'object',
      properties: { x: { type: 'array', items: { $ref: '#/definitions/x.items' } }, y: { $ref: '#/definitions/x.items' }, z: text },
    },
    definitions: { 'x.items': large },
  })
})

test('a kind is found in the folder of its group', () => {
  expect(schemaFile('v1', 'ConfigMap')).toBe('core/configmap-v1.json')
  expect(schemaFile('apps/v1', 'Deployment')).toBe('apps/deployment-v1.json')
})

test('the deepest causes of a message are its problems, sorted', () => {
  const nested = "- at '/spec': validation failed   - at '/spec/a b': got null, want array"
  const msg = `problem: jsonschema validation failed with 'file:///a/b.json#' ${nested} - at '': additional properties 'b', 'a' not allowed`
  expect(problemsOf(msg)).toEqual([
    { path: '', problem: "unknown fields 'a', 'b'" },
    { path: '/spec/a b', problem: 'got null, want array' },
  ])
})
