import { execFileSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { Failure } from './failure.ts'

/** The absolute path of git, or undefined when PATH has none: the engine gets no PATH, so it is told. */
export const gitPath = (): string | undefined => {
  for (const dir of (process.env.PATH ?? '').split(delimiter)) {
    try {
      // A relative entry would run a program of the repository.
      if (!isAbsolute(dir) || !statSync(join(dir, 'git')).isFile()) continue
      accessSync(join(dir, 'git'), constants.X_OK)
      return join(dir, 'git')
    } catch {}
  }
  return undefined
}

// In a hook GIT_DIR names another repository. Nothing is fetched; GIT_ALLOW_PROTOCOL says so to git before 2.45.
const gitEnvironment = (): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG_'))
  const fixed = { LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' }
  return { ...Object.fromEntries(kept), ...fixed }
}

/** Runs git in a folder and returns its stdout as bytes. Arguments never pass through a shell. Throws what execFileSync throws. */
const attempt = (root: string, args: string[], input?: string): Buffer => {
  const path = gitPath()
  if (!path) throw new Failure('git is not on PATH, and it reads the commits; install it')
  return execFileSync(path, ['--no-pager', '-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', ...args], {
    cwd: root,
    env: gitEnvironment(),
    maxBuffer: 2 ** 30,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
  })
}

/** What git said when it failed, without its hints. */
const words = (error: unknown): string =>
  String((error as { stderr?: Buffer }).stderr ?? error)
    .replace(/^(fatal|error): /, '')
    .trim()

/** As attempt; throws a Failure with what git said. */
export const git = (root: string, args: string[], input?: string): Buffer => {
  try {
    return attempt(root, args, input)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(`git ${args[0]} failed: ${words(error)}; if the clone is not whole, clone again`)
  }
}

/** The full id of the commit that a name means, given with `flag`. Throws a Failure that says how to get it when it isn't here. */
export const resolveCommit = (root: string, ref: string, flag = '--at'): string => {
  try {
    return attempt(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
      .toString()
      .trim()
  } catch (error) {
    if (error instanceof Failure) throw error
    const trouble = troubleWith(root)
    if (trouble?.includes('not a git repository'))
      throw new Failure(`${flag} ${ref}: ${root} is not in a Git repository; run it in a clone, or leave out ${flag}`)
    if (trouble) throw new Failure(`${flag} ${ref}: git can't use this repository: ${trouble}`)
    const shallow = git(root, ['rev-parse', '--is-shallow-repository']).toString().trim() === 'true'
    const how = shallow
      ? 'this clone is shallow, get the rest with: git fetch --unshallow'
      : 'see: git branch --all; git tag; or fetch it first: git fetch'
    throw new Failure(`${flag} ${ref}: no such commit here; ${how}`)
  }
}

/** Why git can't use the repository at all: there is none, or it belongs to another user and isn't a safe.directory. */
const troubleWith = (root: string): string | undefined => {
  try {
    attempt(root, ['rev-parse', '--git-dir'])
    return undefined
  } catch (error) {
    return words(error)
  }
}

/** Every file below `root` that Git tracks or would track, relative to it; undefined where Git can't say. A deleted file may be in it. */
export const filesInWork = (root: string): string[] | undefined => {
  try {
    const out = attempt(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
    return [...new Set(out.toString().split('\0').filter(Boolean))]
  } catch {
    return undefined
  }
}

/** The day (YYYY-MM-DD) of a commit; undefined where there is none. */
export const dayOf = (root: string, commit: string): string | undefined => {
  try {
    return attempt(root, ['show', '--no-patch', '--format=%cs', '--end-of-options', commit]).toString().trim() || undefined
  } catch {
    return undefined
  }
}
