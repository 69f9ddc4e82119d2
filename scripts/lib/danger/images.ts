import type { ImageChange } from '../diff/data.ts'
import { imageChanges } from '../diff/images.ts'
import { serves } from './change.ts'
import { family, type Said } from './rule.ts'

/** An image's parts, however much of it is there. */
type Image = { registry: string; name: string; tag: string; digest: string }

const partsOf = (text: string): Image => {
  const [, whole = '', digest = ''] = /^([^@]*)(?:@(.*))?$/s.exec(text) ?? []
  const [, name = whole, tag = ''] = /^(.*?)(?::([^:/]+))?$/s.exec(whole) ?? []
  const [first = ''] = name.split('/')
  const registry = name.includes('/') && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io'
  return { registry, name, tag, digest }
}

/** The numbers of a version, and whether it is one of a release before (`-rc.1`); undefined for a tag that is no version. */
const version = (tag: string): { numbers: number[]; early: boolean } | undefined => {
  const [, digits, rest = ''] = /^v?(\d+(?:\.\d+)*)(.*)$/.exec(tag) ?? []
  return digits === undefined ? undefined : { numbers: digits.split('.').map(Number), early: rest.startsWith('-') }
}

/** -1, 0 or 1; a release comes after what was built before it. */
const order = (old: string, next: string): number | undefined => {
  const [a, b] = [version(old), version(next)]
  if (!a || !b) return undefined
  for (let i = 0; i < Math.max(a.numbers.length, b.numbers.length); i++) {
    const step = (b.numbers[i] ?? 0) - (a.numbers[i] ?? 0)
    if (step !== 0) return Math.sign(step)
  }
  return Number(a.early) - Number(b.early)
}

const major = (tag: string): number | undefined => version(tag)?.numbers[0]
const moves = /^(latest|main|master|develop|dev|edge|nightly|stable|)$/

const problems = (isServed: boolean, old: Image, next: Image): string[] => {
  const [before, after] = [major(old.tag), major(next.tag)]
  return [
    ...(old.registry === next.registry ? [] : [`comes from ${next.registry}, no longer from ${old.registry}`]),
    ...((order(old.tag, next.tag) ?? 0) < 0 ? [`is older: ${old.tag} → ${next.tag}`] : []),
    ...(before !== undefined && after !== undefined && after > before ? [`is another major version: ${old.tag} → ${next.tag}`] : []),
    ...(moves.test(next.tag) && next.digest === '' ? [`has the tag "${next.tag || 'latest'}", which moves`] : []),
    ...(old.digest !== '' && next.digest === '' ? ['loses its digest'] : []),
    ...(isServed && old.digest === '' && next.digest === '' && old.tag !== next.tag ? ['has another tag and no digest'] : []),
  ]
}

const judged = (isServed: boolean, { unit, object, container, old, new: next }: ImageChange): Said<'D18'>[] =>
  old === undefined || next === undefined
    ? []
    : problems(isServed, partsOf(old), partsOf(next)).map(problem => ({
        code: 'D18',
        unit,
        object,
        problem: `${object.kind}/${object.name}: the image of ${container} ${problem}`,
      }))

export const images = family(
  {
    D18: {
      name: 'image-risk',
      severity: 'warns',
      signal: 'an image is older, of another registry or major version, has a tag that moves, or loses its digest',
      why: 'an older program may not read what the newer one wrote; a tag without digest can be another program tomorrow',
      fix: 'pnpm image writes tag and digest together; read the release notes of a major version, and go back by docs/operations/rollback.md',
      more: 'docs/images.md',
    },
  },
  change => imageChanges(change.units).flatMap(one => judged(serves(change, one.env), one)),
)
