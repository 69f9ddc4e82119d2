import type { Tree } from './engine.ts'
import { exit, printable } from './failure.ts'
import { deleteInside, writeInside } from './files.ts'
import { exitCodeOf, type Finding } from './findings.ts'
import { compareGolden, type Golden, type GoldenVerdict, updateGolden } from './golden.ts'
import { type Coverage, type Valid, validate } from './kubeconform.ts'
import { print, printExact } from './print.ts'
import { countOf, isBuilt, type Rendered } from './render.ts'
import type { RenderOptions } from './render-options.ts'
import type { UnitRow } from './report/data.ts'
import { renderJson } from './report/json.ts'
import { redact } from './report/redact.ts'
import { colours, findingText, plain, renderText } from './report/text.ts'
import type { Unit } from './units.ts'

/**
 * What a render is judged against: the golden files of the same tree, those of them that no unit renders any more, and the texts that
 * an earlier render of this process has shown to be valid.
 */
export type Court = { options: RenderOptions; root: string; tree: Tree; golden: Golden; orphans: readonly Unit[]; valid?: Valid }

const failures = (rendered: readonly Rendered[]): Finding[] => rendered.flatMap(({ result }) => (isBuilt(result) ? [] : result.findings))

/**
 * Prints nothing but YAML on stdout; what couldn't be built goes to stderr. Several units are joined as kustomize joins objects.
 * A program gets the exact bytes; on a terminal secrets are redacted (docs/redaction.md).
 */
export const printYaml = (rendered: readonly Rendered[]): number => {
  const findings = failures(rendered)
  const yaml = rendered.flatMap(({ result }) => (isBuilt(result) ? [result.yaml] : []))
  const show = process.stdout.isTTY ? print : printExact
  show(yaml.join('---\n'))
  for (const finding of findings) console.error(findingText(finding, plain))
  return exitCodeOf(findings)
}

/**
 * Validates, compares with golden or updates it, keeps and reports; returns the exit code.
 * @param since when what is reported began, in milliseconds of this process
 */
export const judge = async (
  { options, root, tree, golden, orphans, valid }: Court,
  rendered: readonly Rendered[],
  since = 0,
): Promise<number> => {
  if (rendered.length === 0 && orphans.length === 0) {
    console.error('there are no units here: a unit is a folder overlays/<env>/<app>, or what --units says')
    return exit.badInput
  }
  const { findings: invalid, coverage } = await validateOnce(options, rendered, valid)
  const off = !options.own && golden.paths.length === 0 && !options.update
  const compared: GoldenVerdict =
    off || options.update ? { states: new Map(), findings: [] } : await compareGolden(golden, rendered, orphans)
  const updated = options.update ? updateGolden(root, rendered, orphans, Boolean(process.env.CI)) : undefined
  if (tree === 'work') keep(root, rendered)
  const findings = [...failures(rendered), ...invalid, ...compared.findings, ...(updated?.findings ?? [])]
  const state = (unit: Unit): UnitRow['golden'] => (off ? 'off' : updated ? 'updated' : (compared.states.get(unit.name) ?? 'unknown'))
  const units = rendered.map(one => toRow(one, coverage, state(one.unit)))
  const report = { tree, units, findings, updated, ms: performance.now() - since }
  print(`${options.output === 'json' ? renderJson(report) : renderText(report, options.colour ? colours : plain)}\n`)
  return exitCodeOf(findings)
}

/** Validates what no earlier run, or no earlier render of this one, has shown to be valid. */
const validateOnce = async (
  { cache }: RenderOptions,
  rendered: readonly Rendered[],
  valid: Valid | undefined,
): Promise<{ findings: Finding[]; coverage: Coverage }> => {
  const kept = cache ? (await import('./cache/valid.ts')).validHere() : undefined
  const judged = await validate(rendered, kept ?? valid)
  kept?.save()
  return judged
}

const toRow = ({ unit, result }: Rendered, coverage: Coverage, golden: UnitRow['golden']): UnitRow => {
  const { name, path } = unit
  if (!isBuilt(result)) return { name, path, objects: undefined, ms: result.ms, schemas: undefined, golden: 'unknown', warnings: [] }
  return { name, path, objects: countOf(result), ms: result.ms, schemas: coverage.get(name), golden, warnings: result.warnings }
}

/** Keeps the renders in .rendered/ for people and tools to open, secrets redacted; a checkout that can't be written costs a line, not the run. */
const keep = (root: string, rendered: readonly Rendered[]): void => {
  try {
    for (const { unit, result } of rendered) {
      const path = `.rendered/${unit.name}.yaml`
      if (isBuilt(result)) writeInside(root, path, result.bytes ?? redact(result.yaml))
      else deleteInside(root, path)
    }
  } catch (error) {
    console.error(`.rendered/ was not written: ${printable((error as Error).message)}`)
  }
}
