import { expect } from 'vitest'
import { bodyBelow } from '../markdown.ts'
import { row } from '../row.ts'
import { besideTheServer } from './backup.ts'
import { expression, panel, rules, scraped } from './observe.ts'
import { combination, container, environments, everywhere, pod, prod, readme, service, set, tuning } from './units.ts'

row('ENGRAM-137', 'the dashboard', see => {
  for (const unit of environments) {
    expect(panel(see, unit, /^Ready pods$/).expr).toContain('kube_statefulset_status_replicas_ready')
    expect(panel(see, unit, /^CPU cores$/).expr).toBe('engram:cpu_cores:rate5m')
  }
})

row('ENGRAM-210', 'Prometheus selects it', see => {
  const selected = see
    .yaml('platform/values/kube-prometheus-stack.yaml')
    .get<Record<string, string>>('prometheus.prometheusSpec.serviceMonitorSelector.matchLabels')
  expect(Object.keys(selected)).toEqual(['release'])
  for (const unit of everywhere) {
    scraped(see, unit)
    expect(see.one(unit, 'ServiceMonitor').get('metadata.labels.release')).toBe(selected.release)
  }
})

row('ENGRAM-211', 'ready within 10 s', see => {
  expect(see.section(tuning, 'Engram')).toMatch(/ready within 10 s of a cold start/)
  expect(panel(see, prod, /^Cold start/)).toEqual({ expr: 'engram:cold_start_seconds', line: 10 })
  expect(expression(see, prod, 'engram-metrics', 'engram:cold_start_seconds')).toMatch(
    /kube_pod_status_ready_time[\s\S]*- on [\s\S]*kube_pod_container_state_started/m,
  )
})

row('ENGRAM-212', 'below 2 GB', see => {
  expect(panel(see, prod, /^Memory working set/)).toEqual({ expr: 'engram:memory_working_set_bytes', line: 2_000_000_000 })
  expect(see.section(tuning, 'Engram')).toMatch(/2,000,000,000 bytes\) of memory with 10,000 memories/)
})

row('ENGRAM-213', 'a thousand connections', see => {
  const script = see.one(combination('load-test'), 'ConfigMap', /^engram-load-test/).get<string>('data[load-test.js]')
  expect(script).toMatch(/vus: 1000\b/)
  expect(see.section(tuning, 'Engram')).toMatch(/\x60max_concurrent_queries\x60 \(100\) is another number/)
})

row('ENGRAM-214', '5000 operations a second', see => {
  expect(see.section(tuning, 'Benchmark')).toMatch(/more than 5000 operations a second/)
})

row('ENGRAM-215', 'CPU rises with load', see => {
  expect(see.section(tuning, 'Engram')).toMatch(/CPU rises linearly with load/)
})

row('ENGRAM-216', 'memory that grows', see => {
  for (const unit of environments) {
    expect(expression(see, unit, 'engram-metrics', 'engram:memory_growth_bytes_per_hour')).toMatch(
      /deriv\(engram:memory_working_set_bytes\[6h\]\)$/,
    )
    expect(expression(see, unit, 'engram-alerts', 'EngramMemoryGrows')).toMatch(/^engram:memory_growth_bytes_per_hour > [\s\S]* > 0\.6$/)
    for (const one of see.all(unit, 'PrometheusRule'))
      for (const { alert, annotations } of rules(one).filter(rule => rule.alert !== undefined)) {
        const [file, anchor] = (annotations?.runbook_url ?? '').split('#')
        const headings = see.text(file ?? '').match(/^#+ .*$/gm) ?? []
        const anchors = headings.map(heading => heading.replace(/^#+ /, '').toLowerCase().replaceAll(' ', '-'))
        expect(anchors, alert).toContain(anchor)
      }
  }
  expect(bodyBelow(see.text(readme), 'Memory')).toMatch(/leak/)
})

row('ENGRAM-231', 'the backup runs beside the server', see => {
  for (const unit of environments.slice(2)) besideTheServer(see, unit)
})

row('ENGRAM-232', 'a collector', see => {
  const unit = combination('monitoring-sidecar')
  expect(set(see, unit).get(`${pod}.containers[name=collector].args`)).toEqual(['--config=/etc/collector/collector.yaml'])
  expect(set(see, unit).get(`${container}.env[name=OTEL_EXPORTER_OTLP_ENDPOINT].value`)).toBe('http://127.0.0.1:4318')
  expect(see.one(unit, 'ConfigMap', /^engram-collector/).get('data[collector.yaml]')).toMatch(
    /endpoint: 127\.0\.0\.1:4318\n[\s\S]*endpoint: http:\/\/otel-collector\.observability\.svc:4318\n/,
  )
  for (const other of everywhere) expect(set(see, other).some<unknown[]>(`${pod}.containers`)).toHaveLength(1)
})

row('ENGRAM-233', 'TLS', see => {
  const unit = combination('tls')
  const certificate = see.one(unit, 'Certificate', 'engram-server')
  const secret = certificate.get('spec.secretName')
  expect(set(see, unit).get(`${pod}.volumes[name=tls].secret.secretName`)).toBe(secret)
  expect(certificate.get('spec.dnsNames')).toEqual(['engram.staging.example', 'engram.engram.svc', 'engram.engram.svc.cluster.local'])
  expect(certificate.get('spec.issuerRef')).toEqual({ kind: 'Issuer', name: see.one(unit, 'Issuer', 'engram-ca').get('metadata.name') })
  expect(see.one(unit, 'Issuer', 'engram-ca').get('spec.ca.secretName')).toBe(
    see.one(unit, 'Certificate', 'engram-ca').get('spec.secretName'),
  )
  const ports = ['https', 'grpcs'].map(name => service(see, unit).get(`spec.ports[name=${name}].targetPort`))
  expect(ports).toEqual(['https', 'grpcs'])
  expect(ports.map(name => set(see, unit).get(`${pod}.containers[name=tls].ports[name=${name}].containerPort`))).toEqual([7443, 50052])
  for (const other of everywhere) see.none(other, 'Certificate')
})

row('ENGRAM-234', 'several nodes later', see => {
  expect(see.section('docs/roadmap.md', 'Roadmap')).toMatch(/Engram on several nodes \(ENGRAM-234, milestone 14\)/)
  for (const unit of everywhere) expect(set(see, unit).get('spec.replicas')).toBe(1)
})
