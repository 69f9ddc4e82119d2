import type { Rule } from '../check/rule.ts'

const rule = (why: string, fix: string): Rule => ({ severity: 'error', enforced: 'check', waivable: false, why, fix })

/** What can be wrong with a waiver. */
export const waiverRules: Record<string, Rule> = {
  WAIVER_FIELD: rule(
    'a waiver says what it allows, why, who approved it and until when',
    'write the fields that docs/waivers.md lists, and no others',
  ),
  WAIVER_ENVIRONMENT: rule(
    'what is approved for one environment is not approved for another',
    'write the environment of the folder, and have the waiver approved for it',
  ),
  WAIVER_REASON: rule('a reviewer next year must understand it', 'write a justification of 40 characters or more'),
  WAIVER_TICKET: rule(
    'someone must be at work on the cause',
    'name a ticket like SEC-1412, or a document of this repository (file.md#section) where the work is recorded',
  ),
  WAIVER_POLICY: rule('a waiver of nothing hides a typing error', 'write the code of a rule of docs/policies.md'),
  WAIVER_FORBIDDEN: rule('some rules have no exception', 'delete the waiver and mend the object'),
  WAIVER_KEY: rule(
    'the cluster goes by the key, the reviewer by the file',
    'make the key <policy>.<namespace>.<kind>.<name> of the target',
  ),
  WAIVER_TARGET: rule('a waiver is for one object that exists', 'correct kind, namespace and name of the target, or delete the waiver'),
  WAIVER_DUPLICATE: rule('of two waivers for one thing one is out of date', 'delete one'),
  WAIVER_APPROVER: rule('only its code owners may approve a waiver', 'name owners that CODEOWNERS gives for the file'),
  WAIVER_EXPIRY: rule('an exception for ever is a rule without force', 'write expires: a day at most 90 days ahead in prod, 180 elsewhere'),
  WAIVER_EXPIRED: rule('the time that was asked for is over', 'mend the object and delete the waiver, or ask for time again'),
  WAIVER_UNUSED: rule('a waiver that covers nothing would hide the next mistake', 'delete it: the object keeps the rule without it'),
}
