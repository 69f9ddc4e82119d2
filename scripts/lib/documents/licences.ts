import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { markdownTable } from './marks.ts'

type Release = { version: string; appVersion: string; licence: string; source: string }

/** What the clusters run that others make: the table of docs/licences.md, from platform/versions.yaml. */
export const licencesTable = (root: string): string => {
  const { releases } = parse(readFileSync(join(root, 'platform/versions.yaml'), 'utf8')) as { releases: Record<string, Release> }
  const rows = Object.entries(releases).map(([name, { version, appVersion, licence }]) => [name, version, appVersion, licence])
  return markdownTable(['release', 'chart', 'runs', 'licence'], rows)
}
