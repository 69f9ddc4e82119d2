import { argo } from '../platform.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

/** The ApplicationSet that makes FormDB's Application in an environment. */
export const applicationSet = (see: See, env: string): Seen => see.one(argo[env] as string, 'ApplicationSet', 'formdb')

/** What FormDB's Application may touch. */
export const project = (see: See, env: string): Seen => see.one(argo[env] as string, 'AppProject', 'formdb')
