import { redact } from '../report/redact.ts'

/** Fields that only hold words of ours, ids and numbers: a secret that is called `changed` must not take their meaning away. */
const ours = new Set(['change', 'fate', 'severity', 'at', 'reaches', 'tree', 'commit', 'fingerprint', 'noise', 'pairedBy', 'phase', 'code'])
/** Below these everything is the repository's, keys and numbers included. */
const theirs = new Set(['old', 'new', 'by'])

type Safe = (text: string) => string

const ofManifest = (value: unknown, safe: Safe): unknown => {
  if (typeof value === 'string') return safe(value)
  if (typeof value === 'number') return safe(String(value)) === String(value) ? value : safe(String(value))
  if (Array.isArray(value)) return value.map(item => ofManifest(item, safe))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [safe(key), ofManifest(one, safe)]))
}

const ofReport = (value: unknown, safe: Safe): unknown => {
  if (typeof value === 'string') return safe(value)
  if (Array.isArray(value)) return value.map(item => ofReport(item, safe))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, one]) => {
    if (ours.has(key) && typeof one !== 'object') return [key, one]
    return [key, theirs.has(key) && !isRelease(value) ? ofManifest(one, safe) : ofReport(one, safe)]
  })
  return Object.fromEntries(entries)
}

/** A release's `old` and `new` are revisions. */
const isRelease = (value: object): boolean => 'folded' in value

/**
 * A report with each secret in each text redacted. It comes before any format: once a value is escaped or cut into lines, nobody can know
 * it again, and a file isn't read by what redacts stdout.
 */
export const redacted = <T>(report: T): T => {
  const known = new Map<string, string>()
  const safe = (text: string): string => {
    const found = known.get(text) ?? redact(text)
    known.set(text, found)
    return found
  }
  return ofReport(report, safe) as T
}
