import { overlaysOf } from '../overlays.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

export const { base, dev, staging, prod, offline, environments, everywhere } = overlaysOf('kfm-vector')

/** Where others rely on it: several peers, TLS, a backup. */
export const served: string[] = [staging, prod, offline]
/** All options that go together. */
export const everything = 'tests/combinations/kfm-vector-everything'

export const readme: string = `${base}/README.md`
export const prodReadme: string = `${prod}/README.md`

/** A unit of the same environment: what the store finds in its cluster. */
export const beside = (unit: string, other: string): string => unit.replace('kfm-vector', other)

export const pod = 'spec.template.spec'
export const container: string = `${pod}.containers[name=qdrant]`
/** The pod of a CronJob. */
export const job = 'spec.jobTemplate.spec.template.spec'

export const engine = (see: See, unit: string): Seen => see.one(unit, 'StatefulSet', 'vector')
/** The engine's settings; generated, so its name carries a hash. */
export const config = (see: See, unit: string): Seen => see.one(unit, 'ConfigMap', /^vector-config-/)
