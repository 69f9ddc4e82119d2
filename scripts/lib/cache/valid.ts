import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheRoot } from '../cache-root.ts'
import { listInside } from '../files.ts'
import type { Valid } from '../kubeconform.ts'
import { home, toolVersion } from '../tools.ts'
import { workFingerprints } from './fingerprints.ts'
import { digestOf } from './kept.ts'

const short = (digest: string): string => digest.slice(0, 32)

/** As many bytes of digests as are kept; then the file begins anew. chosen: half a million objects */
const limit = 16 * 2 ** 20

/**
 * Valid texts of earlier runs, by digest, one a line. A line that was cut off is like no digest, so what it stood for is judged again.
 * @param file one for each set of schemas and each validator
 */
export const keptValid = (file: string): Valid & { save: () => void } => {
  const known = new Set<string>()
  let size = 0
  try {
    const text = readFileSync(file, 'latin1')
    size = text.length
    for (const line of text.split('\n')) known.add(line)
  } catch {}
  const fresh: string[] = []
  return {
    has: digest => known.has(short(digest)),
    add: digest => {
      if (known.has(short(digest))) return
      known.add(short(digest))
      fresh.push(short(digest))
    },
    save: () => {
      if (fresh.length === 0) return
      try {
        mkdirSync(dirname(file), { recursive: true })
        // The line break first ends a line that another run may have left half written.
        appendFileSync(file, `\n${fresh.join('\n')}\n`, { flag: size > limit ? 'w' : 'a' })
      } catch {}
    },
  }
}

/** The schemas and the kubeconform of this checkout, by content. */
export const schemasHere = (): string => {
  const prints = workFingerprints(home, join(cacheRoot(), 'stamps', `schemas-${digestOf(home).slice(0, 20)}.json`))
  const files = listInside(home, 'tools/schemas').filter(path => path.endsWith('.json'))
  const schemas = files.sort().map(path => `${path} ${prints.of(path)}`)
  prints.save()
  return digestOf([toolVersion('kubeconform'), ...schemas].join('\n')).slice(0, 20)
}

/** The valid texts for the schemas and the kubeconform of this checkout. */
export const validHere = (): Valid & { save: () => void } => keptValid(join(cacheRoot(), 'valid', schemasHere()))
