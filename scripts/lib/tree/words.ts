import { isScalar, type Node, type Scalar, visit } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import { parseSource, startOf } from '../sources/parse.ts'
import { say, type Tree } from './say.ts'

const word = /(?:^|[^A-Za-z0-9])(dev|staging|prod|production|offline)(?![A-Za-z0-9])/

/** Keys by which an application asks for its own mode, which no environment of ours is. */
const ownSetting = /(^|_)ENV$/

/** Apps know no environment: no name, key or value of theirs says one. Comments and data files may. */
export const judgeWords = ({ kustomizations, world }: Tree): Judgement[] => {
  const mine = kustomizations.filter(({ folder }) => folder.startsWith('apps/'))
  const read = mine.flatMap(({ references }) => references.filter(({ role }) => role !== 'content').map(({ path }) => path))
  const files = new Set([...mine.map(({ file }) => file), ...read].filter(path => path.startsWith('apps/')))
  return [...files].flatMap(file => {
    const source = parseSource(world.read, file)
    const said: Judgement[] = []
    for (const document of source?.documents ?? [])
      visit(document, {
        Pair: (_, { key, value }) => (isScalar(key) && ownSetting.test(String(key.value)) && isScalar(value) ? visit.SKIP : undefined),
        Scalar: (_, node: Scalar) => {
          const found = typeof node.value === 'string' && !node.value.includes('\n') ? word.exec(node.value) : undefined
          if (found && source) said.push(say('ENV_WORD', source.at(startOf(node as Node)), `"${found[1]}" names an environment`))
        },
      })
    return said
  })
}
