import { type Document, isAlias, isMap, isSeq, type Node, type Pair } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import type { Source } from '../sources/parse.ts'
import { say } from './say.ts'

/** More nodes than this that aliases stand for are no saving of typing any more. */
const most = 100

/** Aliases without an anchor, in a circle, or that stand for too much. */
export const judgeAliases = (source: Source, document: Document): Judgement[] => {
  const said: Judgement[] = []
  const anchors = new Map<string, Node>()
  const sizes = new Map<Node, number>()
  const open = new Set<Node>()
  let expanded = 0
  let full = false
  const at = (node: Node): ReturnType<Source['at']> => source.at(node.range?.[0] ?? 0)
  const size = (node: Node | null): number => {
    if (!node) return 1
    if (isAlias(node)) return alias(node)
    open.add(node)
    const inner = childrenOf(node).reduce((sum, child) => sum + size(child), 1)
    open.delete(node)
    sizes.set(node, inner)
    return inner
  }
  const alias = (node: Node & { source: string }): number => {
    const target = anchors.get(node.source)
    if (!target) said.push(say('YAML_ANCHOR', at(node), `no anchor &${node.source} stands before it`))
    else if (open.has(target)) said.push(say('LIMIT_ALIASES', at(node), `*${node.source} stands inside what it stands for`))
    if (!target || open.has(target)) return 1
    const inner = sizes.get(target) ?? 1
    expanded += inner
    if (expanded > most && !full) {
      full = true
      said.push(say('LIMIT_ALIASES', at(node), `aliases stand for more than ${most} values up to here`))
    }
    return inner
  }
  const childrenOf = (node: Node): (Node | null)[] => {
    const { anchor } = node as { anchor?: string }
    if (anchor) anchors.set(anchor, node)
    if (isSeq(node)) return node.items as Node[]
    return isMap(node) ? (node.items as Pair<Node, Node | null>[]).flatMap(({ key, value }) => [key, value]) : []
  }
  size(document.contents as Node | null)
  return said
}
