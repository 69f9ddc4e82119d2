import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheRoot } from '../cache-root.ts'
import { home } from '../tools.ts'
import { type Check, size } from './check.ts'

/** The bytes of all files below a folder; a file that goes away meanwhile counts nothing. */
const bytesIn = (folder: string): number => {
  let total = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    try {
      total += entry.isDirectory() ? bytesIn(path) : statSync(path).size
    } catch {}
  }
  return total
}

/** The folder itself, or the nearest above it that is there. */
const nearestThere = (path: string): string => (existsSync(path) ? path : nearestThere(dirname(path)))

const canWrite = (folder: string): boolean => {
  try {
    accessSync(nearestThere(folder), constants.W_OK)
    return statSync(nearestThere(folder)).isDirectory()
  } catch {
    return false
  }
}

/** One line for the cache as a whole, its parts in it. */
export const cacheCheck = (folder: string = cacheRoot()): Check => {
  const parts = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder, { withFileTypes: true }) : []
  const sizes = parts.filter(part => part.isDirectory()).map(({ name }) => ({ name, bytes: bytesIn(join(folder, name)) }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const most = sizes.sort((a, b) => b.bytes - a.bytes).map(({ name, bytes }) => `${name} ${size(bytes)}`)
  const writable = canWrite(folder)
  return {
    what: 'cache',
    found: `${folder}: ${writable ? '' : "can't be written; "}${size(total)}${most.length > 0 ? ` (${most.join(', ')})` : ''}`,
    state: writable ? 'fine' : 'missing',
    why: 'tools, renders and verdicts are kept there; it may be deleted at any time',
    fix: 'set XDG_CACHE_HOME to a folder that can be written',
  }
}

/** Kinds that kubeconform can validate offline; `pnpm schemas` writes them and their list. */
export const schemasCheck = (folder: string = join(home, 'tools/schemas')): Check => {
  const why = 'validate every object without a network'
  const fix = 'git checkout -- tools/schemas, or pnpm schemas, which needs the Go modules'
  const list = join(folder, 'kinds.json')
  if (!existsSync(list)) return { what: 'schemas', found: 'tools/schemas/kinds.json is not there', state: 'missing', why, fix }
  try {
    const kinds = (JSON.parse(readFileSync(list, 'utf8')) as string[]).length
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => /\/[^/]+-v\w+\.json$/.test(file)).length
    return { what: 'schemas', found: `${kinds} kinds, ${files} files`, state: files < kinds ? 'missing' : 'fine', why, fix }
  } catch {
    return { what: 'schemas', found: 'tools/schemas/kinds.json is not JSON', state: 'missing', why, fix }
  }
}

/** Below this a build of the tools fails; below the other, one of the e2e programs (1.4 GiB of programs, and Go's own cache). */
const [least, roomy] = [2 ** 29, 4 * 2 ** 30]

export const diskChecks = (root: string): Check[] =>
  [...new Set([nearestThere(cacheRoot()), root])].map(folder => {
    const { bavail, bsize } = statfsSync(folder)
    const free = bavail * bsize
    return {
      what: 'disk',
      found: `${size(free)} free at ${folder}`,
      state: free < least ? 'missing' : free < roomy ? 'warning' : 'fine',
      why: 'tools take 0.3 GiB, the e2e programs 1.4 GiB more, and Go what it downloads',
      fix: 'free some: go clean -cache, or delete the cache above',
    }
  })
