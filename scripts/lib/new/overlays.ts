import { parseDocument } from 'yaml'
import { textOf } from '../edit/edits.ts'
import { Failure } from '../failure.ts'
import { listInside } from '../files.ts'
import { imageEntries } from '../image-entry.ts'
import { repositoryOf } from '../image-reference.ts'
import type { AppSpec, Files, Kind } from './app-spec.ts'

const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'

/** The host of the offline site's mirror: that of the names which its overlays give. Throws a Failure when none gives one. */
const mirror = (root: string): string => {
  for (const file of listInside(root, 'overlays/offline').filter(path => path.endsWith('/kustomization.yaml'))) {
    const named = imageEntries(parseDocument(textOf(root, file) ?? '')).find(({ newName }) => newName)?.newName
    if (named) return named.split('/')[0] ?? ''
  }
  throw new Failure('no overlay of offline names the mirror, so where its images are is not known; leave offline out of --env')
}

/** The image's repository as the mirror has it: the same path, another host. */
const mirrored = (root: string, name: string): string => `${mirror(root)}/${repositoryOf(name).repository}`

/** The components of base/components that all apps of a system include in an environment, in their order. */
export const sharedBy = (root: string, env: string, system: string): string[] => {
  const files = listInside(root, `overlays/${env}`).filter(
    path => path.startsWith(`overlays/${env}/${system}`) && path.endsWith('/kustomization.yaml'),
  )
  const listed = files.map(file => (parseDocument(textOf(root, file) ?? '').toJS() as { components?: string[] } | null)?.components ?? [])
  const [first = [], ...others] = listed.map(all =>
    all.flatMap(one => /^\.\.\/\.\.\/\.\.\/base\/components\/([^/]+)$/.exec(one)?.[1] ?? []),
  )
  return first.filter(one => others.every(all => all.includes(one)))
}

/** The overlays of an app, by path; `components` says which an environment's overlay includes before base/env. */
export const overlays = (root: string, { name, image, envs }: AppSpec, components: Kind['components']): Files =>
  Object.fromEntries(
    envs.map(env => {
      const listed = [...components(root, env).map(one => `../../../base/components/${one}`), `../../../base/env/${env}`]
      const base =
        env === 'offline' ? `resources:\n  - ../../prod/${name}\n` : `namespace: ${name}\nresources:\n  - ../../../apps/${name}\n`
      const entry =
        env === 'offline'
          ? `    newName: ${mirrored(root, image.name)}\n`
          : `    newTag: ${JSON.stringify(image.tag)}\n${image.digest ? `    digest: ${image.digest}\n` : ''}`
      const text = `${head}${base}components:\n${listed.map(one => `  - ${one}\n`).join('')}images:\n  - name: ${image.name}\n${entry}`
      return [`overlays/${env}/${name}/kustomization.yaml`, text]
    }),
  )
