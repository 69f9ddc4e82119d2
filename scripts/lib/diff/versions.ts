import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { home } from '../tools.ts'
import type { Report } from './data.ts'

/** What a report was made with. The engine is named by the hash of its sources, which its folder in the cache carries. */
export const versionsOf = (engine: string): Report['versions'] => {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
  const modules = readFileSync(join(home, 'tools/go.mod'), 'utf8')
  const kustomize = /^\s*sigs\.k8s\.io\/kustomize\/kustomize\/v5 (\S+)$/m.exec(modules)?.[1] ?? ''
  return { tool: version, engine: basename(dirname(engine)).replace(/^engine-/, ''), kustomize }
}
