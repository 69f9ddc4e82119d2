import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { cacheRoot } from './cache-root.ts'
import { fail } from './failure.ts'

/** The Go programs of tools/: which module pins each, what to build in it, and whose sources besides go.mod decide its content. */
const tools = {
  engine: { module: '', package: './engine', sources: 'engine' },
  kustomize: { module: '', package: 'sigs.k8s.io/kustomize/kustomize/v5', sources: undefined },
  kubeconform: { module: '', package: 'github.com/yannh/kubeconform/cmd/kubeconform', sources: undefined },
  judge: { module: 'judge', package: '.', sources: '.' },
  actionlint: { module: 'lint', package: 'github.com/rhysd/actionlint/cmd/actionlint', sources: undefined },
  etcd: { module: 'e2e/kubernetes', package: 'go.etcd.io/etcd/server/v3', sources: undefined },
  'kube-apiserver': { module: 'e2e/kubernetes', package: 'k8s.io/kubernetes/cmd/kube-apiserver', sources: undefined },
  'kube-controller-manager': { module: 'e2e/kubernetes', package: 'k8s.io/kubernetes/cmd/kube-controller-manager', sources: undefined },
  'kube-scheduler': { module: 'e2e/kubernetes', package: 'k8s.io/kubernetes/cmd/kube-scheduler', sources: undefined },
  kwok: { module: 'e2e/kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', sources: undefined },
  miniredis: { module: 'e2e/miniredis', package: '.', sources: '.' },
  helm: { module: 'e2e/helmfile', package: 'helm.sh/helm/v4/cmd/helm', sources: undefined },
  helmfile: { module: 'e2e/helmfile', package: 'github.com/helmfile/helmfile', sources: undefined },
  'argo-cd': { module: 'e2e/argo-cd', package: 'github.com/argoproj/argo-cd/v3/cmd', sources: undefined },
  'argo-rollouts': {
    module: 'e2e/argo-rollouts',
    package: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
    sources: undefined,
  },
} as const

export type Tool = keyof typeof tools
const forE2e = (name: Tool): boolean => tools[name].module.startsWith('e2e/')

/** What `pnpm tools` builds. The programs of `pnpm e2e` take a quarter of an hour, so only `pnpm e2e` builds them. */
export const toolNames: Tool[] = (Object.keys(tools) as Tool[]).filter(name => !forE2e(name))
export const e2eToolNames: Tool[] = (Object.keys(tools) as Tool[]).filter(forE2e)

/** The root of this tool, where package.json and tools/ are; not the repository it renders (that is --root). */
export const home: string = join(import.meta.dirname, '../..')

const goFiles = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.go') && !file.endsWith('_test.go') && !file.includes('testdata'))
    .map(file => join(dir, file))
    .sort()

/**
 * Where a tool's program belongs. Its name carries a hash of go.mod, go.sum and its own sources, so a change in tools/ is another path.
 * @param root a folder that holds tools/; this project's own unless a test says otherwise
 */
export const toolTarget = (name: Tool, root: string = home): string => {
  const module = join(root, 'tools', tools[name].module)
  const own = tools[name].sources === undefined ? [] : goFiles(join(module, tools[name].sources))
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${tools[name].package}\n`)
  for (const file of [join(module, 'go.mod'), join(module, 'go.sum'), ...own])
    hash
      .update(`${relative(module, file)}\n`)
      .update(readFileSync(file))
      .update('\n')
  return join(cacheRoot(), 'tools', `${name}-${hash.digest('hex').slice(0, 20)}`, name)
}

/** The content of a tool's program in a word, the same on every machine. */
export const toolVersion = (name: Tool): string => basename(dirname(toolTarget(name)))

/** The path of a tool's program, built first when it isn't there. Throws a Failure when Go is missing or the build fails. */
export const toolPath = async (name: Tool, root: string = home): Promise<string> => {
  const target = toolTarget(name, root)
  if (existsSync(target)) return target
  const { buildTool } = await import('./build-tool.ts')
  return buildTool({ name, target, module: join(root, 'tools', tools[name].module), package: tools[name].package })
}

/** Runs a tool with this process's arguments and streams, and ends with its exit code: what the package's bin does. */
export const runTool = async (name: Tool): Promise<void> => {
  try {
    const { status, signal, error } = spawnSync(await toolPath(name), process.argv.slice(2), { stdio: 'inherit' })
    if (error) throw error
    process.exitCode = signal ? 130 : (status ?? 3)
  } catch (error) {
    process.exitCode = fail(error)
  }
}
