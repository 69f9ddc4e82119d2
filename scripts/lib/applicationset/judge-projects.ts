import type { JudgedUnit } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import type { Registered } from './environment.ts'
import { isProject, type Project, permitsKind, permitsNamespace, permitsSource } from './permits.ts'
import { clusterScope, groupOf } from './scope.ts'
import { fieldOf, idOf, type Said, type Site, sourcePath, unitsOf } from './site.ts'
import { sourcesOf } from './types.ts'

/** Every Application's project exists and allows its repositories, its namespace, and all objects of the units that it applies. */
export const judgeProjects = (site: Site): Said[] => {
  const projects = new Map(site.argo.objects.filter(isProject).map(project => [project.metadata.name, project]))
  const isCluster = clusterScope(site.units.flatMap(({ objects }) => objects))
  return site.environment.registered.flatMap(one => {
    const { application } = one
    const { name } = application.metadata
    const { project: wanted, destination } = application.spec
    const project = projects.get(wanted)
    if (!project)
      return [
        {
          code: 'ARGO_PROJECT_MISSING',
          ...fieldOf(site, one, ['spec', 'project']),
          value: wanted,
          problem: `${name}: there is no AppProject "${wanted}"`,
        },
      ]
    const sources = sourcesOf(application.spec)
      .filter(source => !permitsSource(project, source))
      .map((source): Said => {
        const field = fieldOf(site, one, sourcePath(application, source, 'repoURL'))
        return {
          code: 'ARGO_SOURCE_REFUSED',
          ...field,
          value: source.repoURL,
          problem: `${name}: project ${wanted} does not allow ${source.repoURL}`,
        }
      })
    const { namespace = '' } = destination
    const allowed = permitsNamespace(project, application, namespace)
    const refused: Said = {
      code: 'ARGO_DESTINATION_REFUSED',
      ...fieldOf(site, one, ['spec', 'destination']),
      problem: `${name}: project ${wanted} does not allow namespace "${namespace}" of ${destination.server ?? destination.name ?? 'no cluster'}`,
    }
    return [
      ...sources,
      ...(allowed ? [] : [refused]),
      ...unitsOf(site, application).flatMap(unit => judgeObjects(project, one, unit, isCluster)),
    ]
  })
}

/** What of a unit its project refuses: kinds, and namespaces other than the Application's. */
const judgeObjects = (
  project: Project,
  { application }: Registered,
  { unit, objects }: JudgedUnit,
  isCluster: (object: KubeObject) => boolean,
): Said[] =>
  objects.flatMap((object): Said[] => {
    const namespaced = !isCluster(object)
    const { name, namespace = application.spec.destination.namespace ?? '' } = object.metadata
    const said = { unit: unit.name, object: idOf(object) }
    const kind = [groupOf(object), object.kind].filter(Boolean).join('/')
    if (!permitsKind(project, groupOf(object), object.kind, name, namespaced))
      return [
        {
          code: 'ARGO_KIND_REFUSED',
          ...said,
          path: ['kind'],
          value: object.kind,
          problem: `project ${project.metadata.name} does not allow ${kind} "${name}"`,
        },
      ]
    if (!namespaced || namespace === application.spec.destination.namespace || permitsNamespace(project, application, namespace)) return []
    const problem = `project ${project.metadata.name} does not allow namespace "${namespace}"`
    return [{ code: 'ARGO_DESTINATION_REFUSED', ...said, path: ['metadata', 'namespace'], value: namespace, problem }]
  })

/** No object belongs to two Applications of one cluster. */
export const judgeShared = (site: Site): Said[] => {
  const isCluster = clusterScope(site.units.flatMap(({ objects }) => objects))
  const owners = new Map<string, { application: string; unit: string }>()
  return site.environment.registered.flatMap(({ application }) =>
    unitsOf(site, application).flatMap(({ unit, objects }) =>
      objects.flatMap((object): Said[] => {
        const namespace = isCluster(object) ? '' : (object.metadata.namespace ?? application.spec.destination.namespace ?? '')
        const key = JSON.stringify([groupOf(object), object.kind, namespace, object.metadata.name])
        const owner = owners.get(key)
        const { name } = application.metadata
        if (!owner) owners.set(key, { application: name, unit: unit.name })
        if (!owner || owner.unit === unit.name) return []
        return [
          {
            code: 'ARGO_OBJECT_TWICE',
            unit: unit.name,
            object: idOf(object),
            path: ['metadata', 'name'],
            problem: `${name} and ${owner.application} (${owner.unit}) both have it`,
          },
        ]
      }),
    ),
  )
}
