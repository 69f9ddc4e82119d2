import type { Judgement } from '../check/rule.ts'
import type { Environment } from './environment.ts'

/** What kept an environment's ApplicationSets from making all their Applications, as judgements at the field that is wrong. */
export const problemJudgements = ({ unit, problems }: Environment): Judgement[] =>
  problems.map(({ set, problem }) => ({
    code: problem.code,
    severity: 'error',
    unit: unit.name,
    object: { kind: set.kind, name: set.metadata.name, ...(set.metadata.namespace ? { namespace: set.metadata.namespace } : {}) },
    path: problem.path,
    problem: problem.message,
    fix: problem.fix,
  }))
