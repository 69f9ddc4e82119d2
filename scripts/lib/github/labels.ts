import type { Report } from '../diff/data.ts'
import { labelsOf } from '../diff/labels.ts'
import { Refused } from './answer.ts'
import type { GitHub } from './api.ts'
import type { Pull } from './pulls.ts'

/** The labels that are ours to set and take away; every other one is a person's. */
const ours = /^(env\/|danger\/|incomplete$)/
const dangers = ['danger/blocks', 'danger/warns', 'danger/acknowledged', 'incomplete']

/** The labels of a report that can be: it is somebody else's data, so an environment that main doesn't have gets none. */
export const wantedLabels = (report: Report, environments: readonly string[]): string[] => {
  const known = new Set([...environments.map(env => `env/${env}`), ...dangers])
  return labelsOf(report).filter(label => known.has(label))
}

/** Makes the pull request carry exactly these of our labels. */
export const setLabels = async (github: GitHub, { number, labels }: Pull, wanted: readonly string[]): Promise<void> => {
  const has = labels.map(({ name }) => name)
  const missing = wanted.filter(name => !has.includes(name))
  if (missing.length > 0) await github.ask('POST', `issues/${number}/labels`, { labels: missing })
  for (const name of has.filter(name => ours.test(name) && !wanted.includes(name)))
    await github.ask('DELETE', `issues/${number}/labels/${encodeURIComponent(name)}`).catch((error: unknown) => {
      if (!(error instanceof Refused && error.status === 404)) throw error
    })
}
