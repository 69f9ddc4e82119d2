import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { git, gitPath } from '../git.ts'
import { e2eToolNames, home, toolNames, toolTarget } from '../tools.ts'
import { type Check, isAtLeast } from './check.ts'

const text = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)
const packageJson = (): { dependencies: { node: string } } => JSON.parse(text(join(home, 'package.json')) ?? '{}')

/** What a program says about itself; undefined when PATH has none. */
const ask = (program: string, ...args: string[]): string | undefined => {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000, cwd: join(home, 'tools') })
  return status === 0 ? stdout.trim() : undefined
}

export const nodeCheck = (version: string = process.versions.node, wanted: string = packageJson().dependencies.node): Check => ({
  what: 'Node',
  found: version,
  state: version === wanted ? 'fine' : 'warning',
  why: 'runs every command from its source',
  fix: `${wanted} is the pinned one, and pnpm brings it: run commands as pnpm <command>`,
})

export const pnpmCheck = (agent: string | undefined = process.env.npm_config_user_agent): Check => {
  const version = /^pnpm\/(\S+)/.exec(agent ?? '')?.[1] ?? ask('pnpm', '--version')
  return {
    what: 'pnpm',
    found: version ?? 'not on PATH',
    state: version === undefined ? 'later' : isAtLeast(version, '12') ? 'fine' : 'warning',
    why: 'installs what the lockfile names, and starts the commands',
    fix: 'npm install --global pnpm@12, or write npx --yes pnpm@12 for pnpm',
  }
}

/** @param root where pnpm-lock.yaml and node_modules are */
export const packagesCheck = (root: string = home): Check => {
  const installed = text(join(root, 'node_modules/.pnpm/lock.yaml'))
  const same = installed === text(join(root, 'pnpm-lock.yaml'))
  return {
    what: 'packages',
    found: installed === undefined ? 'not installed' : same ? 'as pnpm-lock.yaml says' : 'older than pnpm-lock.yaml',
    state: installed === undefined ? 'missing' : same ? 'fine' : 'warning',
    why: 'the libraries of the commands and tests',
    fix: 'pnpm install --frozen-lockfile',
  }
}

/** Go's oldest version for tools/go.mod; the other modules get a newer one by Go's own toolchain mechanism. */
const oldestGo = '1.24'

/** @param said what `go version` prints; @param built whether nothing is left to build */
export const goCheck = (said: string | undefined = ask('go', 'version'), built: boolean = toolNames.every(isBuilt)): Check => {
  const version = /go(\d+\.\d+(?:\.\d+)?)/.exec(said ?? '')?.[1]
  const good = version !== undefined && isAtLeast(version, oldestGo)
  return {
    what: 'Go',
    found: version ?? 'not on PATH',
    state: good ? 'fine' : built ? 'warning' : 'missing',
    why: 'builds the tools of tools/ on first use',
    fix: `install Go ${oldestGo} or newer: https://go.dev/dl, or your package manager's "go" or "golang"`,
  }
}

const isBuilt = (name: (typeof toolNames)[number]): boolean => existsSync(toolTarget(name))

export const toolChecks = (): Check[] => {
  const tools = toolNames.map((name): Check => {
    const found = isBuilt(name) ? 'built' : 'not built yet'
    const why = { engine: 'renders', kustomize: 'the bytes to compare with', kubeconform: 'validates', judge: 'evaluates policies' }[
      name as string
    ]
    return {
      what: name,
      found,
      state: isBuilt(name) ? 'fine' : 'later',
      why: why ?? 'checks workflows',
      fix: 'pnpm tools, or the first command that needs it',
    }
  })
  const there = e2eToolNames.filter(isBuilt).length
  return [
    ...tools,
    {
      what: 'e2e programs',
      found: `${there} of ${e2eToolNames.length} built`,
      state: there === e2eToolNames.length ? 'fine' : 'later',
      why: 'API server, Argo CD and what they need, for pnpm e2e alone',
      fix: 'pnpm e2e builds them, which takes forty minutes on two cores',
    },
  ]
}

export const gitCheck = (root: string): Check => {
  const [what, why] = ['Git', 'reads commits for diff and --at, and lists what is tracked']
  const path = gitPath()
  if (path === undefined) return { what, found: 'not on PATH', state: 'missing', why, fix: 'install git with your package manager' }
  const version = /(\d+\.\d+\.\d+)/.exec(ask(path, '--version') ?? '')?.[1] ?? 'unknown version'
  try {
    const shallow = git(root, ['rev-parse', '--is-shallow-repository']).toString().trim() === 'true'
    const found = shallow ? `${version}, and the clone is shallow` : version
    return { what, found, state: shallow ? 'warning' : 'fine', why, fix: 'git fetch --unshallow' }
  } catch (error) {
    const trouble = (error as Error).message.replace(/^git rev-parse failed: /, '').split(/[\n;]/)[0]
    return {
      what,
      found: `${version}: ${trouble}`,
      state: 'warning',
      why,
      fix: 'run it in a clone; if it is one, git config --global --add safe.directory <folder>',
    }
  }
}
