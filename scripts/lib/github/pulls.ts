import type { GitHub } from './api.ts'

/** An open pull request, as far as we look at it. */
export type Pull = { number: number; head: { sha: string }; base: { ref: string; sha: string }; labels: { name: string }[] }

/** Every open pull request. */
export const openPulls = (github: GitHub): Promise<Pull[]> => github.all<Pull>('pulls?state=open&sort=updated&direction=desc')

/**
 * The open pull requests whose last commit is this one. What a run says of its pull requests isn't asked: GitHub leaves it empty for forks,
 * and what the run uploaded is written by whoever opened it.
 */
export const pullsOf = async (github: GitHub, head: string): Promise<Pull[]> =>
  (await openPulls(github)).filter(({ head: { sha } }) => sha === head)
