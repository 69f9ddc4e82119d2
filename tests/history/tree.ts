import { stringify } from 'yaml'

export type Mode = '100644' | '100755' | '120000'
export type File = { content: string; mode: Mode }
/** A tree of files by path; a link's content is its target. */
export type Tree = Map<string, File>

/** A kustomization as data, how it is written, and the name of its file. */
export type Kustomization = { fields: { [field: string]: unknown[] | object | string }; style: Style; file: string }

/** How a kustomization is written: each means the same to kustomize. */
export const styles = ['block', 'flow', 'double', 'single', 'json', 'escaped', 'folded', 'comments', 'crlf', 'deep', 'document'] as const
export type Style = (typeof styles)[number]

const escaped = (text: string): string => text.replace(/[^\x20-\x7e\n]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The text of a kustomization in a style. */
export const written = ({ fields, style }: Kustomization): string => {
  const whole = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...fields }
  switch (style) {
    case 'flow':
      return stringify(whole, { collectionStyle: 'flow', lineWidth: 40 })
    case 'double':
      return stringify(whole, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 })
    case 'single':
      return stringify(whole, { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN', lineWidth: 0 })
    case 'json':
      return `${JSON.stringify(whole, null, 2)}\n`
    case 'escaped':
      return `${escaped(JSON.stringify(whole, null, 1))}\n`
    case 'folded':
      // A string that stands below its dash, and long ones over several lines.
      return stringify(whole, { lineWidth: 24 }).replace(/^(\s*)- (\.\.?\/\S+)$/gm, '$1-\n$1  $2')
    case 'comments':
      return stringify(whole, { lineWidth: 0 }).replace(/^(\s*- [^\n:|>]+)$/gm, '$1 # why: - not/a/path')
    case 'crlf':
      return stringify(whole, { lineWidth: 0 }).replaceAll('\n', '\r\n')
    case 'deep':
      return stringify(whole, { indent: 4, lineWidth: 0 }).replace(/^(\s*)- (\.\.?\/\S+)$/gm, '$1- |-\n$1    $2')
    case 'document':
      return `---\n${stringify(whole, { indentSeq: false, lineWidth: 0 })}`
    default:
      return stringify(whole, { lineWidth: 0 })
  }
}
