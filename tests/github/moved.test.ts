import { expect, test } from 'vitest'
import { markMoved, markPushed } from '../../scripts/lib/github/comment.ts'
import { botUser, gitHubServer } from './github-server.ts'
import { realReport } from './report.ts'
import { bodies, comment, comments, person, sha, world } from './world.ts'

test('main moves: comments that were compared with another commit say so once, a person’s never', async () => {
  const state = world({ comments: { 5: [comment(1, sha('5'))], 7: [comment(2, sha('7')), comment(3, sha('7'), person)] } })
  const { github } = await gitHubServer(state)
  await markMoved(github, sha('c'), () => {})
  await markMoved(github, sha('c'), () => {})
  for (const [number, user] of [
    [5, botUser],
    [7, botUser],
    [7, person],
  ] as const) {
    const body = state.comments[number]?.find(one => one.user === user)?.body ?? ''
    expect(body.match(/Out of date/g)?.length ?? 0).toBe(user === botUser ? 1 : 0)
  }
  expect(state.asked.filter(asked => asked.startsWith('PATCH'))).toHaveLength(2)
  // Main as it was doesn't make a report whole again: the branch may have moved as well.
  await markMoved(github, sha('b'), () => {})
  expect(state.comments[5]?.[0]?.body).toContain('Out of date')
})

test('a branch moves: its comment says so until the next report', async () => {
  const state = world({ comments: { 7: [comment(2, sha('a'))] } })
  const { github } = await gitHubServer(state)
  await markPushed(github, realReport().head, () => {})
  expect(bodies(state)[0]).toMatch(/Out of date:\*\* of `aaaaaaaaaaaa`, and the branch is at/)
  await comments(github)
  expect(bodies(state)[0]).not.toContain('Out of date')
})
