import { atExit } from './at-exit.ts'
import type { BrokenUnit, SideName } from './diff/data.ts'
import { findSides } from './diff/refs.ts'
import { startPhases } from './diff/timing.ts'
import { type DiffOptions, diffHelp, diffOptions } from './diff-options.ts'
import { penOf, showReport } from './diff-output.ts'
import type { Engines } from './engine.ts'
import { enginesFor } from './engines-for.ts'
import { exit } from './failure.ts'
import { print } from './print.ts'
import { findRoot } from './root.ts'
import { toolPath } from './tools.ts'

/** What `pnpm diff` does, from its arguments to its exit code. */
export const diffCommand = async (argv: string[]): Promise<number> => {
  const options = diffOptions(argv, process.env, process.stdout.isTTY ?? false)
  if (options.help) {
    console.log(diffHelp)
    return exit.fine
  }
  const root = findRoot(options.root)
  const program = await toolPath('engine')
  const engines = await enginesFor(root, options)
  atExit(engines.close)
  try {
    return await diff(options, root, program, engines)
  } finally {
    engines.close()
  }
}

const diff = async (options: DiffOptions, root: string, program: string, engines: Engines): Promise<number> => {
  const phases = startPhases()
  const sides = phases.time('find sides', () => findSides(root, options))
  if (options.skew) return skew(options, root, sides.head, engines)
  const [{ compare }, { argoChanges }, { imageChanges }, { reportOf }, { skewOf }, { versionsOf }, { dangersIn }] = await Promise.all([
    import('./diff/compare.ts'),
    import('./diff/argo.ts'),
    import('./diff/images.ts'),
    import('./diff/report.ts'),
    import('./diff/skew.ts'),
    import('./diff/versions.ts'),
    import('./danger/dangers.ts'),
  ])
  const { layouts, targets, all } = options
  const asked = { root, engines, ...sides, layouts, targets, all, phases }
  const compared = await compare(asked)
  const { registrations, ...argo } = await phases.timeAsync('argo cd', () => argoChanges(asked, compared))
  const images = imageChanges(compared.comparison.units)
  const environments = await phases.timeAsync('skew', () => skewOf(compared.comparison, images, engines))
  const dangers = await phases.timeAsync('dangers', () => dangersIn(asked, compared, registrations, options.pr))
  const parts = { ...argo, dangers, skew: environments, versions: versionsOf(program), timing: phases.list(), targets }
  const report = reportOf(compared, parts)
  await showReport(report, options)
  // A pull request that mends what main can't build must be able to pass: its report says that it is incomplete, and people read it.
  const fails = ({ at }: BrokenUnit): boolean => options.pr === undefined || at !== 'base'
  const failed = report.broken.some(fails) || report.releases.some(({ broken, problem }) => problem !== undefined || broken.some(fails))
  if (failed) return exit.badInput
  return dangers.some(({ severity, acknowledged }) => severity === 'blocks' && !acknowledged) ? exit.findings : exit.fine
}

const skew = async (options: DiffOptions, root: string, head: SideName, engines: Engines): Promise<number> => {
  const [{ promotionOf }, { promotionText }, { readTrees }] = await Promise.all([
    import('./diff/skew.ts'),
    import('./diff/promotion-text.ts'),
    import('./diff/sides.ts'),
  ])
  const { head: side } = readTrees(root, { ref: head.commit, tree: head.commit, commit: head.commit }, head, options.layouts)
  const found = await promotionOf(side, options.skew ?? { from: '', to: '' }, options.targets, engines)
  const text = (): Promise<string> => penOf(options).then(pen => promotionText(found, pen))
  print(`${options.output === 'json' ? JSON.stringify({ schema: 'skew/v1', ...found }, null, 2) : await text()}\n`)
  return found.broken.length > 0 ? exit.badInput : exit.fine
}
