import type { Judge, JudgedUnit, Judgement, ObjectId, World } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import { toolPath } from '../tools.ts'
import type { Refusal } from './judge-process.ts'
import { violationsOf } from './message.ts'
import { podSecurityRules } from './pod-security.ts'
import { podSecurityPath } from './pod-security-path.ts'
import { policyRules } from './rules.ts'
import { type Named, verdictsOf } from './verdicts.ts'
import { withoutWaivers } from './waiver-files.ts'

type Placed = { unit: string; object: KubeObject }

const idOf = ({ kind, metadata: { name, namespace } }: KubeObject): ObjectId => ({
  kind,
  name,
  ...(namespace ? { namespace } : {}),
})

const toJudgements = ({ unit, object }: Placed, refusal: Omit<Refusal, 'object'>): Judgement[] => {
  const { policy, control, level, actions = [], failed, message } = refusal
  const about = { unit, object: idOf(object) }
  if (control !== undefined) {
    const problem = `${message}, which level ${level} of its namespace forbids`
    return [{ code: control, severity: 'error', ...about, path: podSecurityPath(object, control, message), problem }]
  }
  if (policy === undefined || failed) {
    const problem = policy === undefined ? message : `policy ${policy} can't be evaluated: ${message}`
    return [{ code: 'policy-broken', severity: 'error', ...about, problem }]
  }
  const severity = actions.includes('Deny') ? 'error' : 'warning'
  const violations = violationsOf(message)
  if (violations === undefined) return [{ code: policy, severity, ...about, problem: message }]
  return violations.map(({ path, value, fix }) => {
    const field = path.findLast(step => typeof step === 'string')
    const problem = value === 'unset' ? `${field} is not set` : `${field} is ${value}`
    return { code: policy, severity, ...about, path, value, problem, fix }
  })
}

const judge = async (world: World): Promise<Judgement[]> => {
  const environments = [...Map.groupBy(world.units, ({ unit }: JudgedUnit) => unit.env)].map(([env, units]) => ({
    env,
    placed: units.flatMap(({ unit, objects }): Placed[] => objects.map(object => ({ unit: unit.name, object }))),
  }))
  const clusters = environments.map(
    ({ env, placed }): Named => ({ name: env, objects: placed.map(({ object }) => withoutWaivers(object)) }),
  )
  const verdicts = await verdictsOf(await toolPath('judge'), world.memo && world.root, clusters)
  return environments.flatMap(({ placed }, cluster) =>
    placed.flatMap((one, index) => (verdicts[cluster]?.[index] ?? []).flatMap(refusal => toJudgements(one, refusal))),
  )
}

/**
 * What the API server would say of each object: the environment's own ValidatingAdmissionPolicies, and Pod Security as the namespace's label
 * asks. Waivers are left out of the judging, so that one without effect can be told; applyWaivers takes off what they cover.
 */
export const policyJudge: Judge = { rules: { ...policyRules, ...podSecurityRules }, judge }
