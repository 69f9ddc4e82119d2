import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import type { CheckFinding } from '../scripts/lib/check/finding.ts'
import { home } from '../scripts/lib/tools.ts'
import { type Ran, run } from './helpers.ts'

export type Checked = Ran & { findings: CheckFinding[] }

/** Runs `pnpm check --json` as people do, and reads its report. */
export const check = (root: string, ...args: string[]): Checked => {
  const ran = run('check', ['--root', root, '--json', ...args])
  return { ...ran, findings: ran.stdout.startsWith('{') ? (JSON.parse(ran.stdout).findings as CheckFinding[]) : [] }
}

/** A kustomization or Component from its lines. */
export const kustomization = (kind: string, lines: readonly string[]): string =>
  `apiVersion: kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}\nkind: ${kind}\n${lines.join('\n')}\n`

export type Files = Record<string, string | Buffer>

/** An app from its files and the overlay that deploys it; without a kustomization of its own it lists every YAML file. */
export const app = (name: string, files: Files): Files => {
  const listed = Object.keys(files).filter(file => /^[^/]+\.yaml$/.test(file))
  const own = {
    'kustomization.yaml': kustomization('Kustomization', [`namespace: ${name}`, 'resources:', ...listed.map(file => `  - ${file}`)]),
  }
  return {
    ...Object.fromEntries(Object.entries({ ...own, ...files }).map(([file, text]) => [`apps/${name}/${file}`, text])),
    [`overlays/dev/${name}/kustomization.yaml`]: kustomization('Kustomization', [
      `resources:\n  - ../../../apps/${name}\ncomponents:\n  - ../../../base/env/dev`,
    ]),
  }
}

/** What every repository of our layout has. */
export const environment: Files = {
  'base/env/dev/kustomization.yaml': kustomization('Component', ['labels:\n  - pairs:\n      environment: dev']),
}

/** Writes texts and bytes to a folder, and returns it. */
export const write = (root: string, files: Files): string => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

/** A folder that all tests of a file share; it is deleted after the last. */
export const shared = (): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-check-')))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  return root
}

/** The files of a fixture folder. */
export const fixture = (...path: string[]): Files => {
  const folder = join(home, 'tests/fixtures', ...path)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return Object.fromEntries(
    files.map(entry => join(entry.parentPath, entry.name)).map(file => [file.slice(folder.length + 1), readFileSync(file)]),
  )
}

/** What is said of the files below a folder, as `file:line:col CODE`: what breaks the given rules, or every rule of a source. */
export const saidOf = (findings: readonly CheckFinding[], folder: string, rules?: object): string[] =>
  findings
    .filter(({ at, code }) => at.file.startsWith(folder) && (rules ? code in rules : /^[A-Z_]+$/.test(code)))
    .map(({ at, code }) => `${[at.file.slice(folder.length), at.line, at.col].filter(Boolean).join(':')} ${code}`)
