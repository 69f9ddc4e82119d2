import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { environmentsOf } from '../scripts/lib/environments.ts'
import { type Cluster, judgeCluster, type Needs } from '../scripts/lib/preflight.ts'
import { needsOf } from '../scripts/lib/preflight-command.ts'
import { home } from '../scripts/lib/tools.ts'
import { run, scratch } from './helpers.ts'
import { nobody, serve } from './server.ts'

type Node = Cluster['nodes'][number]
const node = (ready = 'True', labels = {}): Node => ({ metadata: { labels }, status: { conditions: [{ type: 'Ready', status: ready }] } })
const balanced = { spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }
const good: Cluster = {
  version: { major: '1', minor: '36+' },
  nodes: Array.from({ length: 6 }, () => node()),
  storageClasses: [{ metadata: { name: 'fast-ssd' } }],
  drivers: ['ebs.csi.aws.com', 'nfs.csi.k8s.io'],
  services: [balanced, { spec: { type: 'ClusterIP' } }],
  groups: ['apps', 'snapshot.storage.k8s.io'],
  autoscalerStatus: true,
}
const needs: Needs = { workers: 6, autoscaler: true, drivers: ['nfs.csi.k8s.io'] }
const standard = { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }
const notFine = (cluster: Partial<Cluster>, wanted = needs): string[] =>
  judgeCluster({ ...good, ...cluster }, wanted).flatMap(({ what, state }) => (state === 'fine' ? [] : [`${what}: ${state}`]))

test.each<[string, Partial<Cluster>, string[]]>([
  ['a cluster with everything', {}, []],
  ['an old Kubernetes', { version: { major: '1', minor: '33' } }, ['Kubernetes: missing']],
  ['the oldest that will do', { version: { major: '1', minor: '34' } }, []],
  ['five workers', { nodes: good.nodes.slice(1) }, ['workers: missing']],
  ['a sixth that is not ready', { nodes: [...good.nodes.slice(1), node('Unknown')] }, ['workers: missing']],
  [
    'a sixth that is a control plane',
    { nodes: [...good.nodes.slice(1), node('True', { 'node-role.kubernetes.io/control-plane': '' })] },
    ['workers: missing'],
  ],
  ['Karpenter in place of the autoscaler', { autoscalerStatus: false, groups: [...good.groups, 'karpenter.sh'] }, []],
  ['neither', { autoscalerStatus: false }, ['autoscaling: missing']],
  ['a default class', { storageClasses: [{ metadata: standard }] }, []],
  ['only a class that nobody names', { storageClasses: [{ metadata: { name: 'gp3' } }] }, ['block storage: missing']],
  ['a driver too few', { drivers: [] }, ['CSI driver nfs.csi.k8s.io: missing']],
  ['no snapshots', { groups: [] }, ['volume snapshots: missing']],
  ['no load balancer asked for', { services: [] }, ['load balancers: open']],
  ['one without an address', { services: [balanced, { spec: { type: 'LoadBalancer' } }] }, ['load balancers: missing']],
])('%s', (_, cluster, expected) => {
  expect(notFine(cluster)).toEqual(expected)
})

test('an environment that needs no autoscaler is not asked for one', () => {
  expect(notFine({ autoscalerStatus: false }, { ...needs, autoscaler: false })).toEqual([])
})

const least: Record<string, number> = { dev: 1, staging: 3, prod: 6, offline: 6 }

test.each(environmentsOf(home).map(({ name }) => name))(
  '%s: as many workers as it says, the drivers of its StorageClasses, an autoscaler in prod alone',
  env => {
    const { workers, drivers, autoscaler } = needsOf(env, home)
    expect(workers).toBe(least[env])
    expect(drivers).toContain('nfs.csi.k8s.io')
    expect(drivers).toContain(env === 'offline' ? 'topolvm.io' : 'ebs.csi.aws.com')
    expect(autoscaler).toBe(env === 'prod')
  },
)

const answers: Record<string, object> = {
  '/version': good.version,
  '/api/v1/nodes': { items: good.nodes },
  '/apis/storage.k8s.io/v1/storageclasses': { items: good.storageClasses },
  '/apis/storage.k8s.io/v1/csidrivers': { items: good.drivers.map(name => ({ metadata: { name } })) },
  '/api/v1/services': { items: good.services },
  '/apis': { groups: good.groups.map(name => ({ name })) },
  '/api/v1/namespaces/kube-system/configmaps/cluster-autoscaler-status': {},
}

/** Runs the command against a server, as people do. */
const preflight = async (server: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
  const KUBECONFIG = join(scratch(), 'config')
  const cluster = {
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  }
  const users = [{ name: 'u', user: { token: 'secret-token' } }]
  writeFileSync(KUBECONFIG, JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'c', users, ...cluster }))
  const script = [join(home, 'scripts/preflight.ts'), ...args]
  return promisify(execFile)(process.execPath, script, { env: { ...process.env, KUBECONFIG } }).then(
    done => ({ code: 0, ...done }),
    error => error,
  )
}

const cluster = (changed: Record<string, object | number> = {}): Promise<string> =>
  serve(({ method, url }, response) => {
    const answer = method === 'GET' ? ({ ...answers, ...changed }[url ?? ''] ?? 404) : 405
    response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(typeof answer === 'number' ? { message: 'no' } : answer))
  })

test('a cluster with everything: a line each, exit 0, and it only reads', async () => {
  const { code, stdout } = await preflight(await cluster(), '--env', 'prod')
  expect([code, stdout.split('\n').filter(line => line.startsWith('✔')).length]).toEqual([0, 8])
})

test('what is missing has its remedy in the line, and the exit code is 1', async () => {
  const { code, stdout } = await preflight(await cluster({ '/api/v1/nodes': { items: [] } }), '--env', 'prod')
  expect([code, stdout]).toEqual([1, expect.stringMatching(/✘ workers +0 ready; have at least 6 ready worker nodes/)])
})

test.each([
  ['may not be read', () => cluster({ '/api/v1/nodes': 403 }), /does not let itself be read: GET \/api\/v1\/nodes: 403/],
  ['does not answer', nobody, /does not answer: .*is KUBECONFIG right\?/],
])('a cluster that %s: one sentence, exit 2, no token in it', async (_, server, expected) => {
  const { code, stderr } = await preflight(await server(), '--env', 'dev')
  expect([code, stderr]).toEqual([2, expect.stringMatching(expected)])
  expect(stderr).not.toContain('secret-token')
})

test.each([
  [[], /name the environment/],
  [['--env', 'production'], /--env "production": write one of dev, staging, prod, offline/],
])('bad usage %j: exit 2, one sentence', (args, expected) => {
  const { status, stderr } = run('preflight', args)
  expect([status, stderr]).toEqual([2, expect.stringMatching(expected)])
})
