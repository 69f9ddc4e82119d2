import { cpSync, lstatSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { filesOf } from '../../scripts/lib/check/world.ts'
import { listInside } from '../../scripts/lib/files.ts'
import { needsOf } from '../../scripts/lib/preflight-command.ts'
import { home } from '../../scripts/lib/tools.ts'
import { commitAll, git, type Ran, run, tree, unit } from '../helpers.ts'
import { temporary } from './temporary.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const slow = 600_000
let root = ''

/** This repository's tree, as it stands, in a repository of its own. */
beforeAll(() => {
  root = temporary()
  for (const path of filesOf(home, 'work').files)
    if (!/^(tests\/(?!golden\/)|tools\/|scripts\/)/.test(path) && lstatSync(join(home, path), { throwIfNoEntry: false })?.isFile())
      cpSync(join(home, path), join(root, path))
  commitAll(root)
}, slow)

const make = (...args: string[]): Ran => run('new', args, { cwd: root })
const changed = (): string[] =>
  git(root, 'status', '--porcelain', '--untracked-files=all')
    .split('\n')
    .filter(Boolean)
    .map(line => line.slice(2).trim())
const text = (path: string): string => readFileSync(join(root, path), 'utf8')
/** Errors of check in what these tests have made. */
const errors = (): string[] => {
  const { findings } = JSON.parse(run('check', ['--json'], { cwd: root }).stdout)
  const told = findings.flatMap((one: Record<string, string>) => (one.severity === 'error' ? [JSON.stringify(one)] : []))
  return told.filter((one: string) => /orders|guests|\bqa\b/.test(one))
}

test(
  'a system of its own: folder, overlays, Argo CD, owners, registry, accepted renders',
  () => {
    const { status, stdout, stderr } = make('app', 'orders', '--image', `ghcr.io/acme/orders:1.10@${digest}`, '--team', '@gitops/orders')
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('Error')])
    expect(stdout).toMatch(/next: {4}say who may call orders[\s\S]*security reviews the new prefix/)
    expect(changed()).toEqual(
      expect.arrayContaining([
        ...['.github/CODEOWNERS', 'argo/base/kustomization.yaml', 'argo/base/applicationset-orders.yaml', 'apps/orders/deployment.yaml'],
        ...['dev', 'staging', 'prod', 'offline'].flatMap(env => [
          `overlays/${env}/orders/kustomization.yaml`,
          `tests/golden/${env}/orders.yaml`,
        ]),
      ]),
    )
    expect(text('overlays/prod/orders/kustomization.yaml')).toContain(`newTag: "1.10"\n    digest: ${digest}\n`)
    expect(text('overlays/offline/orders/kustomization.yaml')).toContain('newName: registry.offline.example/acme/orders\n')
    expect(text('.github/CODEOWNERS')).toMatch(/^\/apps\/orders\/ +@gitops\/orders$/m)
    expect(text('tests/golden/apps/prod.yaml')).toContain('name: orders-prod')
    expect(text('docs/architecture.md')).toContain('["overlays/env/orders"]')
    const objects = parseAllDocuments(text('tests/golden/prod/orders.yaml')).map(document => document.toJS())
    expect(objects.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0].image).toBe(
      `ghcr.io/acme/orders:1.10@${digest}`,
    )
    commitAll(root)
    const again = make('app', 'orders', '--image', `ghcr.io/acme/orders:1.10@${digest}`, '--team', '@gitops/orders')
    expect([again.status, again.stdout, changed()]).toEqual([0, 'app orders is there already, just so\n', []])
  },
  slow,
)

test(
  "a service of Tartware is what node-service's README shows, and joins its project; other environments can follow",
  () => {
    const [app, image] = ['tartware-guests-service', 'ghcr.io/tartware/guests-service:0.1.0']
    expect(make('app', app, '--image', image, '--port', '3010', '--env', 'dev').status).toBe(0)
    const readme = readFileSync(join(home, 'base/components/node-service/README.md'), 'utf8')
    for (const [, path = '', shown] of readme.matchAll(/```\w+\n# (\S+)\n([\s\S]*?)```/g))
      expect(text(`apps/${app}/${path}`), path).toBe(shown)
    const project = text('argo/base/appproject-tartware.yaml')
    expect(project.match(/namespace: tartware-\S+/g)).toEqual(project.match(/namespace: tartware-\S+/g)?.toSorted())
    expect(changed().filter(path => path.startsWith('argo/base/'))).toEqual(['argo/base/appproject-tartware.yaml'])
    expect(make('app', app, '--image', `${image}@${digest}`, '--port', '3010', '--env', 'staging').status).toBe(0)
    expect(text(`overlays/staging/${app}/kustomization.yaml`)).toContain('../../../base/components/rollout-istio')
    commitAll(root)
  },
  slow,
)

test(
  'an environment: everything of another one with its own name, no file twice; after all that, check finds nothing in what was made',
  () => {
    const { status, stdout, stderr } = make('environment', 'qa', '--like', 'staging', '--revision', 'v1.0.0')
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('nothing is written')])
    expect(stdout).toContain('put in what the cluster really has')
    expect(text('argo/env/qa/environment.yaml')).toMatch(/environment: qa\n[\s\S]*revision: v1.0.0\n/)
    expect(text('platform/helmfile.yaml')).toContain('  qa:\n    values: [versions.yaml, *ready]\n')
    expect(errors()).toEqual([])
    expect(text('docs/alerts.md')).toMatch(/`VectorBackupOld` \(offline, prod, qa, staging\)/)
    expect(run('promote', ['engram', 'dev', 'qa'], { cwd: root }).stdout).toBe('qa/engram has what dev has already\n')
    expect(run('promote', ['engram', 'qa', 'prod'], { cwd: root }).stderr).toContain('qa is not on the way to prod')
    expect(needsOf('qa', root).workers).toBe(needsOf('staging', root).workers)
    const made = changed()
    expect(made.filter(path => !path.startsWith('tests/golden/') && /staging/.test(path))).toEqual([])
    const manifests = ['apps', 'base', 'overlays', 'argo', 'platform']
      .flatMap(folder => listInside(root, folder))
      .filter(path => path.endsWith('.yaml'))
    const texts = manifests.map(text)
    expect(manifests.filter((_, i) => texts.indexOf(texts[i] ?? '') !== i)).toEqual([])
    expect(new Set(made.map(dirname).filter(path => path.startsWith('overlays/qa/') && !path.includes('/', 12))).size).toBe(
      new Set(listInside(root, 'overlays/staging').map(path => path.split('/')[2])).size,
    )
    commitAll(root)
  },
  slow,
)

test('what would not pass check is refused, with what check says, and nothing is written', () => {
  const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n'
  const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: where\ndata:\n  runs-in: staging\n'
  const small = tree({ ...unit('overlays/staging/web'), 'apps/web/kustomization.yaml': kustomization, 'where.yaml': object })
  commitAll(small)
  const args = ['component', 'where', '--app', 'web', '--purpose', 'Says where the app runs', '--file', 'where.yaml']
  const { status, stderr } = run('new', args, { cwd: small, env: { INIT_CWD: small } })
  expect([status, stderr]).toEqual([2, expect.stringMatching(/would not pass pnpm check; nothing is written:\n[\s\S]*ENV_WORD/)])
  expect(git(small, 'status', '--porcelain')).toBe('')
})
