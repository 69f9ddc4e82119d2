import { type CheckFinding, fold, keyOf } from '../check/finding.ts'
import { loadJudges } from '../check/judges.ts'
import { type CheckReport, checkJson, checkStatus, checkText } from '../check/report.ts'
import type { Paint } from '../report/text.ts'
import type { CheckedPart } from './read-parts.ts'
import type { Merged } from './render.ts'

/**
 * The report of all environments from its parts. What a part says of a source that none of its units is near to holds when every part says
 * it: a file that no unit reads is read by no part.
 */
export const mergeCheck = async (parts: readonly CheckedPart[], { json, paint }: { json: boolean; paint: Paint }): Promise<Merged> => {
  const sum = (of: (part: CheckedPart) => number): number => parts.reduce((total, part) => total + of(part), 0)
  const waived = parts.flatMap(({ waivers }) => waivers ?? [])
  const agreed = agreedOf(parts)
  const report: CheckReport = {
    tree: parts[0]?.tree ?? '',
    date: parts[0]?.date ?? '',
    units: sum(({ units }) => units),
    objects: sum(({ objects }) => objects),
    rules: parts[0]?.rules ?? 0,
    findings: fold([...parts.flatMap(({ findings }) => findings), ...agreed]),
    waivers:
      waived.length === 0
        ? undefined
        : { count: waived.reduce((total, { count }) => total + count, 0), next: waived.flatMap(({ next }) => next ?? []).sort()[0] },
    ms: Math.max(...parts.map(({ ms }) => ms)),
  }
  const bad = new Set((await loadJudges(true)).filter(({ badInput }) => badInput).flatMap(({ judge }) => Object.keys(judge.rules)))
  const status = checkStatus(
    agreed,
    agreed.some(({ code, severity }) => severity === 'error' && bad.has(code)),
  )
  return { text: json ? checkJson(report) : checkText(report, paint), status: Math.max(status, ...parts.map(({ shard }) => shard.exit)) }
}

const agreedOf = (parts: readonly CheckedPart[]): CheckFinding[] => {
  const said = parts.map(({ findings, shard }) => new Set([...findings, ...shard.elsewhere].map(keyOf)))
  return parts.flatMap(({ shard }) => shard.elsewhere.filter(finding => said.every(one => one.has(keyOf(finding)))))
}
