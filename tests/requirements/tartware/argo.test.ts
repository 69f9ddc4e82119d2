import { expect } from 'vitest'
import { argo } from '../platform.ts'
import { row } from '../row.ts'
import { environments, notifications, projects, rbac, repository, revision, root, services, set, settings } from './argo.ts'

row('TARTWARE-10', 'Argo CD with roles, a trail and single sign-on', see => {
  for (const env of environments) {
    expect(rbac(see, env).get('data[policy.csv]')).toMatch(/^g, platform, role:admin$/m)
    expect(settings(see, env).get('data[oidc.config]')).toMatch(/^issuer: https:\/\//m)
    expect(notifications(see, env).get('data.subscriptions')).toContain('on-deployed')
  }
})

row('TARTWARE-11', 'who synced what', see => {
  for (const env of environments) {
    const one = notifications(see, env)
    const subscribed = one.get<string>('data.subscriptions')
    for (const trigger of ['on-deployed', 'on-sync-failed', 'on-health-degraded']) {
      expect(subscribed).toContain(trigger)
      const [, template = ''] = /send: \[(.+)\]/.exec(one.get(`data[trigger.${trigger}]`)) ?? []
      expect(one.get(`data[template.${template}]`)).toMatch(/\.app\.metadata\.name/)
    }
    expect(one.get('data[service.webhook.chat]')).toMatch(/^url: \$chat-webhook-url$/m)
    // What Argo CD logs, every sync and who asked for it, goes to Loki like all logs.
    expect(see.one(argo[env] as string, 'Application', 'otel-logs').get('spec.destination.namespace')).toBe('observability')
  }
  expect(environments).toHaveLength(4)
})

row('TARTWARE-22', 'Argo CD in namespace argo', see => {
  for (const env of environments) {
    const own = ['Application', 'ApplicationSet', 'AppProject'].flatMap(kind => see.all(argo[env] as string, kind))
    for (const one of own) expect(one.get('metadata.namespace')).toBe('argo')
    expect(root(see, env).get('spec.destination.namespace')).toBe('argo')
  }
  expect(see.yaml('platform/versions.yaml').get('releases.argo-cd.namespace')).toBe('argo')
  for (const env of ['prod', 'offline']) expect(settings(see, env).get('data[admin.enabled]')).toBe('false')
  const steps = see.text('docs/operations/bootstrap.md')
  expect(steps).toContain('kubectl port-forward svc/argo-cd-argocd-server -n argo 8080:443')
  expect(steps).toContain('argocd login localhost:8080 --username admin --password')
})

row('TARTWARE-23', 'the repository is registered, and syncs by itself', see => {
  for (const env of environments) {
    const secret = see.one(argo[env] as string, 'ExternalSecret', 'repository')
    expect(secret.get('spec.target.template.metadata.labels[argocd.argoproj.io/secret-type]')).toBe('repository')
    expect(secret.get('spec.target.template.data.url')).toBe(repository(see, env))
    expect(secret.get('spec.data[0].remoteRef.key')).toBe(`${env}/argo`)
    const application = root(see, env)
    expect(application.get('spec.source.path')).toBe(`argo/env/${env}`)
    expect(application.get('spec.source.repoURL')).toBe(repository(see, env))
    expect(application.get('spec.syncPolicy.automated')).toEqual({ prune: true, selfHeal: true })
  }
})

row('TARTWARE-25', 'an Application for each service in each environment', see => {
  for (const env of environments) {
    const one = set(see, env)
    expect(one.get('spec.generators')).toEqual([
      { git: { repoURL: repository(see, env), revision: revision(see, env), directories: [{ path: `overlays/${env}/tartware-*` }] } },
    ])
    expect(one.get('spec.template.metadata.name')).toBe('{{ .path.basename }}-{{ index .path.segments 1 }}')
    const folders = new Set(see.files(`overlays/${env}`).map(file => file.split('/')[2]))
    expect([...folders].filter(folder => folder?.startsWith('tartware-')).sort()).toEqual(services)
  }
})

row('TARTWARE-26', 'Argo CD syncs each commit by itself', see => {
  for (const env of environments) {
    const template = 'spec.template.spec.syncPolicy'
    expect(set(see, env).get(`${template}.automated`)).toEqual({ prune: true, selfHeal: true })
    // No CreateNamespace: each service renders its own.
    expect(set(see, env).get(`${template}.syncOptions`)).toEqual([
      'FailOnSharedResource=true',
      'RespectIgnoreDifferences=true',
      'ServerSideApply=true',
    ])
  }
})

row('TARTWARE-28', 'from a pull request to the cluster', see => {
  for (const env of environments) {
    for (const name of Object.values(projects)) {
      const one = set(see, env, name)
      expect(one.get('spec.template.spec.source.targetRevision')).toBe(revision(see, env))
      expect(one.get('spec.generators[0].git.revision')).toBe(revision(see, env))
    }
    expect(root(see, env).get('spec.source.targetRevision')).toBe('main')
  }
  for (const env of ['dev', 'staging']) expect(revision(see, env)).toBe('main')
  expect(see.section('docs/operations/branch-protection.md', 'Branch protection')).toContain('required checks green on top of `main`')
  see.file('.github/CODEOWNERS')
})

row('TARTWARE-38', 'the ApplicationSet of all services', see => {
  for (const env of environments) {
    const one = set(see, env)
    expect(one.get('metadata.namespace')).toBe('argo')
    expect(one.get('spec.template.spec.project')).toBe('tartware')
    expect(one.get('spec.template.spec.source.repoURL')).toBe(repository(see, env))
  }
})
