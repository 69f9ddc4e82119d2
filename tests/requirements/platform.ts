import { expect } from 'vitest'
import type { See } from './see.ts'

/** What each environment's Argo CD is given. */
export const argo: Record<string, string> = {
  dev: 'argo/env/dev',
  staging: 'argo/env/staging',
  prod: 'argo/env/prod',
  offline: 'argo/env/offline',
}

/** A third-party chart is an Application in every environment: one exact chart version, in its namespace. */
export const installed = (see: See, release: string, namespace: string): void => {
  for (const unit of Object.values(argo)) {
    const one = see.one(unit, 'Application', release)
    expect(one.get('spec.sources[0].chart')).toBe(release)
    expect(one.get('spec.sources[0].targetRevision')).toMatch(/^v?\d+\.\d+\.\d+$/)
    expect(one.get('spec.destination.namespace')).toBe(namespace)
  }
}
