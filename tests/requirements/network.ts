import { expect } from 'vitest'
import { portNumber } from './pods.ts'
import type { See } from './see.ts'
import type { Seen } from './seen.ts'

type Labels = Record<string, string>
type Selector = { matchLabels?: Labels }
type Peer = { podSelector?: Selector; namespaceSelector?: Selector; ipBlock?: { cidr: string; except?: string[] } }
type Port = { port?: string | number; endPort?: number; protocol?: string }
type Rule = { from?: Peer[]; to?: Peer[]; ports?: Port[] }

const labels = (selector: Selector): string => {
  const pairs = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  if (pairs.length === 0 || Object.keys(selector).join() !== 'matchLabels')
    throw new Error(`a selector of anything: ${JSON.stringify(selector)}`)
  return pairs.sort().join(',')
}

/** Who a peer is, in one line; throws for one that means anybody. */
const who = ({ namespaceSelector, podSelector, ipBlock, ...rest }: Peer): string => {
  if (Object.keys(rest).length > 0 || !(namespaceSelector || podSelector || ipBlock))
    throw new Error(`a peer that is anybody: ${JSON.stringify(rest)}`)
  if (ipBlock) return [ipBlock.cidr, ...(ipBlock.except ?? []).map(cidr => `-${cidr}`).sort()].join(' ')
  const namespace = namespaceSelector ? labels(namespaceSelector).replace('kubernetes.io/metadata.name=', '') : 'same namespace'
  return podSelector ? `${namespace} / ${labels(podSelector)}` : namespace
}

/** The policies of a unit that select a workload's pods, as Kubernetes matches them. */
const policies = (see: See, unit: string, workload: Seen): Seen[] => {
  const own = workload.some<Labels>('spec.template.metadata.labels')
  return see.all(unit, 'NetworkPolicy').filter(policy => {
    const wanted = policy.some<Selector>('spec.podSelector').matchLabels ?? {}
    return Object.entries(wanted).every(([key, value]) => own[key] === value)
  })
}

/** The policies that say something about a direction, and let something through. */
const opening = (see: See, unit: string, workload: Seen, direction: 'Ingress' | 'Egress'): Seen[] =>
  policies(see, unit, workload).filter(one => one.some<string[]>('spec.policyTypes').includes(direction) && !/default-deny$/.test(one.id))

/** No policy lets a workload's pods talk with everybody, or on any port: each rule names its peers and ports. */
export const nobodyInParticular = (see: See, unit: string, workload: Seen): void => {
  for (const direction of ['Ingress', 'Egress'] as const)
    for (const policy of opening(see, unit, workload, direction))
      for (const rule of policy.some<Rule[]>(`spec.${direction.toLowerCase()}`)) expect(lines(workload, rule)).not.toEqual([])
}

/**
 * All that the policies of a unit together let in to a workload's pods (or out of them): `peer > port/protocol`, sorted. Named ports
 * become numbers. Throws for a rule without peers or ports, which would mean anybody or anything.
 */
export const allowed = (see: See, unit: string, workload: Seen, direction: 'Ingress' | 'Egress'): string[] => {
  const rules = opening(see, unit, workload, direction).flatMap(policy => policy.get<Rule[]>(`spec.${direction.toLowerCase()}`))
  return rules.flatMap(rule => lines(workload, rule)).sort()
}

const lines = (workload: Seen, rule: Rule): string[] => {
  const peers = rule.from ?? rule.to ?? []
  if (peers.length === 0 || !rule.ports?.length) throw new Error(`a rule for anybody or any port: ${JSON.stringify(rule)}`)
  return peers.flatMap(peer => (rule.ports ?? []).map(port => `${who(peer)} > ${portText(workload, port)}`))
}

const portText = (workload: Seen, { port, endPort, protocol = 'TCP', ...rest }: Port): string => {
  if (port === undefined || Object.keys(rest).length > 0) throw new Error(`a port that is any: ${JSON.stringify(rest)}`)
  const number = typeof port === 'string' ? portNumber(workload, port) : port
  return `${number}${endPort === undefined ? '' : `-${endPort}`}/${protocol}`
}

/** Everything that no other policy allows is refused, both ways, for every pod of the namespace. */
export const defaultDeny = (see: See, unit: string): void => {
  const one = see.one(unit, 'NetworkPolicy', /default-deny$/)
  expect(one.get('spec.podSelector')).toEqual({})
  expect([...one.get<string[]>('spec.policyTypes')].sort()).toEqual(['Egress', 'Ingress'])
  for (const field of ['ingress', 'egress']) one.none(`spec.${field}`)
}
