import type { Kustomization, Tree } from './tree.ts'

/** A repository that changes: files, and the kustomizations among them as data. */
export type State = {
  files: Tree
  kustomizations: Map<string, Kustomization>
  /** A path that a kustomization lists and that isn't there yet. */
  awaited?: string
}

export const envs = ['dev', 'prod'] as const
export const apps = ['alpha', 'beta', 'gamma', 'überall'] as const

const object = (kind: string, name: string, more: string): string =>
  `apiVersion: ${kind === 'Deployment' ? 'apps/v1' : 'v1'}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`

export const deployment = (name: string, image: string): string =>
  object(
    'Deployment',
    name,
    `spec:\n  selector:\n    matchLabels: {app: ${name}}\n  template:\n    metadata:\n      labels: {app: ${name}}\n    spec:\n      containers:\n        - name: ${name}\n          image: ${image}\n          envFrom:\n            - configMapRef: {name: settings}\n`,
  )
export const configMap = (name: string, value: string): string => object('ConfigMap', name, `data:\n  value: ${JSON.stringify(value)}\n`)

/** Every field of a kustomization that names a file or folder, in four apps, their overlays and what they share. */
export const initial = (): State => {
  const files: Tree = new Map()
  const kustomizations = new Map<string, Kustomization>()
  const file = (path: string, content: string): void => void files.set(path, { content, mode: '100644' })
  const link = (path: string, target: string): void => void files.set(path, { content: target, mode: '120000' })
  const kustomize = (folder: string, fields: Kustomization['fields']): void =>
    void kustomizations.set(folder, { fields, style: 'block', file: 'kustomization.yaml' })

  for (const [i, app] of apps.entries()) {
    const name = `app${i}`
    file(`apps/${app}/deployment.yaml`, deployment(name, `${name}:1`))
    file(`apps/${app}/größe ${i}.yaml`, configMap(`size${i}`, 'm'))
    file(`apps/${app}/settings.env`, `A=${i}\n`)
    file(`apps/${app}/files/main.conf`, `level = ${i}\n`)
    link(`apps/${app}/linked.yaml`, `../../shared/linked.yaml`)
    kustomize(`apps/${app}`, {
      resources: ['deployment.yaml', `größe ${i}.yaml`],
      configMapGenerator: [{ name: 'settings', envs: ['settings.env'], files: ['app.conf=files/main.conf'] }],
    })
  }
  file('shared/linked.yaml', configMap('linked', 'x'))
  file('base/components/labels/patch.yaml', '- op: add\n  path: /metadata/annotations\n  value: {a: b}\n')
  kustomize('base/components/labels', { kind: 'Component', patches: [{ path: 'patch.yaml', target: { kind: 'Deployment' } }] })
  file('base/components/extra/extra.yaml', configMap('extra', 'y'))
  kustomize('base/components/extra', { kind: 'Component', resources: ['extra.yaml'] })
  link('base/components/also', 'extra')
  for (const env of envs) {
    file(
      `base/env/${env}/replacement.yaml`,
      `source: {kind: ConfigMap, name: environment, fieldPath: data.value}\ntargets:\n  - select: {kind: Deployment}\n    fieldPaths: [metadata.labels.env]\n    options: {create: true}\n`,
    )
    file(`base/env/${env}/environment.yaml`, configMap('environment', env))
    kustomize(`base/env/${env}`, { kind: 'Component', resources: ['environment.yaml'], replacements: [{ path: 'replacement.yaml' }] })
    for (const app of apps)
      kustomize(`overlays/${env}/${app}`, {
        resources: [`../../../apps/${app}`],
        components: [`../../../base/env/${env}`, '../../../base/components/labels'],
      })
  }
  for (const { fields } of kustomizations.values()) if (fields.kind === 'Component') fields.apiVersion = 'kustomize.config.k8s.io/v1alpha1'
  legacy(files, kustomizations)
  return { files, kustomizations }
}

/** A unit that uses the old fields and builtin plugins, whose configurations name files of their own. */
const legacy = (files: Tree, kustomizations: Map<string, Kustomization>): void => {
  const at = 'overlays/dev/legacy'
  const file = (path: string, content: string): void => void files.set(`${at}/${path}`, { content, mode: '100644' })
  file(
    'prefix.yaml',
    'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: old-\nfieldSpecs: [{path: metadata/name}]\n',
  )
  file('generator.yaml', 'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: made}\nfiles: [made.txt]\n')
  file('made.txt', 'made\n')
  file('merge.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app0}\nspec: {replicas: 2}\n')
  file('json.yaml', '- {op: replace, path: /spec/replicas, value: 3}\n')
  file('references.yaml', 'nameReference: []\n')
  const target = { group: 'apps', version: 'v1', kind: 'Deployment', name: 'app0' }
  kustomizations.set(at, {
    fields: {
      bases: ['../../../apps/alpha'],
      generators: ['generator.yaml'],
      transformers: ['prefix.yaml'],
      configurations: ['references.yaml'],
      patchesStrategicMerge: ['merge.yaml'],
      patchesJson6902: [{ target, path: 'json.yaml' }],
    },
    style: 'block',
    file: 'kustomization.yaml',
  })
}
