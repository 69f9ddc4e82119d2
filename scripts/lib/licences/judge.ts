import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { isApplication, sourcesOf } from '../applicationset/types.ts'
import type { Judge, Judgement, Rule, World } from '../check/rule.ts'
import type { Position } from '../findings.ts'
import { gradeLicence } from './grade.ts'

/** What is known of every third-party chart. */
const file = 'platform/versions.yaml'

const rule = (severity: Rule['severity'], why: string, fix: string): Rule => ({ severity, enforced: 'check', waivable: false, why, fix })

const rules = {
  LICENCE_REFUSED: rule('error', 'only what the Open Source Initiative approved may run here', 'take the open fork, or another chart'),
  LICENCE_UNKNOWN: rule(
    'error',
    'a licence that nobody can look up is none',
    'write an SPDX expression, like "Apache-2.0 AND MPL-2.0" (spdx.org/licenses)',
  ),
  LICENCE_NETWORK: rule('warning', 'whoever changes AGPL software and serves it must publish the change', 'run it unmodified'),
  LICENCE_MISSING: rule('error', 'what has no entry has no known licence', `add the release to ${file}, with its licence`),
} satisfies Record<string, Rule>
type Code = keyof typeof rules

type Release = { name: string; chart: string; licence: string | undefined; at: Position }

/** The releases of versions.yaml with the place of their licences; none of a file that isn't there, and YAML that can't be read is said elsewhere. */
const releasesOf = ({ read }: World): Release[] => {
  const text = read(file)
  if (text === undefined) return []
  const lines = new LineCounter()
  const releases = parseDocument(text, { lineCounter: lines }).get('releases')
  if (!isMap(releases)) return []
  return releases.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !isMap(value)) return []
    const licence = value.get('licence', true)
    const { line, col } = lines.linePos((isScalar(licence) ? licence : key).range?.[0] ?? 0)
    const scalar = isScalar(licence) ? String(licence.value) : undefined
    return [{ name: String(key.value), chart: String(value.get('chart') ?? ''), licence: scalar, at: { file, line, col } }]
  })
}

const say = (code: Code, unit: string, problem: string, more: Partial<Judgement>): Judgement => ({
  code,
  severity: rules[code].severity,
  unit,
  problem,
  ...more,
})

const judgeRelease = ({ name, licence, at }: Release): Judgement[] => {
  if (licence === undefined) return [say('LICENCE_MISSING', 'platform', `${name} has no licence`, { at })]
  const graded = gradeLicence(licence)
  const more = { at, value: licence }
  if (!graded) return [say('LICENCE_UNKNOWN', 'platform', `${name}: "${licence}" is no SPDX licence`, more)]
  const which = graded.because.join(', ')
  if (graded.grade === 'refused') return [say('LICENCE_REFUSED', 'platform', `${name}: ${which} is not approved`, more)]
  return graded.grade === 'network' ? [say('LICENCE_NETWORK', 'platform', `${name}: ${which}`, more)] : []
}

/** Charts that an environment's Argo CD installs and versions.yaml doesn't know, by the Application's name and the chart's. */
const judgeCharts = ({ units }: World, releases: readonly Release[]): Judgement[] =>
  units.flatMap(({ unit, objects }) =>
    objects.filter(isApplication).flatMap(application => {
      const { name, namespace } = application.metadata
      const object = { kind: application.kind, name, ...(namespace ? { namespace } : {}) }
      return sourcesOf(application.spec).flatMap((source, i) => {
        if (source.chart === undefined || releases.some(release => release.name === name && release.chart === source.chart)) return []
        const path = application.spec.source === source ? ['spec', 'source', 'chart'] : ['spec', 'sources', i, 'chart']
        return [
          say('LICENCE_MISSING', unit.name, `${name} installs chart ${source.chart}, which ${file} doesn't have`, {
            object,
            path,
            value: source.chart,
          }),
        ]
      })
    }),
  )

/** Licences of what others make and the clusters run. */
export const licenceJudge: Judge = {
  rules,
  judge: world => {
    const releases = releasesOf(world)
    return [...releases.flatMap(judgeRelease), ...judgeCharts(world, releases)]
  },
}
