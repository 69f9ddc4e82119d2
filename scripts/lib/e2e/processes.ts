import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { home } from '../tools.ts'
import type { Ended, Killed, Program } from './supervisor.ts'

export type Processes = {
  /** What the programs may write; deleted at the end. */
  data: string
  /** One file per program; kept. */
  logs: string
  /** The id of the process group that all programs are in. */
  group: number
  start: (name: string, program: string, args: string[], env?: NodeJS.ProcessEnv) => void
  /** Kills a program as a crash or a lost node does, without a warning to it. */
  kill: (name: string) => void
  /** Starts a killed program again, as it was started. */
  restart: (name: string) => void
  stop: () => Promise<void>
}

/**
 * What every program gets of our environment; HOME and TMPDIR are the run's own, so that no setting or leftover of yours plays a part.
 * GOGC: cores are scarce here and memory is not; with Go's 100 a tenth of all CPU time goes into collecting garbage.
 */
const environment = (data: string): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, HOME: data, TMPDIR: join(data, 'tmp'), GOGC: '400' })

/**
 * A group of programs that lives no longer than this process, however it ends (see supervisor.ts).
 * @param folder new or empty; gets `data/` and `logs/`
 */
export const startProcesses = async (folder: string): Promise<Processes> => {
  const [data, logs] = [join(folder, 'data'), join(folder, 'logs')]
  for (const path of [join(data, 'tmp'), logs]) mkdirSync(path, { recursive: true })
  const supervisor = fork(join(import.meta.dirname, 'supervisor.ts'), [data], { detached: true, execArgv: [], stdio: 'ignore' })
  await once(supervisor, 'spawn')
  let stopping = false
  const orders = new Map<string, Program>()
  supervisor.on('message', ({ name, how }: Ended) => {
    if (!stopping) console.error(`${name} ended by itself (${how}); see ${relative(home, join(logs, `${name}.log`))}`)
  })
  return {
    data,
    logs,
    group: supervisor.pid ?? 0,
    start: (name, program, args, env = {}) => {
      const order: Program = { name, program, args, env: { ...environment(data), ...env }, log: join(logs, `${name}.log`) }
      orders.set(name, order)
      supervisor.send(order)
    },
    kill: name => supervisor.send({ kill: name } satisfies Killed),
    restart: name => {
      const order = orders.get(name)
      if (!order) throw new Error(`no program called ${name} was started`)
      supervisor.send(order)
    },
    stop: async () => {
      stopping = true
      if (supervisor.exitCode !== null || supervisor.signalCode !== null) return
      const ended = once(supervisor, 'exit')
      supervisor.disconnect()
      await ended
    },
  }
}
