import { expect, test } from 'vitest'
import { commentOnRun } from '../../scripts/lib/github/comment.ts'
import { marksOf } from '../../scripts/lib/github/comment-body.ts'
import { gitHubServer } from './github-server.ts'
import { realReport } from './report.ts'
import { artifact, bodies, comment, comments, person, pull, said, sha, world } from './world.ts'
import { zip } from './zip.ts'

test('comments once, from the data, and sets the labels that are ours', async () => {
  const state = world()
  const { github } = await gitHubServer(state)
  await comments(github)
  const [body = '', ...others] = bodies(state)
  const { base, head } = realReport()
  expect(others).toEqual([])
  expect(marksOf(body)).toEqual({ head, base })
  expect(body).toContain('[artifacts of the run](https://host.example/o/r/actions/runs/42)')
  expect(body).not.toContain('Out of date')
  // What the repository says is escaped: the one marker is ours, and nobody is called.
  expect(body.match(/^<!-- gitops-diff/gm)).toHaveLength(1)
  expect(state.pulls[2]?.labels.map(({ name }) => name).sort()).toEqual(['bug', 'env/dev', 'env/prod'])
})

test('the same comment is written again, and only when it says something else', async () => {
  const state = world({ comments: { 7: [comment(1, sha('a'), person), comment(2, sha('a'))] } })
  const { github } = await gitHubServer(state)
  await comments(github)
  await comments(github)
  expect(bodies(state)).toEqual([expect.stringContaining('### old'), expect.stringContaining(realReport().head)])
  expect(state.asked.filter(asked => asked.startsWith('PATCH'))).toEqual(['PATCH issues/comments/2'])
})

test('an environment that main does not have gets no label', async () => {
  const state = world()
  const { github } = await gitHubServer(state)
  await commentOnRun(github, { id: 42, head: realReport().head, url: 'https://host.example' }, ['dev'], () => {})
  expect(state.pulls[2]?.labels.map(({ name }) => name)).not.toContain('env/prod')
})

test('two runs at once leave one comment', async () => {
  const state = world()
  const { github } = await gitHubServer(state)
  await Promise.all([comments(github), comments(github), comments(github)])
  expect(bodies(state)).toHaveLength(1)
})

test('a request that failed after it was heard leaves one comment', async () => {
  const state = world()
  let left = 2
  state.before = (asked, response) => {
    if (asked !== 'POST issues/7/comments' || left-- <= 0) return false
    state.comments[7] = [...(state.comments[7] ?? []), comment(left + 10, sha('a'))]
    response.writeHead(502).end()
    return true
  }
  const { github } = await gitHubServer(state)
  await comments(github)
  expect(bodies(state)).toEqual([expect.stringContaining(realReport().head)])
})

test('a report of another base than main has is out of date', async () => {
  const state = world({ main: sha('c') })
  const { github } = await gitHubServer(state)
  await comments(github)
  expect(bodies(state)[0]).toMatch(/^<!-- .*\n> \*\*Out of date:\*\* compared with `[0-9a-f]{12}`, and main is at `cccccccccccc`;/)
})

test('a commit that is nobody’s last any more is left alone', async () => {
  const state = world({ pulls: [pull(7, sha('9'))] })
  const { github } = await gitHubServer(state)
  await comments(github)
  expect(said.at(-1)).toMatch(/no open pull request/)
  expect(state.asked).toEqual(['GET pulls'])
})

test('a run that uploaded nothing is said so in the comment', async () => {
  const state = world({ artifacts: [], comments: { 7: [comment(2, sha('a'))] } })
  const { github } = await gitHubServer(state)
  await comments(github)
  expect(bodies(state)).toEqual([expect.stringContaining('There is no report for')])
})

const huge = { size_in_bytes: 2 ** 30 }

test.each([
  [
    'the number of another pull request',
    { artifacts: [artifact('report-3')] },
    /uploaded a report of #3, but its commit is the last of #7/,
  ],
  ['two numbers', { artifacts: [artifact('report-3'), artifact('report-7')] }, /several pull requests: report-3, report-7/],
  ['a gigabyte', { artifacts: [artifact('report-7', huge)] }, /1073741824 bytes, too many/],
  ['no archive', { archive: Buffer.from('PK') }, /not an archive/],
  ['another commit', { archive: zip({ name: 'report.json', content: Buffer.from('{}') }) }, /another shape: report\.schema/],
  ['a second file', { archive: zip({ name: 'a', content: Buffer.from('') }, { name: 'b', content: Buffer.from('') }) }, /2 entries/],
])('%s: the comment says that there is no report, the job fails, no label changes', async (_, more, expected) => {
  const state = world({ comments: { 7: [comment(2, sha('a'))] }, ...more })
  const { github } = await gitHubServer(state)
  await expect(comments(github)).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(expected) })
  expect(bodies(state)).toEqual([expect.stringMatching(/There is no report for .*: what the run uploaded is not one/)])
  expect(state.pulls[2]?.labels).toHaveLength(3)
})
