import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { home } from '../scripts/lib/tools.ts'

/** A folder of its own for a test, deleted when the test ends. */
export const scratch = (name = 'gitops-test'): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A tree of files by path; a fixture folder when a name is given. */
export const tree = (files: Record<string, string> | string, name?: string): string => {
  const root = scratch(name)
  if (typeof files === 'string') cpSync(join(home, 'tests/fixtures', files), root, { recursive: true, verbatimSymlinks: true })
  else
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), content)
    }
  return root
}

export const git = (root: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'protocol.file.allow=always', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()

/** Makes a folder a Git repository with everything in one commit, and returns the commit. */
export const commitAll = (root: string): string => {
  git(root, 'init', '--quiet', '--initial-branch=main')
  git(root, 'add', '--all', '--force')
  git(root, 'commit', '--quiet', '--allow-empty', '--message=all')
  return git(root, 'rev-parse', 'HEAD')
}

export type Ran = { status: number | null; stdout: string; stderr: string }

/** Runs a command of the tool as people do: its own process. CI is unset, so that a test says itself when it is in CI. */
export const run = (command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Ran => {
  const { CI: _, INIT_CWD: __, npm_lifecycle_script: ___, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(home, 'scripts', `${command}.ts`), ...args], {
    cwd: options.cwd ?? home,
    env: { ...env, NO_COLOR: '1', ...options.env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return { status, stdout, stderr }
}

/** The smallest unit that renders: a ConfigMap in overlays/<env>/<app>. */
export const unit = (path: string, data = 'a: b'): Record<string, string> => ({
  [`${path}/kustomization.yaml`]: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - configmap.yaml\n',
  [`${path}/configmap.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${path.split('/').at(-1)}\ndata:\n  ${data}\n`,
})
