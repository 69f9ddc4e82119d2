import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { folder, type Visit } from '../door.ts'
import { scratch } from '../helpers.ts'

/** The word that no run may read: it stands outside the repository, in the environment and in the home folder. */
export const canary = 'canary-7f3a'

const programs = ['helm', 'kustomize', 'kubectl', 'ssh', 'docker', 'podman', 'curl', 'sh', 'bash', 'less', 'git-lfs', 'hook', 'go']
const hooks = ['post-checkout', 'post-index-change', 'pre-commit', 'reference-transaction', 'fsmonitor-watchman']

export type Traps = {
  /** Host and port of a server that must see no request. */
  server: string
  /** A folder outside the repository; canary.yaml in it, which would render. */
  outside: string
  /** The folder of the sentinel programs. */
  bin: string
  env: NodeJS.ProcessEnv
  /** Fails when a sentinel ran, the server saw a request, or the canary shows in the run or in what it wrote. */
  check: (visit: Visit, root: string) => void
}

/** Lays out sentinels, a server and canaries for one test. `git` is one of the sentinels unless the run needs Git. */
export const setTraps = async (needsGit: boolean): Promise<Traps> => {
  const outside = scratch('outside')
  const bin = folder(outside, 'bin')
  const ran = folder(outside, 'ran')
  for (const program of [...programs, ...hooks, ...(needsGit ? [] : ['git'])]) sentinel(join(bin, program), join(ran, program))
  const plugins = folder(outside, 'plugins')
  sentinel(join(folder(plugins, 'example.com/v1/sentinel'), 'Sentinel'), join(ran, 'plugin'))
  writeFileSync(join(outside, 'canary.yaml'), `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${canary}\n`)
  writeFileSync(join(outside, '.gitconfig'), `[user]\n  name = ${canary}\n`)
  let requests = 0
  const listener = createServer((_, response) => {
    requests++
    response.end(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${canary}\n`)
  })
  // A Git or TLS client sends no HTTP request; its connection counts as well.
  listener.on('connection', () => requests++)
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void listener.close())
  return {
    server: `127.0.0.1:${(listener.address() as AddressInfo).port}`,
    outside,
    bin,
    env: {
      PATH: [bin, ...(process.env.PATH ?? '').split(delimiter)].join(delimiter),
      HOME: outside,
      KUSTOMIZE_PLUGIN_HOME: plugins,
      CANARY: canary,
      AWS_SECRET_ACCESS_KEY: canary,
    },
    check: ({ stdout, stderr }, root) => {
      expect(readdirSync(ran)).toEqual([])
      expect(requests).toBe(0)
      expect(stdout + stderr).not.toContain(canary)
      const rendered = join(root, '.rendered')
      expect(existsSync(rendered) ? readdirSync(rendered, { recursive: true }).filter(name => String(name).includes(canary)) : []).toEqual(
        [],
      )
    },
  }
}

const sentinel = (path: string, mark: string): void => {
  writeFileSync(path, `#!/bin/sh\n: > '${mark}'\n`)
  chmodSync(path, 0o755)
}
