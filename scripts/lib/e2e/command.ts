import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { BaseSequencer, startVitest, type TestModule, type TestSpecification } from 'vitest/node'
import { readArgs } from '../args.ts'
import { exit } from '../failure.ts'
import { requireTests } from '../test-names.ts'
import { e2eToolNames, home, toolPath, toolTarget } from '../tools.ts'
import { proof, untimed } from './proof.ts'
import { versions } from './versions.ts'

const help = `pnpm e2e [name]… [--write-proof]

Proves on a real Kubernetes API server and a real Argo CD, started here, what tests/e2e/**/*.e2e.ts say. With names, only the files whose
path contains one, three at a time. The programs are built on first use, which takes half an hour on two cores; a run takes minutes.

  --write-proof   writes docs/proof.md; without it, a full run fails when the file doesn't say what the run showed
  --help          this text

  pnpm e2e environments/dev

Logs are kept in .e2e/ when a proof fails.
Exit codes: 0 everything is proved, 1 something isn't, 2 bad usage, 3 a bug of ours.`

const document = join(home, 'docs/proof.md')

/** Builds what isn't built; says beforehand how much that is. */
const buildPrograms = async (): Promise<void> => {
  const missing = e2eToolNames.filter(name => !existsSync(toolTarget(name)))
  if (missing.length > 0) console.error(`${missing.length} programs to build from their Go modules: ${missing.join(', ')}`)
  for (const name of missing) await toolPath(name)
  await toolPath('kustomize')
}

/** Files whose proofs take longest: begun first, so that none of them ends alone. */
const long = ['environments/prod', 'environments/offline', 'environments/dev', 'environments/staging']
const rank = ({ moduleId }: TestSpecification): number => [...long, ''].findIndex(part => moduleId.includes(part))

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

/** Runs the proofs of three files at a time, for they wait as much as they work; in threads: they, and what they start, end with this process. */
const runProofs = async (names: string[], run: string): Promise<TestModule[]> => {
  const vitest = await startVitest(names, {
    config: false,
    root: home,
    watch: false,
    include: ['tests/e2e/**/*.e2e.ts'],
    pool: 'threads',
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    allowOnly: false,
    testTimeout: 600_000,
    hookTimeout: 300_000,
    reporters: ['verbose', 'json'],
    outputFile: { json: join(home, '.turbo/e2e.json') },
    provide: { run },
  })
  const modules = vitest.state.getTestModules()
  const broken = vitest.state.getUnhandledErrors()
  await vitest.close()
  if (broken.length > 0) throw broken[0]
  return modules
}

/** A skipped proof has shown nothing, so it counts as failed. */
const passed = (module: TestModule): boolean =>
  module.ok() && [...module.children.allTests()].every(test => test.result().state === 'passed')

/** What `pnpm e2e` does, from its arguments to its exit code. */
export const e2eCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('e2e', argv, { 'write-proof': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } })
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  requireTests(positionals, 'tests/e2e', '.e2e.ts')
  await buildPrograms()
  const run = join(home, '.e2e', `${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}-${process.pid}`)
  const start = performance.now()
  const modules = await runProofs(positionals, run)
  if (modules.length === 0 || !modules.every(passed)) {
    console.error(existsSync(run) ? `The logs are in ${relative(home, run)}` : 'No proof ran.')
    return exit.findings
  }
  rmSync(run, { recursive: true, force: true })
  if (positionals.length > 0) return exit.fine
  return keepProof(await proof(await versions(), modules, performance.now() - start), values['write-proof'] ?? false)
}

const keepProof = (text: string, write: boolean): number => {
  if (write) writeFileSync(document, text)
  else if (!existsSync(document) || untimed(readFileSync(document, 'utf8')) !== untimed(text)) {
    console.error('docs/proof.md  PROOF_STALE  it does not say what this run showed; run: pnpm e2e --write-proof')
    return exit.findings
  }
  return exit.fine
}
