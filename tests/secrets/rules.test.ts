import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Judgement } from '../../scripts/lib/check/rule.ts'
import { secretJudge } from '../../scripts/lib/secret/judge.ts'
import { worldOf } from '../set/fixture.ts'
import { credentials } from './credentials.ts'

const judged = (objects: object[], files: Record<string, string> = {}): Judgement[] =>
  secretJudge.judge(worldOf(objects.map(one => stringify(one)).join('---\n'), 'prod', files)) as Judgement[]
const lines = (found: Judgement[]): string[] =>
  found.map(({ code, path, at }) => `${code} ${path?.join('.') ?? `${at?.file}:${at?.line}:${at?.col ?? ''}`}`)

const object = (kind: string, rest: object, apiVersion = 'v1'): object => ({
  apiVersion,
  kind,
  metadata: { name: 'shop', namespace: 'shop' },
  ...rest,
})
const configMap = (data: object): object => object('ConfigMap', { data })
const container = (fields: object): object =>
  object('Job', { spec: { template: { spec: { containers: [{ name: 'a', image: 'a', ...fields }] } } } }, 'batch/v1')
const external = (data: object): object => object('ExternalSecret', { spec: { target: { template: { data } } } }, 'external-secrets.io/v1')
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const inPod = 'spec.template.spec.containers.0'

describe('rendered objects', () => {
  test.each<[what: string, object: object, expected: string[]]>([
    ['a Secret with data', object('Secret', { data: { a: '' } }), ['SECRET_OBJECT data.a']],
    ['a Secret with stringData', object('Secret', { stringData: { a: 'b' } }), ['SECRET_OBJECT stringData.a']],
    ['a service account token', object('Secret', { type: 'kubernetes.io/service-account-token' }), []],
    ['a password in env', container({ env: [{ name: 'DB_PASSWORD', value: 'correct horse' }] }), [`SECRET_VALUE ${inPod}.env.0.value`]],
    ['a reference in env', container({ env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] }), []],
    ['a path, a switch, a time', container({ env: ['/run/a', 'true', '15m'].map(value => ({ name: 'TOKEN', value })) }), []],
    ['what is about a secret', container({ env: [{ name: 'TOKEN_TTL_SECONDS', value: 'long' }] }), []],
    [
      'a password of digits',
      configMap({ DB_PASSWORD: '12345678', db_pass: '0042' }),
      ['SECRET_VALUE data.DB_PASSWORD', 'SECRET_VALUE data.db_pass'],
    ],
    ['a password of digits in a file', configMap({ 'a.ini': '[db]\npassword = 12345678\n' }), ['SECRET_VALUE data.a.ini']],
    ['a token of digits', container({ args: ['--token=1234567890'] }), [`SECRET_VALUE ${inPod}.args.0`]],
    [
      'numbers under such names',
      configMap({
        MAX_TOKENS: '4096',
        TOKEN: '86400',
        MIN_PASSWORD: '8',
        PASSWORD_PORT: '5432',
        DB_PASSWORD: '0',
        'a.ini': 'a=b\ntokens = 12345678\n',
      }),
      [],
    ],
    ['another variable', container({ env: [{ name: 'DB_PASSWORD', value: '$(OTHER)' }] }), []],
    ['an argument', container({ args: ['--password=correcthorse'] }), [`SECRET_VALUE ${inPod}.args.0`]],
    ['two arguments', container({ command: ['a', '--api-key', 'correcthorse'] }), [`SECRET_VALUE ${inPod}.command.2`]],
    ['a key of a ConfigMap', configMap({ CLIENT_SECRET: 'correct horse' }), ['SECRET_VALUE data.CLIENT_SECRET']],
    ['a file in a ConfigMap', configMap({ 'a.toml': '[db]\npassword = "correcthorse"\n' }), ['SECRET_VALUE data.a.toml']],
    ['base64', configMap({ a: base64('password=correcthorse') }), ['SECRET_VALUE data.a']],
    ['binaryData', object('ConfigMap', { binaryData: { a: base64(credentials['github-pat'] ?? '') } }), ['SECRET_TOKEN binaryData.a']],
    ['a random value', configMap({ SIGNING_KEY: 'kJ8sLq2ZpX7vBn4TtRw9' }), ['SECRET_ENTROPY data.SIGNING_KEY']],
    ['a digest', configMap({ KEY: 'ab12cd34ef'.repeat(4) }), []],
    [
      'an annotation',
      object('Service', { metadata: { name: 'a', annotations: { 'a/token': 'correcthorse' } } }),
      ['SECRET_VALUE metadata.annotations.a/token'],
    ],
    ['a literal of an ExternalSecret', external({ password: 'correcthorse' }), ['SECRET_SEALED spec.target.template.data.password']],
    ['a template of an ExternalSecret', external({ password: '{{ .password }}', username: 'admin' }), []],
    ['a SealedSecret', object('SealedSecret', { spec: { encryptedData: { a: `Ag${'B'.repeat(80)}` } } }), []],
    [
      'a SealedSecret that is open',
      object('SealedSecret', { spec: { encryptedData: { a: 'b' } } }),
      ['SECRET_SEALED spec.encryptedData.a'],
    ],
  ])('%s', (_, one, expected) => {
    expect(lines(judged([one]))).toEqual(expected)
  })

  test.each(Object.entries(credentials))('%s, wherever it stands', (id, credential) => {
    const found = judged([configMap({ a: `see ${credential}` })])
    expect(lines(found)).toEqual([expect.stringMatching(/^SECRET_(TOKEN|CONTENT) data\.a$/)])
    expect(found[0]?.problem).toContain(`(${id})`)
    expect(JSON.stringify(found)).not.toContain(credential.slice(-12))
  })
})

