import { dirname } from 'node:path/posix'
import type { Judgement, World } from '../check/rule.ts'
import type { Position } from '../findings.ts'
import type { Kustomization } from '../sources/kustomization.ts'
import type { Unit } from '../units.ts'
import { type TreeCode, treeRules } from './rules.ts'

/** A judgement of a source: its folder stands for the unit, because many units may read it. */
export const say = (code: TreeCode, at: Position, problem: string, fix?: string): Judgement => ({
  code,
  severity: treeRules[code].severity,
  unit: dirname(at.file),
  at,
  problem,
  ...(fix === undefined ? {} : { fix }),
})

/** What the rules of the tree look at: every kustomization of our layout, and every unit whether it was built or not. */
export type Tree = { world: World; kustomizations: readonly Kustomization[]; units: readonly Unit[] }

/** Which overlay a folder is: `overlays/<env>/<app>`. */
export const overlayOf = (folder: string): { env: string; app: string } | undefined => {
  const [, env, app] = /^overlays\/([^/]+)\/([^/]+)$/.exec(folder) ?? []
  return env && app ? { env, app } : undefined
}
