import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../../scripts/lib/tools.ts'
import { type Ran, run } from '../helpers.ts'
import { botUser, gitHubServer, newState } from './github-server.ts'
import { realReport } from './report.ts'
import { zip } from './zip.ts'

/** A script as the workflow runs it, in this repository, against a server of this process. */
const script = (name: string, args: string[], address: string, token = 'token'): Promise<Ran> =>
  new Promise(resolve => {
    const variables = { GITHUB_API_URL: address, GITHUB_SERVER_URL: 'https://host.example', GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: token }
    const child = spawn(process.execPath, [join(home, `scripts/${name}.ts`), ...args], { cwd: home, env: { ...process.env, ...variables } })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', chunk => out.push(chunk))
    child.stderr.on('data', chunk => err.push(chunk))
    child.on('close', status => resolve({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }))
  })

const sha = (c: string): string => c.repeat(40)

test('comment: from a run to a comment with its labels, then out of date', async () => {
  const { json, base, head } = realReport()
  const state = newState({
    pulls: [{ number: 7, head: { sha: head }, base: { ref: 'main', sha: base }, labels: [] }],
    artifacts: [{ id: 1, name: 'report-7', size_in_bytes: 9, expired: false, created_at: '' }],
    archive: zip({ name: 'report.json', content: Buffer.from(json) }),
    ...{ main: base, mergeBase: base },
  })
  const { address } = await gitHubServer(state)
  expect(await script('comment', ['report', '--run', '42', '--head', head], address)).toMatchObject({
    ...{ status: 0, stdout: `#7: commented on ${head}\n`, stderr: '' },
  })
  expect(state.comments[7]).toEqual([{ id: expect.any(Number), user: botUser, body: expect.stringContaining('o/r/actions/runs/42') }])
  expect(state.pulls[0]?.labels.map(({ name }) => name)).toEqual(expect.arrayContaining(['env/dev', 'env/prod']))
  expect(await script('comment', ['stale', '--main', sha('c')], address)).toMatchObject({ status: 0 })
  expect(state.comments[7]?.[0]?.body).toContain('Out of date')
})

test('comment: a token that GitHub refuses is not told to anybody', async () => {
  const { address } = await gitHubServer(newState())
  const { status, stdout, stderr } = await script('comment', ['stale', '--main', sha('c')], address, 'wrong-token')
  expect([status, stderr]).toEqual([1, expect.stringContaining('GitHub does not accept the token')])
  expect(stdout + stderr).not.toContain('wrong-token')
})

test.each([
  ['comment', [], /say report or stale/],
  ['comment', ['stale'], /say what has moved/],
  ['comment', ['stale', '--main', 'main'], /--main main: write a full commit/],
  ['comment', ['report', '--run', '1; id', '--head', sha('a')], /write the number of a run/],
  ['comment', ['report', '--run', '1', '--head', sha('a')], /GITHUB_REPOSITORY is not set/],
  ['propose', ['image/x'], /write: <branch> --title TEXT/],
  ['propose', ['image/x', '--titel', 'x'], /did you mean --title/],
])('%s %j is bad usage', (name, args, expected) => {
  expect(run(name, args, { env: { GITHUB_REPOSITORY: '' } })).toMatchObject({ status: 2, stderr: expect.stringMatching(expected) })
})
