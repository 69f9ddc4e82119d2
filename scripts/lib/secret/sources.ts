import { dirname } from 'node:path'
import type { Judgement, World } from '../check/rule.ts'
import { named } from './names.ts'
import { byForm } from './patterns.ts'
import { sopsFlaws } from './sops.ts'

/** A secret in a file: where it begins, and what it is. */
type Found = { code: string; at: number; problem: string; secret: string }

/** Renders are judged as objects; fixtures and generated files hold what tests and tools need. */
const skipped = /^(?:tests\/(?:golden|fixtures)|tools\/schemas)\/|(?:^|\/)pnpm-lock\.yaml$|\.(?:png|jpe?g|gif|ico|gz|zip|tgz|woff2?|sum)$/

/** Files that configure something: here a name is enough to tell a secret. Code and prose only name them. */
const manifest = /^(?:apps|argo|base|overlays|platform)\/.*\.(?:ya?ml|env|toml|json|conf|cfg|ini|properties|example)$|(?:^|\/)\.env[^/]*$/

const kustomization = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/

const inFile = (path: string, text: string): Found[] => {
  const hits = byForm(text).map(({ code, what, start, end }) => ({
    code,
    at: start,
    problem: `holds ${what}`,
    secret: text.slice(start, end),
  }))
  const literals = manifest.test(path) ? named(text) : []
  const generator = kustomization.test(path) ? /^secretGenerator[ \t]*:/m.exec(text) : null
  const values = literals.map(({ name, value, start }) => ({
    code: 'SECRET_VALUE',
    at: start,
    problem: `${name} has a literal value, and its name says that it is a secret`,
    secret: value,
  }))
  const made = generator
    ? [{ code: 'SECRET_GENERATOR', at: generator.index, problem: 'makes a Secret from what is in Git', secret: '' }]
    : []
  return [...hits, ...values, ...made]
}

/** A Secret with values in a file that no unit reads; where one does, its render is judged. */
const plainSecret = (text: string): Found[] =>
  [...text.matchAll(/^kind:[ \t]*["']?Secret["']?[ \t]*(?:#.*)?$/gm)].flatMap(({ index }) => {
    const start = text.lastIndexOf('\n---', index) + 1
    const end = text.indexOf('\n---', index)
    const values = /^(?:data|stringData):[ \t]*(?:\{[ \t]*[^}\s]|\n[ \t]+\S)/m.exec(text.slice(start, end < 0 ? undefined : end))
    return values ? [{ code: 'SECRET_OBJECT', at: start + values.index, problem: 'a Secret with a value', secret: '' }] : []
  })

const placeOf = (text: string, at: number): { line: number; col: number } => {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, col: (before.at(-1)?.length ?? 0) + 1 }
}

/** Secrets in the files of a tree, each at its place; and the values, so that what a render repeats isn't said twice. */
export const inSources = (world: World): { judgements: Judgement[]; values: ReadonlySet<string> } => {
  const read = new Set(world.units.flatMap(unit => unit.reads))
  const values = new Set<string>()
  const judgements = world.files.flatMap(path => {
    const text = skipped.test(path) || path.endsWith('/') ? undefined : world.read(path)
    if (text === undefined || text.includes('\0')) return []
    const secrets = /\.ya?ml$/.test(path) && !read.has(path) ? plainSecret(text) : []
    const found = [...inFile(path, text), ...secrets]
    for (const one of found) if (one.secret) values.add(one.secret)
    const said = (code: string, place: { line: number; col?: number }, problem: string): Judgement => ({
      code,
      severity: 'error',
      unit: dirname(path),
      at: { file: path, ...place },
      problem,
    })
    return [
      ...found.map(({ code, at, problem }) => said(code, placeOf(text, at), problem)),
      ...sopsFlaws(world, text).map(({ line, problem }) => said('SECRET_SEALED', { line }, problem)),
    ]
  })
  return { judgements, values }
}
