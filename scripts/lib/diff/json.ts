import { message } from '../findings.ts'
import type { BrokenUnit, Report } from './data.ts'

/** The version of the JSON below, described in docs/diff-json.md; a field is added without a new one, removed or changed never. */
export const diffSchema = 'diff/v1'

/** What a terminal or a CI runner might act on, which JSON can also write as an escape; C0 is escaped already. */
const unsafe = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|#(?=#(?:\[|vso\[))/g

const withMessages = (broken: readonly BrokenUnit[]): object[] =>
  broken.map(({ findings, ...unit }) => ({ ...unit, findings: findings.map(finding => ({ ...finding, message: message(finding) })) }))

/** The report as data; findings carry their sentence. */
export const diffJson = ({ broken, releases, ...report }: Report): string =>
  JSON.stringify(
    {
      schema: diffSchema,
      ...report,
      releases: releases.map(release => ({ ...release, broken: withMessages(release.broken) })),
      broken: withMessages(broken),
    },
    null,
    2,
  ).replace(unsafe, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
