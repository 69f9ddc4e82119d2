import type { Finding, Position } from '../findings.ts'
import { message } from '../findings.ts'
import type { Judgement, ObjectId, Rule, Severity } from './rule.ts'

/** What check says, whoever found it: said once, however many units it is true of. */
export type CheckFinding = {
  code: string
  severity: Severity
  units: string[]
  at: Position
  object?: ObjectId
  path?: readonly (string | number)[]
  value?: string
  message: string
}

/** What building, schemas and golden files say. */
export const ofRender = (finding: Finding): CheckFinding => ({
  code: finding.code,
  severity: 'error',
  units: [finding.unit],
  at: finding.at,
  message: message(finding),
})

/** What a rule says, at the place where it is to be mended. The rule's fix stands where the judgement has none. */
export const ofJudgement = (judgement: Judgement, rule: Rule | undefined, at: Position): CheckFinding => {
  const { code, severity, unit, object, path, value, problem } = judgement
  const what = [object && `${object.kind}/${object.name}`, path && path.length > 0 && dotted(path)].filter(Boolean).join(' ')
  const fix = judgement.fix ?? rule?.fix
  return {
    code,
    severity,
    units: [unit],
    at,
    ...(object ? { object } : {}),
    ...(path ? { path } : {}),
    ...(value === undefined ? {} : { value }),
    message: `${what ? `${what}: ` : ''}${problem}${fix ? `; ${fix}` : ''}`,
  }
}

const dotted = (path: readonly (string | number)[]): string =>
  path.map((key, i) => (typeof key === 'number' || !/^[\w-]+$/.test(key) ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')

/** What makes two findings one. */
export const keyOf = ({ code, severity, at, message }: CheckFinding): string =>
  JSON.stringify([code, severity, at.file, at.line, at.col, message])

/** Equal findings become one with all their units by name; the order is by file, line, column and code. */
export const fold = (findings: readonly CheckFinding[]): CheckFinding[] => {
  const folded = new Map<string, CheckFinding>()
  for (const finding of findings) {
    const key = keyOf(finding)
    const same = folded.get(key)
    if (same) same.units = [...new Set([...same.units, ...finding.units])].sort()
    else folded.set(key, { ...finding })
  }
  return [...folded.values()].sort(byPlace)
}

const byPlace = (a: CheckFinding, b: CheckFinding): number =>
  compare(a.at.file, b.at.file) ||
  (a.at.line ?? 0) - (b.at.line ?? 0) ||
  (a.at.col ?? 0) - (b.at.col ?? 0) ||
  compare(a.code, b.code) ||
  compare(a.message, b.message)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
