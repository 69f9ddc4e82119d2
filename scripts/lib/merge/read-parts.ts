import { readFileSync } from 'node:fs'
import type { CheckPart, CheckReport } from '../check/report.ts'
import { Failure, inline } from '../failure.ts'
import { reason } from '../files.ts'
import { codes } from '../findings.ts'
import { commit, count, digest, either, json, list, mapOf, object, oneOf, type Shape, text } from '../github/shape.ts'
import type { RenderReport } from '../report/data.ts'
import type { ShardPart } from '../shard/part.ts'

export type RenderPart = RenderReport & { shard: ShardPart }
export type CheckedPart = CheckReport & { shard: CheckPart }

/** All parts of one whole, by their number. */
export type Parts = { schema: 'render/v1'; reports: RenderPart[] } | { schema: 'check/v1'; reports: CheckedPart[] }

// Far above what a repository can have, and low enough for one machine.
const many = 1_000_000
const nothing = oneOf(null)
const position = object({ file: text, 'line?': count, 'col?': count })
const part = { index: count, of: count, commit, asked: digest, version: digest, exit: oneOf(0, 1, 2) }

const unit = object({
  ...{ name: text, path: text, objects: either(nothing, count), ms: count, golden: text, warnings: list(text, many) },
  schemas: either(nothing, object({ covered: count, total: count })),
})
const finding = object({ code: oneOf(...codes), unit: text, at: position })
const renderPart = object({ tree: text, ms: count, units: list(unit, many), findings: list(finding, many), shard: object(part) })

const checkFinding = object({
  ...{ code: text, severity: oneOf('error', 'warning'), units: list(text, many), at: position, message: text },
  ...{ 'object?': mapOf(text), 'path?': json, 'value?': text },
})
const checkPart = object({
  ...{ tree: text, date: text, units: count, objects: count, rules: count, ms: count, findings: list(checkFinding, many) },
  ...{ 'waivers?': object({ count, 'next?': text }), shard: object({ ...part, elsewhere: list(checkFinding, many) }) },
})
const shapes: { [schema: string]: Shape } = { 'render/v1': renderPart, 'check/v1': checkPart }

type Read = { file: string; report: { schema: Parts['schema']; shard: ShardPart } }

/** One part. Throws a Failure for what is no JSON, no report, or no part of one. */
const readPart = (file: string): Read => {
  const how = 'make it with pnpm render or pnpm check --shard I/N --json'
  let value: { schema?: string; shard?: unknown }
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Failure(`${inline(file)} can't be read as a part: ${inline(reason(error))}; ${how}`)
  }
  const shape = shapes[value?.schema ?? '']
  if (!shape) throw new Failure(`${inline(file)} is no report of render or check; ${how}`)
  if (value.shard === undefined) throw new Failure(`${inline(file)} is a whole report, not a part; ${how}`)
  const problem = shape(value, 'report')
  if (problem) throw new Failure(`${inline(file)} is damaged: ${inline(problem)}; ${how}`)
  return { file, report: value as Read['report'] }
}

/** What must be equal in all parts, and what it means when it isn't. */
const same = [
  ['commit', 'commits; check out the same one everywhere'],
  ['version', 'versions of the tool; run the same one everywhere'],
  ['of', 'numbers of parts; give every machine the same N'],
  ['asked', 'questions; give every machine the same targets, --units and --date'],
] as const

/** Reads parts and sees to it that they are one whole, each there once. Throws a Failure that names the files otherwise. */
export const readParts = (files: readonly string[]): Parts => {
  const read = files.map(readPart)
  const [first] = read
  if (!first) throw new Failure('no part was given')
  const { schema, shard } = first.report
  const byNumber = new Map<number, string>()
  for (const { file, report } of read) {
    const pair = `${inline(first.file)} and ${inline(file)}`
    if (report.schema !== schema) throw new Failure(`${pair} are parts of different commands: render and check are joined apart`)
    for (const [key, what] of same)
      if (report.shard[key] !== shard[key]) throw new Failure(`${pair} are of different ${what} (${shard[key]}, ${report.shard[key]})`)
    const { index, of } = report.shard
    const other = byNumber.get(index)
    if (other !== undefined) throw new Failure(`${inline(other)} and ${inline(file)} are both part ${index} of ${of}; leave one out`)
    byNumber.set(index, file)
  }
  const missing = Array.from({ length: shard.of }, (_, i) => i + 1).filter(index => !byNumber.has(index))
  if (missing.length > 0) throw new Failure(`part ${missing.join(', ')} of ${shard.of} is missing; what it would say is not known`)
  const reports = read.map(({ report }) => report).sort((a, b) => a.shard.index - b.shard.index)
  return { schema, reports } as unknown as Parts
}
