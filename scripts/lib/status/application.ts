import type { Attempt } from '../http.ts'

/** The part of an Argo CD Application that says whether a commit runs. */
export type Application = {
  status?: {
    sync?: { status?: string; revision?: string; revisions?: string[] }
    health?: { status?: string }
    operationState?: { phase?: string; message?: string }
  }
}

const short = (revision: string | undefined): string => revision?.slice(0, 12) || 'no commit'

/** The commits and chart versions that an Application runs: one for each of its sources. */
export const revisionsOf = ({ status: { sync } = {} }: Application): string[] => sync?.revisions ?? (sync?.revision ? [sync.revision] : [])

/** Whether the Application is Synced and Healthy, at `revision` where one is given; else what is still missing. Pure. */
export const judge = (application: Application, revision?: string): Attempt<true> => {
  const { sync, health, operationState: operation } = application.status ?? {}
  const running = revisionsOf(application)
  const failed = operation?.phase === 'Failed' || operation?.phase === 'Error' ? `; last sync ${operation.phase}: ${operation.message}` : ''
  if (revision !== undefined && !running.includes(revision))
    return { waiting: `at ${short(running[0])}, not yet at ${short(revision)}${failed}` }
  const at = revision ?? running.at(-1)
  if (sync?.status !== 'Synced') return { waiting: `${sync?.status ?? 'sync unknown'} at ${short(at)}${failed}` }
  if (health?.status !== 'Healthy') return { waiting: `Synced at ${short(at)}, ${health?.status ?? 'health unknown'}` }
  return { done: true }
}
