import { expect } from 'vitest'
import { allowed } from '../network.ts'
import type { See } from '../see.ts'
import { deployment } from './units.ts'

const own = 'same namespace / app=formdb-http-api'
/** HTTP, the port mapper of Erlang, and the fixed range of its distribution. */
const podToPod = ['4000/TCP', '4369/TCP', '9100-9105/TCP'].map(port => `${own} > ${port}`)

export const letIn = (see: See, unit: string): void => {
  expect(allowed(see, unit, deployment(see, unit), 'Ingress')).toEqual(
    ['ingress-nginx > 4000/TCP', 'observability / app.kubernetes.io/name=prometheus > 4000/TCP', ...podToPod].sort(),
  )
}

const internet = '0.0.0.0/0 -10.0.0.0/8 -169.254.0.0/16 -172.16.0.0/12 -192.168.0.0/16 > 443/TCP'

/** @param apiserver the address block that the environment gives its API server */
export const letOut = (see: See, unit: string, apiserver: string, https: boolean): void => {
  const dns = ['53/TCP', '53/UDP'].map(port => `kube-system / k8s-app=kube-dns > ${port}`)
  const api = ['443/TCP', '6443/TCP'].map(port => `${apiserver} > ${port}`)
  expect(allowed(see, unit, deployment(see, unit), 'Egress')).toEqual([...dns, ...api, ...podToPod, ...(https ? [internet] : [])].sort())
}
