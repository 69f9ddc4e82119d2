import { spawn } from 'node:child_process'
import { Failure } from '../failure.ts'

/** A module as `go mod download -json` reports it. */
export type Module = { Path: string; Version: string; Dir: string; Sum: string; GoModSum: string; Error?: string }

const noGo =
  'Go is not installed, and the schemas come from Go modules. Install Go 1.24 or newer (https://go.dev/dl), then run "pnpm schemas" again.'

const goModDownload = (folder: string): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, GOWORK: 'off', GOFLAGS: '' }
    const child = spawn('go', ['mod', 'download', '-json'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', chunk => (stdout += chunk))
    child.stderr.on('data', chunk => (stderr += chunk))
    child.on('error', error => reject('code' in error && error.code === 'ENOENT' ? new Failure(noGo) : error))
    child.on('close', code => resolve({ code, stdout, stderr }))
  })

/**
 * Downloads every module that `<folder>/go.mod` requires; Go checks them against go.sum beside it and compiles nothing.
 * Throws a Failure when Go is missing, a module isn't there, or its content differs from go.sum.
 */
export const downloadModules = async (folder: string): Promise<Map<string, Module>> => {
  const { code, stdout, stderr } = await goModDownload(folder)
  const modules: Module[] = JSON.parse(`[${stdout.replaceAll(/^\}\n\{/gm, '},{')}]`)
  const errors = modules.flatMap(({ Error: error }) => error ?? [])
  if (code !== 0 || errors.length > 0)
    throw new Failure(
      `go mod download failed in ${folder}; mend go.mod there, or the network:\n${[...errors, stderr.trim()].join('\n').trim()}`,
    )
  return new Map(modules.map(module => [module.Path, module]))
}

/** The go.sum that guards exactly these modules. */
export const goSum = (modules: Iterable<Module>): string =>
  [...modules].map(({ Path, Version, Sum, GoModSum }) => `${Path} ${Version} ${Sum}\n${Path} ${Version}/go.mod ${GoModSum}\n`).join('')
