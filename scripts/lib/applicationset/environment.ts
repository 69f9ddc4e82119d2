import type { KubeObject } from '../engine.ts'
import type { Unit } from '../units.ts'
import { expandSet } from './expand.ts'
import {
  type Application,
  type ApplicationSet,
  type Evaluate,
  type Files,
  isApplication,
  isApplicationSet,
  SetProblem,
  sourcesOf,
} from './types.ts'

/** An Application of an environment and what makes it: an ApplicationSet, or nothing where Git holds the Application itself. */
export type Registered = { application: Application; set: ApplicationSet | undefined }

/** All Applications that the objects of one unit lead to, by name, and what keeps others from being made. */
export type Environment = { unit: Unit; registered: Registered[]; problems: { set: ApplicationSet; problem: SetProblem }[] }

/** As Argo CD compares addresses (util/git/git.go): case, a git@ form and `.git` at the end don't count. */
export const sameRepository = (a: string | undefined, b: string | undefined): boolean => normalized(a ?? '') === normalized(b ?? '')
const normalized = (url: string): string => {
  const lower = url
    .trim()
    .toLowerCase()
    .replace(/\.git$/, '')
  return (/^[\w.-]+@[^/]+:/.test(lower) ? lower.replace(':', '/') : lower).replace(/^ssh:\/\//, '')
}

/** The address of this repository: that of the Application which applies the unit itself. Unknown where none does. */
export const repositoryOf = (unit: Unit, objects: readonly KubeObject[]): string | undefined =>
  objects
    .filter(isApplication)
    .flatMap(({ spec }) => sourcesOf(spec))
    .find(({ path }) => path === unit.path)?.repoURL

/** A set that reads another repository can't be expanded over this one. */
const foreign = (set: ApplicationSet, repository: string | undefined): SetProblem | undefined => {
  if (repository === undefined) return undefined
  for (const [i, generator] of (set.spec.generators ?? []).entries()) {
    const { repoURL } = (generator.git ?? {}) as { repoURL?: string }
    if (generator.git && !sameRepository(repoURL, repository))
      return new SetProblem(
        'ARGO_GENERATOR',
        ['spec', 'generators', i, 'git', 'repoURL'],
        `reads ${repoURL}, and only this repository (${repository}) is here`,
        'generate from this repository',
      )
  }
  return undefined
}

/** Finds and expands what a unit's objects register. The tree stands for the revision that each ApplicationSet names. */
export const environmentOf = async (unit: Unit, objects: readonly KubeObject[], tree: Files, evaluate: Evaluate): Promise<Environment> => {
  const repository = repositoryOf(unit, objects)
  const expanded = await Promise.all(
    objects.filter(isApplicationSet).map(async set => {
      const problem = foreign(set, repository)
      return { set, ...(problem ? { applications: [], problems: [problem] } : await expandSet(set, tree, evaluate)) }
    }),
  )
  const made = expanded.flatMap(({ set, applications }) => applications.map(application => ({ application, set })))
  const kept = objects.filter(isApplication).map(application => ({ application, set: undefined }))
  return {
    unit,
    registered: [...made, ...kept].sort((a, b) => (a.application.metadata.name < b.application.metadata.name ? -1 : 1)),
    problems: expanded.flatMap(({ set, problems }) => problems.map(problem => ({ set, problem }))),
  }
}
