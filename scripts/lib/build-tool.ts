import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { atExit } from './at-exit.ts'
import { Failure } from './failure.ts'
import { reason } from './files.ts'
import { makeFolder } from './make-folder.ts'
import { progress } from './progress.ts'

type Build = { name: string; target: string; module: string; package: string }

const noGo = (name: string): string =>
  `Go is not installed, and ${name} is built from source on first use. Install Go 1.24 or newer (https://go.dev/dl, or your package manager's "go" or "golang"), then run the command again.`

/** Runs `go build` and returns its stderr when it fails, nothing when it succeeds. */
const goBuild = (build: Build, output: string): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', output, build.package]
    const env = { ...process.env, GOWORK: 'off', CGO_ENABLED: '0' }
    const child = spawn('go', args, { cwd: build.module, env, stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', chunk => (stderr += chunk))
    const callOff = atExit(() => child.kill('SIGKILL'))
    child.on('error', error => reject('code' in error && error.code === 'ENOENT' ? new Failure(noGo(build.name)) : error))
    child.on('close', code => {
      callOff()
      resolve(code === 0 ? undefined : stderr)
    })
  })

/**
 * Builds one program into the cache and returns its path. Two commands that start at once each build into a folder of their own and
 * one rename wins, so there is no lock that a crash could leave behind.
 */
export const buildTool = async (build: Build): Promise<string> => {
  const folder = dirname(build.target)
  const scratch = scratchBeside(folder)
  const callOff = atExit(() => remove(scratch))
  const done = progress(`building ${build.name} from tools/ (first use)`)
  try {
    const output = join(scratch, basename(build.target))
    const failed = await goBuild(build, output)
    if (failed !== undefined) throw new Failure(`go build ${build.package} failed in tools/:\n${failed.trim()}`)
    chmodSync(scratch, 0o755)
    renameIfAbsent(scratch, folder)
    done()
    return build.target
  } finally {
    callOff()
    remove(scratch)
  }
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

const scratchBeside = (folder: string): string => {
  try {
    makeFolder(dirname(folder))
    return mkdtempSync(`${folder}.`)
  } catch (error) {
    throw new Failure(`can't write the cache ${dirname(folder)}: ${reason(error)}; set XDG_CACHE_HOME to a folder that can be written`)
  }
}

const renameIfAbsent = (from: string, to: string): void => {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(to)) throw error
  }
}
