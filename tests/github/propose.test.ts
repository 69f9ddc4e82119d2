import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { propose } from '../../scripts/lib/github/propose.ts'
import { commitAll, git, scratch, tree } from '../helpers.ts'
import { gitHubServer, newState } from './github-server.ts'

/** A clone of a repository with one file, which a workflow has changed, and what GitHub answers to a new pull request. */
const checkout = async (status: number, body: object): Promise<{ root: string; origin: string; go: () => Promise<string> }> => {
  const origin = scratch('origin')
  git(origin, 'init', '--quiet', '--bare', '--initial-branch=main')
  const root = tree({ 'a.yaml': 'a: 1\n', 'overlays/dev/web/b.yaml': '' })
  commitAll(root)
  git(root, 'remote', 'add', 'origin', origin)
  git(root, 'push', '--quiet', 'origin', 'main')
  const before = (asked: string, response: import('node:http').ServerResponse): boolean => {
    if (asked !== 'POST pulls') return false
    response.writeHead(status).end(JSON.stringify(body))
    return true
  }
  const { github } = await gitHubServer(newState({ before }))
  return { root, origin, go: () => propose(root, github, { branch: 'image/web-1.2.3', title: 'web 1.2.3 in dev', body: '' }) }
}

test('what has changed becomes one commit of the bot on a branch, and a pull request', async () => {
  const { root, origin, go } = await checkout(201, { html_url: 'https://host.example/o/r/pull/7' })
  writeFileSync(join(root, 'a.yaml'), 'a: 2\n')
  writeFileSync(join(root, 'new.yaml'), '')
  expect(await go()).toBe('opened https://host.example/o/r/pull/7')
  expect(git(origin, 'log', '-1', '--format=%an %s', 'image/web-1.2.3')).toBe('github-actions[bot] web 1.2.3 in dev')
  expect(git(origin, 'show', '--stat=80', '--format=', 'image/web-1.2.3')).toMatch(/a\.yaml[\s\S]*new\.yaml/)
})

test('nothing has changed: nothing is proposed', async () => {
  const { go } = await checkout(500, {})
  expect(await go()).toBe('nothing has changed; nothing to propose')
})

test('what was proposed before stays as somebody left it', async () => {
  const { root, origin, go } = await checkout(422, { message: 'Validation Failed: A pull request already exists for o:image/web-1.2.3.' })
  git(root, 'push', '--quiet', 'origin', 'HEAD:refs/heads/image/web-1.2.3')
  const before = git(origin, 'rev-parse', 'image/web-1.2.3')
  writeFileSync(join(root, 'a.yaml'), 'a: 2\n')
  expect(await go()).toBe('image/web-1.2.3 is proposed already')
  expect(git(origin, 'rev-parse', 'image/web-1.2.3')).toBe(before)
})

test.each([
  [403, { message: 'Resource not accessible' }, /give the job the permission/],
  [422, { message: 'Validation Failed: no commits' }, /no commits \(422\)/],
])('a refusal (%i) ends in exit 1', async (status, body, expected) => {
  const { root, go } = await checkout(status, body)
  writeFileSync(join(root, 'a.yaml'), 'a: 2\n')
  await expect(go()).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(expected) })
})

test.each(['--help', 'image/a b', 'image/../x', 'main'])('%s is no branch', async branch => {
  const { github } = await gitHubServer(newState())
  await expect(propose(scratch(), github, { branch, title: 't', body: '' })).rejects.toThrow(/is no branch/)
})
