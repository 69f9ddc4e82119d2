import type { JudgedUnit, Judgement } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import type { Placed } from '../set/cluster.ts'
import { type Fields, fields, get, list, type Path, strings, text } from '../set/fields.ts'
import { containersOf, podOf } from '../set/pods.ts'
import { entropy, inBase64 } from './encoded.ts'
import { isInnocent, isSecretName, named } from './names.ts'
import { byForm, type Hit } from './patterns.ts'
import { sealed } from './sealed.ts'

/** A secret in an object: where, by which rule, and what it is; never the value itself. `secret` is for comparison alone. */
export type Found = { code: string; path: Path; problem: string; secret: string }

/** S1: a Secret that holds anything. The token of a service account without data is filled in by the cluster. */
const ofSecret = (object: KubeObject): Found[] =>
  object.kind === 'Secret' && object.apiVersion === 'v1'
    ? (['data', 'stringData'] as const).flatMap(field =>
        Object.entries(fields(object[field])).map(([key, value]) => ({
          code: 'SECRET_OBJECT',
          path: [field, key],
          problem: 'a Secret with a value is rendered',
          secret: String(value),
        })),
      )
    : []

/** A name and its literal value, wherever the kind keeps such pairs. */
type Pair = { path: Path; name: string; value: string }

const pairsOf = (object: KubeObject): Pair[] => {
  const pod = podOf({ object, kind: object.kind, name: '', namespace: undefined, unit: '' } satisfies Placed)
  const variables = (pod ? containersOf(pod) : []).flatMap(({ path, fields: container }) =>
    list(container.env).flatMap((one, at) => toPair([...path, 'env', at, 'value'], text(one.name), one.value)),
  )
  const entries = (path: Path): Pair[] =>
    Object.entries(fields(get(object, ...path))).flatMap(([key, value]) => toPair([...path, key], key, value))
  return [
    ...variables,
    ...(object.kind === 'ConfigMap' ? entries(['data']) : []),
    ...(object.kind === 'ConfigMap' ? entries(['binaryData']) : []),
    ...entries(['metadata', 'annotations']),
  ]
}
const toPair = (path: Path, name: string | undefined, value: unknown): Pair[] =>
  name && typeof value === 'string' ? [{ path, name, value }] : []

/** Names whose value often is a key; entropy alone says nothing. Source of 3.5: gitleaks' generic-api-key. */
const perhaps = /key|auth|cred|salt|seed|sign|cert|hash|session/i
const random = (value: string): boolean =>
  /^[\w+/=-]{20,500}$/.test(value) && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && entropy(value) >= 3.5

const ofPair = ({ path, name, value }: Pair): Found[] => {
  if (isSecretName(name) && !isInnocent(name, value) && !value.trim().includes('\n'))
    return [{ code: 'SECRET_VALUE', path, problem: `${name} has a literal value, and its name says that it is a secret`, secret: value }]
  const inside = value.includes('\n') ? named(value) : []
  if (inside[0]) return [{ code: 'SECRET_VALUE', path, problem: `sets ${inside[0].name} to a literal value`, secret: inside[0].value }]
  if (perhaps.test(name) && random(value) && byForm(value).length === 0)
    return [{ code: 'SECRET_ENTROPY', path, problem: `${name} looks like a random key`, secret: value }]
  return []
}

/** What a container is started with. */
const ofArguments = (object: KubeObject): Found[] => {
  const pod = podOf({ object, kind: object.kind, name: '', namespace: undefined, unit: '' })
  return (pod ? containersOf(pod) : []).flatMap(({ path, fields: container }) =>
    ['command', 'args'].flatMap(field =>
      strings(container[field]).flatMap((one, at, all): Found[] => {
        // `--password`, `value` are two arguments, and mean one.
        const next = /^--[\w.-]+$/.test(one) ? all[at + 1] : undefined
        return named(next === undefined ? one : `${one} ${next}`).map(({ name, value }) => ({
          code: 'SECRET_VALUE',
          path: [...path, field, next === undefined ? at : at + 1],
          problem: `gives ${name} a literal value`,
          secret: value,
        }))
      }),
    ),
  )
}

const ofHits = (hits: readonly Hit[], value: string, path: Path): Found[] =>
  hits.map(({ code, what, start, end }) => ({ code, path, problem: `holds ${what}`, secret: value.slice(start, end) }))

/** S4 and S5 in every string of an object but a Secret's own. */
const ofStrings = (value: unknown, path: Path): Found[] => {
  if (typeof value === 'string') return ofHits(byForm(value), value, path)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value as Fields).flatMap(([key, one]) => ofStrings(one, [...path, Array.isArray(value) ? Number(key) : key]))
}

/** Secrets in a unit's render. Strings are looked at one by one only when the text as a whole holds one. */
export const inUnit = ({ objects, yaml }: JudgedUnit): { object: KubeObject; found: Found }[] => {
  const suspicious = byForm(yaml).length > 0
  return objects.flatMap(object => {
    const pairs = pairsOf(object)
    const encoded = pairs.flatMap(({ path, value }) => ofHits(inBase64(value), value, path))
    const strings = suspicious && object.kind !== 'Secret' ? ofStrings(object, []) : []
    const all = [...ofSecret(object), ...sealed(object), ...pairs.flatMap(ofPair), ...encoded, ...ofArguments(object), ...strings]
    return all.map(found => ({ object, found }))
  })
}

/** As the command wants it. */
export const judgementOf = (unit: string, object: KubeObject, { code, path, problem }: Found): Judgement => ({
  code,
  severity: code === 'SECRET_ENTROPY' ? 'warning' : 'error',
  unit,
  object: { kind: object.kind, name: object.metadata.name, ...(object.metadata.namespace ? { namespace: object.metadata.namespace } : {}) },
  path,
  problem,
})
