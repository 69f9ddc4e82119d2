import { Failure } from './failure.ts'
import { type Attempt, get, secureUrl, until, type Waiting } from './http.ts'

/** The part of an Argo CD Application that says whether a commit runs. */
export type Application = {
  status?: {
    sync?: { status?: string; revision?: string }
    health?: { status?: string }
    operationState?: { phase?: string; message?: string }
  }
}

export type Target = { server: string; token: string; application: string; revision: string }

const short = (revision: string | undefined): string => revision?.slice(0, 12) || 'no commit'

/** Whether the Application runs `revision`, Synced and Healthy; else what is still missing. Pure. */
export const judge = ({ status = {} }: Application, revision: string): Attempt<true> => {
  const { sync, health, operationState: operation } = status
  const failed = operation?.phase === 'Failed' || operation?.phase === 'Error' ? `; last sync ${operation.phase}: ${operation.message}` : ''
  if (sync?.revision !== revision) return { waiting: `at ${short(sync?.revision)}, not yet at ${short(revision)}${failed}` }
  if (sync.status !== 'Synced') return { waiting: `${sync.status ?? 'sync unknown'} at ${short(revision)}${failed}` }
  if (health?.status !== 'Healthy') return { waiting: `Synced at ${short(revision)}, ${health?.status ?? 'health unknown'}` }
  return { done: true }
}

/**
 * Waits until Argo CD reports that the Application runs the commit, Synced and Healthy; asks its REST API, which only reads.
 * Throws a Failure: exit 1 when time is up (with the last state), exit 2 when the token isn't accepted.
 */
export const waitForArgo = async (target: Target, wait: Waiting): Promise<void> => {
  const url = secureUrl('ARGOCD_SERVER', target.server)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/applications/${encodeURIComponent(target.application)}`
  // Argo CD looks at Git every few minutes by itself; a refresh asks it to look now.
  url.searchParams.set('refresh', 'normal')
  const result = await until(left => attempt(url, target, left), wait)
  if ('waiting' in result)
    throw new Failure(
      `${target.application} is not there after ${wait.timeoutMs / 1000} s: ${result.waiting}; see docs/operations/runbooks.md#argo-cd-does-not-sync`,
      1,
    )
}

const attempt = async (url: URL, { token, application, revision }: Target, left: number): Promise<Attempt<true>> => {
  const { status, body } = await get(url, Math.min(30_000, left), { authorization: `Bearer ${token}` })
  if (status === 401) throw new Failure('Argo CD does not accept ARGOCD_AUTH_TOKEN; make a new one: docs/operations/secret-rotation.md')
  if (status === 403)
    throw new Failure(`the token may not read ${application}, or Argo CD has no such Application; allow it: applications, get`)
  if (status !== 200) return { waiting: `${url.host} answers ${status}` }
  try {
    return judge(JSON.parse(body) ?? {}, revision)
  } catch {
    return { waiting: `${url.host} answers with something that is not JSON` }
  }
}
