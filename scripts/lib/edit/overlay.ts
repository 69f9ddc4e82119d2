import { Failure } from '../failure.ts'
import { nearest } from '../nearest.ts'
import { findUnits, foldersOnDisk } from '../units.ts'
import { recoverEdits, textOf } from './edits.ts'

/** An overlay's kustomization as it stands. */
export type Overlay = { env: string; app: string; file: string; text: string }

/** Finds an app's overlay by what was typed. Throws a Failure that names what is near. */
export const findOverlay = (root: string, app: string, env: string): Overlay => {
  const file = `overlays/${env}/${app}/kustomization.yaml`
  const text = /^[\w.-]+$/.test(app) && /^[\w.-]+$/.test(env) ? textOf(root, file) : undefined
  if (text !== undefined) return { env, app, file, text }
  const units = findUnits(foldersOnDisk(root)).filter(({ path }) => path.startsWith('overlays/'))
  const envs = [...new Set(units.map(unit => unit.env))]
  const apps = [...new Set(units.filter(unit => unit.env === env).map(unit => unit.name.slice(env.length + 1)))]
  if (!envs.includes(env)) throw new Failure(`no environment is called "${env}"; there are ${envs.join(', ') || 'none'}`)
  throw new Failure(`no app of ${env} is called "${app}"${near(app, apps)}`)
}

const near = (typed: string, names: readonly string[]): string => {
  const close = nearest(typed, names)
  return `; ${close.length > 0 ? `did you mean ${close.join(' or ')}?` : `see: ls overlays`}`
}

/** Takes back what a killed command left half-written, and says so. */
export const recover = (root: string): void => {
  for (const path of recoverEdits(root)) console.error(`${path}: restored; a command that was killed had changed it`)
}
