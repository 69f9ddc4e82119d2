import { isScalar, type Node, visit } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import { fieldOf, itemsOf, type Source, startOf, textOf } from '../sources/parse.ts'
import { say } from './say.ts'

/** Lists that kustomize takes for maps, with what is the key of an element; it keeps one of two equal ones as soon as any patch passes by. */
const keys = new Map<string, readonly string[]>(
  Object.entries({
    containers: ['name'],
    initContainers: ['name'],
    env: ['name'],
    ports: ['containerPort', 'protocol'],
    volumeMounts: ['mountPath'],
    volumes: ['name'],
  }),
)

/** Elements of such a list that stand twice. */
export const judgeLists = (source: Source): Judgement[] => {
  const said: Judgement[] = []
  for (const document of source.documents)
    visit(document, {
      Pair: (_, { key, value }) => {
        const names = isScalar(key) ? keys.get(String(key.value)) : undefined
        if (!names) return
        const seen = new Map<string, Node>()
        for (const item of itemsOf(value)) {
          const values = names.map(name => textOf(fieldOf(item, name)))
          if (values[0] === undefined) continue
          const id = values.join(' ')
          const first = seen.get(id)
          if (first) {
            const where = source.at(startOf(fieldOf(item, names[0] ?? '')))
            said.push(
              say('LIST_DUPLICATE', where, `${id.trim()} stands twice in ${String(key)}, first at line ${source.at(startOf(first)).line}`),
            )
          } else seen.set(id, item)
        }
      },
    })
  return said
}
