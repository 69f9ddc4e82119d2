import { isRevision } from './settings-application.ts'
import { idOf, type Said, type Site } from './site.ts'
import { type ApplicationSet, isApplicationSet, type Path } from './types.ts'

type Git = { revision?: string; directories?: { path: string; exclude?: boolean }[]; files?: { path: string; exclude?: boolean }[] }

/** Names alone, or names and one star after the first letters of the last one. */
const strictGlob = /^[\w.-]+(\/[\w.-]+)*(\/?[\w.-]+\*)?$/

/** The settings of ApplicationSets themselves. */
export const judgeSets = (site: Site): Said[] =>
  site.argo.objects.filter(isApplicationSet).flatMap((set): Said[] => {
    const { goTemplate, goTemplateOptions = [], generators = [], template, syncPolicy } = set.spec
    const say = (code: Said['code'], path: Path, problem: string, value?: string): Said => ({
      ...{ code, unit: site.argo.unit.name, object: idOf(set), path, problem },
      ...(value === undefined ? {} : { value }),
    })
    const said: Said[] = []
    if (!goTemplate || !goTemplateOptions.includes('missingkey=error'))
      said.push(say('ARGO_GO_TEMPLATE', ['spec', goTemplate ? 'goTemplateOptions' : 'goTemplate'], 'a missing name is no error'))
    const project = template?.spec?.project ?? ''
    if (project.includes('{{'))
      said.push(say('ARGO_PROJECT', ['spec', 'template', 'spec', 'project'], `the project is the template ${project}`, project))
    if (site.isGuarded && !(syncPolicy?.applicationsSync === 'create-update' && syncPolicy.preserveResourcesOnDeletion))
      said.push(say('ARGO_ORPHANING', ['spec', 'syncPolicy'], `${site.argo.unit.env} deletes what a commit removes`))
    return [
      ...said,
      ...generators.flatMap((generator, i) => judgeGit(site, set, (generator.git ?? {}) as Git, ['spec', 'generators', i, 'git'])),
    ]
  })

const judgeGit = (site: Site, set: ApplicationSet, { revision, directories = [], files = [] }: Git, at: Path): Said[] => {
  const object = { unit: site.argo.unit.name, object: idOf(set) }
  const wide = [
    ...directories.map((item, i) => ({ ...item, at: ['directories', i] })),
    ...files.map((item, i) => ({ ...item, at: ['files', i] })),
  ]
    .filter(({ path, exclude }) => !exclude && !strictGlob.test(path))
    .map(
      ({ path, at: item }): Said => ({
        code: 'ARGO_GLOB',
        ...object,
        path: [...at, ...item, 'path'],
        value: path,
        problem: `"${path}" can take folders that nobody meant`,
      }),
    )
  if (!site.isGuarded || revision === undefined || isRevision(revision)) return wide
  return [
    ...wide,
    {
      code: 'ARGO_REVISION',
      ...object,
      path: [...at, 'revision'],
      value: revision,
      problem: `${site.argo.unit.env} looks for folders at "${revision}", which is neither tag nor commit`,
    },
  ]
}
