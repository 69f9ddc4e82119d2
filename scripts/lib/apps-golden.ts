import type { Environment } from './applicationset/environment.ts'
import { appsYaml } from './apps-report.ts'
import { compareGolden, type Golden, type GoldenVerdict, goldenApps, goldenFolder, updateGolden } from './golden.ts'
import type { Rendered } from './render.ts'
import type { Unit } from './units.ts'

const folder = `${goldenFolder}/${goldenApps}/`

/** What an environment's Applications are kept as: a render of no unit. One with problems isn't judged: its file stays. */
const asRendered = ({ unit, problems, registered }: Environment): Rendered => ({
  unit: keptAs(unit),
  result:
    problems.length > 0
      ? { findings: [], reads: [], ms: 0 }
      : { yaml: appsYaml([{ unit, problems, registered }]), objects: [], reads: [], warnings: [], ms: 0 },
})

const keptAs = ({ env, path }: Unit): Unit => ({ name: `${goldenApps}/${env}`, env, path })

/** Files of environments that are no more. */
const orphansOf = (golden: Golden, all: readonly Unit[]): Unit[] => {
  const wanted = new Set(all.map(unit => `${goldenFolder}/${keptAs(unit).name}.yaml`))
  const left = golden.paths.filter(path => path.startsWith(folder) && !wanted.has(path))
  return left.map(path => ({ name: path.slice(goldenFolder.length + 1).replace(/\.yaml$/, ''), env: '', path }))
}

/** Compares what the controller makes with tests/golden/apps, byte for byte. @param all every environment's unit */
export const compareApps = (golden: Golden, environments: readonly Environment[], all: readonly Unit[]): Promise<GoldenVerdict> =>
  compareGolden(golden, environments.map(asRendered), environments.length === all.length ? orphansOf(golden, all) : [])

/** Makes tests/golden/apps equal to what the controller makes, and says which files changed. Throws a Failure in CI. */
export const updateApps = (
  root: string,
  golden: Golden,
  environments: readonly Environment[],
  all: readonly Unit[],
  ci: boolean,
): string[] => {
  const orphans = environments.length === all.length ? orphansOf(golden, all) : []
  const { written, deleted } = updateGolden(root, environments.map(asRendered), orphans, ci)
  return [...written.map(path => `wrote    ${path}`), ...deleted.map(path => `deleted  ${path}`)]
}
