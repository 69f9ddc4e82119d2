import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { cachedEngines } from '../../scripts/lib/cache/engines.ts'
import { type Built, type Engines, type NotBuilt, startEngines, type Tree } from '../../scripts/lib/engine.ts'
import { gitPath } from '../../scripts/lib/git.ts'
import { toolPath } from '../../scripts/lib/tools.ts'
import { scratch, tree } from '../helpers.ts'

export type Answer = { result: Built | NotBuilt; built: boolean }

/** A cache folder of a test's own. */
export const ownCache = (): string => {
  const folder = scratch('cache')
  const before = process.env.XDG_CACHE_HOME
  process.env.XDG_CACHE_HOME = folder
  onTestFinished(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME
    else process.env.XDG_CACHE_HOME = before
  })
  return join(folder, 'gitops')
}

/** What a run of its own answers for a unit, and whether an engine had to build it. */
export const ask = async (root: string, path = 'overlays/dev/web', at: Tree = 'work', memoryLimit = 2 ** 30): Promise<Answer> => {
  const cache = process.env.XDG_CACHE_HOME
  delete process.env.XDG_CACHE_HOME
  const options = { program: await toolPath('engine'), root, git: gitPath(), memoryLimit, timeLimit: 30 }
  if (cache !== undefined) process.env.XDG_CACHE_HOME = cache
  let built = false
  const start = (): Engines => {
    const engines = startEngines(options, 1)
    return {
      ...engines,
      build: (...asked) => {
        built = true
        return engines.build(...asked)
      },
    }
  }
  const engines = cachedEngines(options, start)
  try {
    return { result: await engines.build(at, { name: path, env: 'dev', path }), built }
  } finally {
    engines.close()
  }
}

const yes = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: b\n'

/** A unit that reads a base, a patch, a generator's file and a link, and asks for a file that isn't there. */
export const repository = (): string => {
  const root = tree({
    'apps/web/kustomization.yaml': 'resources:\n  - configmap.yaml\n',
    'apps/web/configmap.yaml': yes,
    'overlays/dev/web/kustomization.yaml':
      'resources:\n  - ../../../apps/web\npatches:\n  - path: patch.yaml\nconfigMapGenerator:\n  - name: made\n    files:\n      - config.env\n      - linked.env\n',
    'overlays/dev/web/patch.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  c: d\n',
    'overlays/dev/web/config.env': 'A=1\n',
    'overlays/dev/web/real.env': 'B=2\n',
    'overlays/dev/web/other.env': 'B=3\n',
  })
  execFileSync('ln', ['-s', 'real.env', join(root, 'overlays/dev/web/linked.env')])
  return root
}

/** Lets files seem older than the cache's caution: what is younger than a tick of the clock is read again. */
export const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 250))

/** The text of an answer, or why there is none. */
export const yamlOf = ({ result }: Answer): string => ('yaml' in result ? result.yaml : JSON.stringify(result.findings))

/** A repository whose unit is in the cache. */
export const warm = async (): Promise<{ root: string; cache: string; first: Answer }> => {
  const cache = ownCache()
  const root = repository()
  await settle()
  const first = await ask(root)
  if (!first.built) throw new Error('an empty cache answered')
  return { root, cache, first }
}
