import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commitAll, git, type Ran, run, scratch, tree } from '../helpers.ts'

const registry = 'registry.site.example'
const digest = `sha256:${'a'.repeat(64)}`
const root = (): string =>
  tree({
    'base/env/offline/environment.yaml': `data:\n  registry: ${registry}\n  kubernetes-version: 1.36.4\n`,
    'base/env/dev/environment.yaml': 'data: {}\n',
    'overlays/offline/web/kustomization.yaml': `images:\n  - name: ghcr.io/team/web\n    newName: ${registry}/team/web\n`,
    'tests/golden/offline/web.yaml': `kind: Pod\nspec: {containers: [{image: "${registry}/team/web:1.0.0@${digest}"}]}\n`,
    'platform/versions.yaml': 'releases:\n  velero: {chart: velero, version: 1.0.0, source: "https://charts.example", namespace: velero}\n',
    'platform/values/velero.yaml': 'image: velero/plugin:v1\n',
    'platform/values/offline/velero.yaml': 'registry: mirror\n',
  })

/** Stand-ins for skopeo and helm that do as they are told with files, and keep what that was; `lacks` is what the site's registry hasn't. */
const tools = (): { PATH: string; log: string; lacks: string } => {
  const folder = scratch('tools')
  const [log, lacks] = [join(folder, 'log'), join(folder, 'lacks')]
  const script = (name: string, body: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${body}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  writeFileSync(lacks, '')
  script(
    'skopeo',
    `for last; do :; done\n[ "$1" != inspect ] || { ! grep -qxF "$last" ${lacks}; exit; }\nto=$(echo "$last" | sed s/^dir://)\ncase $last in dir:*) mkdir "$to" && echo blob > "$to/manifest.json" ;; esac`,
  )
  script(
    'helm',
    `case $1 in pull) echo chart > charts/velero-1.0.0.tgz ;; template)\n  case $* in *offline*) from=${registry}/ ;; esac\n  printf 'spec: {}\\ncontainers:\\n  - name: x\\n    image: "%svelero/velero:v2"\\n' "$from" ;;\nesac`,
  )
  return { PATH: `${folder}:${process.env.PATH}`, log, lacks }
}

const pack = (cwd: string, out: string, ...more: string[]): Ran => run('bundle', ['offline', '--out', out, ...more], { cwd })
const sh = (file: string, PATH: string): { status: number | null; stdout: string } =>
  spawnSync('sh', [file], { env: { ...process.env, PATH }, encoding: 'utf8' })

const said = (log: string): string[] => readFileSync(log, 'utf8').split('\n').filter(Boolean)

test('packed, fetched, loaded: what is changed on the way stops the load', () => {
  const cwd = root()
  commitAll(cwd)
  git(cwd, 'tag', 'v1.0.0')
  const out = join(scratch(), 'site')
  const { PATH, log } = tools()
  expect(pack(cwd, out)).toMatchObject({ status: 0, stdout: expect.stringContaining('2 images (1 with a digest), 1 charts') })
  expect(sh(join(out, 'fetch.sh'), PATH).status).toBe(0)
  const fetched = [
    `skopeo copy --all --preserve-digests docker://ghcr.io/team/web@${digest} dir:images/team_web_1.0.0_aaaaaaaaaaaa.part`,
    'skopeo copy --all --preserve-digests docker://docker.io/velero/plugin:v1 dir:images/velero_plugin_v1.part',
    'helm pull velero --repo https://charts.example --version 1.0.0 --destination charts',
    'helm template velero charts/velero-1.0.0.tgz --namespace velero --kube-version 1.36.4 --values values/velero.yaml',
  ]
  expect(said(log)).toEqual(fetched)
  // Nothing is fetched twice.
  expect([sh(join(out, 'fetch.sh'), PATH).status, said(log)]).toEqual([0, fetched])
  expect(sh(join(out, 'load.sh'), PATH).status).toBe(0)
  expect(said(log).slice(4)).toEqual([
    `skopeo copy --all --preserve-digests dir:images/team_web_1.0.0_aaaaaaaaaaaa docker://${registry}/team/web:1.0.0`,
    `skopeo copy --all --preserve-digests dir:images/velero_plugin_v1 docker://${registry}/velero/plugin:v1`,
    `helm push charts/velero-1.0.0.tgz oci://${registry}/charts`,
  ])
  appendFileSync(join(out, 'images/team_web_1.0.0_aaaaaaaaaaaa/manifest.json'), 'x')
  expect(sh(join(out, 'load.sh'), PATH).status).not.toBe(0)
  const clone = join(scratch(), 'clone')
  git(cwd, 'clone', '--quiet', join(out, 'repository.bundle'), clone, '--branch', 'v1.0.0')
  expect(existsSync(join(clone, 'platform/versions.yaml'))).toBe(true)
})

test('images that only a chart names: it says which charts nobody has read, fetch renders them, and the second round has them', () => {
  const cwd = root()
  commitAll(cwd)
  const out = scratch()
  const { PATH } = tools()
  const first = pack(cwd, out).stdout
  expect(first).toMatch(/of 1 charts only the images are listed that their values name: velero\n/)
  expect(first).toContain(`pnpm bundle offline --out ${out} && sh ${out}/fetch.sh`)
  expect(sh(join(out, 'fetch.sh'), PATH).stdout).toMatch(/pack and fetch once more/)
  expect(pack(cwd, out).stdout).not.toContain('once more')
  expect(readFileSync(join(out, 'images.txt'), 'utf8')).toContain(
    `velero/velero:v2 ${registry}/velero/velero:v2 - rendered/velero-1.0.0.yaml\n`,
  )
  expect(sh(join(out, 'fetch.sh'), PATH).stdout).toBe('')
  expect(existsSync(join(out, 'images/velero_velero_v2/manifest.json'))).toBe(true)
})

test('inside the site: everything on the list and everything that charts name is asked for, and what is missing is named', () => {
  const cwd = root()
  commitAll(cwd)
  const out = scratch()
  const { PATH, lacks } = tools()
  pack(cwd, out)
  sh(join(out, 'fetch.sh'), PATH)
  const check = (): ReturnType<typeof sh> => sh(join(out, 'check.sh'), PATH)
  expect(check()).toMatchObject({ status: 0, stdout: 'everything that 2 entries and 1 charts name is there\n' })
  // The second is on no list: only the chart names it.
  writeFileSync(lacks, `docker://${registry}/team/web@${digest}\ndocker://${registry}/velero/velero:v2\n`)
  expect(check()).toMatchObject({
    status: 1,
    stdout: `missing: ${registry}/team/web@${digest}, which offline/web names\nmissing: ${registry}/velero/velero:v2, which chart velero names\n`,
  })
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
