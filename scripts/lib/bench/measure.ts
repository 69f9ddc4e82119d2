import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** One run of a command: seconds of wall and of CPU of all its processes, and the most memory they held together, in MiB. */
export type Sample = { wall: number; cpu: number; memory: number }

export type Command = { program: string; args: readonly string[]; cwd: string; env?: NodeJS.ProcessEnv }

const ticks = 100
const page = 4096

/** Fields of /proc/<pid>/stat after the program's name, which may hold spaces and brackets: parent, resident pages, times. */
const stat = (pid: string): { parent: string; resident: number; childTimes: number } | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { parent: fields[1] ?? '', resident: Number(fields[21]) * page, childTimes: Number(fields[13]) + Number(fields[14]) }
  } catch {
    return undefined
  }
}

/** Bytes that a process and all below it hold. Pages that processes share count for each. */
const held = (root: number): number => {
  const all = new Map<string, { parent: string; resident: number }>()
  for (const pid of readdirSync('/proc')) {
    const found = /^\d+$/.test(pid) ? stat(pid) : undefined
    if (found) all.set(pid, found)
  }
  const below = (pid: string): boolean => {
    for (let at: string | undefined = pid; at && at !== '0'; at = all.get(at)?.parent) if (at === String(root)) return true
    return false
  }
  return [...all].reduce((sum, [pid, { resident }]) => sum + (below(pid) ? resident : 0), 0)
}

/** CPU seconds of all ended children of this process and theirs. */
const spent = (): number => (stat('self')?.childTimes ?? 0) / ticks

/** How often memory is looked at: rarely enough to cost nothing. */
const look = 100

/**
 * Runs a command to its end and measures it. What it prints is thrown away.
 * @param statuses exit codes that are no failure; throws an error with the last lines of stderr for others
 */
export const measure = async ({ program, args, cwd, env }: Command, statuses: readonly number[] = [0]): Promise<Sample> => {
  const before = spent()
  const start = performance.now()
  const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'ignore', 'pipe'] })
  let memory = 0
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', chunk => (stderr = (stderr + chunk).slice(-2000)))
  const sampler = setInterval(() => {
    if (child.pid) memory = Math.max(memory, held(child.pid))
  }, look)
  try {
    const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
    const wall = (performance.now() - start) / 1000
    if (!statuses.includes(status ?? -1)) throw new Error(`${program} ${args.join(' ')}: exit ${status}: ${stderr}`)
    return { wall, cpu: spent() - before, memory: memory / 2 ** 20 }
  } finally {
    clearInterval(sampler)
  }
}

/** The middle one of some figures; of an even number, the lower of the two. */
export const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[Math.floor((figures.length - 1) / 2)] ?? Number.NaN
