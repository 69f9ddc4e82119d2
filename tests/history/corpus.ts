import { configMap, deployment } from './initial.ts'
import { type Kustomization, type Tree, written } from './tree.ts'

const envs = ['dev', 'staging', 'prod', 'offline']

const service = (name: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector: {app: ${name}}\n  ports:\n    - port: 80\n`

/** A repository of so many units in four environments, each app with its own folder, all with the same components. */
export const corpus = (units: number): Tree => {
  const files: Tree = new Map()
  const file = (path: string, content: string): void => void files.set(path, { content, mode: '100644' })
  const kustomize = (folder: string, fields: Kustomization['fields']): void =>
    file(`${folder}/kustomization.yaml`, written({ fields, style: 'block', file: '' }))
  const component = (folder: string, fields: object): void =>
    kustomize(folder, { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', ...fields })
  file('base/components/quota/limits.yaml', configMap('limits', 'few'))
  component('base/components/quota', { resources: ['limits.yaml'] })
  for (const env of envs) component(`base/env/${env}`, { labels: [{ pairs: { env } }] })
  for (let i = 0; i < units / envs.length; i++) {
    const name = `app${String(i).padStart(4, '0')}`
    file(`apps/${name}/deployment.yaml`, deployment(name, `${name}:1`))
    file(`apps/${name}/service.yaml`, service(name))
    file(`apps/${name}/settings.env`, `NAME=${name}\n`)
    kustomize(`apps/${name}`, {
      resources: ['deployment.yaml', 'service.yaml'],
      configMapGenerator: [{ name: 'settings', envs: ['settings.env'] }],
    })
    for (const env of envs) {
      const at = `overlays/${env}/${name}`
      file(`${at}/patches/replicas.yaml`, `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  replicas: 2\n`)
      kustomize(at, {
        namespace: name,
        resources: [`../../../apps/${name}`],
        components: ['../../../base/components/quota', `../../../base/env/${env}`],
        images: [{ name, newTag: '1' }],
        patches: [{ path: 'patches/replicas.yaml' }],
      })
    }
  }
  return files
}
