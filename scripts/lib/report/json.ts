import { message } from '../findings.ts'
import type { RenderReport } from './data.ts'

/** The version of the JSON below; a field is added without a new one, removed or changed never. */
export const renderSchema = 'render/v1'

/** What a terminal or a CI runner might act on, which JSON can also write as an escape; C0 is escaped already. */
const unsafe = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|#(?=#(?:\[|vso\[))/g

/** A value as JSON that any log may hold. */
export const asJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(unsafe, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The report as data: the same as the text, plus each finding's fields. */
export const renderJson = (report: RenderReport): string =>
  asJson({
    schema: renderSchema,
    tree: report.tree,
    ms: Math.round(report.ms),
    units: report.units.map(unit => ({
      ...unit,
      objects: unit.objects ?? null,
      schemas: unit.schemas ?? null,
      ms: Math.round(unit.ms * 10) / 10,
    })),
    findings: report.findings.map(finding => ({ ...finding, message: message(finding) })),
    updated: report.updated ?? null,
    ...(report.shard ? { shard: report.shard } : {}),
  })
