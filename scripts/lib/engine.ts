import { causeOf } from './build-error.ts'
import { type Death, type EngineOptions, type EngineProcess, type Reply, type Request, startEngine } from './engine-process.ts'
import type { Finding, Position } from './findings.ts'
import { isRefusalCode } from './findings.ts'
import { keepSources } from './report/keep-sources.ts'
import type { Unit } from './units.ts'

/** The working tree, or a commit by its full id. */
export type Tree = 'work' | (string & {})

/** A Kubernetes object as the engine gives it. */
export type KubeObject = {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; [key: string]: unknown }
  [key: string]: unknown
}

/**
 * A unit built: kustomize's exact bytes, the same as objects, every path asked for, kustomize's warnings, milliseconds of building. What comes
 * from the cache has the bytes of `yaml`, their SHA-256 and the number of objects, so that nobody who needs no more makes text and objects.
 */
export type Built = { yaml: string; objects: KubeObject[]; reads: string[]; warnings: string[]; ms: number } & Partial<Kept>
type Kept = { bytes: Buffer; digest: string; count: number }
/** A unit that can't be built: why. `reads` lists what was asked for until then. */
export type NotBuilt = { findings: Finding[]; reads: string[]; ms: number }

export type Engines = {
  /** Starts one where none runs yet: something will have to be built, and starting takes longer than most builds. */
  startAhead: () => void
  build: (tree: Tree, unit: Unit) => Promise<Built | NotBuilt>
  template: (text: string, params: unknown, options: readonly string[]) => Promise<{ text: string } | { error: string }>
  close: () => void
}

/**
 * A pool of at most `most` engine processes: the first starts at once, because starting takes longer than most builds, another when
 * there is work for it.
 * kustomize keeps its OpenAPI schema in the process, so an engine builds one unit at a time, and one whose schema a unit has changed is replaced.
 */
export const startEngines = (options: EngineOptions, most: number): Engines => {
  const all = new Set<EngineProcess>()
  const another = (): EngineProcess => {
    const engine = startEngine(options)
    all.add(engine)
    return engine
  }
  const idle: EngineProcess[] = [another()]
  const queue: ((engine: EngineProcess) => void)[] = []
  let closed = false

  const release = (engine: EngineProcess, reusable: boolean): void => {
    if (closed) return
    let next = engine
    if (!reusable || !engine.alive()) {
      engine.close()
      all.delete(engine)
      next = another()
    }
    const waiting = queue.shift()
    if (waiting) waiting(next)
    else idle.push(next)
  }
  const ask = async (request: Request): Promise<Reply | Death> => {
    const free = idle.pop() ?? (all.size < most ? another() : undefined)
    const engine = free ?? (await new Promise<EngineProcess>(resolve => queue.push(resolve)))
    const reply = await engine.ask(request)
    release(engine, !('died' in reply) && !reply.tainted)
    return reply
  }
  return {
    startAhead: () => {},
    build: async (tree, unit) => {
      const result = toResult(await ask({ op: 'build', tree, path: unit.path }), unit, options)
      // An error may repeat any part of what was read; what is built is kept secret where units are rendered.
      if (!('yaml' in result)) keepSources(options.root, tree, [...result.reads, ...result.findings.map(finding => finding.at.file)])
      return result
    },
    template: async (text, params, templateOptions) => {
      const reply = await ask({ op: 'template', text, params, options: templateOptions })
      if ('died' in reply) return { error: String(reply.died) }
      return 'error' in reply ? { error: String(reply.error) } : { text: String(reply.text) }
    },
    close: () => {
      closed = true
      for (const engine of all) engine.close()
    },
  }
}

type WireFinding = { code: string; file?: string; line?: number; col?: number; field?: string; value?: string; hint?: string }

const toResult = (reply: Reply | Death, unit: Unit, options: EngineOptions): Built | NotBuilt => {
  const at: Position = { file: unit.path }
  const failed = (finding: Finding, rest: Partial<NotBuilt> = {}): NotBuilt => ({ findings: [finding], reads: [], ms: 0, ...rest })
  if ('died' in reply) {
    const death = reply as Death
    if (death.timedOut)
      return failed({ code: 'LIMIT_TIME', unit: unit.name, at, seconds: options.timeLimit }, { ms: options.timeLimit * 1000 })
    return failed({ code: 'ENGINE_DIED', unit: unit.name, at, how: death.died })
  }
  const { error, findings, ...built } = reply as unknown as Built & { error?: string; findings?: WireFinding[] }
  if (error === undefined) return { ...built, warnings: built.warnings ?? [] }
  const rest = { reads: built.reads ?? [], ms: built.ms ?? 0 }
  const known = (findings ?? []).map(wire => fromWire(wire, unit))
  if (known.length > 0) return { findings: known, ...rest }
  const { folder = unit.path, error: cause } = causeOf(error)
  return failed({ code: 'BUILD_FAILED', unit: unit.name, at: { file: folder }, error: short(cause) }, rest)
}

/** kustomize can repeat a whole file in its message. */
const short = (error: string): string => (error.length > 2000 ? `${error.slice(0, 2000)}…` : error)

const fromWire = ({ code, file, line, col, ...rest }: WireFinding, unit: Unit): Finding => {
  const at: Position = { file: file || unit.path, ...(line ? { line } : {}), ...(col ? { col } : {}) }
  if (!isRefusalCode(code))
    return { code: 'BUILD_FAILED', unit: unit.name, at, error: [code, rest.field, rest.value].filter(Boolean).join(' ') }
  return { code, unit: unit.name, at, ...rest }
}
