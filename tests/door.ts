import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { cacheRoot } from '../scripts/lib/cache-root.ts'
import { home, toolPath } from '../scripts/lib/tools.ts'
import { scratch } from './helpers.ts'

export type Visit = { status: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }
export type Options = { cwd?: string; env?: NodeJS.ProcessEnv }
export type Started = { child: ChildProcess; tmp: string; ended: Promise<Visit>; stdout: () => string }

/** A run that still hangs after so long fails its test; no run here takes a tenth of it. */
const hang = 150_000

/**
 * Starts `render` in a process group of its own, with a TMPDIR of its own, and doesn't wait for it. The test must `settle` it.
 * @param root the repository to render, or undefined when the arguments or the folder say it
 */
export const start = async (root: string | undefined, args: string[] = [], { cwd, env }: Options = {}): Promise<Started> => {
  await Promise.all([toolPath('engine'), toolPath('kubeconform')])
  const { CI: _, INIT_CWD: __, npm_lifecycle_script: ___, ...outer } = process.env
  const tmp = scratch('door')
  const child = spawn(process.execPath, [join(home, 'scripts/render.ts'), ...(root ? ['--root', root] : []), ...args], {
    cwd: cwd ?? root ?? home,
    env: { ...outer, NO_COLOR: '1', TMPDIR: tmp, XDG_CACHE_HOME: join(cacheRoot(), '..'), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', chunk => (stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', chunk => (stderr += chunk))
  const guard = setTimeout(() => child.kill('SIGKILL'), hang)
  onTestFinished(() => void killGroup(child))
  const ended = new Promise<Visit>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => {
      clearTimeout(guard)
      resolve({ status, signal, stdout, stderr })
    })
  })
  return { child, tmp, ended, stdout: () => stdout }
}

const killGroup = (child: ChildProcess): void => {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
  } catch {}
}

/** Waits for the end of a run and holds it to what every run owes: no stack, no process left, no temporary file left. */
export const settle = async (started: Started, kept: { temporary?: boolean } = {}): Promise<Visit> => {
  const visit = await started.ended
  const said = `${visit.stdout}\n${visit.stderr}`
  expect(said).not.toMatch(/^\s+at .+:\d+|^goroutine \d+|^panic:|This is a bug|ExperimentalWarning|Traceback/m)
  expect(await processesOf(started)).toEqual([])
  if (!kept.temporary) expect(readdirSync(started.tmp)).toEqual([])
  return visit
}

/** Runs `render` to its end, as people do, and checks what every run owes. */
export const visit = async (root: string | undefined, args?: string[], options?: Options): Promise<Visit> =>
  settle(await start(root, args, options))

/** The command lines of the processes of a run that are still there; a process that was just killed gets a moment to go. */
const processesOf = async (started: Started): Promise<string[]> => {
  for (let tries = 0; ; tries++) {
    const left = groupOf(started).map(({ args }) => args)
    if (left.length === 0 || tries > 100) return left
    await sleep(50)
  }
}

type Process = { pid: number; args: string }

/** Every living process that a run has started: they are in its process group. */
const groupOf = ({ child }: Started): Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([pid, group, state]) => Number(group) === child.pid && Number(pid) !== child.pid && !state?.startsWith('Z'))
    .map(([pid, , , ...args]) => ({ pid: Number(pid), args: args.join(' ') }))

/** The engines of a run, by process id. */
export const enginesOf = (started: Started): number[] =>
  groupOf(started)
    .filter(({ args }) => args.includes('/engine -root '))
    .map(({ pid }) => pid)

/** The first engine of a run that is in the middle of a long build: it has used a second of processor time. */
export const busyEngine = (started: Started): Promise<number> =>
  until('an engine is in mid-build', () => enginesOf(started).find(isBusy) ?? 0)

const isBusy = (pid: number): boolean => /[1-9]/.test(spawnSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' }).stdout)

/** Waits until something is so and answers with it; gives it the time that a loaded machine needs. */
export const until = async <T>(what: string, look: () => T): Promise<T> => {
  for (let tries = 0; ; tries++) {
    const seen = look()
    if (seen) return seen
    if (tries > 600) throw new Error(`waited in vain until ${what}`)
    await sleep(50)
  }
}

/** A folder inside a scratch folder, made. */
export const folder = (...parts: string[]): string => {
  const path = join(...parts)
  mkdirSync(path, { recursive: true })
  return path
}
