import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { home } from '../../scripts/lib/tools.ts'
import { scratch } from '../helpers.ts'
import { environments, read } from './platform.ts'

type Environment = { values: (string | { cluster?: { enabled: boolean } })[] }
type Hook = { events: string[]; command: string; args: [string, string] }
type Release = { name: string; condition: string; values: unknown[]; hooks: [Hook] }
const [first, second] = parseAllDocuments(read('platform/helmfile.yaml')).map(document => document.toJS())
const all: Record<string, Environment> = first.environments
const [release, ...others] = second.releases as [Release, ...Release[]]

const enabled = (env: string): boolean | undefined =>
  all[env]?.values.flatMap(value => (typeof value === 'object' && value.cluster ? [value.cluster.enabled] : []))[0]

test('it knows the four environments and one release, because everything else is an Application', () => {
  expect(Object.keys(all)).toEqual(environments)
  expect([release.name, others]).toEqual(['argo-cd', []])
  expect(release.condition).toBe('cluster.enabled')
  for (const env of environments) expect(enabled(env), env).toBeTypeOf('boolean')
})

test('prod is switched on only with the addresses of a cluster', () => {
  const documentation = /^192\.0\.2\./
  const { 'apiserver-cidr': address } = parse(read('base/env/prod/environment.yaml')).data
  if (enabled('prod')) expect(address).not.toMatch(documentation)
  else expect(address, 'prod has a cluster: switch it on in platform/helmfile.yaml').toMatch(documentation)
})

test('values are files of this repository; what stands beside them only switches ServiceMonitors off', () => {
  const files = release.values.filter(value => typeof value === 'string')
  expect(files).toEqual(['values/argo-cd.yaml', 'values/{{ .Environment.Name }}/argo-cd.yaml'])
  expect(existsSync(join(home, 'platform/values/argo-cd.yaml'))).toBe(true)
  const rest = release.values.filter(value => typeof value !== 'string').flatMap(value => Object.values(value as object))
  expect(rest).toHaveLength(5)
  for (const one of rest) expect(one).toEqual({ metrics: { serviceMonitor: { enabled: false } } })
  expect(read('platform/helmfile.yaml')).not.toMatch(/^\s*(set|secrets):/m)
})

/** Runs the hook with a kubectl that answers so. */
const guard = (exitCode: number, stderr: string): { status: number | null; stdout: string } => {
  const bin = scratch()
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\necho '${stderr}' >&2\nexit ${exitCode}\n`, { mode: 0o755 })
  const { command, args } = release.hooks[0]
  return spawnSync(command, args, { env: { PATH: `${bin}:${process.env.PATH}` }, encoding: 'utf8' })
}

test.each([
  ['a new cluster, which has no such kind', 1, 'Error from server (NotFound): the server could not find the requested resource', 0, ''],
  ['a cluster with the kind and no Application', 1, 'Error from server (NotFound): applications "argo-cd" not found', 0, ''],
  ['Argo CD owns itself', 0, '', 1, 'Argo CD owns itself here'],
  ['a cluster that does not answer', 1, 'Unable to connect to the server', 1, 'Unable to connect'],
  ['a person who may not look', 1, 'Error from server (Forbidden): applications is forbidden', 1, 'Forbidden'],
])('before install and uninstall: %s', (_, code, stderr, expected, said) => {
  expect(release.hooks[0].events).toEqual(['presync', 'preuninstall'])
  const { status, stdout } = guard(code, stderr)
  expect([status, stdout]).toEqual([expected, expect.stringContaining(said)])
})
