import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'
import { parse } from 'yaml'
import { type Engines, type KubeObject, startEngines } from '../../scripts/lib/engine.ts'
import { listInside, readInside } from '../../scripts/lib/files.ts'
import { message } from '../../scripts/lib/findings.ts'
import { gitPath } from '../../scripts/lib/git.ts'
import { isBuilt, renderUnits } from '../../scripts/lib/render.ts'
import { home, toolPath } from '../../scripts/lib/tools.ts'
import type { World } from './world.ts'

/** Thrown by the world for a unit that isn't rendered yet; whoever runs the check renders it and runs the check again. */
export class NotRendered extends Error {
  readonly unit: string
  constructor(unit: string) {
    super(`${unit} is not rendered yet`)
    this.unit = unit
  }
}

const rendered = new Map<string, readonly KubeObject[]>()
let engines: Promise<Engines> | undefined

const start = async (): Promise<Engines> =>
  startEngines({ program: await toolPath('engine'), root: home, git: gitPath(), memoryLimit: 2 ** 30, timeLimit: 60 }, 1)

const build = async (unit: string): Promise<readonly KubeObject[]> => {
  engines ??= start()
  const [one] = await renderUnits(await engines, 'work', [{ name: unit, env: '', path: unit }])
  if (one && isBuilt(one.result)) return one.result.objects
  throw new Error(`${unit} can't be built: ${one && !isBuilt(one.result) ? one.result.findings.map(message).join('; ') : ''}`)
}

/** Renders a unit with the project's own engine, once for all test files of a run. Throws with the findings when it can't be built. */
export const render = async (unit: string): Promise<void> => {
  const folder: string | undefined = inject('renders')
  // A run with another vitest configuration (an editor's) shares nothing.
  if (folder === undefined) return void rendered.set(unit, await build(unit))
  const shared = join(folder, `${unit.replaceAll('/', '+')}.json`)
  if (!existsSync(shared)) {
    const scratch = `${shared}.${process.pid}`
    writeFileSync(scratch, JSON.stringify(await build(unit)))
    renameSync(scratch, shared)
  }
  rendered.set(unit, JSON.parse(readFileSync(shared, 'utf8')))
}

/** Reads each thing once: a check is run hundreds of times to prove that it can fail. */
const once = <T>(read: (path: string) => T): ((path: string) => T) => {
  const known = new Map<string, T>()
  return path => {
    if (!known.has(path)) known.set(path, read(path))
    return known.get(path) as T
  }
}

const text = once(path => readInside(home, path)?.toString())

/** The working tree. */
export const workingTree: World = {
  objects: unit => {
    const objects = rendered.get(unit)
    if (objects === undefined) throw new NotRendered(unit)
    return objects
  },
  text,
  yaml: once(path => parse(text(path) ?? '') ?? undefined),
  files: once(folder => listInside(home, folder).sort()),
}

/** Ends the engine that a test file has started. */
export const endEngines = (): void =>
  afterAll(async () => {
    ;(await engines)?.close()
  })
