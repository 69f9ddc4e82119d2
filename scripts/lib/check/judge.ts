import type { KubeObject, Tree } from '../engine.ts'
import { exit } from '../failure.ts'
import { exitCodeOf, type Finding, type Position } from '../findings.ts'
import { compareGolden, type Golden } from '../golden.ts'
import { validate } from '../kubeconform.ts'
import { applyWaivers } from '../policy/apply-waivers.ts'
import { readWaivers } from '../policy/waivers.ts'
import { isBuilt, type Rendered } from '../render.ts'
import type { Unit } from '../units.ts'
import { type CheckFinding, fold, ofJudgement, ofRender } from './finding.ts'
import { type Loaded, rulesOf } from './judges.ts'
import { lastKnown } from './last-known.ts'
import { placeOf } from './place.ts'
import type { CheckReport } from './report.ts'
import type { Judgement, World } from './rule.ts'
import { isAsked, isSource } from './scope.ts'
import type { Files } from './world.ts'

/** What is judged: a tree, its units as rendered, and what of them was asked for (everything when `asked` is undefined). */
export type Case = {
  root: string
  tree: Tree
  date: string
  files: Files
  rendered: readonly Rendered[]
  families: readonly Loaded[]
  asked: readonly Unit[] | undefined
  cache: boolean
  golden: (Golden & { orphans: readonly Unit[] }) | undefined
}

export type Judged = Pick<CheckReport, 'units' | 'objects' | 'rules' | 'findings' | 'waivers'> & {
  badInput: boolean
  /** What was said of sources in folders that nothing which was asked for reads. */
  elsewhere: CheckFinding[]
}

/** All that is to be said of a tree. `badInput`: something couldn't be built, or a source is not what it seems. */
export const judgeWorld = async ({ root, tree, date, files, rendered, families, asked, cache, golden }: Case): Promise<Judged> => {
  const units = rendered.flatMap(({ unit, result }) =>
    isBuilt(result) ? [{ unit, objects: result.objects.filter(isWhole), yaml: result.yaml, reads: result.reads }] : [],
  )
  const memo = cache ? (await import('./memo.ts')).memoOf(root) : undefined
  const valid = cache ? (await import('../cache/valid.ts')).validHere() : undefined
  const known = lastKnown(rendered, golden).map(one => ({ ...one, objects: one.objects.filter(isWhole) }))
  const world: World = { root, tree, date, units: [...units, ...known], ...files, ...(memo ? { memo } : {}) }
  const wanted = asked === undefined ? rendered : rendered.filter(({ unit }) => asked.some(({ name }) => name === unit.name))
  // kubeconform runs beside the rules.
  const [schemas, ...judged] = await Promise.all([validate(wanted, valid), ...families.map(family => family.judge.judge(world))])
  const rules = rulesOf(families)
  const applied = applyWaivers(judged.flat(), readWaivers(world), Object.fromEntries(rules), date)
  valid?.save()
  const compared = golden ? await compareGolden(golden, wanted, golden.orphans) : { findings: [] }
  const unbuilt = rendered.flatMap(({ result }) => (isBuilt(result) ? [] : result.findings))
  const place = placeOf(world)
  const asks = isAsked(world, rendered, asked)
  // What is wrong with a unit that can't be built is that.
  const scope = (judgement: Judgement): boolean => asks(judgement) && !known.some(({ unit }) => unit.name === judgement.unit)
  const toFinding = (judgement: Judgement): CheckFinding => ofJudgement(judgement, rules.get(judgement.code), place(judgement))
  const findings = unrefused(clear(applied.judgements, schemas.findings).filter(scope).map(toFinding), unbuilt)
  const elsewhere = asked === undefined ? [] : applied.judgements.filter(one => isSource(one, rendered) && !scope(one))
  memo?.save()
  const bad = new Set(families.filter(({ badInput }) => badInput).flatMap(({ judge }) => Object.keys(judge.rules)))
  return {
    units: wanted.length,
    objects: wanted.reduce((sum, { result }) => sum + (isBuilt(result) ? result.objects.length : 0), 0),
    rules: rules.size,
    findings: fold([
      ...[...unexplained(unbuilt, findings), ...schemas.findings.map(finding => placed(finding, place)), ...compared.findings].map(
        ofRender,
      ),
      ...findings,
    ]),
    elsewhere: fold(elsewhere.map(toFinding)),
    waivers: applied.waivers.count > 0 ? applied.waivers : undefined,
    badInput: exitCodeOf(unbuilt) === exit.badInput || findings.some(({ code, severity }) => severity === 'error' && bad.has(code)),
  }
}

