import { matchesGlob } from 'node:path'
import { isMap, isSeq } from 'yaml'
import { type Edit, editOf, textOf } from '../edit/edits.ts'
import { Failure } from '../failure.ts'
import { listInside } from '../files.ts'
import { kustomizationOf, textOfDocument } from '../image-entry.ts'
import { newFile } from './plan.ts'

const base = 'argo/base'
const list = `${base}/kustomization.yaml`

/** The ApplicationSet whose glob an overlay of that name falls under, and its project; undefined when none reaches it. */
export const systemOf = (root: string, name: string): { set: string; project: string } | undefined => {
  for (const file of listInside(root, base).filter(path => /\/applicationset-[^/]+\.yaml$/.test(path))) {
    const document = kustomizationOf(file, textOf(root, file) ?? '')
    const glob = String(document.getIn(['spec', 'generators', 0, 'git', 'directories', 0, 'path'])).replace(/^overlays\/environment\//, '')
    if (matchesGlob(name, glob))
      return { set: String(document.getIn(['metadata', 'name'])), project: String(document.getIn(['spec', 'template', 'spec', 'project'])) }
  }
  return undefined
}

const set = (name: string): string => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: ${name}
  namespace: argo
spec:
  generators:
    - git:
        repoURL: repository
        revision: revision
        directories:
          - path: overlays/environment/${name}
  template:
    spec:
      project: ${name}
      destination:
        namespace: ${name}
`

const project = (name: string): string => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: ${name}
  namespace: argo
spec:
  description: ${name}
  destinations:
    - server: https://kubernetes.default.svc
      namespace: ${name}
  clusterResourceWhitelist:
    - group: ""
      kind: Namespace
      name: ${name}
  roles:
    - name: team
      description: May sync again what Git says; what it says is changed by pull request
      policies:
        - p, proj:${name}:team, applications, sync, ${name}/*, allow
      groups:
        - ${name} # chosen: the group of the system's team at the identity provider
`

/** Puts an item into a list at its place in the order of a key, unless it is there. */
const insert = (items: unknown, key: (item: unknown) => string, item: unknown, at: string): void => {
  if (!isSeq(items) || items.items.some(one => key(one) === at)) return
  const place = items.items.findIndex(one => key(one) > at)
  items.items.splice(place < 0 ? items.items.length : place, 0, item)
}

/** Registers an app with Argo CD: a set and a project of its own, or its namespace in the project of the system that reaches it. */
export const register = (root: string, name: string): Edit[] => {
  const system = systemOf(root, name)
  if (system && system.set !== name) return [intoProject(root, name, `${base}/appproject-${system.project}.yaml`)]
  const kustomization = kustomizationOf(list, textOf(root, list) ?? '')
  const files = [`applicationset-${name}.yaml`, `appproject-${name}.yaml`]
  for (const file of files) insert(kustomization.get('resources'), one => String(one), kustomization.createNode(file), file)
  return [
    newFile(root, `${base}/applicationset-${name}.yaml`, set(name)),
    newFile(root, `${base}/appproject-${name}.yaml`, project(name)),
    editOf(root, list, textOfDocument(kustomization)),
  ]
}

const intoProject = (root: string, name: string, file: string): Edit => {
  const text = textOf(root, file)
  if (text === undefined) throw new Failure(`${file} is not there, and ${name} needs a place in its project`)
  const document = kustomizationOf(file, text)
  const field = (key: string) => (item: unknown) => (isMap(item) ? String(item.get(key)) : '')
  const server = document.getIn(['spec', 'destinations', 0, 'server'])
  insert(document.getIn(['spec', 'destinations']), field('namespace'), document.createNode({ server, namespace: name }), name)
  const allowed = document.createNode({ group: '', kind: 'Namespace', name })
  insert(document.getIn(['spec', 'clusterResourceWhitelist']), field('name'), allowed, name)
  return editOf(root, file, textOfDocument(document))
}

/** The owners of an app in CODEOWNERS, a line after those of other apps. No file, no line. */
export const own = (root: string, name: string, team: string): Edit[] => {
  const file = '.github/CODEOWNERS'
  const text = textOf(root, file)
  const path = `/apps/${name}/`
  if (text === undefined || text.split('\n').some(line => line.startsWith(`${path} `))) return []
  const lines = text.replace(/\n$/, '').split('\n')
  const last = lines.findLastIndex(line => line.startsWith('/apps/'))
  const column = lines.find(line => line.startsWith('*'))?.indexOf('@') ?? 0
  lines.splice(last < 0 ? lines.length : last + 1, 0, `${path.padEnd(Math.max(column, path.length + 1))}${team}`)
  return [editOf(root, file, `${lines.join('\n')}\n`)]
}

const registry = 'apps/cluster-policies/policies/pods/image-registry.yaml'

/** Lets images of one registry folder in, where the policy image-registry doesn't yet: security reviews that line. */
export const allowRegistry = (root: string, image: string): Edit[] => {
  const text = textOf(root, registry)
  const [, indent = '', quoted = ''] = /^( +)\[\n([\s\S]*?)\n +\]$/m.exec(text ?? '') ?? []
  const allowed = [...quoted.matchAll(/'([^']+)'/g)].map(([, prefix]) => prefix ?? '')
  if (text === undefined || allowed.length === 0 || allowed.some(prefix => image.startsWith(prefix))) return []
  const all = [...allowed, `${image.split('/').slice(0, -1).join('/')}/`].sort()
  return [
    editOf(
      root,
      registry,
      text.replace(quoted, () => all.map(prefix => `${indent}  '${prefix}'`).join(',\n')),
    ),
  ]
}
