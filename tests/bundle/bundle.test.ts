import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commitAll, git, type Ran, run, scratch, tree } from '../helpers.ts'

const registry = 'registry.site.example'
const digest = `sha256:${'a'.repeat(64)}`
const root = (): string =>
  tree({
    'base/env/offline/environment.yaml': `data:\n  registry: ${registry}\n`,
    'overlays/offline/web/kustomization.yaml': `images:\n  - name: ghcr.io/team/web\n    newName: ${registry}/team/web\n`,
    'tests/golden/offline/web.yaml': `kind: Pod\nspec: {containers: [{image: "${registry}/team/web:1.0.0@${digest}"}]}\n`,
    'platform/versions.yaml': 'releases:\n  velero: {chart: velero, version: 1.0.0, source: "https://charts.example", namespace: velero}\n',
    'platform/values/velero.yaml': 'image: velero/plugin:v1\n',
  })

/** Stand-ins for skopeo and helm that do as they are told with files, and keep what that was. */
const tools = (): { PATH: string; log: string } => {
  const folder = scratch('tools')
  const log = join(folder, 'log')
  const script = (name: string, body: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${body}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  script(
    'skopeo',
    'for last; do :; done\nto=$(echo "$last" | sed s/^dir://)\ncase $last in dir:*) mkdir "$to" && echo blob > "$to/manifest.json" ;; esac',
  )
  script('helm', 'case $1 in pull) echo chart > charts/velero-1.0.0.tgz ;; esac')
  return { PATH: `${folder}:${process.env.PATH}`, log }
}

const pack = (cwd: string, out: string, ...more: string[]): Ran => run('bundle', ['offline', '--out', out, ...more], { cwd })
const sh = (file: string, PATH: string): number | null => spawnSync('sh', [file], { env: { ...process.env, PATH } }).status

test('packed, fetched, loaded: what is changed on the way stops the load', () => {
  const cwd = root()
  commitAll(cwd)
  git(cwd, 'tag', 'v1.0.0')
  const out = join(scratch(), 'site')
  const { PATH, log } = tools()
  expect(pack(cwd, out)).toMatchObject({ status: 0, stdout: expect.stringContaining('2 images (1 with a digest), 1 charts') })
  expect(sh(join(out, 'fetch.sh'), PATH)).toBe(0)
  expect(readFileSync(log, 'utf8').split('\n')).toEqual([
    `skopeo copy --all --preserve-digests docker://ghcr.io/team/web@${digest} dir:images/team_web_1.0.0_aaaaaaaaaaaa.part`,
    'skopeo copy --all --preserve-digests docker://docker.io/velero/plugin:v1 dir:images/velero_plugin_v1.part',
    'helm pull velero --repo https://charts.example --version 1.0.0 --destination charts',
    '',
  ])
  // Nothing is fetched twice, and a second packing keeps what is there.
  expect([sh(join(out, 'fetch.sh'), PATH), pack(cwd, out).status, sh(join(out, 'load.sh'), PATH)]).toEqual([0, 0, 0])
  expect(readFileSync(log, 'utf8').split('\n').slice(3)).toEqual([
    `skopeo copy --all --preserve-digests dir:images/team_web_1.0.0_aaaaaaaaaaaa docker://${registry}/team/web:1.0.0`,
    `skopeo copy --all --preserve-digests dir:images/velero_plugin_v1 docker://${registry}/velero/plugin:v1`,
    `helm push charts/velero-1.0.0.tgz oci://${registry}/charts`,
    '',
  ])
  appendFileSync(join(out, 'images/team_web_1.0.0_aaaaaaaaaaaa/manifest.json'), 'x')
  expect(sh(join(out, 'load.sh'), PATH)).not.toBe(0)
  const clone = join(scratch(), 'clone')
  git(cwd, 'clone', '--quiet', join(out, 'repository.bundle'), clone, '--branch', 'v1.0.0')
  expect(existsSync(join(clone, 'platform/versions.yaml'))).toBe(true)
})

test('images that only a chart names are listed once it has been rendered', () => {
  const cwd = root()
  commitAll(cwd)
  const out = scratch()
  expect(pack(cwd, out).stdout).toContain('helm template velero')
  mkdirSync(join(out, 'rendered'), { recursive: true })
  writeFileSync(join(out, 'rendered/velero.yaml'), 'spec: {containers: [{image: "velero/velero:v2"}]}\n')
  expect(pack(cwd, out).stdout).not.toContain('helm template velero')
  expect(readFileSync(join(out, 'images.txt'), 'utf8')).toContain(`velero/velero:v2 ${registry}/velero/velero:v2 - rendered/velero.yaml\n`)
})

test.each([
  [['offline'], /write: pnpm bundle <env> --out FOLDER/],
  [['dev', '--out', 'x'], /names no registry, so dev has no mirror to fill/],
  [['offline', '--out', 'x', '--ref', 'v9'], /--ref v9: no such commit/],
])('%j is bad usage', (args, expected) => {
  const cwd = root()
  commitAll(cwd)
  expect(run('bundle', args, { cwd })).toMatchObject({ status: 2, stderr: expect.stringMatching(expected) })
})
