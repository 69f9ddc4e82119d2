import type { Judge, JudgedUnit, Judgement, World } from '../check/rule.ts'
import type { Engines } from '../engine.ts'
import { enginesFor } from '../engines-for.ts'
import { isBuilt } from '../render.ts'
import { isServing } from '../serving.ts'
import { environmentOf, repositoryOf } from './environment.ts'
import { judgeEmpty, judgeNames, judgePaths, judgeReach } from './judge-paths.ts'
import { judgeProjects, judgeShared } from './judge-projects.ts'
import { judgeSettings } from './judge-settings.ts'
import { problemJudgements } from './problem-judgements.ts'
import { registrationRules } from './rules-registration.ts'
import { settingsRules } from './rules-settings.ts'
import { folderOf, ownSources, type Said, type Site } from './site.ts'
import { isApplication, isApplicationSet } from './types.ts'

const rules = { ...registrationRules, ...settingsRules }

/** What judging needs of an engine. */
type Engine = Pick<Engines, 'build' | 'template'>

/** Every environment's Argo CD: the units that render Applications or ApplicationSets. */
const sitesOf = async (world: World, engine: Engine): Promise<Site[]> => {
  const { units, files, read } = world
  const argo = units.filter(({ objects }) => objects.some(object => isApplication(object) || isApplicationSet(object)))
  return Promise.all(
    argo.map(async judged => {
      const site: Site = {
        argo: judged,
        environment: await environmentOf(judged.unit, judged.objects, { files, read }, engine.template),
        repository: repositoryOf(judged.unit, judged.objects),
        units: units.filter(({ unit }) => unit.env === judged.unit.env),
        others: units.filter(({ unit }) => unit.env !== judged.unit.env),
        folders: [],
        files,
        isGuarded: isServing(read, judged.unit.env),
      }
      return { ...site, folders: await buildFolders(world, site, engine) }
    }),
  )
}

/** Folders that Applications name and that are no unit, such as a job which somebody starts: built here, because nothing else does. */
const buildFolders = async ({ tree, files }: World, site: Site, engine: Engine): Promise<JudgedUnit[]> => {
  const named = site.environment.registered.flatMap(({ application }) =>
    ownSources(site, application).map(({ path = '' }) => folderOf(path)),
  )
  const isUnit = (path: string): boolean => [...site.units, ...site.others].some(({ unit }) => unit.path === path)
  const paths = [...new Set(named)].filter(path => !isUnit(path) && files.some(file => file.startsWith(`${path}/`)))
  const built = paths.map(async path => {
    const unit = { name: path, env: site.argo.unit.env, path }
    const result = await engine.build(tree, unit)
    return isBuilt(result) ? [{ unit, ...result }] : []
  })
  return (await Promise.all(built)).flat()
}

const judgeSite = (site: Site): Judgement[] => {
  const sets = site.argo.objects.filter(isApplicationSet)
  const said: Said[] = [
    ...judgeReach(site),
    ...judgePaths(site),
    ...judgeNames(site),
    ...judgeEmpty(site, sets),
    ...judgeProjects(site),
    ...judgeShared(site),
    ...judgeSettings(site),
  ]
  // The Applications of one set say the same of its template.
  const once = new Map(said.map(one => [JSON.stringify(one), one]))
  return [...problemJudgements(site.environment), ...[...once.values()].map(one => ({ ...one, severity: rules[one.code].severity }))]
}

/** Judges a world with a template engine: one environment after the other, as each has a cluster of its own. */
export const judgeArgo = async (world: World, engine: Engine): Promise<Judgement[]> => (await sitesOf(world, engine)).flatMap(judgeSite)

/** Registration and Argo CD's settings: whether what Git holds reaches each cluster, once, allowed, and the way it should. */
export const argoJudge: Judge = {
  rules,
  judge: async world => {
    const engines = await enginesFor(world.root)
    try {
      return await judgeArgo(world, engines)
    } finally {
      engines.close()
    }
  },
}
