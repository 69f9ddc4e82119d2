import { expect } from 'vitest'
import type { See } from './see.ts'
import type { Seen } from './seen.ts'

/** What each environment's Argo CD is given. */
export const argo: Record<string, string> = {
  dev: 'argo/env/dev',
  staging: 'argo/env/staging',
  prod: 'argo/env/prod',
  offline: 'argo/env/offline',
}

/** A third-party chart is an Application in every environment: the exact version of versions.yaml, in its namespace. */
export const installed = (see: See, release: string, namespace: string): void => {
  const said = see.yaml('platform/versions.yaml')
  for (const unit of Object.values(argo)) {
    const one = see.one(unit, 'Application', release)
    expect(one.get('spec.sources[0].chart')).toBe(said.get(`releases.${release}.chart`))
    expect(one.get('spec.sources[0].targetRevision')).toBe(said.get(`releases.${release}.version`))
    expect(one.get('spec.sources[0].targetRevision')).toMatch(/^v?\d+\.\d+\.\d+$/)
    expect(one.get('spec.destination.namespace')).toBe(namespace)
  }
}

/** In which wave an Application, or a set of them, is synced. */
export const wave = (see: See, unit: string, kind: string, name: string): number =>
  Number(see.one(unit, kind, name).maybe('metadata.annotations[argocd.argoproj.io/sync-wave]') ?? 0)

/** What every environment reads as the values of a release. */
export const values = (see: See, release: string): Seen => {
  for (const unit of Object.values(argo))
    expect(see.one(unit, 'Application', release).get('spec.sources[0].helm.valueFiles[0]')).toBe(`$values/platform/values/${release}.yaml`)
  return see.yaml(`platform/values/${release}.yaml`)
}
