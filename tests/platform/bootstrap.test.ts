import { expect, test } from 'vitest'
import { cells } from '../requirements/markdown.ts'
import { environments, golden, list, names, read, scalars, type Values, values } from './platform.ts'

type Reference = { path: string; key: string; env: string }

/** Where in the store something rendered, or a chart's ExternalSecret, looks for a value. */
const references = (env: string): Reference[] => {
  const units = [...list(`tests/golden/${env}`).map(file => `${env}/${file.replace('.yaml', '')}`), `argo/${env}`]
  const all = [...units.flatMap(golden), ...names.map(name => values(name, env))].flatMap(object => {
    const found = scalars(object)
    return found
      .filter(([path]) => path.endsWith('remoteRef.key'))
      .map(([path, key]): Reference => {
        const property = found.find(([other]) => other === path.replace(/key$/, 'property'))?.[1]
        return { path: String(key), key: String(property), env }
      })
  })
  for (const { path } of all) expect(path).toMatch(new RegExp(`^${env}/[a-z-]+$`))
  return all.map(one => ({ ...one, path: one.path.replace(`${env}/`, '') }))
}

test('the bootstrap names every value that must be in the store, where and in which environment, and no other', () => {
  const wanted: Record<string, { keys: Set<string>; environments: Set<string> }> = {}
  for (const { path, key, env } of environments.flatMap(references)) {
    wanted[path] ??= { keys: new Set(), environments: new Set() }
    wanted[path].keys.add(key)
    wanted[path].environments.add(env)
  }
  const rows = cells(read('docs/operations/bootstrap.md')).filter(row => row.length === 3 && environmentsOf(row[2] as string) !== undefined)
  const said = rows.map(([path, keys, where]): [string, Values] => [
    path as string,
    { keys: (keys as string).replace(/:.*/, '').split(', '), environments: environmentsOf(where as string) },
  ])
  const expected = Object.entries(wanted).map(([path, one]): [string, Values] => [
    path,
    { keys: [...one.keys].sort(), environments: environments.filter(env => one.environments.has(env)) },
  ])
  expect(said).toEqual(expected.sort(([a], [b]) => (a < b ? -1 : 1)))
})

const environmentsOf = (cell: string): string[] | undefined => {
  if (cell === 'all') return environments
  const listed = cell.split(', ')
  return listed.every(env => environments.includes(env)) ? listed : undefined
}
