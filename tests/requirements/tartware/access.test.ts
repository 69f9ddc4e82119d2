import { expect } from 'vitest'
import { argo } from '../platform.ts'
import { row } from '../row.ts'
import { environments, project, projects, rbac, repository, services, set, settings } from './argo.ts'

const server = 'https://kubernetes.default.svc'

/** The namespaces of each system's project; FormDB's is the environment's. */
const namespaces = (name: string, env: string): string[] => {
  const formdb = env === 'dev' ? 'formdb-dev' : env === 'staging' ? 'formdb-staging' : 'formdb-production'
  return { atlas: ['bijux-atlas'], engram: ['engram'], formdb: [formdb], kfm: ['kfm-vector'], tartware: services }[name] ?? []
}

row('TARTWARE-12', 'single sign-on, its secret by reference', see => {
  for (const env of environments) {
    const one = settings(see, env)
    expect(one.get('data[oidc.config]')).toMatch(/^clientSecret: \$argocd-oidc:client-secret$/m)
    expect(one.get('data.url')).toBe(see.yaml(`argo/env/${env}/environment.yaml`).get('data.url'))
    const secret = see.one(argo[env] as string, 'ExternalSecret', 'argocd-oidc')
    expect(secret.get('spec.data[0].secretKey')).toBe('client-secret')
    expect(secret.get('spec.target.template.metadata.labels[app.kubernetes.io/part-of]')).toBe('argocd')
  }
})

row('TARTWARE-46', 'a project for each system, and no more than it needs', see => {
  for (const env of environments) {
    for (const [name, applicationSet] of Object.entries(projects)) {
      const one = project(see, env, name)
      expect(one.get('spec.sourceRepos')).toEqual([repository(see, env)])
      expect(one.get('spec.namespaceResourceBlacklist')).toEqual([{ group: '', kind: 'Secret' }])
      expect(one.get('spec.orphanedResources.warn')).toBe(true)
      expect(set(see, env, applicationSet).get('spec.template.spec.project')).toBe(name)
      if (name === 'cluster') continue
      const own = namespaces(name, env)
      expect(one.get('spec.destinations')).toEqual(own.map(namespace => ({ server, namespace })))
      expect(one.get('spec.clusterResourceWhitelist')).toEqual(own.map(namespace => ({ group: '', kind: 'Namespace', name: namespace })))
    }
    expect(see.all(argo[env] as string, 'ApplicationSet').map(one => one.get('metadata.name'))).toEqual(Object.values(projects).sort())
    const shared = project(see, env, 'cluster')
    for (const field of ['destinations', 'clusterResourceWhitelist'])
      expect(JSON.stringify(shared.some(`spec.${field}`))).not.toContain('*')
  }
})

row('TARTWARE-47', 'accounts are restricted', see => {
  for (const env of environments) {
    expect(rbac(see, env).get('data[policy.default]')).toBe('role:readonly')
    // Only those who run the clusters are administrators; nothing else is granted outside the projects.
    expect(rbac(see, env).get('data[policy.csv]')).toBe('g, platform, role:admin\n')
    for (const name of Object.keys(projects).filter(name => name !== 'cluster')) {
      const one = project(see, env, name)
      expect(one.get('spec.roles[0].groups')).toEqual([name])
      for (const policy of one.get<string[]>('spec.roles[0].policies'))
        expect(policy).toMatch(
          new RegExp(`^p, proj:${name}:team, applications, (sync|action/argoproj\\.io/Rollout/\\*), ${name}/\\*, allow$`),
        )
    }
  }
  for (const env of ['prod', 'offline']) expect(settings(see, env).get('data[admin.enabled]')).toBe('false')
})
