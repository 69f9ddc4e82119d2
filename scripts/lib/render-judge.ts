import type { Fingerprints } from './cache/fingerprints.ts'
import type { Tree } from './engine.ts'
import { printable } from './failure.ts'
import { deleteInside, writeInside } from './files.ts'
import type { Finding } from './findings.ts'
import { compareGolden, type Golden, type GoldenVerdict, updateGolden } from './golden.ts'
import { type Coverage, type Valid, validate } from './kubeconform.ts'
import { print, printExact } from './print.ts'
import { countOf, isBuilt, type Rendered } from './render.ts'
import type { RenderOptions } from './render-options.ts'
import type { RenderReport, UnitRow } from './report/data.ts'
import { redact } from './report/redact.ts'
import type { Unit } from './units.ts'

/**
 * What a render is judged against: the golden files of the same tree, those of them that no unit renders any more, the texts that an
 * earlier render has shown to be valid, and what one has left in .rendered/, where that is kept.
 */
export type Court = {
  options: RenderOptions
  root: string
  tree: Tree
  golden: Golden
  orphans: readonly Unit[]
  valid: Valid
  left?: Fingerprints | undefined
}

const failures = (rendered: readonly Rendered[]): Finding[] => rendered.flatMap(({ result }) => (isBuilt(result) ? [] : result.findings))

/** What is known of some units of a report. */
export type Part = Pick<RenderReport, 'units' | 'findings' | 'updated'>

/**
 * Prints nothing but YAML on stdout; answers with what couldn't be built. Several units are joined as kustomize joins objects.
 * A program gets the exact bytes; on a terminal secrets are redacted (docs/redaction.md).
 * @param first whether nothing was printed before
 */
export const printYaml = (rendered: readonly Rendered[], first: boolean): Finding[] => {
  const yaml = rendered.flatMap(({ result }) => (isBuilt(result) ? [result.yaml] : []))
  const show = process.stdout.isTTY ? print : printExact
  if (yaml.length > 0) show(`${first ? '' : '---\n'}${yaml.join('---\n')}`)
  return failures(rendered)
}

/** Validates some units, compares them with golden or updates it, and keeps them. */
export const judge = async ({ options, root, tree, golden, orphans, valid, left }: Court, rendered: readonly Rendered[]): Promise<Part> => {
  const { findings: invalid, coverage } = await validate(rendered, valid)
  const off = !options.own && golden.paths.length === 0 && !options.update
  const compared: GoldenVerdict =
    off || options.update ? { states: new Map(), findings: [] } : await compareGolden(golden, rendered, orphans)
  const updated = options.update ? updateGolden(root, rendered, orphans, Boolean(process.env.CI)) : undefined
  if (tree === 'work') keep(root, rendered, left)
  const state = (unit: Unit): UnitRow['golden'] => (off ? 'off' : updated ? 'updated' : (compared.states.get(unit.name) ?? 'unknown'))
  return {
    units: rendered.map(one => toRow(one, coverage, state(one.unit))),
    findings: [...failures(rendered), ...invalid, ...compared.findings, ...(updated?.findings ?? [])],
    updated,
  }
}

/** The parts as one. Findings are in the order of the parts. */
export const joined = (parts: readonly Part[]): Part => {
  const updates = parts.flatMap(({ updated }) => updated ?? [])
  return {
    units: parts.flatMap(({ units }) => units),
    findings: parts.flatMap(({ findings }) => findings),
    updated:
      updates.length === 0
        ? undefined
        : {
            written: updates.flatMap(({ written }) => written),
            deleted: updates.flatMap(({ deleted }) => deleted),
            findings: updates.flatMap(({ findings }) => findings),
          },
  }
}

const toRow = ({ unit, result }: Rendered, coverage: Coverage, golden: UnitRow['golden']): UnitRow => {
  const { name, path } = unit
  if (!isBuilt(result)) return { name, path, objects: undefined, ms: result.ms, schemas: undefined, golden: 'unknown', warnings: [] }
  return { name, path, objects: countOf(result), ms: result.ms, schemas: coverage.get(name), golden, warnings: result.warnings }
}

/** Keeps the renders in .rendered/ for people and tools to open, secrets redacted; a checkout that can't be written costs a line, not the run. */
const keep = (root: string, rendered: readonly Rendered[], left: Fingerprints | undefined): void => {
  try {
    for (const { unit, result } of rendered) {
      const path = `.rendered/${unit.name}.yaml`
      if (!isBuilt(result)) deleteInside(root, path)
      else if (result.digest === undefined || left?.of(path) !== `file ${result.digest}`)
        writeInside(root, path, result.bytes ?? redact(result.yaml))
    }
  } catch (error) {
    console.error(`.rendered/ was not written: ${printable((error as Error).message)}`)
  }
}
