import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, rmSync } from 'node:fs'

/** A program to start: everything it prints goes into the file `log`. */
export type Program = { name: string; program: string; args: string[]; env: NodeJS.ProcessEnv; log: string }
/** A program to kill, by its name. */
export type Killed = { kill: string }
export type Ended = { name: string; how: string }

/**
 * The process between the harness and the programs of one cluster; its argument is the folder to delete at the end. It leads a process
 * group of its own, so Ctrl-C doesn't reach it. When the harness closes the channel, or dies in any way, it kills all and cleans up.
 */
const [data = ''] = process.argv.slice(2)
const children: ChildProcess[] = []
const byName = new Map<string, ChildProcess>()

const start = ({ name, program, args, env, log }: Program): void => {
  const output = openSync(log, 'a')
  const child = spawn(program, args, { env, cwd: data, stdio: ['ignore', output, output] })
  children.push(child)
  byName.set(name, child)
  const tell = (how: string): boolean => process.connected && (process.send?.({ name, how } satisfies Ended) ?? false)
  child.on('error', error => tell(error.message))
  child.on('exit', (code, signal) => byName.get(name) === child && tell(signal ?? `exit code ${code}`))
}

/** Nobody is told of an end that was asked for. */
const kill = (name: string): void => {
  const child = byName.get(name)
  byName.delete(name)
  child?.kill('SIGKILL')
}

/** Nothing here is worth a graceful end; the group goes last, because it takes the programs' own children and this process. */
const end = async (): Promise<void> => {
  const living = children.filter(child => child.pid !== undefined && child.exitCode === null && child.signalCode === null)
  await Promise.all(
    living.map(child => {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      return exited
    }),
  )
  rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  process.kill(-process.pid, 'SIGKILL')
}

process.on('message', (message: Program | Killed) => ('kill' in message ? kill(message.kill) : start(message)))
process.on('disconnect', end)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
