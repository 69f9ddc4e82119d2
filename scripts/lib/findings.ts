import { exit, inline } from './failure.ts'

/** Where something is: a path relative to the repository, a line and a column counted from 1 where they are known. */
export type Position = { file: string; line?: number; col?: number }

/** What the engine refuses, by its code. `field` is the path inside the file, `value` what stands there, `hint` a near name. */
type Refusal = { at: Position; unit: string; field?: string; value?: string; hint?: string }
type Unit = { unit: string; at: Position }

export type Finding =
  | ({ code: RefusalCode } & Refusal)
  | ({ code: 'BUILD_FAILED'; error: string } & Unit)
  | ({ code: 'ENGINE_DIED'; how: string } & Unit)
  | ({ code: 'LIMIT_TIME'; seconds: number } & Unit)
  | ({ code: 'UNIT_EMPTY' } & Unit)
  | ({ code: 'SCHEMA_INVALID'; object: string; path: string; problem: string } & Unit)
  | ({ code: 'SCHEMA_MISSING'; object: string; hint?: string } & Unit)
  | ({ code: 'GOLDEN_DRIFT'; diff: string } & Unit)
  | ({ code: 'GOLDEN_MISSING' } & Unit)
  | ({ code: 'GOLDEN_ORPHAN' } & Unit)
  | ({ code: 'GOLDEN_SECRET' } & Unit)

const named = (f: Refusal): string => inline(f.field || (f.value ?? ''))
const quoted = (f: Refusal): string =>
  [f.field && inline(f.field), (f.value || !f.field) && JSON.stringify(f.value || f.at.file)].filter(Boolean).join(' ')
const near = (hint: string | undefined): string => (hint ? ` (did you mean ${inline(hint)}?)` : '')
const how = (hint: string | undefined): string => (hint ? ` (${inline(hint)})` : '')
const mebibytes = (bytes: string | undefined): string => `${Number((Number(bytes) / 2 ** 20).toFixed(2))} MiB`
const remote = 'vendor what it holds into this repository and name the folder'

/** What mends a value of the wrong type, where that is clear. */
const typed = (problem: string): string =>
  /^got (?:number|boolean), want string$/.test(problem)
    ? '; put it in quotes'
    : /^got string, want (?:integer|number|boolean)$/.test(problem)
      ? '; write it without quotes'
      : ''

