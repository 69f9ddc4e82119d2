import { Failure } from '../failure.ts'
import type { KindSchema } from './schema.ts'

export type Source = { module: string; version: string; file: string; sha256: string; schemas: KindSchema[] }

const generated = /(?<=<!-- table: written by pnpm schemas -->\n).*?(?=<!-- end of table -->)/s

/** What a source gives: `external-secrets.io/v1 ExternalSecret`, or a count where the list would be long. */
const kindsOf = ({ schemas }: Source): string => {
  if (schemas.length > 30) return `${schemas.length} kinds and versions, listed in kinds.json`
  if (schemas.length === 0) return 'values of enumerated fields'
  return schemas.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).join(', ')
}

/** SOURCES.md with the table between its two marks written anew; the rest of it is written by hand. */
export const table = (sourcesMd: string, sources: readonly Source[]): string => {
  if (!generated.test(sourcesMd))
    throw new Failure('tools/schemas/SOURCES.md has lost the two comment lines around its table; restore them')
  const rows = sources.map(s => `| ${s.module} | ${s.version} | ${s.file} | \`${s.sha256}\` | ${kindsOf(s)} |\n`)
  return sourcesMd.replace(generated, () => `| module | version | file | sha256 | kinds |\n|---|---|---|---|---|\n${rows.join('')}`)
}
