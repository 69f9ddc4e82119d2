import { overlaysOf } from '../overlays.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

export const { base, dev, staging, prod, offline, environments, everywhere } = overlaysOf('engram')

/** The environment that an overlay is for. */
export const environmentOf = (unit: string): string => unit.split('/')[1] as string

/** A combination of Engram with optional components. */
export const combination = (name: string): string => `tests/combinations/engram-${name}`

export const pod = 'spec.template.spec'
export const container: string = `${pod}.containers[name=engram]`

export const set = (see: See, unit: string): Seen => see.one(unit, 'StatefulSet')
export const service = (see: See, unit: string): Seen => see.one(unit, 'Service', 'engram')
export const headless = (see: See, unit: string): Seen => see.one(unit, 'Service', 'engram-headless')
/** The application's settings; generated, so its name carries a hash. */
export const config = (see: See, unit: string): Seen => see.one(unit, 'ConfigMap', /^engram-config/)

/** The value of one of the container's variables, which the check asserts. Throws when it isn't set. */
export const variable = (see: See, unit: string, name: string): string => set(see, unit).get(`${container}.env[name=${name}].value`)

export const readme = 'apps/engram/README.md'
export const guide = 'docs/operations/production-deployment.md'
export const tuning = 'docs/operations/performance-tuning.md'
