import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, tree } from '../helpers.ts'

const sha = (digit: string): string => `sha256:${digit.repeat(64)}`
const file = 'overlays/dev/web/kustomization.yaml'
const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
const web = `# Kept.
${head}labels:
  - pairs:
      # Both equal the image's tag.
      app.kubernetes.io/version: "0.1.0"
      version: "0.1.0"
      release: "0.1.0"
images:
  - name: docker.io/library/busybox
    newTag: 1.36.1
  - name: example/web # the server
    newTag: 0.1.0 # chosen: the first; no digest is known: the waiver of image-digest says so
patches:
  - path: patches/replicas.yaml
`
const of = (text: string): string => tree({ [file]: text })
const image = (root: string, ...args: string[]): ReturnType<typeof run> => run('image', args, { cwd: root })
const text = (root: string): string => readFileSync(join(root, file), 'utf8')

test('tag, digest and the labels of the version change; order, comments and other labels stay; what it prints is the change', () => {
  const root = of(web)
  const { status, stdout } = image(root, 'web', 'dev', `example/web:0.2.0@${sha('a')}`)
  const expected = web
    .replace('app.kubernetes.io/version: "0.1.0"', 'app.kubernetes.io/version: "0.2.0"')
    .replace(' version: "0.1.0"', ' version: "0.2.0"')
    .replace(
      'newTag: 0.1.0 # chosen: the first; no digest is known: the waiver of image-digest says so',
      `newTag: 0.2.0 # chosen: the first\n    digest: ${sha('a')}`,
    )
  expect([status, text(root)]).toEqual([0, expected])
  const lines = stdout.split('\n').filter(line => /^ {4}[-+]/.test(line))
  expect(lines.map(line => line.slice(4))).toEqual([
    '-      app.kubernetes.io/version: "0.1.0"',
    '-      version: "0.1.0"',
    '+      app.kubernetes.io/version: "0.2.0"',
    '+      version: "0.2.0"',
    expect.stringMatching(/^- {4}newTag: 0.1.0/),
    '+    newTag: 0.2.0 # chosen: the first',
    `+    digest: ${sha('a')}`,
  ])
  expect(stdout).toContain('next:    pnpm render dev/web --update\n')
})

test('the same again does nothing', () => {
  const root = of(web)
  image(root, 'web', 'dev', 'example/web:0.2.0')
  const once = text(root)
  expect(image(root, 'web', 'dev', 'example/web:0.2.0')).toMatchObject({ status: 0, stdout: 'dev/web has example/web:0.2.0 already\n' })
  expect(text(root)).toBe(once)
})

test('an old digest goes with its tag, and a tag that YAML would read as a number is quoted', () => {
  const root = of(`${head}images:\n  - name: web\n    newTag: "1.10"\n    digest: ${sha('a')}\n`)
  image(root, 'web', 'dev', 'web:1.20')
  expect(text(root)).toBe(`${head}images:\n  - name: web\n    newTag: "1.20"\n`)
})

test('an entry is found by the name that its image has in the end', () => {
  const root = of(`${head}images:\n  - name: web\n    newName: registry.example/web\n    newTag: v1\n`)
  expect(image(root, 'web', 'dev', 'registry.example/web:v2').status).toBe(0)
  expect(text(root)).toContain('newName: registry.example/web\n    newTag: v2\n')
})

test('--dry-run shows the change and writes nothing', () => {
  const root = of(web)
  const { status, stdout } = image(root, 'web', 'dev', 'example/web:0.2.0', '--dry-run')
  expect([status, text(root)]).toEqual([0, web])
  expect(stdout).toMatch(/\+ {4}newTag: 0.2.0[\s\S]*nothing is written/)
})

test('an image that follows prod is changed there', () => {
  const offline = `${head}resources:\n  - ../../prod/web\nimages:\n  - name: web\n    newName: mirror.example/web\n`
  const root = tree({ 'overlays/offline/web/kustomization.yaml': offline })
  expect(image(root, 'web', 'offline', 'mirror.example/web:v2')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('pnpm image <app> prod web:v2'),
  })
})

test.each([
  ['no arguments', [], 'write: pnpm image <app> <env> <name:tag[@digest]>'],
  ['one too many', ['web', 'dev', 'example/web:1', 'x'], 'write: pnpm image'],
  ['no such app', ['wep', 'dev', 'example/web:1'], 'no app of dev is called "wep"; did you mean web?'],
  ['no such environment', ['web', 'qa', 'example/web:1'], 'no environment is called "qa"; there are dev'],
  ['a way out', ['../../..', 'dev', 'example/web:1'], 'no app of dev is called'],
  ['no such image', ['web', 'dev', 'example/wep:1'], 'has no entry for example/wep; it has docker.io/library/busybox, example/web'],
  ['no tag', ['web', 'dev', 'example/web'], 'not an image with a tag'],
  ['a tag that moves', ['web', 'dev', 'example/web:latest'], 'moves'],
  ['a wrong digest', ['web', 'dev', 'example/web:1@sha256:abc'], 'not an image with a tag'],
])('%s is bad usage, and the file stays', (_, args, stderr) => {
  const root = of(web)
  expect(image(root, ...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(stderr) })
  expect(text(root)).toBe(web)
})

test('broken YAML is bad input, and stays', () => {
  const root = of('images: [\n')
  expect(image(root, 'web', 'dev', 'example/web:1')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/kustomization.yaml:\d+ {2}not valid YAML/),
  })
  expect(text(root)).toBe('images: [\n')
})
