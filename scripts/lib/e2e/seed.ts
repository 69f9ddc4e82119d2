import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheRoot } from '../cache-root.ts'
import { progress } from '../progress.ts'
import { crdFiles } from '../schemas/sources.ts'
import { home, toolTarget } from '../tools.ts'
import { type ControlPlane, startApiServer } from './control-plane.ts'
import { handWritten, installCrds } from './crds.ts'
import { type Processes, startProcesses } from './processes.ts'

/** Named by all that its content comes from: the two programs, the kinds, and the modules that define them. */
const target = (): string => {
  const modules = readFileSync(join(home, 'tools/schemas/go.sum'), 'utf8')
  const parts = [toolTarget('etcd'), toolTarget('kube-apiserver'), modules, JSON.stringify(crdFiles), handWritten()]
  return join(cacheRoot(), 'e2e', `etcd-${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 20)}`)
}

/**
 * The etcd data of a cluster that has the custom kinds and nothing else, made on first use: installing forty kinds takes the API
 * server 20 s of work, and starting with them there takes 3.
 * @param run where the logs of making it go
 */
const seed = async (run: string): Promise<string> => {
  const folder = target()
  if (existsSync(folder)) return folder
  const done = progress('installing the custom kinds into a first cluster (first use)')
  mkdirSync(join(folder, '..'), { recursive: true })
  const scratch = mkdtempSync(`${folder}.`)
  const processes = await startProcesses(mkdtempSync(join(run, 'seed-')))
  try {
    try {
      await installCrds((await startApiServer(processes, join(scratch, 'etcd'))).api)
    } finally {
      // Killed, not closed: etcd recovers from that.
      await processes.stop()
    }
    keep(join(scratch, 'etcd'), folder)
    done()
    return folder
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Starts an API server, as startApiServer does, that has the custom kinds and nothing else. */
export const startSeededApiServer = async (processes: Processes, run: string): Promise<ControlPlane> => {
  const data = join(processes.data, 'etcd')
  cpSync(await seed(run), data, { recursive: true })
  return startApiServer(processes, data)
}

/** Of two runs that make the same at once, the first one's is kept. */
const keep = (scratch: string, folder: string): void => {
  try {
    renameSync(scratch, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
}
