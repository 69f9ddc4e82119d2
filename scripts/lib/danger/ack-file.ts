import { parseDocument } from 'yaml'
import { tooDeepAt } from '../sources/depth.ts'
import { dangerRules } from './judge.ts'

export const folder = 'acks'

type Problem = { problem: string; fix: string }
/** An acknowledgement as its file says it. `dangers` are what it names; `problems` is what is wrong with the file by itself. */
export type Ack = { file: string; rule: string; dangers: 'all' | readonly string[]; problems: readonly Problem[] }

/** The pull request and the rule in a file's name. */
export const nameOf = (file: string): { pr: number; rule: string } | undefined => {
  const [, pr, rule] = /^acks\/([1-9]\d{0,8})-(D\d\d)\.yaml$/.exec(file) ?? []
  return pr && rule ? { pr: Number(pr), rule } : undefined
}

const fields = ['rule', 'pr', 'reason', 'dangers', 'approvedBy']

const parsed = (text: string): Record<string, unknown> | undefined => {
  if (tooDeepAt(text) !== undefined) return undefined
  try {
    const document = parseDocument(text, { logLevel: 'silent' })
    const value: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 })
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every(one => typeof one === 'string' && one.trim() !== '')

/** Reads one. It never throws, whatever the text is. */
export const ackOf = (file: string, text: string, owners: readonly string[]): Ack => {
  const name = nameOf(file)
  const said = parsed(text)
  const rule = name?.rule ?? ''
  if (!said || !name) return { file, rule, dangers: [], problems: [{ problem: 'is no YAML map', fix: `write ${fields.join(', ')}` }] }
  const missing = fields.filter(field => said[field] === undefined)
  const unknown = Object.keys(said).filter(field => !fields.includes(field))
  const { reason, dangers, approvedBy } = said
  const problems: (Problem | false)[] = [
    missing.length > 0 && { problem: `${missing.join(', ')} missing`, fix: 'write every field; docs/dangers.md shows one' },
    unknown.length > 0 && { problem: `unknown: ${unknown.join(', ')}`, fix: `keep to ${fields.join(', ')}` },
    dangerRules[rule] === undefined && { problem: `there is no rule ${rule}`, fix: 'take a code of docs/dangers.md' },
    said.rule !== undefined &&
      said.rule !== rule && { problem: `rule is ${said.rule}, the file is called ${rule}`, fix: 'make them the same' },
    said.pr !== undefined &&
      said.pr !== name.pr && { problem: `pr is ${said.pr}, the file is called ${name.pr}`, fix: 'make them the same' },
    reason !== undefined &&
      String(reason).trim().length < 40 && {
        problem: `the reason has ${String(reason).trim().length} characters`,
        fix: 'write 40 or more: why it is right, and how it is undone',
      },
    dangers !== undefined &&
      dangers !== 'all' &&
      !isNames(dangers) && { problem: 'dangers is no list of names', fix: 'name units or objects, or write all' },
    approvedBy !== undefined &&
      !isNames(approvedBy) && { problem: 'approvedBy is no list of names', fix: 'name at least one code owner of acks/' },
    ...(isNames(approvedBy) ? approvedBy.filter(one => !owners.includes(one)) : []).map(one => ({
      problem: `${one} is no code owner of ${file}`,
      fix: `let one of ${owners.join(', ') || 'its owners in CODEOWNERS (none yet)'} approve`,
    })),
  ]
  return {
    file,
    rule,
    dangers: dangers === 'all' ? 'all' : isNames(dangers) ? dangers : [],
    problems: problems.filter(one => one !== false),
  }
}
