import type { Registered } from './environment.ts'
import { jqAllowed } from './jq.ts'
import { fieldOf, folderOf, ownSources, type Said, type Site, sourcePath, unitsOf } from './site.ts'
import { type Application, type Path, type Source, sourcesOf } from './types.ts'

const release = /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/

/** A release tag or a full commit: what a merge alone doesn't move. */
export const isRevision = (text: string): boolean => release.test(text) || /^[0-9a-f]{40}$/.test(text)

/** The Application that applies what registers the others. It follows its branch: that is how the revision of the others is moved. */
const isRoot = ({ argo }: Site, { spec }: Application): boolean =>
  sourcesOf(spec).some(({ path }) => path !== undefined && folderOf(path) === argo.unit.path)

type Say = (code: Said['code'], path: Path, problem: string, value?: string) => Said

/** The settings of Applications, generated or not. */
export const judgeApplications = (site: Site): Said[] =>
  site.environment.registered.flatMap(one => {
    const say: Say = (code, path, problem, value) => ({
      code,
      ...fieldOf(site, one, path),
      problem,
      ...(value === undefined ? {} : { value }),
    })
    return [
      ...(isOnDemand(site, one) ? [] : judgeAutomation(one, say)),
      ...judgePolicy(one, say),
      ...judgeIgnored(one, say),
      ...judgeSources(site, one, say),
    ]
  })

/** A job that somebody starts: Git holds the Application itself, nothing is automated, and what it applies is no unit. */
const isOnDemand = (site: Site, { application, set }: Registered): boolean =>
  !set &&
  application.spec.syncPolicy?.automated === undefined &&
  sourcesOf(application.spec).every(({ chart }) => chart === undefined) &&
  !unitsOf(site, application).some(unit => site.units.includes(unit))

const judgeAutomation = ({ application }: Registered, say: Say): Said[] => {
  const { automated, retry } = application.spec.syncPolicy ?? {}
  const said: Said[] = []
  if (!automated?.prune || !automated.selfHeal || automated.enabled === false || automated.allowEmpty)
    said.push(
      say(
        'ARGO_AUTOMATED',
        ['spec', 'syncPolicy', 'automated'],
        automated?.allowEmpty
          ? 'allowEmpty lets a unit that renders nothing delete everything'
          : 'sync, prune and self-heal are not all automatic',
      ),
    )
  if (!((retry?.limit ?? 0) > 0))
    said.push(
      say(
        'ARGO_RETRY',
        ['spec', 'syncPolicy', 'retry'],
        (retry?.limit ?? 0) < 0 ? 'retries have no end' : 'a failed sync is not tried again',
      ),
    )
  return said
}

const judgePolicy = ({ application, set }: Registered, say: Say): Said[] => {
  const { project, syncPolicy = {}, ignoreDifferences = [] } = application.spec
  const { syncOptions = [] } = syncPolicy
  const at = (...path: Path): Path => ['spec', 'syncPolicy', ...path]
  const has = (option: string): boolean => syncOptions.includes(`${option}=true`)
  const said: Said[] = []
  if (!project || project === 'default') said.push(say('ARGO_PROJECT', ['spec', 'project'], 'the project is default', 'default'))
  if (!has('ServerSideApply')) said.push(say('ARGO_SERVER_SIDE_APPLY', at('syncOptions'), 'objects are applied on the client'))
  if (!has('FailOnSharedResource')) said.push(say('ARGO_FAIL_ON_SHARED', at('syncOptions'), 'a shared object is only a warning'))
  // A chart's Application has nothing to respect until it ignores something.
  if (!has('RespectIgnoreDifferences') && (set || ignoreDifferences.length > 0))
    said.push(say('ARGO_RESPECT_IGNORE', at('syncOptions'), 'a sync resets what is ignored'))
  for (const option of syncOptions.filter(option => /^(Replace|Force)=true$/.test(option)))
    said.push(say('ARGO_FORCE', at('syncOptions'), `${option} is set`, option))
  for (const option of syncOptions.filter(option => /^(Prune|Delete)=confirm$/.test(option)))
    said.push(say('ARGO_CONFIRM', at('syncOptions'), `${option} is set`, option))
  const compare = application.metadata.annotations?.['argocd.argoproj.io/compare-options'] ?? ''
  if (set && !compare.split(',').some(option => option.trim() === 'ServerSideDiff=true'))
    said.push(
      say(
        'ARGO_SERVER_SIDE_DIFF',
        ['metadata', 'annotations', 'argocd.argoproj.io/compare-options'],
        'differences are computed without the API server',
      ),
    )
  return said
}

const judgeIgnored = ({ application }: Registered, say: Say): Said[] =>
  (application.spec.ignoreDifferences ?? []).flatMap(({ kind, jqPathExpressions = [] }, i) =>
    jqPathExpressions.flatMap((expression, j) =>
      jqAllowed.has(`${kind} ${expression}`)
        ? []
        : [
            say(
              'ARGO_JQ',
              ['spec', 'ignoreDifferences', i, 'jqPathExpressions', j],
              `${kind} ${expression} is not on the list`,
              expression,
            ),
          ],
    ),
  )

const judgeSources = (site: Site, { application }: Registered, say: Say): Said[] =>
  sourcesOf(application.spec).flatMap(source => {
    const at = (field: keyof Source): Path => sourcePath(application, source, field)
    const { chart, targetRevision = '', path, ref } = source
    const said: Said[] = []
    if (chart !== undefined && !release.test(targetRevision))
      said.push(say('ARGO_CHART_VERSION', at('targetRevision'), `chart ${chart} has version "${targetRevision}"`, targetRevision))
    const moves = site.isGuarded && ownSources(site, application).includes(source) && !isRoot(site, application)
    if (moves && (path ?? ref) !== undefined && !isRevision(targetRevision))
      said.push(
        say(
          'ARGO_REVISION',
          at('targetRevision'),
          `${site.argo.unit.env} runs "${targetRevision}", which is neither tag nor commit`,
          targetRevision,
        ),
      )
    const changes = (['kustomize', 'directory', 'plugin', ...(chart === undefined ? (['helm'] as const) : [])] as const).filter(
      field => source[field] !== undefined,
    )
    return [...said, ...changes.map(field => say('ARGO_BUILD_OPTIONS', at(field), `the source's ${field} changes what is built`))]
  })
