import { expect } from 'vitest'
import { row } from '../row.ts'
import { environments, everywhere, readme, set } from './units.ts'

row('ENGRAM-104', 'name, version, description', see => {
  expect(see.section(readme, 'Engram')).toMatch(/cognitive graph database for episodic and semantic memory/)
  expect(see.section(readme, 'Where it comes from')).toMatch(/keywords: database, graph, memory, cognitive, probabilistic/)
  for (const unit of environments) expect(set(see, unit).get('metadata.labels[app.kubernetes.io/version]')).toBe('0.1.0')
})

row('ENGRAM-105', 'maintainers', see => {
  expect(see.section(readme, 'Where it comes from')).toMatch(/Engram\s+Contributors <maintainers@engram\.io>/)
})

row('ENGRAM-106', 'no monitoring stack of its own', see => {
  for (const unit of everywhere) {
    set(see, unit)
    for (const kind of ['Deployment', 'DaemonSet', 'Prometheus']) see.none(unit, kind)
  }
  see.file('platform/values/kube-prometheus-stack.yaml')
})
