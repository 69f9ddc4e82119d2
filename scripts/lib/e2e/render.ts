import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../engine.ts'
import { toolPath } from '../tools.ts'

/** What the pinned kustomize makes of a folder. Throws with its words when it can't. */
export const render = async (root: string, path: string): Promise<KubeObject[]> => {
  const yaml = execFileSync(await toolPath('kustomize'), ['build', join(root, path)], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  return parseAllDocuments(yaml).map(document => document.toJS())
}