/** The command that accepts a unit, fit to be pasted whatever the unit is called. */
const accept = (unit: string): string => {
  const name = inline(unit.startsWith('-') ? `./${unit}` : unit)
  const quoted = /^[\w./@:+-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`
  // What Applications there are is accepted by the command that lists them.
  return quoted.startsWith('apps/') ? `pnpm apps ${quoted.slice('apps/'.length)} --update` : `pnpm render ${quoted} --update`
}

/** What each refusal of the engine means and what to do about it; the limits are those of tools/engine/limits.go. */
const refusals = {
  PATH_REMOTE: (f: Refusal) => `${quoted(f)} is not in this repository and nothing is fetched; ${remote}`,
  PATH_ABSOLUTE: (f: Refusal) => `${quoted(f)} is an absolute path; write it relative to this file's folder`,
  PATH_OUTSIDE: (f: Refusal) => `${quoted(f)} leaves the repository; move what it names into it`,
  SYMLINK_OUTSIDE: (f: Refusal) =>
    `${quoted(f)} goes through a symbolic link that leaves the repository${how(f.hint)}; replace the link by the file`,
  SYMLINK_LOOP: (f: Refusal) =>
    `${quoted(f)} goes through symbolic links that lead back to themselves${how(f.hint)}; replace one by the file`,
  PATH_SPECIAL: (f: Refusal) => `${quoted(f)} is a pipe, socket or device; name a regular file`,
  PATH_SUBMODULE: (f: Refusal) => `${quoted(f)} is in a Git submodule${how(f.hint)}, whose content this repository doesn't pin; ${remote}`,
  PATH_LFS: (f: Refusal) => `${quoted(f)} is a Git LFS pointer, not the file; commit the file itself (git lfs untrack)`,
  PATH_MISSING: (f: Refusal) => `${quoted(f)} does not exist${near(f.hint)}; create it or delete the entry`,
  PATH_UNREADABLE: (f: Refusal) => `${quoted(f)} can't be read${how(f.hint)}; mend its permissions, or rename it`,
  PATH_CONTROL: (f: Refusal) => `${quoted(f)} holds control or text-direction characters; rename it`,
  FIELD_HELM: (f: Refusal) => `${quoted(f)}: charts are not rendered here; make the chart an Argo CD Application in argo/platform/`,
  FIELD_PLUGIN: (f: Refusal) =>
    `${quoted(f)} runs a program or container; only kustomize's builtin generators and transformers are allowed`,
  FIELD_UNKNOWN: (f: Refusal) => `unknown field ${named(f)}${near(f.hint)}; correct or delete it`,
  FIELD_TYPE: (f: Refusal) => `${quoted(f)} has the wrong form${how(f.hint)}; write it in that form`,
  KEY_DUPLICATE: (f: Refusal) => `the key ${named(f)} stands twice${how(f.hint)}; the last would win silently, delete one`,
  YAML_SYNTAX: (f: Refusal) => `not valid YAML: ${f.value ?? ''}; correct it there or in the lines above`,
  KUSTOMIZATION_EMPTY: (_: Refusal) => 'the kustomization is empty; give it resources or delete it',
  KUSTOMIZATION_KIND: (f: Refusal) => `${quoted(f)} can't stand here; ${inline(f.hint ?? '')}`,
  GENERATOR_FORM: (f: Refusal) => `${quoted(f)} ${inline(f.hint ?? '')}`,
  KUSTOMIZATION_TWO: (f: Refusal) => `the folder has more than one kustomization (${inline(f.value ?? '')}); keep one`,
  KUSTOMIZATION_NONE: (f: Refusal) =>
    `${f.value ? `${quoted(f)}: ` : ''}the folder has no kustomization.yaml; add one, or delete the folder`,
  LIMIT_FILE: (f: Refusal) => `the file has ${mebibytes(f.value)}, the limit is 4 MiB; split it`,
  LIMIT_OBJECTS: (f: Refusal) => `the unit renders ${f.value} objects, the limit is 10000; split the unit`,
  LIMIT_OUTPUT: (f: Refusal) => `the unit renders ${mebibytes(f.value)} or more, the limit is 32 MiB; split the unit`,
  LIMIT_DEPTH: (f: Refusal) => `YAML nested ${f.value} levels or deeper, the limit is 100; flatten it`,
  LIMIT_ALIASES: (f: Refusal) => `YAML aliases expand to ${f.value} nodes, the limit is 100000; write the values out`,
  LIMIT_MEMORY: (f: Refusal) =>
    `building took more memory than the limit of ${mebibytes(f.value)}; split the unit, or raise --memory-limit`,
} as const

export type RefusalCode = keyof typeof refusals
export const isRefusalCode = (code: string): code is RefusalCode => code in refusals

const messages: { [C in Finding['code']]: (finding: Extract<Finding, { code: C }>) => string } = {
  ...refusals,
  BUILD_FAILED: f => `kustomize can't build it: ${f.error}`,
  ENGINE_DIED: f => `the render engine died on this unit (${f.how}); the other units were rendered by another engine`,
  LIMIT_TIME: f => `building took longer than the limit of ${f.seconds} s; simplify the unit, or raise --time-limit`,
  UNIT_EMPTY: () => 'renders no objects; is it a Component, or an empty resources list?',
  SCHEMA_INVALID: f => `${f.object}${f.path ? ` at ${f.path}` : ''}: ${f.problem}${typed(f.problem)}`,
  SCHEMA_MISSING: f => `${f.object} has no schema${near(f.hint)}; fix apiVersion and kind, or add its schema (tools/schemas/SOURCES.md)`,
  GOLDEN_DRIFT: f => `the render differs from ${inline(f.at.file)}; look at it, then accept it with: ${accept(f.unit)}\n${f.diff}`,
  GOLDEN_MISSING: f => `no golden file yet; accept the render with: ${accept(f.unit)}`,
  GOLDEN_SECRET: () =>
    'not written: the render holds a secret, and golden files are committed; put it into the secret store and name it in an ExternalSecret',
  GOLDEN_ORPHAN: f => `no unit renders this golden file; delete it with: ${accept(f.unit)}`,
}

/** Every code there is; docs/bad-input.md has a row for each. */
export const codes = Object.keys(messages) as Finding['code'][]

/** The sentence for a finding: what is wrong, and the edit or command that fixes it. */
export const message = (finding: Finding): string => (messages[finding.code] as (f: Finding) => string)(finding)

const judged = new Set<Finding['code']>([
  'SCHEMA_INVALID',
  'SCHEMA_MISSING',
  'GOLDEN_DRIFT',
  'GOLDEN_MISSING',
  'GOLDEN_ORPHAN',
  'GOLDEN_SECRET',
  'UNIT_EMPTY',
])

/** The exit code that a list of findings asks for: 2 when something couldn't be rendered at all, 1 when what was rendered has findings. */
export const exitCodeOf = (findings: readonly Finding[]): number =>
  findings.length === 0 ? exit.fine : findings.every(f => judged.has(f.code)) ? exit.findings : exit.badInput
