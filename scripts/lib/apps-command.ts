import { changesBetween } from './applicationset/change.ts'
import { type Environment, environmentOf } from './applicationset/environment.ts'
import { problemJudgements } from './applicationset/problem-judgements.ts'
import { compareApps, updateApps } from './apps-golden.ts'
import { type AppsOptions, appsHelp, appsOptions } from './apps-options.ts'
import { type AppsReport, appsJson, appsText, appsYaml } from './apps-report.ts'
import { atExit } from './at-exit.ts'
import { type CheckFinding, ofJudgement, ofRender } from './check/finding.ts'
import { placeOf } from './check/place.ts'
import { findingText } from './check/report.ts'
import { filesOf } from './check/world.ts'
import type { Engines, Tree } from './engine.ts'
import { enginesFor } from './engines-for.ts'
import { exit, Failure } from './failure.ts'
import { exitCodeOf, type Finding } from './findings.ts'
import { resolveCommit } from './git.ts'
import { goldenAt, goldenOnDisk } from './golden.ts'
import { print } from './print.ts'
import { isBuilt, renderUnits } from './render.ts'
import { colours, plain } from './report/text.ts'
import { findRoot } from './root.ts'
import { findUnits, foldersOf, foldersOnDisk, selectUnits, type Unit } from './units.ts'

/** What `pnpm apps` does, from its arguments to its exit code. */
export const appsCommand = async (argv: string[]): Promise<number> => {
  const options = appsOptions(argv, process.env, process.stdout.isTTY ?? false)
  if (options.help) {
    console.log(appsHelp)
    return exit.fine
  }
  const root = findRoot(options.root)
  const tree: Tree = options.at === undefined ? 'work' : resolveCommit(root, options.at)
  const engines = await enginesFor(root)
  atExit(engines.close)
  try {
    const here = await expandTree(engines, root, tree, options)
    const now = tree === 'work' || options.output === 'yaml' ? undefined : await expandTree(engines, root, 'work', options)
    return await answer(options, root, here, now)
  } finally {
    engines.close()
  }
}

/** A tree's environments, and what keeps them from being whole. */
type Expanded = {
  tree: Tree
  all: Unit[]
  environments: Environment[]
  unbuilt: Finding[]
  problems: CheckFinding[]
  files: readonly string[]
}

const expandTree = async (engines: Engines, root: string, tree: Tree, options: AppsOptions): Promise<Expanded> => {
  const files = filesOf(root, tree)
  const all = findUnits(tree === 'work' ? foldersOnDisk(root) : foldersOf(files.files), options.layouts)
  if (all.length === 0) throw new Failure('there is nothing here that registers Applications: argo/env/<env>, or what --units says')
  const rendered = await renderUnits(engines, tree, selectUnits(all, options.targets))
  const built = rendered.flatMap(({ unit, result }) => (isBuilt(result) ? [{ unit, ...result }] : []))
  const environments = await Promise.all(built.map(({ unit, objects }) => environmentOf(unit, objects, files, engines.template)))
  const place = placeOf({ root, tree, date: '', units: built, ...files })
  return {
    tree,
    all,
    environments,
    unbuilt: rendered.flatMap(({ result }) => (isBuilt(result) ? [] : result.findings)),
    problems: environments.flatMap(problemJudgements).map(judgement => ofJudgement(judgement, undefined, place(judgement))),
    files: files.files,
  }
}

/** @param now the working tree, to compare with; `here` is a commit then */
const answer = async (options: AppsOptions, root: string, here: Expanded, now: Expanded | undefined): Promise<number> => {
  const { tree, all, environments, unbuilt, problems } = here
  const golden = tree === 'work' ? goldenOnDisk(root) : goldenAt(root, tree, here.files)
  const accepted = options.update ? updateApps(root, golden, environments, all, Boolean(process.env.CI)) : []
  const drift = options.own && !options.update && tree === 'work' ? (await compareApps(golden, environments, all)).findings : []
  const broken = [...unbuilt, ...(now?.unbuilt ?? [])]
  const findings = [...[...broken, ...drift].map(ofRender), ...problems]
  const changes = now && changesBetween(environments, now.environments)
  const report: AppsReport = { tree, environments, changes, findings, accepted }
  const paint = options.colour ? colours : plain
  if (options.output === 'yaml') {
    print(appsYaml(environments))
    for (const finding of findings) console.error(findingText(finding, plain))
  } else print(`${options.output === 'json' ? appsJson(report) : appsText(report, paint)}\n`)
  if (broken.length > 0) return exitCodeOf(broken)
  return findings.length > 0 ? exit.findings : exit.fine
}
