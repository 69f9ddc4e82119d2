import type { GitHub } from '../../scripts/lib/github/api.ts'
import { commentOnRun } from '../../scripts/lib/github/comment.ts'
import type { Comment } from '../../scripts/lib/github/comments.ts'
import type { Pull } from '../../scripts/lib/github/pulls.ts'
import { botUser, newState, type State } from './github-server.ts'
import { realReport } from './report.ts'
import { zip } from './zip.ts'

export const person = { login: 'mallory', type: 'User' }
export const sha = (c: string): string => c.repeat(40)
export const comment = (id: number, head: string, user = botUser): Comment => ({
  ...{ id, user, body: `<!-- gitops-diff head=${head} base=${sha('b')} -->\n### old\n` },
})
export const pull = (number: number, head: string, labels: string[] = []): Pull => ({
  ...{ number, head: { sha: head }, base: { ref: 'main', sha: sha('b') }, labels: labels.map(name => ({ name })) },
})
export const artifact = (name: string, more: object = {}): State['artifacts'][number] => ({
  ...{ id: 1, name, size_in_bytes: 100, expired: false, created_at: '2026-11-21T10:00:00Z', ...more },
})

/** A pull request 7 whose run has uploaded the real report, among others. */
export const world = (more: Partial<State> = {}): State => {
  const { json, base, head } = realReport()
  return newState({
    pulls: [pull(3, sha('3')), pull(5, sha('5')), pull(7, head, ['env/staging', 'danger/blocks', 'bug'])],
    artifacts: [artifact('diff-report'), artifact('coverage'), artifact('report-7')],
    archive: zip({ name: 'report.json', content: Buffer.from(json) }),
    ...{ main: base, mergeBase: base },
    ...more,
  })
}

export const said: string[] = []
export const comments = (github: GitHub): Promise<void> => {
  const run = { id: 42, head: realReport().head, url: 'https://host.example/o/r/actions/runs/42' }
  return commentOnRun(github, run, ['dev', 'prod'], line => said.push(line))
}
export const bodies = ({ comments }: State): string[] => (comments[7] ?? []).map(({ body }) => body)
