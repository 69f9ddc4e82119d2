import type { Judge, Rule } from '../check/rule.ts'
import { inUnit, judgementOf } from './objects.ts'
import { inSources } from './sources.ts'

const rule = (why: string, fix: string, severity: Rule['severity'] = 'error'): Rule => ({
  severity,
  enforced: 'check',
  waivable: severity === 'warning',
  why,
  fix,
})

const rotate = 'whoever can read the repository, now or later, can use it'
const move = 'put the value into the secret store, name it in an ExternalSecret, and replace the value that was here: Git keeps it for ever'

/** S1 to S7 of the secret rules: no value of a secret is in Git, whatever it is wrapped in. */
const rules: Readonly<Record<string, Rule>> = {
  SECRET_OBJECT: rule(`a Secret's values are in Git, base64 or not: ${rotate}`, move),
  SECRET_GENERATOR: rule(`a secretGenerator reads its values from Git: ${rotate}`, `delete it; ${move}`),
  SECRET_VALUE: rule(`a literal value of something that is called a secret: ${rotate}`, `${move}; or rename what is no secret`),
  SECRET_CONTENT: rule(`a key, password or login stands in plain text: ${rotate}`, move),
  SECRET_TOKEN: rule(
    `a provider's token stands in plain text: ${rotate}, and bots look for them`,
    `revoke it at its provider, then ${move}`,
  ),
  SECRET_SEALED: rule(
    'what is not encrypted beside the encrypted is in Git in plain text',
    'encrypt every value (sops, kubeseal), or take it from the store (remoteRef)',
  ),
  SECRET_ENTROPY: rule('a random value under such a name often is a key', 'if it is one: an ExternalSecret', 'warning'),
}

/** Secrets in sources and renders. No judgement carries a value. */
export const secretJudge: Judge = {
  rules,
  judge: world => {
    const { judgements, values } = inSources(world)
    const rendered = world.units.flatMap(unit =>
      inUnit(unit)
        .filter(({ found }) => !values.has(found.secret))
        .map(({ object, found }) => judgementOf(unit.unit.name, object, found)),
    )
    return [...judgements, ...rendered]
  },
}
