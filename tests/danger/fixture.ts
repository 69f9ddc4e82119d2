import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Registered } from '../../scripts/lib/applicationset/environment.ts'
import type { Application } from '../../scripts/lib/applicationset/types.ts'
import type { Fields } from '../../scripts/lib/set/fields.ts'
import { home } from '../../scripts/lib/tools.ts'
import { apiVersions, isClusterKind } from './kinds.ts'

/**
 * A side of a fixture. `units` holds objects by `<Kind>/<name>` (or `<Kind>/<namespace>/<name>`), an edit is a merge patch (RFC 7396) of
 * base: null removes. `reads` is what a unit's build looked at.
 */
type Part = {
  units?: Record<string, Record<string, Fields | null> | null>
  files?: Record<string, string | null>
  applications?: Record<string, Fields | null>
  reads?: Record<string, string[]>
  release?: { env: string; unstaged: number }
}
type Fixture = { env?: string; base: Part | Record<string, Fields>; fires: Cases; near: Cases; also?: string[] }
type Cases = Record<string, Part | Record<string, Fields | null>>

/** One case of a rule: both sides whole, and the rules that must speak, no more and no fewer. */
export type Case = { rule: string; name: string; env: string; base: Part; head: Part; expected: string[] }

const parts = ['units', 'files', 'applications', 'reads', 'release']
const isPart = (value: object): value is Part => Object.keys(value).every(key => parts.includes(key))

/** Objects alone are those of the one unit `<env>/shop`. */
const partOf = (value: Fixture['base'] | Cases[string], env: string): Part =>
  isPart(value) ? value : { units: { [`${env}/shop`]: value as Record<string, Fields | null> } }

const merge = (old: unknown, patch: unknown): unknown => {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const from = typeof old === 'object' && old !== null && !Array.isArray(old) ? (old as Fields) : {}
  const merged = { ...from, ...Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, merge(from[key], value)])) }
  return Object.fromEntries(Object.entries(merged).filter(([key, value]) => value !== null || !(key in patch)))
}

/** Every case of a rule's fixture file. */
export const casesOf = (rule: string): Case[] => {
  const text = readFileSync(join(home, 'tests/fixtures/danger', `${rule}.yaml`), 'utf8')
  const { env = 'dev', base: first, fires, near, also = [] } = parse(text, { merge: true }) as Fixture
  const base = partOf(first, env)
  const one =
    (expected: string[]) =>
    ([name, edit]: [string, Cases[string]]): Case => {
      const head = merge({ ...base, moved: {}, reads: base.reads ?? {} }, partOf(edit, env)) as Part
      return { rule, name, env, base, head, expected }
    }
  return [...Object.entries(fires).map(one([rule, ...also])), ...Object.entries(near).map(one([]))]
}

/** The objects of a unit, whole. */
export const objectsOf = (unit: Record<string, Fields | null> | null | undefined): Fields[] | undefined =>
  unit === undefined || unit === null
    ? undefined
    : Object.entries(unit).map(([key, fields]) => {
        const [kind = '', ...rest] = key.split('/')
        const name = rest.at(-1) ?? ''
        const namespace = rest.length > 1 ? rest[0] : isClusterKind(kind) ? undefined : 'shop'
        return merge(
          { apiVersion: apiVersions[kind] ?? 'v1', kind, metadata: { name, ...(namespace ? { namespace } : {}) } },
          fields,
        ) as Fields
      })

/** What a side registers, by name: `path`, `project`, `namespace` and `set` of each. */
export const registeredOf = (applications: Part['applications'] = {}): Registered[] =>
  Object.entries(applications).flatMap(([name, fields]) => {
    if (!fields) return []
    const { path, project = 'shop', namespace = 'shop', set, ...more } = fields
    const application = merge(
      {
        ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name, namespace: 'argo' } },
        spec: {
          project,
          source: { repoURL: 'https://git.example/gitops', path },
          destination: { namespace, server: 'https://kubernetes.default.svc' },
        },
      },
      more,
    ) as Application
    const made = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', metadata: { name: String(set) }, spec: {} }
    return [{ application, set: set === undefined ? undefined : made }]
  })
