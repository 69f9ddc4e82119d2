import { type Document, isMap, isScalar, type Node, type Pair, visit } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import { fieldOf, type Source, textOf } from '../sources/parse.ts'
import { say } from './say.ts'

/** Kinds whose fields an operator or controller fills in, or that carry text for a program. */
const filledIn =
  /^(ApplicationSet|PrometheusRule|AnalysisTemplate|ClusterAnalysisTemplate|AlertmanagerConfig|ConfigMap|(Cluster)?ExternalSecret)$/

/** Template syntax that nothing fills in: braces that YAML takes for maps, and text in braces in kinds that fill nothing in. */
export const judgeTemplates = (source: Source, document: Document): Judgement[] => {
  const root = document.contents as Node | null
  const kind = textOf(fieldOf(root, 'kind'))
  const said: Judgement[] = []
  const found = (node: Node, offset = 0): void =>
    void said.push(say('YAML_TEMPLATE', source.at((node.range?.[0] ?? 0) + offset), 'template syntax in a plain manifest'))
  visit(document, {
    Map: (_, map) => {
      if (!map.flow || !(map.items as Pair[]).some(({ key }) => isMap(key))) return undefined
      found(map)
      return visit.SKIP
    },
    Scalar: (_, node) => {
      const text = isScalar(node) && typeof node.value === 'string' ? node.value : ''
      const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
      if (block || !text.includes('{{')) return
      const helm = /\{\{-?\s*\.(Values|Release|Chart|Capabilities)\b/.test(text)
      if (helm || (kind && !filledIn.test(kind))) found(node, node.type === 'PLAIN' ? text.indexOf('{{') : 0)
    },
  })
  return said
}
