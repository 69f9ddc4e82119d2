import type { Ref } from '../../../scripts/lib/e2e/api.ts'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { apply, get, patch } from '../../../scripts/lib/e2e/objects.ts'
import { applicationSpec, makeProject, patience, type Settings, type World } from './place.ts'
import type { SmallRepo } from './small-repo.ts'

/** An ApplicationSet of this repository's kind; each test has one. */
export type AppSet = { ref: Ref; compared: () => Promise<void> }

/**
 * Makes an ApplicationSet over the folders of `units/`, as argo/ renders one, with a project and a namespace of its name. An
 * Application is called like its folder with the set's name behind it.
 * @param own fields of the set's spec, the set's syncPolicy for one
 */
export const makeSet = async (world: World, name: string, repo: SmallRepo, own: object, settings: Settings = {}): Promise<AppSet> => {
  await makeProject(world, name, repo)
  // biome-ignore lint/suspicious/noExplicitAny: a rendered object
  const { apiVersion, kind, metadata, spec } = world.template as any
  const ref: Ref = { apiVersion, kind, metadata: { name, namespace: metadata.namespace } }
  const { revision = 'main' } = settings
  await apply(world.api, {
    ...ref,
    spec: {
      goTemplate: spec.goTemplate,
      goTemplateOptions: spec.goTemplateOptions,
      ...own,
      generators: [{ git: { repoURL: repo.url, revision, directories: [{ path: 'units/*' }] } }],
      template: {
        metadata: { name: `{{ .path.basename }}-${name}` },
        spec: applicationSpec(world, name, repo, { ...settings, path: '{{ .path.path }}' }),
      },
    },
  })
  return { ref, compared: () => compared(world, ref) }
}

const refresh = 'argocd.argoproj.io/application-set-refresh'

/** Has Argo CD look at the newest commit, and answers once it has. */
const compared = async ({ api }: World, ref: Ref): Promise<void> => {
  await patch(api, ref, { metadata: { annotations: { [refresh]: 'true' } } })
  await eventually(async () => {
    if ((await get(api, ref)).metadata.annotations?.[refresh]) throw new Error(`${ref.metadata.name} was not compared`)
  }, patience)
}
