import type { Report } from './data.ts'
import { stateOf } from './entries-danger.ts'

/** The labels that a pull request gets: the environments that it changes, whether something dangerous is in it, whether all was seen. */
export const labelsOf = ({ units, applications, releases, charts, broken, dangers, incomplete }: Report): string[] => {
  const envs = [...units, ...applications, ...charts, ...releases].map(({ env }) => env)
  return [
    ...[...new Set(envs)].sort().map(env => `env/${env}`),
    ...[...new Set(dangers.map(stateOf))].sort().map(state => `danger/${state}`),
    ...(broken.length > 0 || incomplete.length > 0 ? ['incomplete'] : []),
  ]
}
