import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/** What one engine process is asked and answers; see tools/engine/README.md. */
export type Request = Record<string, unknown>
export type Reply = Record<string, unknown> & { id: number; tainted?: boolean }

/** How an engine ended instead of answering. */
export type Death = { died: string; timedOut: boolean }

export type EngineProcess = {
  /** Sends one request and waits for its reply. The engine answers one at a time; so must the caller ask. */
  ask: (request: Request) => Promise<Reply | Death>
  alive: () => boolean
  close: () => void
}

/** What an engine process is started with. */
export type EngineOptions = { program: string; root: string; git: string | undefined; memoryLimit: number; timeLimit: number }

/** A timer of Node that is set for longer goes off at once. */
const longest = 2 ** 31 - 1

/** All of our environment that an engine gets: where git's safe.directory may stand. The engine hands it to git alone. */
const forGit = (): NodeJS.ProcessEnv => {
  const names = ['HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM']
  return Object.fromEntries(names.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])))
}

/** Starts one engine. It is killed when an answer takes longer than `timeLimit` seconds. */
export const startEngine = (options: EngineOptions): EngineProcess => {
  const args = ['-root', options.root, '-memory', String(options.memoryLimit), ...(options.git ? ['-git', options.git] : [])]
  const child = spawn(options.program, args, { env: { ...forGit(), GOGC: '800' }, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] })
  let waiting: ((answer: Reply | Death) => void) | undefined
  let ended: Death | undefined
  let stderr = ''
  let timer: NodeJS.Timeout | undefined

  const answer = (value: Reply | Death): void => {
    clearTimeout(timer)
    const resolve = waiting
    waiting = undefined
    resolve?.(value)
  }
  const end = (died: string, timedOut = false): void => {
    ended ??= { died, timedOut }
    answer(ended)
  }
  child.stdin.on('error', () => {})
  child.stderr.on('data', chunk => (stderr = (stderr + chunk).slice(-2000)))
  child.on('error', error => end(error.message))
  // "close" comes after the last line of stdout was read, so a reply sent just before an exit is not lost.
  child.on('close', (code, signal) => end(howItDied(code, signal, stderr)))
  eachLine(child.stdout, line => {
    try {
      answer(JSON.parse(line))
    } catch {
      // Half a line: the engine was killed while it wrote. "close" says how.
      child.kill('SIGKILL')
    }
  })

  let id = 0
  return {
    ask: request =>
      new Promise(resolve => {
        if (ended) return resolve(ended)
        waiting = resolve
        timer = setTimeout(
          () => {
            end(`no answer within ${options.timeLimit} s`, true)
            child.kill('SIGKILL')
          },
          Math.min(options.timeLimit * 1000, longest),
        )
        child.stdin.write(`${JSON.stringify({ id: ++id, ...request })}\n`)
      }),
    alive: () => ended === undefined,
    close: () => void child.kill('SIGKILL'),
  }
}

/** Lines as they come; node:readline does the same and takes ten milliseconds to load. */
const eachLine = (stream: Readable, take: (line: string) => void): void => {
  let rest: string[] = []
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const [first = '', ...more] = chunk.split('\n')
    rest.push(first)
    for (const next of more) {
      take(rest.join(''))
      rest = [next]
    }
  })
}

const howItDied = (code: number | null, signal: NodeJS.Signals | null, stderr: string): string => {
  const last = stderr.match(/^(fatal error|panic|runtime): .*$/m)?.[0] ?? ''
  return [signal ? `signal ${signal}` : `exit ${code}`, last].filter(Boolean).join(', ')
}
