import { overlaysOf } from '../overlays.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

export const { base, dev, staging, prod, offline, environments, everywhere } = overlaysOf('formdb-http-api')

/** The environment that an overlay is for. */
export const environmentOf = (unit: string): string => unit.split('/')[1] as string

/** A unit of the same environment: what the app finds in its cluster. */
export const beside = (unit: string, other: string): string => `overlays/${environmentOf(unit)}/${other}`

export const pod = 'spec.template.spec'
export const container: string = `${pod}.containers[name=formdb-http-api]`

export const deployment = (see: See, unit: string): Seen => see.one(unit, 'Deployment', /formdb-http-api$/)
export const service = (see: See, unit: string): Seen => see.one(unit, 'Service', /formdb-http-api$/)
export const ingress = (see: See, unit: string): Seen => see.one(unit, 'Ingress', /formdb-http-api$/)
export const scaler = (see: See, unit: string): Seen => see.one(unit, 'HorizontalPodAutoscaler')
export const claim = (see: See, unit: string): Seen => see.one(unit, 'PersistentVolumeClaim', /formdb-data$/)
/** The application's settings; generated, so its name carries a hash in every environment. */
export const config = (see: See, unit: string): Seen => see.one(unit, 'ConfigMap', /formdb-config/)
export const headers = (see: See, unit: string): Seen => see.one(unit, 'ConfigMap', /formdb-security-headers$/)

export const nginx = (annotation: string): string => `metadata.annotations[nginx.ingress.kubernetes.io/${annotation}]`
