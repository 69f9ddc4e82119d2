import { join } from 'node:path/posix'
import type { Judgement } from '../check/rule.ts'
import type { Kustomization, Reference } from '../sources/kustomization.ts'
import { fieldOf, startOf, textOf } from '../sources/parse.ts'
import { overlayOf, say, type Tree } from './say.ts'

/** Units that differ in kind on the offline site, and so build from the app there. */
const otherOffline = new Set(['cluster-storage', 'cluster-certificates', 'cluster-secrets', 'cluster-gateways'])

/** FormDB's requirement names its namespaces. */
const namespaces: Record<string, Record<string, string>> = {
  'formdb-http-api': { dev: 'formdb-dev', staging: 'formdb-staging', prod: 'formdb-production', offline: 'formdb-production' },
}
export const namespaceOf = (env: string, app: string): string => (Object.hasOwn(namespaces, app) && namespaces[app]?.[env]) || app

/** What an overlay is built from, what it is called, how long it is, and what lies in its folder. */
export const judgeOverlays = (tree: Tree): Judgement[] => [
  ...tree.kustomizations.flatMap(kustomization => {
    const overlay = overlayOf(kustomization.folder)
    return overlay
      ? [...shape(kustomization, overlay), ...namespace(kustomization, overlay), ...length(kustomization)]
      : appNamespace(kustomization)
  }),
  ...tree.world.files.flatMap(strangers),
]

type Overlay = { env: string; app: string }

const shape = (kustomization: Kustomization, { env, app }: Overlay): Judgement[] => {
  const { references, file, source } = kustomization
  const at = (reference: Reference): ReturnType<typeof source.at> => source.at(reference.offset)
  const base = env === 'offline' && !otherOffline.has(app) ? `overlays/prod/${app}` : `apps/${app}`
  const resources = references.filter(({ role }) => role === 'resource')
  const components = references.filter(({ role }) => role === 'component')
  const strange = resources.filter(({ path }) => path !== base && path !== `overlays/${env}/${app}/waivers`)
  const foreign = components.filter(({ path }) => !isOwn(path, { env, app }) && path !== `overlays/${env}/${app}/waivers`)
  const last = components.at(-1)
  return [
    ...strange.map(one =>
      say('OVERLAY_SHAPE', at(one), `${textOf(one.node)} is not what this overlay is built from`, `list ${relative(base)} alone`),
    ),
    ...(resources.some(({ path }) => path === base) || strange.length > 0
      ? []
      : [say('OVERLAY_SHAPE', { file, line: 1, col: 1 }, 'the overlay lists no app', `list ${relative(base)} in resources`)]),
    ...foreign.map(one =>
      say('OVERLAY_SHAPE', at(one), `${textOf(one.node)} is no component of this app, of base/components, or this environment`),
    ),
    ...(last?.path === `base/env/${env}`
      ? []
      : [
          say(
            'OVERLAY_SHAPE',
            last ? at(last) : { file, line: 1, col: 1 },
            'the last component is not the environment',
            `list ${relative(`base/env/${env}`)} last`,
          ),
        ]),
  ]
}

const relative = (path: string): string => (path.startsWith('overlays/') ? `../../${path.slice('overlays/'.length)}` : `../../../${path}`)

const isOwn = (path: string, { env, app }: Overlay): boolean =>
  path === `base/env/${env}` || path.startsWith('base/components/') || path.startsWith(`apps/${app}/components/`)

const namespace = ({ root, source }: Kustomization, { env, app }: Overlay): Judgement[] => {
  const node = fieldOf(root, 'namespace')
  const wanted = namespaceOf(env, app)
  const found = textOf(node)
  return found === undefined || found === wanted
    ? []
    : [say('NAMESPACE_UNIT', source.at(startOf(node)), `the namespace ${found} is not the unit’s`, `write ${wanted}`)]
}

const appNamespace = ({ root, source, folder }: Kustomization): Judgement[] => {
  // Cluster units fill namespaces that a requirement or an operator names.
  const app = /^apps\/(?!cluster-)([^/]+)$/.exec(folder)?.[1]
  const node = fieldOf(root, 'namespace')
  const found = textOf(node)
  return app === undefined || found === undefined || found === app
    ? []
    : [say('NAMESPACE_UNIT', source.at(startOf(node)), `the namespace ${found} is not the app’s name`, `write ${app}`)]
}

const most = 20

const length = ({ file, source }: Kustomization): Judgement[] => {
  const lines = source.text.replace(/\n$/, '').split('\n').length
  return lines > most
    ? [say('OVERLAY_LONG', { file, line: most + 1, col: 1 }, `the overlay has ${lines} lines, at most ${most} are allowed`)]
    : []
}

/** Files of an overlay that are neither its kustomization, a patch, a document nor a waiver. */
const strangers = (file: string): Judgement[] => {
  const [, rest] = /^overlays\/[^/]+\/[^/]+\/(.+)$/.exec(file) ?? []
  if (rest === undefined)
    return /^overlays\/[^/]+\/[^/]+$/.test(file) && !file.endsWith('.md') ? [say('OVERLAY_FILE', { file }, 'only units stand here')] : []
  return /^(kustomization\.yaml|README\.md|patches\/[^/]+\.yaml|waivers\/[^/]+\.yaml)$/.test(rest)
    ? []
    : [say('OVERLAY_FILE', { file: join(file) }, `${rest} has no place in an overlay`)]
}
