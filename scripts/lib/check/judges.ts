import type { Judge, Rule } from './rule.ts'

/**
 * A family of rules. `own`: it judges our own layout alone, and is left out with --units. `badInput`: its errors are bad input, exit code 2.
 * `about` is its sentence in docs/policies.md.
 */
type Family = { name: string; about: string; own?: true; badInput?: true; load: () => Promise<Judge> }

/** Every family of rules, in the order of docs/policies.md. This is the one place where a family is wired in. */
export const families: readonly Family[] = [
  {
    name: 'Policies',
    about: "What one object may be: the environment's own ValidatingAdmissionPolicies, and Pod Security as its namespace's label asks.",
    load: async () => (await import('../policy/policy-judge.ts')).policyJudge,
  },
  {
    name: 'Sets of objects',
    about: 'What one object alone can not show: each environment is one cluster, and its objects must fit each other.',
    load: async () => (await import('../set/judge.ts')).setJudge,
  },
  {
    name: 'Secrets',
    about: 'No value of a secret stands in Git, whatever it is wrapped in.',
    load: async () => (await import('../secret/judge.ts')).secretJudge,
  },
  {
    name: 'Waivers',
    about: 'An exception is exact, has a reason, an approver and an end, and covers something.',
    load: async () => ({ rules: (await import('../policy/waiver-rules.ts')).waiverRules, judge: () => [] }),
  },
  {
    name: 'Argo CD',
    about: 'Applications, projects and settings of Argo CD, and whether every unit is registered.',
    own: true,
    load: async () => (await import('../applicationset/judge.ts')).argoJudge,
  },
  {
    name: 'Tree',
    about: 'Where things stand, how kustomizations are written, and whether what they say has an effect.',
    own: true,
    load: async () => (await import('../tree/judge.ts')).treeJudge,
  },
  {
    name: 'YAML',
    about: 'Sources that are not what they seem, and objects that no schema refuses. An error here is bad input: exit code 2.',
    badInput: true,
    load: async () => (await import('../yaml/judge.ts')).yamlJudge,
  },
  {
    name: 'Licences',
    about: 'What this project depends on may be used as it is used.',
    own: true,
    load: async () => (await import('../licences/judge.ts')).licenceJudge,
  },
]

export type Loaded = Family & { judge: Judge }

/** The families that judge a repository, loaded side by side. */
export const loadJudges = (own: boolean): Promise<Loaded[]> =>
  Promise.all(families.filter(family => own || !family.own).map(async family => ({ ...family, judge: await family.load() })))

/** The rules of all of them by code. */
export const rulesOf = (loaded: readonly Loaded[]): Map<string, Rule> => new Map(loaded.flatMap(({ judge }) => Object.entries(judge.rules)))
