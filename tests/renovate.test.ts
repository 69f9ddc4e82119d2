import { readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { listInside } from '../scripts/lib/files.ts'
import { home } from '../scripts/lib/tools.ts'

type Manager = { managerFilePatterns: string[]; matchStrings: string[]; datasourceTemplate: string; packageNameTemplate?: string }
type Rule = {
  matchManagers?: string[]
  matchPackageNames?: string[]
  matchDepNames?: string[]
  matchFileNames?: string[]
  groupName?: string
  enabled?: boolean
}
type Found = { name: string; version: string; source: string }

const read = (path: string): string => readFileSync(join(home, path), 'utf8')
const { customManagers, packageRules } = JSON.parse(read('renovate.json')) as { customManagers: Manager[]; packageRules: Rule[] }
const charts = Object.values(
  (parse(read('platform/versions.yaml')) as { releases: Record<string, { chart: string; version: string; source: string }> }).releases,
)

/** What Renovate's own rules find in a file: a pattern between slashes is a regular expression over the path. */
const foundIn = (path: string): Found[] =>
  customManagers
    .filter(({ managerFilePatterns }) => managerFilePatterns.some(pattern => new RegExp(pattern.slice(1, -1)).test(path)))
    .flatMap(({ matchStrings, datasourceTemplate, packageNameTemplate }) =>
      matchStrings.flatMap(text =>
        [...read(path).matchAll(new RegExp(text, 'g'))].map(({ groups = {} }) => ({
          name: groups.depName ?? '',
          version: groups.currentValue ?? '',
          source: datasourceTemplate === 'helm' ? (groups.registryUrl ?? '') : `oci://${packageNameTemplate && groups.registry}`,
        })),
      ),
    )

const sorted = (all: readonly Found[]): string[] => all.map(({ name, version, source }) => `${source} ${name} ${version}`).sort()

test('every chart is found once in platform/versions.yaml, with its version and where it comes from', () => {
  expect(sorted(foundIn('platform/versions.yaml'))).toEqual(
    sorted(charts.map(({ chart, version, source }) => ({ name: chart, version, source }))),
  )
  expect(charts.length).toBeGreaterThan(15)
})

test('the same charts are found in the Applications, so that both change in one pull request', () => {
  const files = listInside(home, 'argo/platform').filter(path => /^argo\/platform\/[^/]+\.yaml$/.test(path))
  expect(sorted(files.flatMap(foundIn))).toEqual(sorted(foundIn('platform/versions.yaml')))
})

const ruleFor = (manager: string, name: string, file: string): { group: string | undefined; enabled: boolean } => {
  const applies = packageRules.filter(
    ({ matchManagers, matchPackageNames, matchFileNames, matchDepNames }) =>
      (matchManagers?.includes(manager) ?? true) &&
      (matchPackageNames?.some(glob => glob === name || matchesGlob(name, glob)) ?? true) &&
      (matchFileNames?.some(glob => matchesGlob(file, glob)) ?? true) &&
      matchDepNames === undefined,
  )
  return { group: applies.findLast(({ groupName }) => groupName)?.groupName, enabled: !applies.some(({ enabled }) => enabled === false) }
}

test.each([
  ['kustomize', 'docker.io/qdrant/qdrant', 'overlays/dev/kfm-vector/kustomization.yaml', 'images', true],
  ['kustomize', 'docker.io/qdrant/qdrant', 'overlays/staging/kfm-vector/kustomization.yaml', 'images', true],
  ['kustomize', 'docker.io/qdrant/qdrant', 'overlays/prod/kfm-vector/kustomization.yaml', 'images', false],
  ['kustomize', 'registry.offline.example/qdrant/qdrant', 'overlays/offline/kfm-vector/kustomization.yaml', 'images', false],
  ['kustomize', 'ghcr.io/tartware/core-service', 'overlays/dev/tartware-core-service/kustomization.yaml', 'images', false],
  ['custom.regex', 'ghcr.io/istio/release/charts/istiod', 'argo/platform/istiod.yaml', 'chart istio', true],
  ['custom.regex', 'velero', 'platform/versions.yaml', 'chart {{{depName}}}', true],
  ['github-actions', 'actions/checkout', '.github/workflows/verify.yaml', 'actions', true],
  ['npm', 'yaml', 'package.json', 'npm', true],
  ['gomod', 'github.com/rhysd/actionlint', 'tools/lint/go.mod', 'go', true],
  ['gomod', 'sigs.k8s.io/kustomize/api', 'tools/go.mod', 'go of the clusters', true],
])('%s %s in %s', (manager, name, file, group, enabled) => {
  expect(ruleFor(manager, name, file)).toEqual({ group, enabled })
})

test('the images of our own systems are left to bump-image', () => {
  for (const file of listInside(home, 'overlays/dev').filter(path =>
    /(bijux|engram|formdb|tartware)[^/]*\/kustomization\.yaml$/.test(path),
  ))
    for (const { name } of (parse(read(file)) as { images?: { name: string }[] }).images ?? [])
      expect(ruleFor('kustomize', name, file).enabled, name).toBe(false)
})
