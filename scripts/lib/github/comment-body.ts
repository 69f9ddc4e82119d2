import type { Report } from '../diff/data.ts'
import { diffMarkdown, longestComment } from '../diff/markdown/markdown.ts'
import { redacted } from '../diff/redacted.ts'

/** What our comment is of: the last commit of the branch, and the one of main that it was compared with. */
export type Marks = { head: string; base: string }

const marker = ({ head, base }: Marks): string => `<!-- gitops-diff head=${head} base=${base} -->`
const marked = /^<!-- gitops-diff head=([0-9a-f]{40}) base=([0-9a-f]{40}|none) -->\r?\n/
const stale = /^> \*\*Out of date:.*\r?\n\r?\n/
const title = '### What this changes in the clusters\n\n'

/** Kept free for the first lines of a comment, the one that says that it is out of date included. */
const reserve = 600

/** What a comment is of; undefined when it isn't one of ours. */
export const marksOf = (body: string): Marks | undefined => {
  const [, head, base] = marked.exec(body) ?? []
  return head && base ? { head, base } : undefined
}

/** A comment with, or without, the line that says why it is out of date. Text that isn't a comment of ours stays as it is. */
export const withStale = (body: string, why: string | undefined): string => {
  const [first] = marked.exec(body) ?? []
  if (first === undefined) return body
  const rest = body.slice(first.length).replace(stale, '')
  return `${first}${why === undefined ? '' : `> **Out of date:** ${why}\n\n`}${rest}`
}

/** The comment of a report; its Markdown is made here, from the data. `run` is the address of the run that holds all of it. */
export const reportBody = (report: Report, run: string): string => {
  const where = `[artifacts of the run](${run}), or `
  const markdown = diffMarkdown(redacted(report), { limit: longestComment - reserve, where })
  return `${marker({ head: report.head.commit, base: report.base.commit })}\n${title}${markdown}`
}

/** The comment when there is no report: a sentence of ours says why. */
export const failedBody = (head: string, run: string, why: string): string =>
  `${marker({ head, base: 'none' })}\n${title}There is no report for \`${head.slice(0, 12)}\`: ${why}. See [the run](${run}).\n`

const short = (commit: string): string => `\`${commit.slice(0, 12)}\``

/** Why a comment is out of date once main is at another commit than it was compared with. */
export const movedMain = (base: string, main: string): string | undefined =>
  base === main || base === 'none'
    ? undefined
    : `compared with ${short(base)}, and main is at ${short(main)}; update the branch to see what a merge does now.`

/** Why a comment is out of date once the branch has another commit. */
export const movedHead = (old: string, head: string): string | undefined =>
  old === head ? undefined : `of ${short(old)}, and the branch is at ${short(head)}, whose report is being made.`
