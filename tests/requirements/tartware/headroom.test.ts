import { expect } from 'vitest'
import { row } from '../row.ts'
import { environments } from './argo.ts'

row('TARTWARE-41', 'more than 30 % of the cluster stays free', see => {
  for (const env of environments) {
    const unit = `overlays/${env}/cluster-scheduling`
    expect(see.one(unit, 'PriorityClass', 'overprovisioning').get('value')).toBeLessThan(0)
    const pods = see.one(unit, 'Deployment', 'overprovisioner')
    expect(pods.get('spec.template.spec.priorityClassName')).toBe('overprovisioning')
    // The autoscaler sets the number; one in Git would be set again with every sync.
    pods.none('spec.replicas')
    const { coresPerReplica } = JSON.parse(see.one(unit, 'ConfigMap', 'overprovisioner').get('data.linear'))
    expect(Number(pods.get('spec.template.spec.containers[0].resources.requests.cpu')) / coresPerReplica).toBeGreaterThan(0.3)
    const [rule] = see
      .one(`overlays/${env}/cluster-observability`, 'PrometheusRule', 'cluster-alerts')
      .some<{ rules: { alert: string; expr: string }[] }[]>('spec.groups')
      .flatMap(({ rules }) => rules.filter(({ alert }) => alert === 'ClusterHeadroomLow'))
    expect(rule?.expr).toBe('cluster:headroom:ratio < 0.30')
  }
  expect(see.section('apps/cluster-scheduling/README.md', 'cluster-scheduling')).toContain('`--expendable-pods-priority-cutoff` at -10')
})
