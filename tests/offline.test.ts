import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { KubeObject } from '../scripts/lib/engine.ts'
import { renderedImages } from '../scripts/lib/rendered-images.ts'
import { home } from '../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk, ownLayout } from '../scripts/lib/units.ts'
import { endEngines, render, workingTree } from './requirements/renders.ts'

endEngines()

const { data: site } = parse(readFileSync(join(home, 'base/env/offline/environment.yaml'), 'utf8')) as { data: Record<string, string> }
const units = findUnits(foldersOnDisk(home), ownLayout).filter(({ env, name }) => env === 'offline' || name === 'argo/offline')

/** Names that resolve inside the site: its own domains, and Services, with their namespace or without. */
const namespaces = units.map(({ name }) => name.slice(name.indexOf('/') + 1)).join('|')
const inside = new RegExp(
  `(^|\\.)(offline\\.example|site\\.example|svc|svc\\.cluster\\.local|localhost)$|^[a-z0-9-]+(\\.(${namespaces}))?$`,
)

/** The addresses that the environment names: the API server, and stores that run in the site beside the cluster. */
const addresses = Object.entries(site).flatMap(([key, value]) => (key.endsWith('-cidr') ? [value] : []))

type Fields = { [key: string]: unknown }

/** Every string of an object, with the key it stands under. */
const strings = (value: unknown, key = ''): [string, string][] => {
  if (typeof value === 'string') return [[key, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([inner, one]) => strings(one, Array.isArray(value) ? key : inner))
}

/** Hosts that an object would have something ask: those of URLs anywhere but in annotations, and those of routes and certificates. */
const hosts = ({ metadata, ...rest }: KubeObject): string[] =>
  strings({ ...rest, name: metadata.name }).flatMap(([key, text]) => {
    if (key === 'runbook_url' || key === 'description') return []
    const named = ['host', 'hosts', 'dnsNames', 'server', 'hostname'].includes(key) && /^[\w*.-]+$/.test(text) ? [text] : []
    return [...named, ...[...text.matchAll(/\b[a-z][a-z0-9+]*:\/\/(?:[^\s/@"']*@)?([\w.$()*-]+)/g)].map(([, host]) => host ?? '')]
  })

/** Addresses that a NetworkPolicy lets pods reach and that the environment doesn't name; a rule without addressees means everybody. */
const waysOut = ({ kind, spec }: KubeObject): string[] => {
  if (kind !== 'NetworkPolicy') return []
  const rules = ((spec as Fields).egress ?? []) as { to?: { ipBlock?: { cidr: string } }[] }[]
  return rules.flatMap(({ to }) => (to ?? [{ ipBlock: { cidr: 'everybody' } }]).flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr] : [])))
}

const leaks = (objects: readonly KubeObject[]): string[] => [
  ...renderedImages(objects).filter(image => !image.startsWith(`${site.registry}/`)),
  ...objects.flatMap(hosts).filter(host => !inside.test(host)),
  ...objects.flatMap(waysOut).filter(cidr => !addresses.includes(cidr)),
]

test.each(units.map(({ path }) => path))('%s reaches nothing outside the site', async path => {
  await render(path)
  expect(leaks(workingTree.objects(path) as KubeObject[])).toEqual([])
})

const object = (kind: string, rest: object): KubeObject => ({ apiVersion: 'v1', kind, metadata: { name: 'a' }, ...rest })
const policy = (egress: object[]): KubeObject => object('NetworkPolicy', { spec: { egress } })

test.each<[string, KubeObject, string[]]>([
  ['an image from elsewhere', object('Pod', { spec: { containers: [{ image: 'docker.io/a:1' }] } }), ['docker.io/a:1']],
  ['an image of the mirror', object('Pod', { spec: { containers: [{ image: `${site.registry}/a:1` }] } }), []],
  ['an address in a ConfigMap', object('ConfigMap', { data: { a: 'url = "https://s3.example.com/x"' } }), ['s3.example.com']],
  ['an address with a user', object('ConfigMap', { data: { a: 'https://user@s3.example.com' } }), ['s3.example.com']],
  ['a Service', object('ConfigMap', { data: { a: 'http://x.y.svc:80 and http://z/' } }), []],
  ['a host of a route', object('Ingress', { spec: { rules: [{ host: 'api.example.com' }] } }), ['api.example.com']],
  ['a name of a certificate', object('Certificate', { spec: { dnsNames: ['a.offline.example', 'b.example.com'] } }), ['b.example.com']],
  ['a way to an address', policy([{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }]), ['0.0.0.0/0']],
  ['a way to everybody', policy([{ ports: [{ port: 443 }] }]), ['everybody']],
  ['a way to pods', policy([{ to: [{ podSelector: {} }] }]), []],
])('%s', (_, one, found) => {
  expect(leaks([one])).toEqual(found)
})
