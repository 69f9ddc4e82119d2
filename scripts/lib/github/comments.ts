import { Refused } from './answer.ts'
import type { GitHub } from './api.ts'
import { marksOf } from './comment-body.ts'

export type Comment = { id: number; body: string; user: { login: string; type: string } | null }

/** Who writes with a workflow's own token. A comment of anybody else is never ours, whatever it begins with. */
const bot = 'github-actions[bot]'

/** Our comments of a pull request, the oldest first. */
export const ownComments = async (github: GitHub, pull: number): Promise<Comment[]> =>
  (await github.all<Comment>(`issues/${pull}/comments`))
    .filter(({ user, body }) => user?.login === bot && user.type === 'Bot' && marksOf(body) !== undefined)
    .sort((a, b) => a.id - b.id)

/** What is gone already needs no change: another run was faster. */
const unlessGone = async (change: Promise<unknown>): Promise<boolean> => {
  try {
    await change
    return true
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return false
    throw error
  }
}

const write = (github: GitHub, { id, body: old }: Comment, body: string): Promise<boolean> =>
  old === body ? Promise.resolve(true) : unlessGone(github.ask('PATCH', `issues/comments/${id}`, { body }))

/**
 * Makes our one comment say this. Two runs at once may both find none and make one each, and so may a request that failed after it was
 * heard: afterwards whoever looks keeps the oldest, with what it has to say itself, and deletes the others.
 */
export const upsertComment = async (github: GitHub, pull: number, body: string): Promise<void> => {
  const [found] = await ownComments(github, pull)
  if (!found || !(await write(github, found, body))) await github.ask('POST', `issues/${pull}/comments`, { body })
  const [first, ...others] = await ownComments(github, pull)
  if (first) await write(github, first, body)
  for (const { id } of others) await unlessGone(github.ask('DELETE', `issues/comments/${id}`))
}

/** Rewrites our comment by `change`, when there is one and `change` gives another text. Returns whether it did. */
export const rewriteComment = async (github: GitHub, pull: number, change: (body: string) => string): Promise<boolean> => {
  const [found] = await ownComments(github, pull)
  if (!found || change(found.body) === found.body) return false
  return write(github, found, change(found.body))
}
