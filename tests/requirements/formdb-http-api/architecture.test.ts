import { expect } from 'vitest'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { architecture } from './documents.ts'
import { scraped } from './observe.ts'
import { storage } from './pod.ts'
import { offline, prod, scaler, staging } from './units.ts'

/** An arrow of FormDB's diagram, from one box to another. */
const arrow = (see: See, from: string, to: string): void => {
  const drawn = see.section(architecture, 'FormDB HTTP API')
  expect(drawn).toMatch(new RegExp(`^ *[^\\n]*\\b${from}\\b[^\\n]* -->(\\|[^|]*\\|)? *${to}\\b`, 'mi'))
}

row('FORMDB-99', 'TLS ends at ingress-nginx', see => {
  arrow(see, 'internet', 'lb')
  expect(see.section(architecture, 'FormDB HTTP API')).toMatch(/TLS terminates at ingress-nginx, not at the load balancer/)
})

row('FORMDB-100', 'rate limits at ingress-nginx', see => {
  arrow(see, 'lb', 'nginx')
  expect(see.section(architecture, 'FormDB HTTP API')).toMatch(/nginx\["ingress-nginx:[^"]*rate limits/)
})

row('FORMDB-101', 'up to ten pods', see => {
  arrow(see, 'nginx', 'pods')
  expect(see.section(architecture, 'FormDB HTTP API')).toMatch(/pods\["Pods 1\.\.10: app, health and metrics/)
  for (const unit of [staging, prod, offline]) expect(scaler(see, unit).get('spec.maxReplicas')).toBe(10)
})

row('FORMDB-102', 'one volume for all pods', see => {
  arrow(see, 'pods', 'volume')
  for (const unit of [staging, prod, offline]) storage(see, unit, 'ReadWriteMany')
})

row('FORMDB-103', 'metrics and logs', see => {
  arrow(see, 'prometheus', 'pods')
  arrow(see, 'pods', 'otel')
  scraped(see, prod)
})
