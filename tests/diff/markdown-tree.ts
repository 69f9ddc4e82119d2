import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { longestComment } from '../../scripts/lib/diff/markdown/markdown.ts'

type Nodes = ReturnType<typeof fromMarkdown>['children'][number] | ReturnType<typeof fromMarkdown>

/** Markdown as a forge reads it. */
export const parse = (text: string): Nodes => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
/** A tree as a list. */
export const nodes = (node: Nodes): Nodes[] => [node, ...('children' in node ? node.children.flatMap(nodes) : [])]

/** All HTML that a report of ours holds; text in it is code without a tag. */
const ours = /^(?:<details(?: open)?><summary>(?:Each of them|<b>[\w' ]+<\/b>(?: <code>[^<>"']*<\/code>){2})<\/summary>|<\/details>)$/
/** What a forge would make a mention, a reference, a link, a picture or a formula of. */
const active = /[@#<>$`|~\\]|:\/\/|www\.|\bGH-\d|\b[0-9a-f]{7,40}\b|:[a-z]+:/
const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** What makes a text no report of ours: its bounds, hidden characters, HTML or links that came out of the content. */
export const wrongIn = (text: string): string[] => {
  const all = nodes(parse(text))
  const inert = [
    'root',
    'list',
    'listItem',
    'paragraph',
    'strong',
    'heading',
    'table',
    'tableRow',
    'tableCell',
    'text',
    'inlineCode',
    'code',
    'html',
  ]
  const html = all.flatMap(node => (node.type === 'html' ? node.value : []))
  const opened = html.filter(value => value.startsWith('<details')).length
  return [
    ...(text.length > longestComment ? [`${text.length} characters`] : []),
    ...(hidden.test(text) || !text.isWellFormed() ? ['hidden characters'] : []),
    ...(text.includes('<!--') ? ['a comment'] : []),
    ...all.filter(({ type }) => ![...inert, 'thematicBreak'].includes(type)).map(node => `${node.type} ${JSON.stringify(node)}`),
    ...all.flatMap(node => (node.type === 'text' && active.test(node.value) ? [`text ${node.value}`] : [])),
    ...all.flatMap(node => (node.type === 'heading' && node.depth !== 4 ? ['a heading'] : [])),
    ...html.filter(value => !ours.test(value)),
    ...(opened * 2 === html.length ? [] : ['details out of balance']),
  ]
}
