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

/** The folder of the repository that `root` is, as a prefix of paths in its trees: empty, or `sub/folder/`. */
const prefix = (root: string): string => git(root, ['rev-parse', '--show-prefix']).toString().replace(/\n$/, '')

/** Every file path of a commit below `root`, relative to it. A link or submodule ends with a slash: it may stand for a folder. */
export const filesAt = (root: string, commit: string): string[] => {
  const under = prefix(root)
  if (under && git(root, ['ls-tree', '--full-tree', commit, under.slice(0, -1)]).length === 0) return []
  const tree = under ? `${commit}:${under}` : commit
  const entries = git(root, ['ls-tree', '-r', '-z', '--full-tree', tree]).toString().split('\0').filter(Boolean)
  return entries.map(entry => entry.slice(entry.indexOf('\t') + 1) + (/^1[26]0000 /.test(entry) ? '/' : ''))
}

/** Mode and object id of everything in a commit, folders too, by path relative to `root`. */
export const listingAt = (root: string, commit: string): Map<string, string> => {
  const under = prefix(root)
  if (under && git(root, ['ls-tree', '--full-tree', commit, under.slice(0, -1)]).length === 0) return new Map()
  const entries = git(root, ['ls-tree', '-r', '-t', '-z', '--full-tree', under ? `${commit}:${under}` : commit])
    .toString()
    .split('\0')
  return new Map(
    entries.filter(Boolean).map(entry => {
      const [what = '', path = ''] = entry.split('\t', 2)
      const [mode, type, id] = what.split(' ')
      return [path, type === 'tree' ? 'folder' : `${mode} ${id}`]
    }),
  )
}

/** The bytes of some files of a commit, by path relative to `root`; a path that isn't a file there is left out. */
export const readAt = (root: string, commit: string, paths: readonly string[]): Map<string, Buffer> => {
  const under = prefix(root)
  const names = paths.filter(path => !path.includes('\n'))
  const out = git(root, ['cat-file', '--batch=%(objecttype) %(objectsize)'], names.map(path => `${commit}:${under}${path}\n`).join(''))
  const read = new Map<string, Buffer>()
  let at = 0
  for (const path of names) {
    const end = out.indexOf(10, at)
    // A missing path answers with its name, which starts with the commit's id and so never looks like a type and a size.
    const found = /^([a-z]+) (\d+)$/.exec(out.toString('utf8', at, end))
    at = end + 1
    if (!found) continue
    const next = at + Number(found[2])
    if (found[1] === 'blob') read.set(path, out.subarray(at, next))
    at = next + 1
  }
  return read
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
