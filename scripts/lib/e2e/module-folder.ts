import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { home } from '../tools.ts'

/**
 * Where Go keeps the files of a pinned module; downloads it when it isn't there (a program can be cached when its module is not).
 * @param folder of tools/e2e/, whose go.mod pins the module
 */
export const moduleFolder = async (folder: string, module: string): Promise<string> => {
  const options = { cwd: join(home, 'tools/e2e', folder), env: { ...process.env, GOWORK: 'off' } }
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module], options)
  return JSON.parse(stdout).Dir
}
