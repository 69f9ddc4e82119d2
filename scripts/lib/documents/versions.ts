import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { Failure } from '../failure.ts'
import { markdownTable } from './marks.ts'

/** The version that a go.mod requires of a module. Throws a Failure when it doesn't. */
const required = (root: string, file: string, module: string): string => {
  const line = readFileSync(join(root, file), 'utf8')
    .split('\n')
    .find(one => one.trim().replace('require ', '').startsWith(`${module} `))
  const version = line
    ?.trim()
    .split(' ')
    .find(word => /^v\d/.test(word))
  if (!version) throw new Failure(`${file} doesn't require ${module}; correct scripts/lib/documents/versions.ts`)
  return version
}

/** What is pinned, and where: the table of docs/compatibility/versions.md. */
export const versionsTable = (root: string): string => {
  const tools = 'tools/go.mod'
  const schemas = 'tools/schemas/go.mod'
  const packages = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  const { releases } = parse(readFileSync(join(root, 'platform/versions.yaml'), 'utf8')) as {
    releases: Record<string, { appVersion: string }>
  }
  const running = (release: string): string => releases[release]?.appVersion ?? ''
  const link = (path: string): string => `[${path}](../../${path})`
  return markdownTable(
    ['what', 'version', 'pinned in'],
    [
      ['kustomize, command', required(root, tools, 'sigs.k8s.io/kustomize/kustomize/v5'), link(tools)],
      ['kustomize, library of the engine', required(root, tools, 'sigs.k8s.io/kustomize/api'), link(tools)],
      ['kubeconform', required(root, tools, 'github.com/yannh/kubeconform'), link(tools)],
      ['Kubernetes, schemas and policies', required(root, schemas, 'k8s.io/kubernetes'), link(schemas)],
      ['Argo CD, schemas', required(root, schemas, 'github.com/argoproj/argo-cd/v3'), link(schemas)],
      ['Argo CD, clusters', running('argo-cd'), link('platform/versions.yaml')],
      ['Argo Rollouts, clusters', running('argo-rollouts'), link('platform/versions.yaml')],
      ['Node', packages.dependencies.node ?? '', link('package.json')],
    ],
  )
}
