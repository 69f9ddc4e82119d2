import { atExit } from '../at-exit.ts'
import type { Engines, Tree } from '../engine.ts'
import { enginesFor } from '../engines-for.ts'
import { exit, Failure } from '../failure.ts'
import { dayOf, resolveCommit } from '../git.ts'
import { goldenAt, goldenOnDisk, orphanUnits } from '../golden.ts'
import { print } from '../print.ts'
import { startCounter } from '../progress.ts'
import { renderUnits } from '../render.ts'
import { findRoot } from '../root.ts'
import { dealtEnvironments } from '../shard/deal.ts'
import { findUnits, foldersOf, foldersOnDisk, selectUnits } from '../units.ts'
import type { Judged } from './judge.ts'
import { type CheckOptions, checkHelp, checkOptions } from './options.ts'
import type { CheckReport } from './report.ts'

/** What `pnpm check` does, from its arguments to its exit code. */
export const checkCommand = async (argv: string[]): Promise<number> => {
  const options = checkOptions(argv, process.env, process.stdout.isTTY ?? false)
  if (options.help) {
    console.log(checkHelp)
    return exit.fine
  }
  const root = findRoot(options.root)
  if (options.writeDocs) return (await import('./policies-doc.ts')).writePoliciesDoc()
  const tree: Tree = options.at === undefined ? 'work' : resolveCommit(root, options.at)
  const engines = await enginesFor(root, options)
  atExit(engines.close)
  try {
    return await check(options, root, tree, engines)
  } finally {
    engines.close()
  }
}

const check = async (options: CheckOptions, root: string, tree: Tree, engines: Engines): Promise<number> => {
  const [{ filesOf }, { checkJson, checkStatus, checkText }, { colours, plain }] = await Promise.all([
    import('./world.ts'),
    import('./report.ts'),
    import('../report/text.ts'),
  ])
  const files = filesOf(root, tree)
  const all = findUnits(tree === 'work' ? foldersOnDisk(root) : foldersOf(files.files), options.layouts)
  const golden = tree === 'work' ? goldenOnDisk(root) : goldenAt(root, tree, files.files)
  const orphans = orphanUnits(golden.paths, all)
  const selected = selectUnits([...all, ...orphans], options.targets)
  if (selected.length === 0) throw new Failure('there are no units here: a unit is a folder overlays/<env>/<app>, or what --units says')
  const mine = options.shard && dealtEnvironments(selected, options.shard)
  const chosen = mine ? selected.filter(({ env }) => mine.has(env)) : selected
  // Rules about a cluster need every unit of it, whichever were asked for.
  const envs = new Set(chosen.map(({ env }) => env))
  const wanted = all.filter(({ env }) => envs.has(env))
  const counter = startCounter(wanted.length, 'units rendered')
  const rendered = await renderUnits(engines, tree, wanted, counter.step)
  counter.clear()
  // Their memory is needed now.
  engines.close()
  const date = options.date ?? dayOf(root, tree === 'work' ? 'HEAD' : tree) ?? new Date().toISOString().slice(0, 10)
  const off = !options.own && golden.paths.length === 0
  const everything = options.targets.length === 0 && !options.shard
  const judge = async (): Promise<Judged> => {
    const [{ loadJudges }, { judgeWorld }] = await Promise.all([import('./judges.ts'), import('./judge.ts')])
    return judgeWorld({
      ...{ root, tree, date, files, rendered, cache: options.cache },
      families: await loadJudges(options.own),
      asked: everything ? undefined : chosen,
      golden: off ? undefined : { ...golden, orphans: chosen.filter(unit => orphans.includes(unit)) },
    })
  }
  const asked = [date, options.own, options.layouts, everything ? 'all' : chosen]
  const kept = options.cache
    ? (await import('./kept-report.ts')).keptReport({ root, tree, files: files.files, rendered, asked })
    : undefined
  const answer: Judged = kept?.found ?? (await judge())
  if (answer !== kept?.found) kept?.keep(answer)
  const { badInput, elsewhere, ...judged } = answer
  const status = checkStatus(judged.findings, badInput)
  const report: CheckReport = { tree, date, ...judged, ms: performance.now() }
  if (options.shard) {
    const { partOf } = await import('../shard/part.ts')
    const part = partOf(root, tree, options.shard, ['check', date, options.layouts, options.targets])
    report.shard = { ...part, exit: status, elsewhere }
  }
  print(`${options.json ? checkJson(report) : checkText(report, options.colour ? colours : plain)}\n`)
  return status
}
