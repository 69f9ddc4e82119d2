import { expect } from 'vitest'
import { row } from '../row.ts'

const file = 'apps/engram/local/compose.yaml'

row('ENGRAM-59', 'Prometheus', see => {
  const compose = see.yaml(file)
  const one = (field: string): unknown => compose.get(`services.prometheus.${field}`)
  expect([one('image'), one('container_name')]).toEqual(['prom/prometheus:v2.45.0', 'engram-prometheus'])
  expect([one('profiles'), one('ports'), one('depends_on')]).toEqual([['monitoring'], ['9090:9090'], ['engram']])
  expect(one('command')).toEqual([
    '--config.file=/etc/prometheus/prometheus.yml',
    '--storage.tsdb.path=/prometheus',
    '--web.console.libraries=/usr/share/prometheus/console_libraries',
    '--web.console.templates=/usr/share/prometheus/consoles',
    '--storage.tsdb.retention.time=7d',
  ])
  expect(one('volumes')).toEqual(['./monitoring/prometheus.yml:/etc/prometheus/prometheus.yml:ro', 'prometheus-data:/prometheus'])
  expect(one('networks')).toEqual(['engram-net'])
  const scrape = see.yaml('apps/engram/local/monitoring/prometheus.yml')
  expect(scrape.get('scrape_configs')).toEqual([
    { job_name: 'engram', metrics_path: '/metrics', static_configs: [{ targets: ['engram:7432'] }] },
  ])
})

row('ENGRAM-60', 'Grafana', see => {
  const compose = see.yaml(file)
  const one = (field: string): unknown => compose.get(`services.grafana.${field}`)
  expect([one('image'), one('container_name')]).toEqual(['grafana/grafana:10.0.0', 'engram-grafana'])
  expect([one('profiles'), one('ports'), one('depends_on')]).toEqual([['monitoring'], ['3000:3000'], ['prometheus']])
  expect(one('environment')).toEqual({
    GF_SECURITY_ADMIN_PASSWORD: '${' + 'GRAFANA_PASSWORD:-admin}',
    GF_INSTALL_PLUGINS: '${' + 'GRAFANA_PLUGINS:-}',
  })
  expect(one('volumes')).toEqual([
    './monitoring/grafana/dashboards:/var/lib/grafana/dashboards:ro',
    './monitoring/grafana/provisioning:/etc/grafana/provisioning:ro',
    'grafana-data:/var/lib/grafana',
  ])
  expect(one('networks')).toEqual(['engram-net'])
  expect(see.section('apps/engram/local/README.md', 'Settings')).toMatch(
    /\x60GRAFANA_PASSWORD\x60 \| \x60admin\x60 \|[^|]*your own machine only/,
  )
})

/** A bind mount's folder or file, whose existence in Git a file below it shows. */
const mounted = ['config/engram.toml', 'monitoring/prometheus.yml', 'data/.gitignore']

row('ENGRAM-61', 'volumes, and every folder is in Git', see => {
  const compose = see.yaml(file)
  expect(compose.get('volumes')).toEqual({
    'engram-data': {
      driver: 'local',
      driver_opts: { type: 'none', o: 'bind', device: '${' + 'ENGRAM_DATA_PATH:-./data}' },
    },
    'prometheus-data': {},
    'grafana-data': {},
  })
  for (const path of mounted) see.file(`apps/engram/local/${path}`)
  expect(see.text('apps/engram/local/data/.gitignore')).toMatch(/^\*\n!\.gitignore$/m)
  const grafana = see.files('apps/engram/local/monitoring/grafana')
  const dashboards = see.yaml('apps/engram/local/monitoring/grafana/provisioning/dashboards/engram.yaml')
  expect(dashboards.get('providers[0].options.path')).toBe('/var/lib/grafana/dashboards')
  expect(grafana.filter(path => path.includes('/dashboards/') && path.endsWith('.json'))).toHaveLength(1)
})

row('ENGRAM-62', 'the network', see => {
  expect(see.yaml(file).get('networks')).toEqual({ 'engram-net': { driver: 'bridge', ipam: { config: [{ subnet: '172.28.0.0/16' }] } } })
})
