import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { Judge, Judgement, World } from '../../scripts/lib/check/rule.ts'
import { home } from '../../scripts/lib/tools.ts'

const folder = join(home, 'tests/fixtures/set')
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

/** A world of one unit of an environment that renders this YAML. */
export const worldOf = (yaml: string, env = 'prod', files: Record<string, string> = {}): World => ({
  root: '',
  tree: 'work',
  date: '2026-11-21',
  units: [
    {
      unit: { name: `${env}/fixture`, env, path: `overlays/${env}/fixture` },
      objects: parseAllDocuments(yaml).map(document => document.toJS()),
      yaml,
      reads: [],
    },
  ],
  files: Object.keys(files),
  read: path => files[path],
})

/** What a judge says of a fixture, in an environment that runs Kubernetes 1.36; `more` lines say what else it is. A case without a Namespace stands in the common one. */
export const judged = (judge: Judge, fixture: string, env = 'prod', more = ''): Judgement[] => {
  const own = read(fixture)
  const yaml = /^kind: Namespace$/m.test(own) ? own : `${read('namespace.yaml')}---\n${own}`
  const environment = { [`base/env/${env}/environment.yaml`]: `data:\n  kubernetes-version: 1.36.4\n${more}` }
  const found = judge.judge(worldOf(yaml, env, environment))
  if (found instanceof Promise) throw new Error('a judge that answers later')
  return found
}

/** A judgement in one line: code, object and field. */
export const line = ({ code, object, path }: Judgement): string => `${code} ${object?.kind}/${object?.name} ${path?.join('.')}`
