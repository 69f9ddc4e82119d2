import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../engine.ts'
import { type Golden, goldenPath } from '../golden.ts'
import { isBuilt, type Rendered } from '../render.ts'
import type { JudgedUnit } from './rule.ts'

/**
 * Units that can't be built, as their golden files have them: without them, rules about a cluster would call what others use of them
 * missing, and waivers of theirs unused. None for a unit whose golden file isn't there or can't be read.
 */
export const lastKnown = (rendered: readonly Rendered[], golden: Golden | undefined): JudgedUnit[] =>
  rendered.flatMap(({ unit, result }) => {
    const yaml = isBuilt(result) ? undefined : golden?.read(goldenPath(unit))?.toString()
    const objects = yaml === undefined ? undefined : objectsIn(yaml)
    return yaml === undefined || objects === undefined ? [] : [{ unit, objects, yaml, reads: [] }]
  })

const objectsIn = (yaml: string): KubeObject[] | undefined => {
  try {
    return parseAllDocuments(yaml, { logLevel: 'silent' }).map(document => document.toJS() as KubeObject)
  } catch {
    return undefined
  }
}
