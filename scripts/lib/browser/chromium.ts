import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Failure } from '../failure.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const install = ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'] as const

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The path of a Chromium on PATH, or undefined. */
export const findChromium = (path = process.env.PATH ?? ''): string | undefined =>
  path
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(isProgram)

/** The Chromium on PATH; a Failure says how to get one. */
export const needChromium = (path?: string): string => {
  const found = findChromium(path)
  if (!found)
    throw new Failure(`no Chromium on PATH (${names.join(', ')}). Install it: pnpm browser --install, or: sudo ${install.join(' ')}`)
  return found
}

/** Installs the Debian package when there is no Chromium; it writes to the system and needs root. */
export const installChromium = (): void => {
  if (findChromium()) return
  const [program, ...args] = process.getuid?.() === 0 ? install : (['sudo', ...install] as const)
  const update = spawnSync(program === 'sudo' ? 'sudo' : 'apt-get', [...(program === 'sudo' ? ['apt-get'] : []), 'update', '--quiet'], {
    stdio: 'inherit',
  })
  const done = update.status === 0 && spawnSync(program ?? '', args, { stdio: 'inherit' }).status === 0
  if (!done) throw new Failure(`Chromium could not be installed by: ${install.join(' ')}`)
}
