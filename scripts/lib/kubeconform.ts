import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { atExit } from './at-exit.ts'
import { digestOf } from './cache/kept.ts'
import type { Built } from './engine.ts'
import { Failure } from './failure.ts'
import { reason } from './files.ts'
import type { Finding } from './findings.ts'
import { nearest } from './nearest.ts'
import { countOf, isBuilt, type Rendered } from './render.ts'
import { knownKinds, schemaLocation } from './schemas/location.ts'
import { problemsOf } from './schemas/problems.ts'
import { toolPath } from './tools.ts'

/** Per unit: how many of its objects have a schema, of how many. */
export type Coverage = Map<string, { covered: number; total: number }>

type Resource = { filename: string; kind: string; name: string; version: string; status: string; msg: string }
type Output = { resources: Resource[]; summary: { valid: number; invalid: number; errors: number; skipped: number } }

/** The objects of a render as YAML: kustomize indents every line of a value, so only a separator stands at the margin. */
const documentsOf = ({ yaml, objects }: Built): string[] => {
  const documents = yaml.split(/^---\n/m)
  if (documents.length !== objects.length) throw new Error(`${documents.length} documents for ${objects.length} objects`)
  return documents
}

/** Digests of texts, of units or of their objects, that are known to fit their schemas. */
export type Valid = { has: (digest: string) => boolean; add: (digest: string) => unknown }

/**
 * Validates everything that was rendered with one kubeconform process and local schemas only. A kind without a schema is a finding.
 * Files instead of stdin: kubeconform 0.7.0 reuses its stdin buffer while workers still read from it.
 * @param program kubeconform's path; asked only when there is something to judge
 * @param valid what is known to fit isn't judged again; units without a finding are added, whole and by object
 */
export const validate = async (
  rendered: readonly Rendered[],
  valid: Valid = new Set<string>(),
  program: () => Promise<string> = () => toolPath('kubeconform'),
): Promise<{ findings: Finding[]; coverage: Coverage }> => {
  const all = rendered.flatMap(({ unit, result }) => (isBuilt(result) ? [{ unit, result }] : []))
  const coverage: Coverage = new Map(all.map(({ unit, result }) => [unit.name, { covered: countOf(result), total: countOf(result) }]))
  const whole = ({ digest, yaml }: Built): string => digest ?? digestOf(yaml)
  const built = all.flatMap(one => (valid.has(whole(one.result)) ? [] : [{ ...one, documents: documentsOf(one.result) }]))
  const fresh = built.map(one => one.documents.filter(document => !valid.has(digestOf(document))))
  const total = fresh.flat().length
  const keep = (units: typeof built): void => {
    for (const { result, documents } of units) for (const digest of [whole(result), ...documents.map(digestOf)]) valid.add(digest)
  }
  if (total === 0) {
    keep(built)
    return { findings: [], coverage }
  }
  const kubeconform = await program()
  const folder = writeAll(fresh.map(one => one.join('---\n')))
  const callOff = atExit(() => remove(folder))
  try {
    const output = await run(kubeconform, folder)
    const { summary } = output
    const judged = summary.valid + summary.invalid + summary.errors
    if (judged !== total) throw new Error(`kubeconform judged ${judged} of ${total} objects`)
    const findings = output.resources.sort(byPlace).flatMap(resource => {
      const unit = built[Number.parseInt(basename(resource.filename), 10)]?.unit
      if (!unit) throw new Error(`kubeconform answered for an unknown file ${resource.filename}`)
      const found = toFindings(resource, unit.name, unit.path)
      const count = coverage.get(unit.name)
      if (count && found.some(finding => finding.code === 'SCHEMA_MISSING')) count.covered--
      return found
    })
    const faulty = new Set(findings.map(finding => finding.unit))
    keep(built.filter(({ unit }) => !faulty.has(unit.name)))
    return { findings, coverage }
  } finally {
    callOff()
    remove(folder)
  }
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** Writes each text to `<index>.yaml` in a new temporary folder and returns the folder, or throws a Failure and leaves nothing. */
const writeAll = (texts: readonly string[]): string => {
  let folder: string | undefined
  try {
    folder = mkdtempSync(join(tmpdir(), 'render-'))
    for (const [i, text] of texts.entries()) writeFileSync(join(folder, `${i}.yaml`), text)
    return folder
  } catch (error) {
    if (folder) remove(folder)
    throw new Failure(`can't write temporary files to ${tmpdir()}: ${reason(error)}; set TMPDIR to a folder with room`)
  }
}

/** kubeconform's workers answer in any order. */
const byPlace = (a: Resource, b: Resource): number => (placeOf(a) < placeOf(b) ? -1 : 1)
const placeOf = ({ filename, version, kind, name }: Resource): string =>
  [basename(filename).padStart(12, '0'), version, kind, name].join(' ')

// No collection below this much memory: a quarter of its time otherwise (149 objects: 33 MB become 84).
const memory = { GOGC: 'off', GOMEMLIMIT: '256MiB' }

const run = (program: string, folder: string): Promise<Output> =>
  new Promise((resolve, reject) => {
    const args = [
      '-strict',
      '-output',
      'json',
      '-summary',
      '-n',
      String(availableParallelism()),
      '-schema-location',
      schemaLocation,
      folder,
    ]
    const child = execFile(program, args, { maxBuffer: 2 ** 30, env: memory }, (error, stdout, stderr) => {
      callOff()
      try {
        resolve(JSON.parse(stdout))
      } catch {
        reject(new Error(`kubeconform gave no result: ${stderr || error?.message}`))
      }
    })
    const callOff = atExit(() => child.kill('SIGKILL'))
  })

const toFindings = (resource: Resource, unit: string, path: string): Finding[] => {
  const object = `${resource.kind}/${resource.name}`
  const at = { file: path }
  if (/could not find schema/.test(resource.msg)) {
    const hint = nearest(resource.kind, knownKinds())[0]
    return [
      { code: 'SCHEMA_MISSING', unit, at, object: `${resource.version} ${object}`, ...(hint && hint !== resource.kind ? { hint } : {}) },
    ]
  }
  return problemsOf(resource.msg).map(({ path, problem }) => ({ code: 'SCHEMA_INVALID', unit, at, object, path, problem }))
}
