import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { enginesOf, type Started, settle, start, until } from '../door.ts'
import { tree, unit } from '../helpers.ts'

const map = (value: string, name = 'web'): string =>
  unit(`overlays/dev/${name}`, `a: ${value}`)[`overlays/dev/${name}/configmap.yaml`] as string
const drift = (value: string): RegExp => new RegExp(`\\+ +a: ${value}$`, 'm')
const accepted = { 'tests/golden/dev/web.yaml': 'apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  name: web\n' }

/** Starts to watch a tree of one unit; `sees` waits for output that came after the last call. */
const watching = async (more: Record<string, string> = {}, ...args: string[]) => {
  const root = tree({ ...unit('overlays/dev/web'), ...accepted, ...more })
  const run = await start(root, ['--watch', ...args])
  let read = 0
  const sees = async (what: RegExp): Promise<string> => {
    await until(`it prints ${what}; so far: ${run.stdout().slice(read)}`, () => what.test(run.stdout().slice(read)))
    const said = run.stdout().slice(read)
    read = run.stdout().length
    return said
  }
  await sees(/watching; Ctrl-C ends it\n$/)
  return { root, run, sees, file: (path: string) => join(root, 'overlays/dev', path) }
}

const end = async (run: Started): Promise<void> => {
  process.kill(-(run.child.pid as number), 'SIGINT')
  expect(await settle(run)).toMatchObject({ status: 130, stderr: '' })
  expect(enginesOf(run)).toEqual([])
}

test('a file that is edited, replaced as editors do, and saved twice at once', async () => {
  const { run, sees, file } = await watching()
  writeFileSync(file('web/configmap.yaml'), map('edited'))
  expect(await sees(drift('edited'))).toContain('overlays/dev/web/configmap.yaml changed')
  writeFileSync(file('web/.configmap.yaml.swp'), map('replaced'))
  renameSync(file('web/.configmap.yaml.swp'), file('web/configmap.yaml'))
  await sees(drift('replaced'))
  for (const value of ['half', 'whole']) writeFileSync(file('web/configmap.yaml'), map(value))
  await sees(drift('whole'))
  await end(run)
})

test('only the units that read the file are rendered again', async () => {
  const { run, sees, file } = await watching(unit('overlays/dev/api'))
  writeFileSync(file('web/configmap.yaml'), map('edited'))
  expect(await sees(/\n1 unit, .*\n$/)).not.toContain('dev/api')
  await end(run)
})

test('a unit that appears, is deleted, and appears again', async () => {
  const { run, sees, file } = await watching()
  for (let i = 0; i < 2; i++) {
    for (const [path, text] of Object.entries(unit('overlays/dev/new'))) {
      mkdirSync(file('new'), { recursive: true })
      writeFileSync(join(file('../..'), path), text)
    }
    await sees(/^dev\/new +1 /m)
    rmSync(file('new'), { recursive: true })
    await sees(/dev\/new deleted/)
  }
  writeFileSync(file('web/configmap.yaml'), map('still'))
  await sees(drift('still'))
  await end(run)
})

test('a unit that breaks and is mended', async () => {
  const { run, sees, file } = await watching()
  writeFileSync(file('web/configmap.yaml'), 'a: [')
  await sees(/YAML_SYNTAX[\s\S]*\n$/)
  writeFileSync(file('web/configmap.yaml'), map('mended'))
  await sees(drift('mended'))
  await end(run)
})

test('a file and a folder that were missing appear', async () => {
  const missing = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [configmap.yaml, ../../../apps/late]\n'
  const { root, run, sees } = await watching({ 'overlays/dev/web/kustomization.yaml': missing })
  mkdirSync(join(root, 'apps/late'), { recursive: true })
  writeFileSync(join(root, 'apps/late/kustomization.yaml'), 'resources: [late.yaml]\n')
  await sees(/late\.yaml" does not exist/)
  writeFileSync(join(root, 'apps/late/late.yaml'), map('late', 'late'))
  await sees(/^dev\/web +2 /m)
  await end(run)
})

test('the only unit is deleted and comes back, with a target', async () => {
  const { run, sees, file } = await watching({}, 'web')
  renameSync(file('web'), file('../../away'))
  await sees(/dev\/web deleted/)
  renameSync(file('../../away'), file('web'))
  await sees(/^dev\/web +1 /m)
  appendFileSync(file('web/configmap.yaml'), '  c: d\n')
  await sees(/\+ +c: d$/m)
  await end(run)
})

test('a reader that goes away ends it', async () => {
  const { run, file } = await watching()
  run.child.stdout?.destroy()
  writeFileSync(file('web/configmap.yaml'), map('unread'))
  expect((await settle(run)).status).toBe(0)
})
