import { atExit } from '../at-exit.ts'
import type { Engines, Tree } from '../engine.ts'
import { enginesFor } from '../engines-for.ts'
import { exit, Failure } from '../failure.ts'
import { dayOf, resolveCommit } from '../git.ts'
import { goldenAt, goldenOnDisk, orphanUnits } from '../golden.ts'
import { print } from '../print.ts'
import { renderUnits } from '../render.ts'
import { findRoot } from '../root.ts'
import { findUnits, foldersOf, foldersOnDisk, selectUnits } from '../units.ts'
import type { Judged } from './judge.ts'
import { type CheckOptions, checkHelp, checkOptions } from './options.ts'

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
  const [{ filesOf }, { checkJson, checkText }, { colours, plain }] = await Promise.all([
    import('./world.ts'),
    import('./report.ts'),
    import('../report/text.ts'),
  ])
  const files = filesOf(root, tree)
  const all = findUnits(tree === 'work' ? foldersOnDisk(root) : foldersOf(files.files), options.layouts)
  const golden = tree === 'work' ? goldenOnDisk(root) : goldenAt(root, tree, files.files)
  const orphans = orphanUnits(golden.paths, all)
  const chosen = selectUnits([...all, ...orphans], options.targets)
  if (chosen.length === 0) throw new Failure('there are no units here: a unit is a folder overlays/<env>/<app>, or what --units says')
  // Rules about a cluster need every unit of it, whichever were asked for.
  const envs = new Set(chosen.map(({ env }) => env))
  const rendered = await renderUnits(
    engines,
    tree,
    all.filter(({ env }) => envs.has(env)),
  )
  const date = options.date ?? dayOf(root, tree === 'work' ? 'HEAD' : tree) ?? new Date().toISOString().slice(0, 10)
  const off = !options.own && golden.paths.length === 0
  const judge = async (): Promise<Judged> => {
    const [{ loadJudges }, { judgeWorld }] = await Promise.all([import('./judges.ts'), import('./judge.ts')])
    return judgeWorld({
      ...{ root, tree, date, files, rendered, cache: options.cache },
      families: await loadJudges(options.own),
      asked: options.targets.length === 0 ? undefined : chosen,
      golden: off ? undefined : { ...golden, orphans: chosen.filter(unit => orphans.includes(unit)) },
    })
  }
  const asked = [date, options.own, options.layouts, options.targets.length === 0 ? 'all' : chosen]
  const kept = options.cache
    ? (await import('./kept-report.ts')).keptReport({ root, tree, files: files.files, rendered, asked })
    : undefined
  const answer: Judged = kept?.found ?? (await judge())
  if (answer !== kept?.found) kept?.keep(answer)
  const { badInput, ...judged } = answer
  const report = { tree, date, ...judged, ms: performance.now() }
  print(`${options.json ? checkJson(report) : checkText(report, options.colour ? colours : plain)}\n`)
  if (badInput) return exit.badInput
  return report.findings.some(({ severity }) => severity === 'error') ? exit.findings : exit.fine
}
