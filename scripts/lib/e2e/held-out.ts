import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { KubeObject } from '../engine.ts'
import { home } from '../tools.ts'
import type { Edits } from './git-repo.ts'

const file = 'tests/e2e/environments/held-out.yaml'
const folder = 'argo/platform'

/** Applications that no proof brings to Synced and Healthy, each with the reason that the list gives. */
export const heldOut = (): Map<string, string> => {
  const groups = parse(readFileSync(join(home, file), 'utf8')) as { why: string; applications: string[] }[]
  return new Map(groups.flatMap(({ why, applications }) => applications.map(name => [name, why] as const)))
}

/** An Application that renders a chart, which a registry would have to be asked for. */
export const ofChart = ({ kind, spec }: KubeObject): boolean => {
  if (kind !== 'Application') return false
  const { source, sources = [] } = spec as { source?: { chart?: string }; sources?: { chart?: string }[] }
  return [source, ...sources].some(one => one?.chart !== undefined)
}

/** What takes the Applications of charts out of argo/platform; the rest of what `root` syncs stays as it is. */
export const withoutCharts = (objects: readonly KubeObject[]): Edits => {
  const lines = new Set(objects.filter(ofChart).map(({ metadata }) => `  - ${metadata.name}.yaml`))
  return {
    [`${folder}/kustomization.yaml`]: text =>
      text
        .split('\n')
        .filter(line => !lines.has(line))
        .join('\n'),
  }
}
