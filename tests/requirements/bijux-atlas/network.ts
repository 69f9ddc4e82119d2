import { expect } from 'vitest'
import { allowed } from '../network.ts'
import type { See } from '../see.ts'
import { deployment, offline, withStore } from './units.ts'

export const dns: string[] = ['53/TCP', '53/UDP'].map(port => `kube-system / k8s-app=kube-dns > ${port}`)

/** The one file with the addresses of an environment's store. */
export const allowlist = (unit: string): string => `${unit}/patches/egress-cidrs.yaml`

type Rule = { to: { ipBlock: { cidr: string } }[]; ports: { port: number; protocol: string }[] }

/** The store's address blocks of an environment; the check asserts them. */
export const blocks = (see: See, unit: string): string[] =>
  see
    .yaml(allowlist(unit))
    .get<Rule[]>('spec.egress')
    .flatMap(rule => {
      expect(rule.ports).toEqual([{ port: 443, protocol: 'TCP' }])
      return rule.to.map(peer => peer.ipBlock.cidr)
    })

/** DNS and the store, and in the base, which has no store, DNS alone; offline nothing. */
export const letOut = (see: See, unit: string): void => {
  const store = withStore.includes(unit) ? blocks(see, unit).map(cidr => `${cidr} > 443/TCP`) : []
  const expected = unit === offline ? [] : [...dns, ...store]
  expect(allowed(see, unit, deployment(see, unit), 'Egress')).toEqual(expected.sort())
}

export const letIn = (see: See, unit: string): void => {
  expect(allowed(see, unit, deployment(see, unit), 'Ingress')).toEqual(
    ['bijux-atlas/client=true > 8080/TCP', 'observability / app.kubernetes.io/name=prometheus > 8080/TCP'].sort(),
  )
}
