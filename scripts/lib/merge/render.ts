import type { RenderReport } from '../report/data.ts'
import { renderJson } from '../report/json.ts'
import { type Paint, renderText } from '../report/text.ts'
import type { RenderPart } from './read-parts.ts'

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** The report of all units from its parts: units by name, the time of the slowest part, the exit code of the worst. */
export const mergeRender = (parts: readonly RenderPart[], { json, paint }: { json: boolean; paint: Paint }): Merged => {
  const report: RenderReport = {
    tree: parts[0]?.tree ?? '',
    // JSON has no undefined.
    units: parts
      .flatMap(({ units }) => units.map(unit => ({ ...unit, objects: unit.objects ?? undefined, schemas: unit.schemas ?? undefined })))
      .sort(byName),
    findings: parts.flatMap(({ findings }) => findings).sort((a, b) => byName({ name: a.unit }, { name: b.unit })),
    updated: undefined,
    ms: Math.max(...parts.map(({ ms }) => ms)),
  }
  return { text: json ? renderJson(report) : renderText(report, paint), status: Math.max(...parts.map(({ shard }) => shard.exit)) }
}

/** A whole report as text, and its exit code. */
export type Merged = { text: string; status: number }
