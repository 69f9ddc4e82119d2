import type { Judge, JudgedUnit, Judgement, Rule, Severity, World } from '../check/rule.ts'
import { isServing } from '../serving.ts'
import { serviceAccounts } from './accounts.ts'
import { apiVersions } from './api-versions.ts'
import { autoscaling } from './autoscaling.ts'
import { type Cluster, clusterOf } from './cluster.ts'
import { dataReferences } from './data-references.ts'
import { disruptionBudgets } from './disruption-budgets.ts'
import type { Family, Found, SetRule } from './family.ts'
import { labels } from './labels.ts'
import { monitors } from './monitors.ts'
import { namespaces } from './namespaces.ts'
import { networkPolicies } from './network-policies.ts'
import { operators } from './operators.ts'
import { containerPorts } from './ports.ts'
import { probes } from './probes.ts'
import { rollouts } from './rollouts.ts'
import { routeClaims } from './route-claims.ts'
import { routes } from './routes.ts'
import { services } from './services.ts'
import { storage } from './storage.ts'
import { strategies } from './strategies.ts'

const families: readonly Family[] = [
  apiVersions,
  autoscaling,
  containerPorts,
  dataReferences,
  disruptionBudgets,
  labels,
  monitors,
  namespaces,
  networkPolicies,
  operators,
  probes,
  rollouts,
  routeClaims,
  routes,
  serviceAccounts,
  services,
  storage,
  strategies,
]

const table: Readonly<Record<string, SetRule>> = Object.assign({}, ...families.map(family => family.rules))

/** A rule of stance P is an error where people are served. */
const severityOf = ({ stance }: SetRule, serves: boolean): Severity => (stance === 'A' || (stance === 'P' && serves) ? 'error' : 'warning')

const ruleOf = ({ stance, waivable, why, fix }: SetRule): Rule => ({
  severity: stance === 'W' ? 'warning' : 'error',
  enforced: 'check',
  waivable,
  why,
  fix,
})

const toJudgement = (serves: boolean, { code, of, path, problem, value, fix }: Found): Judgement => ({
  code,
  severity: severityOf(table[code] as SetRule, serves),
  unit: of.unit,
  object: { kind: of.kind, name: of.name, ...(of.namespace ? { namespace: of.namespace } : {}) },
  path,
  problem,
  ...(value === undefined ? {} : { value }),
  ...(fix === undefined ? {} : { fix }),
})

/** The minor version of Kubernetes that an environment runs, from its environment.yaml: `1.36`. */
export const versionOf = (world: Pick<World, 'read'>, env: string): string | undefined =>
  /^\s*kubernetes-version:\s*["']?(1\.\d+)\b/m.exec(world.read(`base/env/${env}/environment.yaml`) ?? '')?.[1]

const judgeCluster = (cluster: Cluster, serves: boolean): Judgement[] =>
  families.flatMap(family => family.judge(cluster)).map(found => toJudgement(serves, found))

/** Rules that need all objects of an environment: what one object can't show. Each environment is one cluster. */
export const setJudge: Judge = {
  rules: Object.fromEntries(Object.entries(table).map(([code, rule]) => [code, ruleOf(rule)])),
  judge: world =>
    [...Map.groupBy(world.units, ({ unit }: JudgedUnit) => unit.env)].flatMap(([env, units]) =>
      judgeCluster(clusterOf(env, units, versionOf(world, env)), isServing(world.read, env)),
    ),
}
