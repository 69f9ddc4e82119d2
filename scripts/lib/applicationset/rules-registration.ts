import type { Rule } from '../check/rule.ts'

const rule = (why: string, fix: string, severity: Rule['severity'] = 'error'): Rule => ({
  severity,
  enforced: 'check',
  waivable: false,
  why,
  fix,
})

/** Whether what Git holds reaches a cluster, once and allowed. */
export const registrationRules = {
  ARGO_TEMPLATE: rule("the controller then touches none of the set's Applications", 'name only what the generator gives'),
  ARGO_GENERATOR: rule(
    'what a generator gives must be known before the merge, without a network',
    'use git directories, git files or a list',
  ),
  ARGO_NAME_DUPLICATE: rule(
    "of two Applications with one name none is made, or one takes over the other's objects",
    'give each a name of its own',
  ),
  ARGO_NAME_INVALID: rule("the API server refuses it, or a label can't hold it", 'at most 63 lower case letters, digits and dashes'),
  ARGO_SET_EMPTY: rule('a glob that finds nothing is a typo, or a set that nobody needs', 'correct the glob or delete the set', 'warning'),
  ARGO_OVERLAY_UNREACHED: rule('nothing applies it', 'let one ApplicationSet of argo/base reach it'),
  ARGO_OVERLAY_TWICE: rule('two Applications fight about its objects', 'let only one of them reach it'),
  ARGO_SOURCE: rule(
    'Argo CD refuses the Application, or takes one of two sources silently',
    'give it one source, with a path relative to the repository',
  ),
  ARGO_PATH: rule(
    'Argo CD says "app path does not exist", and the cluster keeps what it has',
    'name a unit of this environment, or a folder that renders',
  ),
  ARGO_PROJECT_MISSING: rule('the Application is not made', 'add the AppProject to argo/, or name one that is there'),
  ARGO_SOURCE_REFUSED: rule('Argo CD refuses every sync', "add it to the project's sourceRepos, or take another project"),
  ARGO_DESTINATION_REFUSED: rule('Argo CD refuses every sync', "add it to the project's destinations, or correct the namespace"),
  ARGO_KIND_REFUSED: rule('Argo CD refuses the whole sync', 'allow the kind in the project, or take the object out'),
  ARGO_OBJECT_TWICE: rule('FailOnSharedResource refuses the whole second Application', 'leave it to one of them'),
} satisfies Record<string, Rule>

export type RegistrationCode = keyof typeof registrationRules
