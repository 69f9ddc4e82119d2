import { execFile } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { home } from '../../scripts/lib/tools.ts'
import { type Ran, tree, unit } from '../helpers.ts'
import { serve } from '../server.ts'

export const [wanted, before] = ['a'.repeat(40), 'b'.repeat(40)]
const automated = { syncPolicy: { automated: {} } }
const accepted = (...names: [string, object][]): string =>
  names.map(([name, spec]) => stringify({ kind: 'Application', metadata: { name }, spec })).join('---\n')
/** prod should have two apps, a chart, root, and a catalog that only a person syncs. */
export const root = (): string =>
  tree({
    ...unit('overlays/prod/web'),
    ...unit('argo/env/prod'),
    ...unit('argo/env/dev'),
    'tests/golden/apps/prod.yaml': accepted(['web-prod', automated], ['api-prod', automated]),
    'tests/golden/argo/prod.yaml': accepted(['root', automated], ['velero', automated], ['catalog', {}]),
  })

type State = { sync?: string; health?: string; revision?: string; revisions?: string[]; path?: string; message?: string }
export const live = (
  name: string,
  { sync = 'Synced', health = 'Healthy', revision = wanted, revisions, path, message }: State = {},
): object => ({
  metadata: { name },
  spec: path ? { source: { path } } : {},
  status: {
    sync: { status: sync, ...(revisions ? { revisions } : { revision }) },
    health: { status: health },
    ...(message ? { operationState: { phase: 'Failed', message } } : {}),
  },
})
export const others = [live('root', { path: 'argo/env/prod' }), live('velero', { revisions: ['12.1.0', before] })]
export const good = [live('web-prod'), live('api-prod'), ...others]

export const status = (args: string[], env: NodeJS.ProcessEnv, cwd = root()): Promise<Ran> => {
  const { CI: _, INIT_CWD: __, npm_lifecycle_script: ___, KUBECONFIG: ____, ...outer } = process.env
  return new Promise(resolve =>
    execFile(
      process.execPath,
      [join(home, 'scripts/status.ts'), ...args],
      {
        cwd,
        env: {
          ...outer,
          NO_COLOR: '1',
          HOME: cwd,
          XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? '', '.cache'),
          ...env,
        },
      },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  )
}

type Ways = [string, (handle: (request: IncomingMessage, response: ServerResponse) => void) => Promise<NodeJS.ProcessEnv>, RegExp][]
export const kubeconfig = (server: string): string =>
  join(
    tree({
      config: stringify({
        ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'c' },
        clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
        users: [{ name: 'u', user: { token: 'secret-token' } }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      }),
    }),
    'config',
  )
export const ways: Ways = [
  [
    "Argo CD's API",
    async handle => ({ ARGOCD_SERVER: await serve(handle), ARGOCD_AUTH_TOKEN: 'secret-token' }),
    /^\/api\/v1\/applications$/,
  ],
  [
    "the cluster's API",
    async handle => ({ KUBECONFIG: kubeconfig(await serve(handle)) }),
    /^\/apis\/argoproj.io\/v1alpha1\/namespaces\/argo\/applications$/,
  ],
]
