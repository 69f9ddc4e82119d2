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
  const objects = units.reduce((sum, unit) => sum + unit.objects.length, 0)
  return [
    { count: states.get('blocks')?.length ?? 0, of: 'dangers not acknowledged', tone: 'bad' },
    { count: states.get('warns')?.length ?? 0, of: 'warnings', tone: 'warn' },
    { count: states.get('acknowledged')?.length ?? 0, of: 'acknowledged', tone: 'good' },
    { count: broken.length, of: "units that can't be built", tone: 'bad' },
    { count: folded.length, of: 'changes', tone: '' },
    { count: objects, of: 'objects', tone: '' },
    { count: units.length, of: 'units', tone: '' },
    { count: applications.length, of: 'Applications', tone: '' },
    { count: releases.length, of: 'releases', tone: '' },
  ]
}

const factsOf = ({ base, head, fingerprint, versions, timing, built, of }: Report): PageData['facts'] => [
  { name: 'base', value: `${base.commit} (${inline(sideText(base))})` },
  { name: 'head', value: `${head.commit} (${inline(sideText(head))})` },
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
    incomplete: report.incomplete.map(inline),
    counts: countsOf(report).filter(({ count, tone, of }) => count > 0 || of === 'changes' || (tone === 'bad' && of.startsWith('dangers'))),
    labels: labelsOf(report).map(inline),
    sections: Object.entries(sectionTitles).flatMap(([id, title]) => (used.has(id) ? [{ id, title }] : [])),
    cards,
    facts: factsOf(report),
  }
}
