import { expect, test } from 'vitest'
import { scratch } from '../helpers.ts'
import { nobody } from '../server.ts'
import { kubeconfig, live, status, ways } from './world.ts'

test.each(ways)("%s of another environment is refused before anything is said of this one's", async (_, way) => {
  const env = await way((_request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ items: [live('root', { path: 'argo/env/dev' })] })),
  )
  expect(await status(['prod'], env)).toMatchObject({ status: 2, stderr: expect.stringContaining("is dev's Argo CD, not prod's") })
})

test.each(ways)('%s refuses the login: exit 2, and the token stays here', async (_, way) => {
  for (const code of [401, 403]) {
    const { status: ended, stderr } = await status(
      ['prod', '--wait'],
      await way((_request, response) => response.writeHead(code).end('secret-token')),
    )
    expect([ended, stderr]).toEqual([2, expect.stringMatching(/does not accept|may not/)])
    expect(stderr).not.toContain('secret-token')
  }
})

test('nobody listens: exit 2 says so', async () => {
  const server = await nobody()
  for (const env of [{ ARGOCD_SERVER: server, ARGOCD_AUTH_TOKEN: 'x' }, { KUBECONFIG: kubeconfig(server) }])
    expect(await status(['prod'], env)).toMatchObject({ status: 2, stderr: expect.stringContaining('ECONNREFUSED') })
})

test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
  ['no environment', [], {}, /name the environment/],
  ['an unknown one', ['prd'], {}, /no environment is called "prd"; did you mean prod\?/],
  ['an unknown app', ['prod', 'wep'], {}, /prod has no Application for "wep"; did you mean web\?/],
  ['a branch for a commit', ['prod', '--revision', 'main'], {}, /write a full commit/],
  ['a limit without a wait', ['prod', '--timeout', '3'], {}, /add --wait/],
  ['nothing to ask', ['prod'], {}, /no cluster is named: set KUBECONFIG/],
  ['no token', ['prod'], { ARGOCD_SERVER: 'https://argo.example' }, /ARGOCD_AUTH_TOKEN is not/],
  ['a token in the clear', ['prod'], { ARGOCD_SERVER: 'http://argo.example', ARGOCD_AUTH_TOKEN: 'x' }, /use https/],
  ['no KUBECONFIG there', ['prod'], { KUBECONFIG: '/none' }, /KUBECONFIG can't be read/],
])('%s is bad usage', async (_, args, env, stderr) => {
  expect(await status(args, env)).toMatchObject({ status: 2, stderr: expect.stringMatching(stderr) })
})

test('an environment whose Applications nobody has accepted', async () => {
  expect(await status(['dev'], {})).toMatchObject({ status: 2, stderr: expect.stringContaining('pnpm apps dev --update') })
  expect(await status(['dev'], {}, scratch())).toMatchObject({ status: 2, stderr: expect.stringContaining('no repository here') })
})
