import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** No clock here is better, and people read the samples. */
const thousandths = (value: number): number => Math.round(value * 1000) / 1000

/** One run of a command: seconds of wall and of CPU of all its processes, and the most memory they held together, in MiB. */
export type Sample = { wall: number; cpu: number; memory: number }

/** A sample, and CPU seconds by the name of the program, as last seen: a tenth of a second may be missing at the end of each. */
export type Measurement = Sample & { programs: ReadonlyMap<string, number> }

export type Command = { program: string; args: readonly string[]; cwd: string; env?: NodeJS.ProcessEnv }

const ticks = 100
const page = 4096

type Stat = { name: string; parent: string; resident: number; times: number; childTimes: number }

/** Fields of /proc/<pid>/stat: the program's name, which may hold spaces and brackets, then parent, times, resident pages. */
const stat = (pid: string): Stat | undefined => {
  try {
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    const fields = rest.split(' ')
    const sum = (at: number): number => Number(fields[at]) + Number(fields[at + 1])
    return { name, parent: fields[1] ?? '', resident: Number(fields[21]) * page, times: sum(11), childTimes: sum(13) }
  } catch {
    return undefined
  }
}

/** A process and all below it, by process id. Pages that processes share count for each. */
const family = (root: number): Map<string, Stat> => {
  const all = new Map<string, Stat>()
  for (const pid of readdirSync('/proc')) {
    const found = /^\d+$/.test(pid) ? stat(pid) : undefined
    if (found) all.set(pid, found)
  }
  const below = (pid: string): boolean => {
    for (let at: string | undefined = pid; at && at !== '0'; at = all.get(at)?.parent) if (at === String(root)) return true
    return false
  }
  return new Map([...all].filter(([pid]) => below(pid)))
}

/** CPU seconds of all ended children of this process and theirs. */
const spent = (): number => (stat('self')?.childTimes ?? 0) / ticks

/** How often memory is looked at: rarely enough to cost nothing. */
const look = 100

/**
 * Runs a command to its end and measures it. What it prints is thrown away.
 * @param statuses exit codes that are no failure; throws an error with the last lines of stderr for others
 */
export const measure = async ({ program, args, cwd, env }: Command, statuses: readonly number[] = [0]): Promise<Measurement> => {
  const before = spent()
  const start = performance.now()
  const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'ignore', 'pipe'] })
  let memory = 0
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', chunk => (stderr = (stderr + chunk).slice(-2000)))
  const seen = new Map<string, Stat>()
  const sampler = setInterval(() => {
    let held = 0
    for (const [pid, process] of family(child.pid ?? -1)) {
      seen.set(pid, process)
      held += process.resident
    }
    memory = Math.max(memory, held)
  }, look)
  try {
    const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
    const wall = (performance.now() - start) / 1000
    if (!statuses.includes(status ?? -1)) throw new Error(`${program} ${args.join(' ')}: exit ${status}: ${stderr}`)
    return {
      wall: thousandths(wall),
      cpu: thousandths(spent() - before),
      memory: thousandths(memory / 2 ** 20),
      programs: byProgram(seen.values()),
    }
  } finally {
    clearInterval(sampler)
  }
}

const byProgram = (processes: Iterable<Stat>): Map<string, number> => {
  const sums = new Map<string, number>()
  for (const { name, times } of processes) sums.set(name, (sums.get(name) ?? 0) + times / ticks)
  return sums
}

/** The middle one of some figures; of an even number, the lower of the two. */
export const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[Math.floor((figures.length - 1) / 2)] ?? Number.NaN
