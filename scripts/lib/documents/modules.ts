import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { listInside } from '../files.ts'
import { flowchart } from './marks.ts'

const imports = /^(?:import|export)\s(?!type\b)([^;'"]*?)from\s*'(\.[^']+)'|import\('(\.[^']+)'\)/gm
const typesOnly = (names: string): boolean => {
  const inside = /\{([^}]*)\}/
    .exec(names)?.[1]
    ?.split(',')
    .map(name => name.trim())
    .filter(Boolean)
  return inside?.every(name => name.startsWith('type ')) ?? false
}

/** The folder of scripts/lib that a file stands in; nothing for one that stands in scripts/lib itself. */
const folder = (file: string): string | undefined => /^scripts\/lib\/([^/]+)\//.exec(file)?.[1]

/** Which folders of scripts/lib need which at run time: an import of types alone needs nothing. */
export const needs = (root: string): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>()
  for (const file of listInside(root, 'scripts/lib')
    .filter(path => path.endsWith('.ts'))
    .sort()) {
    const from = folder(file)
    if (from === undefined) continue
    const to = found.get(from) ?? new Set()
    found.set(from, to)
    for (const [, names = '', one, other] of readFileSync(join(root, file), 'utf8').matchAll(imports)) {
      const target = folder(normalize(join(dirname(file), one ?? other ?? '')))
      if (target !== undefined && target !== from && !typesOnly(names)) to.add(target)
    }
  }
  return found
}

/** What can be reached from a folder by one step or more. */
export const reached = (graph: ReadonlyMap<string, ReadonlySet<string>>, from: string): Set<string> => {
  const seen = new Set<string>()
  const visit = (one: string): void => {
    for (const next of graph.get(one) ?? [])
      if (!seen.has(next)) {
        seen.add(next)
        visit(next)
      }
  }
  visit(from)
  return seen
}

/** Folders of scripts/lib and what they build on. An arrow that others imply is left out. */
export const modulesDiagram = (root: string): string => {
  const graph = needs(root)
  const lines = [...graph].sort().flatMap(([from, to]) => {
    const implied = new Set([...to].flatMap(one => [...reached(graph, one)]))
    const direct = [...to].filter(one => !implied.has(one)).sort()
    return direct.length > 0 ? direct.map(one => `${from} --> ${one}`) : [from]
  })
  return flowchart('LR', lines)
}
