import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { listInside, readInside } from '../scripts/lib/files.ts'
import { home } from '../scripts/lib/tools.ts'
import { run, tree } from './helpers.ts'

const readme = readFileSync(join(home, 'base/components/node-service/README.md'), 'utf8')
/** The files that the README's "Add a service" shows, by the name in their first line. */
const shown = Object.fromEntries(
  [...readme.matchAll(/```\w+\n# (\S+)\n([\s\S]*?)```/g)].map(([, path, text]) => [path as string, text as string]),
)
const shared = Object.fromEntries(listInside(home, 'base/components').map(path => [path, readInside(home, path)?.toString() ?? '']))
const app = 'tartware-guests-service'

test('a sixth service is one folder of about 40 lines, the README shows it, and it renders whole', () => {
  expect(Object.keys(shown)).toEqual(['kustomization.yaml', 'deployment.yaml', 'patches/metrics-port.yaml', 'config.env'])
  expect(Object.values(shown).join('').trimEnd().split('\n').length).toBeLessThanOrEqual(45)

  const folder = Object.fromEntries(Object.entries(shown).map(([path, text]) => [`apps/${app}/${path}`, text]))
  const root = tree({ ...shared, ...folder })
  const { status, stdout, stderr } = run('render', ['--root', root, '--units', 'apps/*', '--stdout', app])
  expect([status, stderr]).toEqual([0, expect.any(String)])
  const objects = parseAllDocuments(stdout).map(document => document.toJS())
  const named = (kind: string): string[] => objects.filter(one => one.kind === kind).map(one => one.metadata.name)
  for (const kind of ['Deployment', 'DestinationRule', 'HorizontalPodAutoscaler', 'Namespace', 'PodDisruptionBudget', 'VirtualService'])
    expect(named(kind), kind).toEqual([app])
  expect(named('Service')).toEqual([app, `${app}-canary`, `${app}-metrics`])
  // Nothing is left of the names that the component's own files have.
  expect(stdout).not.toMatch(/[:-] app(-\w+)?$|"app"|\.app\./m)
  expect(stdout).toMatch(/- name: PORT\n\s+value: "3010"/)
})
