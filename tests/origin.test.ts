import { beforeAll, describe, expect, test } from 'vitest'
import { filesOf } from '../scripts/lib/check/world.ts'
import { type KubeObject, startEngines } from '../scripts/lib/engine.ts'
import { gitPath } from '../scripts/lib/git.ts'
import { plain, textAt } from '../scripts/lib/origin/node.ts'
import { originOf, replayOf } from '../scripts/lib/origin/origin.ts'
import { isBuilt, renderUnits } from '../scripts/lib/render.ts'
import { home, toolPath } from '../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk, type Unit } from '../scripts/lib/units.ts'

const { read } = filesOf(home, 'work')
const built: { unit: Unit; objects: KubeObject[] }[] = []

beforeAll(async () => {
  const options = { program: await toolPath('engine'), root: home, git: gitPath(), memoryLimit: 2 ** 30, timeLimit: 30 }
  const engines = startEngines(options, 2)
  for (const { unit, result } of await renderUnits(engines, 'work', findUnits(foldersOnDisk(home))))
    if (isBuilt(result)) built.push({ unit, objects: result.objects })
  engines.close()
})

type Leaf = { path: (string | number)[]; value: unknown }
const leavesOf = (value: unknown, path: (string | number)[] = []): Leaf[] => {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return entries.length === 0 ? [{ path, value }] : entries.flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

/** kustomize adds blank lines to a folded block with indented lines (see YAML_FOLDED). */
const folded = (value: unknown): string => JSON.stringify(value)?.replaceAll(/(\\n)+/g, '\\n')

const idOf = ({ kind, metadata: { name, namespace } }: KubeObject): { kind: string; name: string; namespace?: string } => ({
  kind,
  name,
  ...(namespace ? { namespace } : {}),
})

describe('every value of every render', () => {
  test('is what the replay has', () => {
    const wrong = built.flatMap(({ unit, objects }) => {
      const { items, exact } = replayOf(read, unit.path)
      if (!exact) return [`${unit.name} has fields that are not replayed`]
      if (items.length !== objects.length) return [`${unit.name}: ${items.length} of ${objects.length}`]
      const names = new Map(items.flatMap(({ node, ids }) => ids.map(id => [id.name, textAt(node, 'metadata', 'name') ?? ''])))
      // References by name are followed at the very end, and generated names get their hash there.
      const renamed = (a: unknown, b: unknown): boolean =>
        typeof a === 'string' && [a, names.get(a)].includes(String(b).replace(/-[a-z0-9]{10}$/, ''))
      return objects.flatMap(object => {
        const item = items.find(({ node, hashed }) => {
          const name = textAt(node, 'metadata', 'name') ?? ''
          const same = hashed ? object.metadata.name.replace(/-[a-z0-9]{10}$/, '') : object.metadata.name
          return textAt(node, 'kind') === object.kind && name === same
        })
        if (!item) return [`${unit.name}: no ${object.kind}/${object.metadata.name}`]
        const mine = new Map(leavesOf(plain(item.node)).map(({ path, value }) => [path.join('\0'), value]))
        return leavesOf(object).flatMap(({ path, value }) => {
          const own = mine.get(path.join('\0'))
          const equal = folded(own) === folded(value) || renamed(own, value)
          return equal
            ? []
            : [`${unit.name}: ${object.kind}/${object.metadata.name} ${path.join('.')}: ${String(own)}, not ${String(value)}`]
        })
      })
    })
    expect(wrong).toEqual([])
  })

  test('comes from a line that says it', () => {
    const seen = new Map<string, boolean>()
    const wrong = built.flatMap(({ unit, objects }) =>
      objects.flatMap(object =>
        leavesOf(object).flatMap(({ path, value }) => {
          const origin = originOf(read, unit.path, idOf(object), path)
          const line = origin && (read(origin.at.file) ?? '').split('\n')[origin.at.line - 1]
          const key = `${unit.name}: ${object.kind}/${object.metadata.name} ${path.join('.')} from ${origin?.at.file}:${origin?.at.line}`
          seen.set(key, true)
          return line !== undefined && says(line, path, value) ? [] : [key]
        }),
      ),
    )
    expect(wrong.slice(0, 20)).toEqual([])
    expect(seen.size).toBeGreaterThan(10_000)
  })
})

/** Whether a line has a value, a part of it, or opens the block, list or file that holds it. */
const says = (line: string, path: readonly (string | number)[], value: unknown): boolean => {
  const text = String(value)
  const key = String(path.at(-1) ?? '')
  // kustomize itself gives what it generates a kind.
  if (/^(ConfigMap|v1)$/.test(text) && /^\s+- name: /.test(line)) return true
  if (line.includes(text.split('\n')[0] ?? '') || /[|>][-+]?\d?\s*(#.*)?$/.test(line)) return true
  const parts = text.split(/[@:/-]/).filter(part => part.length > 1)
  return parts.some(part => line.includes(part)) || line.includes(`${key}:`) || path[0] === 'data' || line.includes('JSON')
}
