import { isDeepStrictEqual } from 'node:util'
import type { Placed } from '../set/cluster.ts'
import { type Fields, fields, get, list, strings } from '../set/fields.ts'
import { type Both, type Change, comes, goes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { annotation, changed, named, of, shown } from './say.ts'

const priority = (change: Change): Said<'D25'>[] => {
  const fieldsOf = ['value', 'globalDefault', 'preemptionPolicy']
  const altered = stays(change)
    .filter(({ head }) => head.kind === 'PriorityClass')
    .flatMap(both =>
      fieldsOf
        .filter(field => changed(both, field))
        .map(field =>
          of(
            'D25',
            both.head,
            [field],
            `${named(both.head)}: ${field} ${shown(both.base.object[field])} → ${shown(both.head.object[field])}`,
          ),
        ),
    )
  const first = comes(change)
    .filter(({ kind, object }) => kind === 'PriorityClass' && object.globalDefault === true)
    .map(one => of('D25', one, ['globalDefault'], `${named(one)} becomes the priority of every pod that names none`))
  return [...altered, ...first]
}

const webhooks = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']
const policies = ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy']
const bindings = ['ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicyBinding']

/** What judges: a webhook of a configuration, or a policy as a whole. */
type Judge = { name: string; isCall: boolean; fails: boolean; matches: Set<string>; exempt: unknown; caBundle: unknown }

/** Each group, resource and operation that rules take. */
const matched = (rules: readonly Fields[]): Set<string> =>
  new Set(
    rules.flatMap(({ apiGroups, resources, operations }) =>
      strings(apiGroups).flatMap(group =>
        strings(resources).flatMap(resource => strings(operations).map(operation => `${operation} ${group}/${resource}`)),
      ),
    ),
  )

const judgesOf = ({ kind, object }: Placed): Judge[] => {
  const judge = (name: string, spec: Fields, rules: Fields[], within: Fields): Judge => ({
    name,
    isCall: webhooks.includes(kind),
    // The API's default in v1.
    fails: (spec.failurePolicy ?? 'Fail') === 'Fail',
    matches: matched(rules),
    exempt: [within.namespaceSelector ?? null, within.objectSelector ?? null, spec.matchConditions ?? null],
    caBundle: get(spec, 'clientConfig', 'caBundle'),
  })
  if (webhooks.includes(kind)) return list(object.webhooks).map(one => judge(String(one.name), one, list(one.rules), one))
  const spec = fields(object.spec)
  const within = fields(spec.matchConstraints)
  return policies.includes(kind) ? [judge('', spec, list(within.resourceRules), within)] : []
}

/** What is taken and wasn't. A policy is evaluated in the API server and can't be down: of those only what takes every kind can stop a cluster. */
const wider = ({ matches: next, isCall }: Judge, old?: Judge): string[] =>
  [...next].filter(one => !old?.matches.has(one) && (isCall || one.endsWith('/*')))

const isFirstDanger = (one: Judge): boolean => one.fails && (one.isCall || wider(one).length > 0)

const altered = ({ base, head }: Both): Said<'D26'>[] => {
  const before = new Map(judgesOf(base).map(one => [one.name, one]))
  const injected = annotation(head, 'cert-manager.io/inject-ca-from') ?? annotation(head, 'cert-manager.io/inject-ca-from-secret')
  return judgesOf(head).flatMap((next): Said<'D26'>[] => {
    const old = before.get(next.name)
    const who = `${named(head)}${next.name ? ` ${next.name}` : ''}`
    const say = (problem: string): Said<'D26'> =>
      of('D26', head, webhooks.includes(head.kind) ? ['webhooks'] : ['spec'], `${who} ${problem}`)
    if (!old) return isFirstDanger(next) ? [say('is new and refuses when it fails')] : []
    const more = wider(next, old)
    return [
      ...(next.fails && !old.fails ? [say('refuses when it fails, and let pass until now')] : []),
      ...(more.length > 0 ? [say(`takes ${more.slice(0, 3).join(', ')}${more.length > 3 ? ` and ${more.length - 3} more` : ''} too`)] : []),
      ...(isDeepStrictEqual(old.exempt, next.exempt) ? [] : [say('takes other namespaces, objects or conditions')]),
      ...(old.caBundle && !next.caBundle && !injected ? [say('has no caBundle any more, so that each call fails')] : []),
    ]
  })
}

const actions = ({ object }: Placed): string[] => strings(get(object, 'spec', 'validationActions'))

const weaker = (change: Change): Said<'D26'>[] => [
  ...stays(change)
    .filter(({ base, head }) => bindings.includes(head.kind) && actions(base).includes('Deny') && !actions(head).includes('Deny'))
    .map(({ head }) => of('D26', head, ['spec', 'validationActions'], `${named(head)} no longer denies`)),
  ...goes(change)
    .filter(({ kind, whole }) => !whole && [...webhooks, ...policies, ...bindings].includes(kind))
    .map(one => of('D26', one, [], `${named(one)} is gone, and what it refused is let in`)),
]

const created = (change: Change): Said<'D26'>[] =>
  comes(change).flatMap(one =>
    judgesOf(one)
      .filter(isFirstDanger)
      .map(({ name }) => of('D26', one, [], `${named(one)}${name ? ` ${name}` : ''} is new and refuses when it fails`)),
  )

export const admission = family(
  {
    D25: {
      name: 'priority-changed',
      severity: 'blocks',
      signal: 'a PriorityClass’s value, globalDefault or preemptionPolicy changed, or a new one is the default',
      why: 'the scheduler evicts running pods for those that now stand above them; with a default that is every other pod',
      fix: 'add a class under a name of its own and move one workload after the other to it',
      more: 'Grafana Cloud postmortem of 2019-07-24',
    },
    D26: {
      name: 'admission-changed',
      severity: 'blocks',
      signal:
        'a webhook or admission policy starts to refuse when it fails, takes more (a policy: every kind), exempts others, loses its caBundle or is gone; a binding no longer denies',
      why: 'a webhook that is down and refuses stops every write to the cluster, its own repair too; one that is gone lets everything in',
      fix: 'failurePolicy Ignore or action Audit first, look at what it would refuse, then deny; always exempt kube-system and its own namespace',
      more: 'Jetstack postmortem on GKE webhooks; Kubernetes documentation, admission webhook good practices',
    },
  },
  change => [...priority(change), ...stays(change).flatMap(altered), ...created(change), ...weaker(change)],
)
