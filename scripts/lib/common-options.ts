import { positive } from './args.ts'
import { usualLimits } from './engine-limits.ts'
import { type Layout, layoutOf, ownLayout } from './units.ts'

/** Flags of every command that renders units. */
export const commonFlags = {
  json: { type: 'boolean' },
  root: { type: 'string' },
  units: { type: 'string', multiple: true },
  'time-limit': { type: 'string' },
  'memory-limit': { type: 'string' },
  engines: { type: 'string' },
  'no-cache': { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type CommonOptions = {
  help: boolean
  root: string | undefined
  layouts: Layout[]
  /** Whether the repository has our layout, where a golden file is a duty, rules of the tree hold and argo/<env> registers units. */
  own: boolean
  /** Seconds for one unit. */
  timeLimit: number
  /** Bytes for one engine process. */
  memoryLimit: number
  engines: number | undefined
  /** Whether what earlier runs have kept is used and added to. */
  cache: boolean
  colour: boolean
}

type Values = {
  [F in keyof typeof commonFlags]?:
    | (F extends 'units' ? string[] : (typeof commonFlags)[F]['type'] extends 'boolean' ? boolean : string)
    | undefined
}

/** What the common flags mean. Throws a Failure for a value that means nothing. */
export const commonOptions = (values: Values, env: NodeJS.ProcessEnv, terminal: boolean): CommonOptions => {
  const memory = values['memory-limit'] ?? String(usualLimits.memoryLimit / 2 ** 20)
  return {
    help: values.help ?? false,
    root: values.root,
    layouts: values.units ? values.units.map(layoutOf) : ownLayout,
    own: values.units === undefined,
    timeLimit: positive('time-limit', values['time-limit'] ?? String(usualLimits.timeLimit)),
    memoryLimit: Math.min(Math.round(positive('memory-limit', memory) * 2 ** 20), Number.MAX_SAFE_INTEGER),
    engines: values.engines === undefined ? undefined : Math.ceil(positive('engines', values.engines)),
    cache: !values['no-cache'],
    colour: terminal && !values['no-color'] && !env.NO_COLOR && env.TERM !== 'dumb',
  }
}
