import { expect } from 'vitest'
import { row } from '../row.ts'
import { combination, environments, set } from './units.ts'

row('ENGRAM-144', 'more annotations keep the three of Prometheus', see => {
  expect(set(see, combination('upstream-compat')).get('spec.template.metadata.annotations')).toEqual({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '7432',
    'prometheus.io/path': '/metrics/prometheus',
  })
})

const common: Record<string, string> = { name: 'engram', version: '0.1.0', 'part-of': 'engram', 'managed-by': 'argocd' }

row('ENGRAM-145', 'labels of every object', see => {
  for (const unit of environments) {
    set(see, unit)
    for (const one of see.all(unit)) {
      for (const [name, value] of Object.entries(common)) expect(one.get(`metadata.labels[app.kubernetes.io/${name}]`), one.id).toBe(value)
      one.none('metadata.labels[helm.sh/chart]')
    }
  }
})