describe('sources', () => {
  const github = credentials['github-pat'] ?? ''
  const sops = (rest: object, leaf = 'ENC[AES256_GCM,data:a]'): string =>
    stringify({ kind: 'Secret', data: { a: leaf }, sops: { mac: 'ENC[a]', ...rest } })
  test.each<[what: string, path: string, text: string, expected: string[]]>([
    ['a token in a document', 'docs/a.md', `a\nsee ${github}\n`, ['SECRET_TOKEN docs/a.md:2:5']],
    ['a token in a workflow', '.github/workflows/a.yaml', `env:\n  A: ${github}\n`, ['SECRET_TOKEN .github/workflows/a.yaml:2:6']],
    ['a generator', 'apps/a/kustomization.yaml', 'secretGenerator:\n  - name: a\n', ['SECRET_GENERATOR apps/a/kustomization.yaml:1:1']],
    ['a value in an env file', 'apps/a/config.env', 'A=b\nAPI_KEY=correcthorse\n', ['SECRET_VALUE apps/a/config.env:2:9']],
    ['a password of digits in an env file', 'apps/a/config.env', 'A=b\nDB_PASSWORD=12345678\n', ['SECRET_VALUE apps/a/config.env:2:13']],
    ['a value of a chart', 'platform/values/a.yaml', 'adminPassword: correcthorse\n', ['SECRET_VALUE platform/values/a.yaml:1:16']],
    ['a Secret that nothing reads', 'apps/a/b.yaml', 'kind: Secret\nstringData:\n  a: b\n', ['SECRET_OBJECT apps/a/b.yaml:2:1']],
    ['code that speaks of one', 'scripts/a.ts', 'const password = readPassword()\n', []],
    ['a SOPS file', 'apps/a/s.enc', sops({ age: [{ recipient: 'age1ours' }] }), []],
    ['one without checksum', 'apps/a/s.enc', sops({ mac: '' }), ['SECRET_SEALED apps/a/s.enc:4:']],
    ['one with an open value', 'apps/a/s.enc', sops({}, 'open'), ['SECRET_SEALED apps/a/s.enc:3:']],
    ["one with a stranger's key", 'apps/a/s.enc', sops({ age: [{ recipient: 'age1theirs' }] }), ['SECRET_SEALED apps/a/s.enc:7:']],
  ])('%s', (_, path, text, expected) => {
    expect(lines(judged([], { [path]: text, '.sops.yaml': 'creation_rules: [{age: age1ours}]' }))).toEqual(expected)
  })

  test('what a source and its render both hold is said once, at the source', () => {
    const found = judged([configMap({ a: github })], { 'apps/a/a.txt': github })
    expect(lines(found)).toEqual(['SECRET_TOKEN apps/a/a.txt:1:1'])
  })
})

test('no secret can be waived; what only looks like one can', () => {
  const waivable = Object.entries(secretJudge.rules).filter(([, rule]) => rule.waivable)
  expect(waivable.map(([code, { severity }]) => [code, severity])).toEqual([['SECRET_ENTROPY', 'warning']])
})
