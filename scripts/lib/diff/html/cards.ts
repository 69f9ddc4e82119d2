import { createHash } from 'node:crypto'
import { inline, printable } from '../../failure.ts'
import type { Report } from '../data.ts'
import { type Entry, entriesOf, sectionTitles } from '../entries.ts'
import { stateOf } from '../entries-danger.ts'
import { labelsOf } from '../labels.ts'
import { sideText } from '../text.ts'
import type { PageCard, PageData, PageHunk } from './page-data.ts'

const signs = { added: '+', removed: '-', same: ' ', hunk: '@' } as const

const hunkData = (entry: Entry): PageHunk[] =>
  [...(entry.hunks?.() ?? [])].map(({ title, note = '', lines }) => ({
    ...{ title, note },
    rows: lines.map(({ kind, text }) => [signs[kind], text]),
  }))

/** A name for a link: the hash of what is said, with a number when the same is said twice. */
const idIn = (used: Map<string, number>, content: unknown): string => {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12)
  const count = (used.get(hash) ?? 0) + 1
  used.set(hash, count)
  return count === 1 ? `c-${hash}` : `c-${hash}-${count}`
}

const cardsOf = (entries: readonly Entry[]): PageCard[] => {
  const used = new Map<string, number>()
  return entries.map(entry => {
    const card = {
      ...{ section: entry.section, badge: inline(entry.badge), title: inline(entry.title), note: inline(entry.note) },
      ...{ lines: entry.lines.map(printable), places: entry.places.map(inline), units: entry.units.map(inline), hunks: hunkData(entry) },
    }
    return { id: idIn(used, card), ...card }
  })
}

const countsOf = ({ dangers, units, folded, applications, broken, releases }: Report): PageData['counts'] => {
  const states = Map.groupBy(dangers, stateOf)
  const count = (state: ReturnType<typeof stateOf>): number => states.get(state)?.length ?? 0
  const objects = units.reduce((sum, unit) => sum + unit.objects.length, 0)
  const all = [
    { count: count('blocks'), one: 'danger not acknowledged', many: 'dangers not acknowledged', tone: 'bad', always: true },
    { count: count('warns'), one: 'warning', many: 'warnings', tone: 'warn' },
    { count: count('acknowledged'), one: 'danger acknowledged', many: 'dangers acknowledged', tone: 'good' },
    { count: broken.length, one: "unit that can't be built", many: "units that can't be built", tone: 'bad' },
    { count: folded.length, one: 'change', many: 'changes', tone: '', always: true },
    { count: objects, one: 'object', many: 'objects', tone: '' },
    { count: units.length, one: 'unit', many: 'units', tone: '' },
    { count: applications.length, one: 'Application', many: 'Applications', tone: '' },
    { count: releases.length, one: 'release', many: 'releases', tone: '' },
  ]
  return all.flatMap(({ count, one, many, tone, always }) =>
    count > 0 || always ? [{ count, of: count === 1 ? one : many, tone: count > 0 ? tone : '' }] : [],
  )
}

const factsOf = ({ base, head, fingerprint, versions, timing, built, of }: Report): PageData['facts'] => [
  { name: 'base', value: `${base.commit}, ${sideText(base)}` },
  { name: 'head', value: `${head.commit}, ${sideText(head)}` },
  { name: 'inputs', value: fingerprint },
  { name: 'made with', value: `tool ${versions.tool}, engine ${versions.engine}, kustomize ${versions.kustomize}` },
  { name: 'built', value: `${built} of ${of} units` },
  { name: 'timing', value: timing.map(({ phase, ms }) => `${phase} ${(ms / 1000).toFixed(2)} s`).join(', ') },
]

/** A redacted report as what the page shows; every text in it is printable. */
export const pageData = (report: Report): PageData => {
  const cards = cardsOf(entriesOf(report))
  const used = new Set(cards.map(({ section }) => section))
  return {
    sides: [sideText(report.base), sideText(report.head)],
    incomplete: report.incomplete.map(inline),
    counts: countsOf(report),
    labels: labelsOf(report).map(inline),
    sections: Object.entries(sectionTitles).flatMap(([id, title]) => (used.has(id) ? [{ id, title }] : [])),
    cards,
    facts: factsOf(report),
  }
}