/** kustomize renders objects without an apiVersion too; that is a finding of its schema, and no rule has to reckon with it. */
const isWhole = (object: KubeObject | null): boolean =>
  [object?.apiVersion, object?.kind, object?.metadata?.name].every(text => typeof text === 'string')

/** A policy stumbles over an object that doesn't fit its schema, which says the field. */
const clear = (judgements: readonly Judgement[], schemas: readonly Finding[]): Judgement[] => {
  const unfit = new Set(schemas.flatMap(one => (one.code === 'SCHEMA_INVALID' ? `${one.unit} ${one.object.split(' ').at(-1)}` : [])))
  return judgements.filter(
    ({ code, unit, object }) => code !== 'policy-broken' || !object || !unfit.has(`${unit} ${object.kind}/${object.name}`),
  )
}

const sameLine = (a: Position, b: Position): boolean => a.file === b.file && a.line === b.line
const sameKind = (a: string, b: string): boolean => a !== b && ['PATH_', 'FIELD_'].some(kind => a.startsWith(kind) && b.startsWith(kind))

/** What stops kustomize, which it says without a line. */
const stops = new Set(['PATCH_TARGET', 'PATCH_PATH', 'ENV_FILE'])

/** What the engine refused, but for what rules about sources say better than a parser can, or in the same words. */
const unexplained = (unbuilt: readonly Finding[], said: readonly CheckFinding[]): Finding[] =>
  unbuilt.filter(({ code, at }) => {
    const parsers = code === 'YAML_SYNTAX' || code === 'KEY_DUPLICATE'
    if (code === 'BUILD_FAILED' && said.some(one => stops.has(one.code) && one.at.file.startsWith(`${at.file}/`))) return false
    return !said.some(one => one.at.file === at.file && (one.code === code || (parsers && one.severity === 'error')))
  })

/** What rules say, but for a path or field that the engine refuses in the same line, whose words are more exact. */
const unrefused = (said: readonly CheckFinding[], unbuilt: readonly Finding[]): CheckFinding[] =>
  said.filter(one => !unbuilt.some(({ code, at }) => sameKind(code, one.code) && sameLine(at, one.at)))

/** What a schema says of an object, at the line that sets the field. */
const placed = (finding: Finding, place: (judgement: Judgement) => Position): Finding => {
  if (finding.code !== 'SCHEMA_INVALID' && finding.code !== 'SCHEMA_MISSING') return finding
  const [kind = '', name = ''] = (finding.object.split(' ').at(-1) ?? '').split('/')
  const pointer = finding.code === 'SCHEMA_INVALID' ? finding.path.split('/').slice(1) : ['kind']
  const unknown = finding.code === 'SCHEMA_INVALID' ? (/^unknown fields '?([^',]+)/.exec(finding.problem)?.[1] ?? []) : []
  const path = [...pointer, ...[unknown].flat()].map(key =>
    /^\d+$/.test(key) ? Number(key) : key.replaceAll('~1', '/').replaceAll('~0', '~'),
  )
  const { code, unit } = finding
  return { ...finding, at: place({ code, unit, severity: 'error', problem: '', object: { kind, name }, path }) }
}
