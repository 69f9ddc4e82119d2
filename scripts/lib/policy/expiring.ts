import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { listInside, readInside } from '../files.ts'

/** A waiver with an end: the file, the line that says it, and how many days are left; negative when it is over. */
export type Expiring = { file: string; line: number; policy: string; expires: string; days: number }

const day = 86_400_000
const isWaiver = (file: string): boolean => /^overlays\/[^/]+\/cluster-policies\/waivers\/(?!kustomization\.yaml$)[^/]+\.yaml$/.test(file)

/** Every waiver of every environment that has an end, the next to expire first. What `expires` can't mean is for `pnpm check` to say. */
export const expiringWaivers = (root: string, today: string): Expiring[] =>
  listInside(root, 'overlays')
    .filter(isWaiver)
    .flatMap(file => expiryOf(file, readInside(root, file)?.toString() ?? '', today))
    .sort((a, b) => a.days - b.days || (a.file < b.file ? -1 : 1))

const expiryOf = (file: string, text: string, today: string): Expiring[] => {
  const document = parseDocument(text, { logLevel: 'silent' })
  const expires = isMap(document.contents) ? document.get('expires', true) : undefined
  const value = isScalar(expires) ? String(expires.value) : ''
  const days = Math.round((Date.parse(`${value}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / day)
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(days)) return []
  const line = text.slice(0, isScalar(expires) ? expires.range?.[0] : 0).split('\n').length
  return [{ file, line, policy: String(document.get('policy')), expires: value, days }]
}

/** The text of a folder's kustomization without the lines that deliver some of its files; comments and order stay. */
export const withoutFiles = (kustomization: string, names: readonly string[]): string => {
  const document = parseDocument(kustomization)
  const generators = document.get('configMapGenerator')
  for (const generator of isSeq(generators) ? generators.items : []) {
    const files = isMap(generator) ? generator.get('files') : undefined
    if (isSeq(files)) files.items = files.items.filter(item => !(isScalar(item) && names.includes(String(item.value).replace(/^.*=/, ''))))
  }
  return document.toString({ lineWidth: 0 })
}
