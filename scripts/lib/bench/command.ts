import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { readFlags } from '../args.ts'
import { cacheRoot } from '../cache-root.ts'
import { exit, Failure } from '../failure.ts'
import { readInside, writeInside } from '../files.ts'
import { schemaLocation } from '../schemas/location.ts'
import { home, toolPath } from '../tools.ts'
import { type Case, corpusCases, diffCases, type Ground } from './cases.ts'
import { performanceTable, type Results } from './document.ts'
import { largeCase, ownCases } from './more-cases.ts'
import { profile } from './profile.ts'
import { type Measured, runCase } from './run.ts'

const help = `Measures render, check and diff beside what others do, and says wall time, CPU and memory of every run.

  pnpm bench                        this repository, corpora of 100, 1,000 and 10,000 units, one unit of 4,000 objects
  pnpm bench --sizes 100,1000       other sizes; above 1,000 units rivals and diffs are left out, they take an hour
  pnpm bench --large 1000           objects of the one large unit; 0 leaves it out
  pnpm bench --runs 5 --rivals 1    runs that count, of ours and of each rival; twenty minutes on 2 cores
  pnpm bench --profile              where the CPU time of a cold render goes, instead of all that
  pnpm bench --write                keep the samples in docs/performance.json and the table in docs/performance.md

Leave the machine alone meanwhile. Exit codes: 0 fine, 2 bad usage, 3 a bug of ours.`

const flags = {
  sizes: { type: 'string', default: '100,1000,10000' },
  large: { type: 'string', default: '4000' },
  runs: { type: 'string', default: '5' },
  rivals: { type: 'string', default: '5' },
  write: { type: 'boolean' },
  profile: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const document = 'docs/performance.md'
/** What stands between the comment lines around a table of the document. */
const marks = (name: string): RegExp => new RegExp(`(?<=<!-- ${name}: written by pnpm bench -->\\n).*?(?=<!-- end of ${name} -->)`, 's')
/** Above so many units the rivals take a quarter of an hour a run. */
const rivalsUpTo = 1000

const wholeNumbers = (flag: string, text: string): number[] => {
  const numbers = text.split(',').map(Number)
  if (!numbers.every(number => Number.isInteger(number) && number > 0)) throw new Failure(`--${flag} ${text}: write whole numbers above 0`)
  return numbers
}

/** A folder with a cache that has nothing but the built tools. */
const ground = async (folder: string): Promise<Ground> => {
  const programs = { kustomize: await toolPath('kustomize'), kubeconform: await toolPath('kubeconform'), schemas: schemaLocation }
  await toolPath('engine')
  const cache = join(folder, 'cache')
  mkdirSync(join(cache, 'gitops'), { recursive: true })
  symlinkSync(join(cacheRoot(), 'tools'), join(cache, 'gitops/tools'))
  return { folder, cache, programs }
}

const casesOf = (on: Ground, sizes: readonly number[], large: number): (() => Case[])[] => [
  () => ownCases(on),
  ...sizes.flatMap(units => [
    () => corpusCases(on, units, units > rivalsUpTo),
    () =>
      units > rivalsUpTo
        ? []
        : diffCases(
            on,
            units,
            [1, 2, 10, 100].filter(count => count <= units / 4),
          ),
  ]),
  () => (large > 0 ? [largeCase(on, large)] : []),
]

const surroundings = (): Results['surroundings'] => {
  const modules = readFileSync(join(home, 'tools/go.mod'), 'utf8')
  const pinned = (module: string): string => new RegExp(`${module}\\S* (v\\S+)`).exec(modules)?.[1] ?? ''
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? '',
    cores: availableParallelism(),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    versions: {
      node: process.version,
      kustomize: pinned('sigs.k8s.io/kustomize/kustomize/'),
      kubeconform: pinned('github.com/yannh/kubeconform'),
    },
  }
}

/** What `pnpm bench` does, from its arguments to its exit code. */
export const benchCommand = async (argv: string[]): Promise<number> => {
  const values = readFlags('bench', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const [ours = 5] = wholeNumbers('runs', values.runs)
  const [rivals = 5] = wholeNumbers('rivals', values.rivals)
  const runs = { ours, rivals }
  const sizes = wholeNumbers('sizes', values.sizes)
  const [large = 0] = values.large === '0' ? [] : wholeNumbers('large', values.large)
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const on = await ground(folder)
    if (values.profile) {
      const text = await profile(on, profiled)
      console.log(text)
      if (values.write) keep('profile', text)
      return exit.fine
    }
    const measured: Measured[] = []
    for (const cases of casesOf(on, sizes, large))
      for (const one of cases()) measured.push(...(await runCase(one, runs, line => console.error(line))))
    const results: Results = { surroundings: surroundings(), runs, measured }
    console.log(performanceTable(results))
    if (!values.write) return exit.fine
    keep('table', performanceTable(results))
    writeInside(home, 'docs/performance.json', `${JSON.stringify(results, null, 1)}\n`)
    return exit.fine
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Units of the corpus whose render is profiled. */
const profiled = 1000

const keep = (name: string, written: string): void => {
  const text = readInside(home, document)?.toString() ?? ''
  if (!marks(name).test(text)) throw new Failure(`${document} has lost the two comment lines around its ${name}; restore them`)
  writeInside(
    home,
    document,
    text.replace(marks(name), () => written),
  )
}
