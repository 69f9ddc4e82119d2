import { type Environment, ways, wayTo } from '../environments.ts'
import { Failure } from '../failure.ts'

/**
 * Holds a promotion to the order that base/env/<env>/environment.yaml tells. Throws a Failure for a step back, one that leaves out an
 * environment (unless `skip`), one to an environment that follows another, and one between two ways.
 */
export const checkOrder = (all: readonly Environment[], app: string, from: string, to: string, skip: boolean): void => {
  if (all.length === 0) throw new Failure('there is no environment here: each has its base/env/<env>/environment.yaml')
  for (const { name, builtOn = '' } of all)
    if (builtOn && [from, to].includes(name))
      throw new Failure(
        `${name} is built from ${builtOn}'s overlays and follows them: pnpm promote ${app} ${wayTo(all, builtOn).slice(-2).join(' ')} is all it takes`,
      )
  const unknown = [from, to].find(env => !all.some(({ name }) => name === env))
  if (unknown !== undefined) throw new Failure(`a promotion goes ${ways(all)}, and "${unknown}" is none of them`)
  if (from === to) throw new Failure(`${from} is where it is already; name the environment after it`)
  if (wayTo(all, from).includes(to))
    throw new Failure(
      `${from} → ${to} is a step back; revert the commit (docs/operations/rollback.md), or name the image: pnpm image ${app} ${to} <image>`,
    )
  const way = wayTo(all, to)
  const [start, last] = [way.indexOf(from), way.length - 2]
  if (last < 0) throw new Failure(`${to} takes versions from no other environment; name the image: pnpm image ${app} ${to} <image>`)
  if (start < 0) throw new Failure(`${from} is not on the way to ${to}, which is ${way.join(' → ')}; promote from ${way[last]}`)
  if (start < last && !skip)
    throw new Failure(`${from} → ${to} skips ${way.slice(start + 1, -1).join(', ')}; promote to ${way[start + 1]} first, or say --skip-ok`)
}
