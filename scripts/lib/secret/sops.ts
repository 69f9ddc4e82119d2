import { parse } from 'yaml'
import type { World } from '../check/rule.ts'
import { fields, get, list, type Path } from '../set/fields.ts'

/** What is wrong in a SOPS file, and on which line. */
export type Flaw = { line: number; problem: string }

const lineAt = (text: string, index: number): number => text.slice(0, Math.max(0, index)).split('\n').length
const lineOf = (text: string, word: string): number => lineAt(text, text.indexOf(word))
const lineOfKey = (text: string, key: string): number =>
  lineAt(text, text.search(new RegExp(`^[ \\t"-]*${RegExp.escape(key)}"?[ \\t]*:`, 'm')))

/** Everything in a document but SOPS' own block that isn't encrypted; what names an object stays readable. */
const open = (value: unknown, path: Path): { path: Path; value: string }[] => {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) =>
      path.length === 0 && ['apiVersion', 'kind', 'metadata', 'sops', 'type'].includes(key) ? [] : open(one, [...path, key]),
    )
  return value === null || String(value).startsWith('ENC[') ? [] : [{ path, value: String(value) }]
}

const recipients = (sops: unknown): string[] =>
  [
    ...list(get(sops, 'age')).map(one => one.recipient),
    ...list(get(sops, 'pgp')).map(one => one.fp),
    ...list(get(sops, 'kms')).map(one => one.arn),
    ...list(get(sops, 'gcp_kms')).map(one => one.resource_id),
    ...list(get(sops, 'hc_vault')).map(one => `${one.vault_address} ${one.key_name}`),
  ].map(String)

/** S7 for SOPS: each value encrypted, a checksum over all, and nobody but the recipients of `.sops.yaml` can read it. */
export const sopsFlaws = (world: World, text: string): Flaw[] => {
  if (!text.includes('sops') || !/^[ \t]*"?sops"?[ \t]*:/m.test(text)) return []
  let document: unknown
  try {
    document = parse(text)
  } catch {
    // What isn't YAML is a finding of the rules about sources.
    return []
  }
  const sops = fields(document).sops
  if (typeof sops !== 'object' || sops === null) return []
  const known = world.read('.sops.yaml') ?? ''
  return [
    ...open(document, []).map(({ path }) => ({
      line: lineOfKey(text, String(path.at(-1))),
      problem: `${path.join('.')} is not encrypted`,
    })),
    ...(fields(sops).mac ? [] : [{ line: lineOf(text, 'sops'), problem: 'has no sops.mac, so nobody sees when it is changed' }]),
    ...recipients(sops)
      .filter(one => !known.includes(one))
      .map(one => ({ line: lineOf(text, one), problem: `a recipient that .sops.yaml doesn't name can read it` })),
  ]
}
