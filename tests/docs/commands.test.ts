import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { listInside } from '../../scripts/lib/files.ts'
import { home } from '../../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk } from '../../scripts/lib/units.ts'
import { endEngines, render, workingTree } from '../requirements/renders.ts'
import { type Command, commands, documents, isPlaceholder, words } from './documents.ts'
import { knownFrom, kubectlProblems } from './kubectl.ts'
import { environments, toolProblems } from './tool-commands.ts'

endEngines()

const all = documents().flatMap(commands)
const of = (...programs: string[]): Command[] => all.filter(({ line }) => programs.includes(line.split(' ')[0] ?? ''))
const told = (found: Command[], problems: (words: string[], where: string) => string[]): string[] =>
  found.flatMap(({ where, line }) => problems(words(line), where).map(problem => `${where}: ${line}: ${problem}`))

test('every command of this repository that a document names is one', () => {
  const units = findUnits(foldersOnDisk(home))
  expect(of('pnpm', 'node').length).toBeGreaterThan(40)
  expect(told(of('pnpm', 'node'), line => toolProblems(line, units))).toEqual([])
})

/** The objects of a golden file. */
const objectsIn = (file: string): KubeObject[] => parseAllDocuments(readFileSync(join(home, file), 'utf8')).map(document => document.toJS())

/** Everything rendered, in any environment, or by a template or combination. */
const rendered = async (): Promise<KubeObject[]> => {
  const golden = listInside(home, 'tests/golden').filter(file => /^tests\/golden\/[^/]+\/[^/]+\.yaml$/.test(file))
  const objects = golden.flatMap(objectsIn)
  const folders = [...listInside(home, 'tests/combinations'), ...listInside(home, 'apps').filter(file => file.includes('/jobs/'))]
  const others = folders.filter(file => file.endsWith('/kustomization.yaml')).map(file => file.replace('/kustomization.yaml', ''))
  for (const unit of others) await render(unit)
  return [...objects, ...others.flatMap(unit => workingTree.objects(unit) as KubeObject[])].filter(object => object?.kind)
}

test('every namespace, kind and object that a kubectl command names is rendered', async () => {
  const known = knownFrom(await rendered())
  const jobs = of('kubectl').flatMap(({ line }) => /create job --from \S+ (\S+)/.exec(line)?.slice(1) ?? [])
  const made = new Set(jobs.map(name => `job/${name}`))
  expect(of('kubectl').length).toBeGreaterThan(40)
  expect(told(of('kubectl'), line => kubectlProblems(line, known, made))).toEqual([])
})

test('every Application that an argocd command names is one', () => {
  const fromSets = environments.flatMap(env => foldersOnDisk(home)(`overlays/${env}`).map(app => `${app}-${env}`))
  const fromGit = environments.flatMap(env => objectsIn(`tests/golden/argo/${env}.yaml`).filter(({ kind }) => kind === 'Application'))
  const names = new Set([...fromSets, ...fromGit.map(({ metadata }) => metadata.name)])
  const problems = ([, noun, verb, ...rest]: string[]): string[] => {
    const name = noun === 'app' ? rest.filter(word => word !== 'run')[0] : undefined
    if (verb === 'list' || name === undefined || isPlaceholder(name) || name === 'root' || names.has(name)) return []
    return [`no Application ${name}`]
  }
  expect(told(of('argocd'), problems)).toEqual([])
})

test('every helmfile command names an environment that the file has, and nothing but what day 0 needs', () => {
  const { environments: known = {} } = parseAllDocuments(readFileSync(join(home, 'platform/helmfile.yaml'), 'utf8'))[0]?.toJS() ?? {}
  const problems = (line: string[]): string[] => {
    const env = line[line.indexOf('--environment') + 1] ?? ''
    const [verb = ''] = line.slice(1).filter((word, at, all) => !word.startsWith('-') && all[at - 1] !== '--environment')
    return [...(isPlaceholder(env) || env in known ? [] : [`no environment ${env}`]), ...(verb === 'sync' ? [] : [`what is ${verb}?`])]
  }
  expect(of('helmfile').length).toBeGreaterThan(0)
  expect(told(of('helmfile'), problems)).toEqual([])
})

test('every project that an argocd command names is one', () => {
  const projects = new Set(
    objectsIn('tests/golden/argo/prod.yaml').flatMap(({ kind, metadata }) => (kind === 'AppProject' ? [metadata.name] : [])),
  )
  const named = of('argocd').flatMap(({ line }) => /--project (\S+)/.exec(line)?.[1] ?? [])
  expect(named.filter(project => !isPlaceholder(project) && !projects.has(project))).toEqual([])
})

const dev = [{ name: 'dev/web', env: 'dev', path: 'overlays/dev/web' }]
test.each([
  ['pnpm render dev', []],
  ['pnpm render dev/web --update', []],
  ['pnpm render dev/wep', ['no unit dev/wep']],
  ['pnpm render --upgrade', ['scripts/render.ts has no --upgrade']],
  ['pnpm rendr', ['no script rendr']],
  ['pnpm run render dev', []],
  ['pnpm run why dev/wep', ['no unit dev/wep']],
  ['pnpm why dev/web', ['pnpm has a why of its own; write pnpm run why']],
  ['node scripts/none.ts', ['scripts/none.ts is not there']],
  ['pnpm kustomize build overlays/none', ['overlays/none is not there']],
  ['pnpm render <env>/<app>', []],
  ['pnpm image web dev registry.example/web:1', []],
  ['pnpm image wep dev registry.example/web:1', ['no app wep']],
  ['pnpm promote web dev staging', ['no environment staging']],
  ['pnpm promote --release dev v1.2.0', []],
  ['pnpm promote --release prod v1.2.0', ['no environment prod']],
])('%s', (line, problems) => {
  expect(toolProblems(words(line), dev)).toEqual(problems)
})

const object = (kind: string, name: string, rest: object = {}): KubeObject => ({ apiVersion: 'v1', kind, metadata: { name }, ...rest })
const known = knownFrom([
  object('Namespace', 'web'),
  object('Deployment', 'web'),
  object('StatefulSet', 'db', { spec: { replicas: 2, volumeClaimTemplates: [object('PersistentVolumeClaim', 'data')] } }),
  object('ExternalSecret', 'keys', { spec: { target: { name: 'api-keys' } } }),
])
test.each([
  ['kubectl get deployment web --namespace web', []],
  ['kubectl get deployments,pods -n web', []],
  ['kubectl get deployment api --namespace web', ['no deployment api']],
  ['kubectl get deployment web --namespace api', ['no namespace api']],
  ['kubectl get rollout web', ['no kind rollout']],
  ['kubectl rollout restart deployment/api -n web', ['no deployment api']],
  ['kubectl logs db-1 --namespace web', []],
  ['kubectl logs db-2 --namespace web', ['no pod db-2']],
  ['kubectl delete pvc data-db-0 -n web', []],
  ['kubectl get secret api-keys -n web', []],
  ['kubectl logs job/now -n web', []],
  ['kubectl logs job/later -n web', ['no job later']],
])('%s', (line, problems) => {
  expect(kubectlProblems(words(line), known, new Set(['job/now']))).toEqual(problems)
})
