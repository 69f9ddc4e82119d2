import { expect } from 'vitest'
import { row } from '../row.ts'
import { command, deploy } from '../workflow.ts'
import { secretKeys } from './access.ts'
import { nonRoot, probes, readOnlyRoot } from './pod.ts'
import { base, config, container, deployment, environments, everywhere, pod, prod } from './units.ts'

row('FORMDB-48', 'the image runs as user 1000', see => {
  for (const unit of everywhere) nonRoot(see, unit)
})

row('FORMDB-49', 'the image needs no writable root', see => {
  for (const unit of everywhere) readOnlyRoot(see, unit)
})

row('FORMDB-50', 'health paths stand in one place', see => {
  probes(see, prod)
  const others = see.files(base).filter(file => /\.(yaml|env)$/.test(file) && file !== `${base}/deployment.yaml`)
  for (const file of others) see.lacks(file, '/api/v1/')
  const upstream = deployment(see, 'tests/combinations/formdb-upstream-compat')
  const paths = ['startup', 'liveness', 'readiness'].map(probe => upstream.get(`${container}.${probe}Probe.httpGet.path`))
  expect(paths).toEqual(['/health', '/health/live', '/health/ready'])
  for (const env of ['staging', 'prod'])
    command(see.yaml(deploy), `deploy-${env === 'prod' ? 'production' : env}`, `scripts/smoke/formdb-http-api.ts --env ${env}`)
})

row('FORMDB-51', 'configured by the environment alone', see => {
  for (const unit of environments) {
    const one = deployment(see, unit)
    expect(one.get(`${container}.envFrom`)).toEqual([{ configMapRef: { name: config(see, unit).get('metadata.name') } }])
    secretKeys(see, unit)
    const volumes = one.some<object[]>(`${pod}.volumes`).flatMap(volume => Object.keys(volume))
    expect(volumes.filter(key => key !== 'name').sort()).toEqual(['emptyDir', 'persistentVolumeClaim'])
  }
})

row('FORMDB-53', 'how the image is built', see => {
  expect(see.section('apps/formdb-http-api/README.md', 'Where it comes from')).toMatch(/\]\(https:\/\/\S+\/SECURITY-BUILD-M15\.md\)/)
})
