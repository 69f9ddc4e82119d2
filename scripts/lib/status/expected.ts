import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../engine.ts'
import { Failure } from '../failure.ts'
import { readInside } from '../files.ts'
import { nearest } from '../nearest.ts'
import { findUnits, foldersOnDisk } from '../units.ts'

/** An Application that an environment should have: `unit` for an app of this repository, which runs the environment's commit. */
export type Expected = { name: string; unit: boolean; manual: boolean }

type Application = KubeObject & { spec: { syncPolicy?: { automated?: object } } }

const applications = (root: string, file: string): Application[] =>
  parseAllDocuments(readInside(root, file)?.toString() ?? '')
    .map(document => document.toJS() as Application | null)
    .filter(object => object?.kind === 'Application') as Application[]

/** The Applications that an environment should have, by its accepted renders. Throws a Failure for an environment that isn't one. */
export const expectedIn = (root: string, env: string): Expected[] => {
  const envs = findUnits(foldersOnDisk(root)).flatMap(unit => (unit.path.startsWith('argo/env/') ? [unit.env] : []))
  if (!envs.includes(env)) {
    const close = nearest(env, envs)
    throw new Failure(
      `no environment is called "${env}"; ${close.length > 0 ? `did you mean ${close.join(' or ')}?` : `there are ${envs.join(', ') || 'none'}`}`,
    )
  }
  const of = (file: string, unit: boolean): Expected[] =>
    applications(root, file).map(({ metadata, spec }) => ({ name: metadata.name, unit, manual: spec.syncPolicy?.automated === undefined }))
  const found = [...of(`tests/golden/apps/${env}.yaml`, true), ...of(`tests/golden/argo/${env}.yaml`, false)]
  if (found.length === 0)
    throw new Failure(`what ${env} should have isn't accepted yet; run: pnpm render argo/${env} --update && pnpm apps ${env} --update`)
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Those that were asked for; all without a name. Throws a Failure with the nearest for a name that means none. */
export const selectExpected = (all: readonly Expected[], env: string, names: readonly string[]): Expected[] => {
  if (names.length === 0) return [...all]
  return names.map(typed => {
    const found = all.find(({ name }) => name === typed || name === `${typed}-${env}`)
    if (found) return found
    const close = nearest(
      typed,
      all.map(({ name }) => name.replace(new RegExp(`-${env}$`), '')),
    )
    throw new Failure(
      `${env} has no Application for "${typed}"; ${close.length > 0 ? `did you mean ${close.join(' or ')}?` : `see: pnpm apps ${env}`}`,
    )
  })
}
