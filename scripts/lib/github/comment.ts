import type { GitHub } from './api.ts'
import { uploadedBy } from './artifact.ts'
import { BadReport } from './bad-report.ts'
import { failedBody, marksOf, movedHead, movedMain, reportBody, withStale } from './comment-body.ts'
import { rewriteComment, upsertComment } from './comments.ts'
import { setLabels, wantedLabels } from './labels.ts'
import { openPulls, type Pull, pullsOf } from './pulls.ts'
import { readReport } from './report-data.ts'

type Compared = { base_commit: { sha: string }; merge_base_commit: { sha: string } }
/** `url` is the run's address for people. */
export type Run = { id: number; head: string; url: string }
type Say = (line: string) => void

/** Comments on the pull request of a run that has ended, and labels it. `environments` are those that main has. */
export const commentOnRun = async (github: GitHub, run: Run, environments: readonly string[], say: Say): Promise<void> => {
  const pulls = await pullsOf(github, run.head)
  const names = pulls.map(({ number }) => `#${number}`).join(', ')
  if (pulls.length === 0) return say(`no open pull request has ${run.head} as its last commit; nothing to do`)
  try {
    const uploaded = await uploadedBy(github, run.id)
    if (!uploaded) return await sayFailed(github, run, pulls, 'the run uploaded none')
    const pull = pulls.find(({ number }) => number === uploaded.pull)
    if (!pull) throw new BadReport(`run ${run.id} uploaded a report of #${uploaded.pull}, but its commit is the last of ${names}`)
    await commentOnReport(github, run, pull, uploaded.bytes, environments)
    say(`#${pull.number}: commented on ${run.head}`)
  } catch (error) {
    if (error instanceof BadReport) await sayFailed(github, run, pulls, 'what the run uploaded is not one')
    throw error
  }
}

/** Whatever is wrong: a report of an older commit must not stand there as if it were this one's. */
const sayFailed = async (github: GitHub, { head, url }: Run, pulls: readonly Pull[], why: string): Promise<void> => {
  for (const { number } of pulls) await upsertComment(github, number, failedBody(head, url, why))
}

const commentOnReport = async (github: GitHub, run: Run, pull: Pull, bytes: Buffer, environments: readonly string[]): Promise<void> => {
  const report = readReport(bytes, run)
  const { base_commit: main, merge_base_commit: mergeBase } = await comparedWith(github, pull, run.head)
  const body = shown(() => reportBody(report, run.url))
  // A report that starts elsewhere than the branch does is shown as out of date: it may hide changes, whoever made it.
  const old = movedMain(report.base.commit, main.sha) ?? movedMain(report.base.commit, mergeBase.sha)
  await upsertComment(github, pull.number, withStale(body, old))
  await setLabels(github, pull, wantedLabels(report, environments))
}

/** Data of the right shape may still be nonsense that can't be shown. */
const shown = (body: () => string): string => {
  try {
    return body()
  } catch (error) {
    throw new BadReport(`the report that was uploaded can't be shown: ${error instanceof Error ? error.message : error}`)
  }
}

const comparedWith = (github: GitHub, { base }: Pull, head: string): Promise<Compared> =>
  github.ask<Compared>('GET', `compare/${encodeURIComponent(base.ref)}...${head}?per_page=1`)

/** Marks the comments of every open pull request that was compared with another commit than main now has. */
export const markMoved = async (github: GitHub, main: string, say: Say): Promise<void> => {
  for (const { number, base } of await openPulls(github)) {
    if (base.ref !== 'main') continue
    if (await rewriteComment(github, number, body => marked(body, movedMain(marksOf(body)?.base ?? main, main))))
      say(`#${number}: out of date, main is at ${main}`)
  }
}

/** Marks the comment of a pull request whose branch has a new last commit, until that one's report is made. */
export const markPushed = async (github: GitHub, head: string, say: Say): Promise<void> => {
  for (const { number } of await pullsOf(github, head))
    if (await rewriteComment(github, number, body => marked(body, movedHead(marksOf(body)?.head ?? head, head))))
      say(`#${number}: out of date, the branch is at ${head}`)
}

/** One reason is enough, and none takes an older one away: only a new report does. */
const marked = (body: string, why: string | undefined): string => (why === undefined ? body : withStale(body, why))
