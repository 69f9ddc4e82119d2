import { argo } from '../platform.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

export const environments: string[] = Object.keys(argo)
export const services: string[] = [
  'tartware-api-gateway',
  'tartware-core-service',
  'tartware-logs-service',
  'tartware-reservations-command-service',
  'tartware-settings-service',
]

/** The systems' projects, and the ApplicationSet of each. */
export const projects: Record<string, string> = {
  atlas: 'atlas',
  cluster: 'cluster',
  engram: 'engram',
  formdb: 'formdb',
  kfm: 'kfm',
  tartware: 'tartware-services',
}

const unit = (env: string): string => argo[env] as string
export const settings = (see: See, env: string): Seen => see.one(unit(env), 'ConfigMap', 'argocd-cm')
export const rbac = (see: See, env: string): Seen => see.one(unit(env), 'ConfigMap', 'argocd-rbac-cm')
export const notifications = (see: See, env: string): Seen => see.one(unit(env), 'ConfigMap', 'argocd-notifications-cm')
export const project = (see: See, env: string, name: string): Seen => see.one(unit(env), 'AppProject', name)
export const set = (see: See, env: string, name = 'tartware-services'): Seen => see.one(unit(env), 'ApplicationSet', name)
export const root = (see: See, env: string): Seen => see.one(unit(env), 'Application', 'root')

/** The address of the repository that an environment's Argo CD reads, and the revision. */
export const repository = (see: See, env: string): string =>
  see.yaml(env === 'offline' ? 'argo/env/offline/repository.yaml' : 'argo/repository/repository.yaml').get('data.url')
export const revision = (see: See, env: string): string => see.yaml(`argo/env/${env}/environment.yaml`).get('data.revision')
