import { Failure } from './failure.ts'
import { type Answer, type Attempt, get, NoAnswer, post, secureUrl, until, type Waiting } from './http.ts'

/** An object inside an Application: `group/Kind/name`, as in `batch/Job/catalog-publish`. */
export type Part = { group: string; kind: string; name: string }
export type Target = { server: string; token: string; application: string; replace?: Part | undefined }

type Resource = Part & { namespace: string; health?: { status?: string } }
type Application = {
  spec?: { syncPolicy?: { automated?: object } }
  operation?: object
  status?: {
    resources?: (Omit<Resource, 'group'> & { group?: string })[]
    operationState?: { phase?: string; message?: string; startedAt?: string }
  }
}

/** What is asked of Argo CD: all of the Application, or one object of it to be deleted and made again, which runs a finished Job once more. */
export const syncRequest = (found: Resource | undefined): object => {
  const kept = ['FailOnSharedResource=true']
  if (!found) return { prune: false }
  const { group, kind, name, namespace } = found
  return {
    resources: [{ group, kind, name, namespace }],
    strategy: { apply: { force: true } },
    // The Application's other objects, a claim with data among them, aren't touched.
    syncOptions: { items: [...kept, 'Replace=true'] },
  }
}

/**
 * Syncs an Application that only a person starts, through Argo CD's API, and waits until the sync has succeeded. Throws a Failure: exit 1
 * when it fails, is still running, or takes too long; exit 2 for a token that isn't accepted, or an Application that syncs by itself.
 */
export const syncApplication = async (target: Target, wait: Waiting): Promise<void> => {
  const url = secureUrl('ARGOCD_SERVER', target.server)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/applications/${encodeURIComponent(target.application)}`
  const headers = { authorization: `Bearer ${target.token}` }
  const read = async (ms: number): Promise<Application> => applicationIn(await get(url, Math.min(30_000, ms), headers), target)
  const before = await read(30_000).catch(atOnce)
  const found = startable(before, target)
  const start = new URL(`${url.href}/sync`)
  await post(start, 30_000, headers, syncRequest(found))
    .then(answer => applicationIn(answer, target))
    .catch(atOnce)
  const last = before.status?.operationState?.startedAt
  const result = await until(async left => judge(await read(left), last), wait)
  if ('waiting' in result)
    throw new Failure(`${target.application}: ${result.waiting} after ${wait.timeoutMs / 1000} s; see it in Argo CD`, 1)
}

/** Before the sync has begun nothing is waited for. */
const atOnce = (error: unknown): never => {
  throw error instanceof NoAnswer ? new Failure(error.message, 1) : error
}

/** The object to make again, when it is there. Throws a Failure when the Application mustn't be started now. */
const startable = ({ spec, operation, status }: Application, { application, replace }: Target): Resource | undefined => {
  if (spec?.syncPolicy?.automated) throw new Failure(`${application} syncs by itself; change it in Git`)
  if (operation || status?.operationState?.phase === 'Running') throw new Failure(`${application} is syncing; wait for it`, 1)
  const found = status?.resources?.find(
    ({ group = '', kind, name }) => replace && group === replace.group && kind === replace.kind && name === replace.name,
  )
  if (found?.health?.status === 'Progressing')
    throw new Failure(`${found.kind} ${found.name} of ${application} still runs; wait for its end`, 1)
  return found && { ...found, group: found.group ?? '' }
}

/** Whether the sync that we asked for has ended well. Pure. */
export const judge = ({ status = {} }: Application, last: string | undefined): Attempt<true> => {
  const { phase, message = '', startedAt } = status.operationState ?? {}
  if (startedAt === last) return { waiting: 'the sync has not begun' }
  if (phase === 'Failed' || phase === 'Error') throw new Failure(`the sync has failed: ${message}`, 1)
  return phase === 'Succeeded' ? { done: true } : { waiting: `the sync is ${phase ?? 'pending'}` }
}

const applicationIn = ({ status, body }: Answer, { application }: Target): Application => {
  if (status === 401) throw new Failure('Argo CD does not accept ARGOCD_AUTH_TOKEN; make a new one: docs/operations/secret-rotation.md')
  if (status === 403)
    throw new Failure(
      `the token may not get and sync ${application}, or Argo CD has no such Application; allow it: applications, get and sync`,
    )
  if (status !== 200) throw new NoAnswer(`Argo CD answers ${status} for ${application}`)
  try {
    return (JSON.parse(body) as Application | null) ?? {}
  } catch {
    throw new NoAnswer('Argo CD answers with something that is not JSON; is ARGOCD_SERVER its address?')
  }
}
