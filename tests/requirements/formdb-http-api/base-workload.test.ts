import { expect } from 'vitest'
import { row } from '../row.ts'
import { cors } from './edge.ts'
import { logging } from './observe.ts'
import { hardened, probes, resources, storage } from './pod.ts'
import { replicas } from './scaling.ts'
import { base, config, container, deployment, dev, environments, everywhere, offline, pod, prod, scaler, staging } from './units.ts'

row('FORMDB-08', 'the app builds alone', see => {
  see.file('apps/formdb-http-api/kustomization.yaml')
  for (const object of see.all(base).filter(one => !one.id.includes(': Namespace ')))
    expect(object.get('metadata.namespace')).toBe('formdb-http-api')
  see.one(base, 'Deployment')
})

row('FORMDB-09', 'one Deployment', see => {
  expect(see.one(base, 'Deployment').get('metadata.name')).toBe('formdb-http-api')
  for (const unit of environments) {
    expect(see.one(unit, 'Deployment').get('metadata.name')).toMatch(/(^|-)formdb-http-api$/)
    for (const kind of ['StatefulSet', 'Rollout']) see.none(unit, kind)
  }
})

row('FORMDB-10', 'three replicas at least, five in prod', see => {
  replicas(see, base, 3, 10)
  replicas(see, staging, 3, 10)
  replicas(see, prod, 5, 10)
  replicas(see, offline, 5, 10)
})

row('FORMDB-11', 'rolling update', see => {
  for (const unit of everywhere) expect(deployment(see, unit).get('spec.strategy.type')).toBe('RollingUpdate')
})

row('FORMDB-12', 'security contexts', see => {
  for (const unit of everywhere) hardened(see, unit)
})

row('FORMDB-13', 'resource limits', see => {
  for (const unit of [base, dev, staging]) resources(see, unit, 'limits', { cpu: 2, memory: '2Gi' })
})

row('FORMDB-14', 'three probes', see => {
  for (const unit of everywhere) probes(see, unit)
})

row('FORMDB-15', 'graceful shutdown', see => {
  for (const unit of everywhere) expect(deployment(see, unit).get(`${pod}.terminationGracePeriodSeconds`)).toBe(30)
})

row('FORMDB-26', 'the volume', see => {
  storage(see, base, 'ReadWriteOnce')
  storage(see, dev, 'ReadWriteOnce')
  expect(scaler(see, dev).get('spec.maxReplicas')).toBe(1)
  for (const unit of [staging, prod, offline]) storage(see, unit, 'ReadWriteMany')
})

row('FORMDB-27', 'where the volume is mounted', see => {
  for (const unit of everywhere) {
    const one = deployment(see, unit)
    const mounts = one.get<{ name: string; mountPath: string; readOnly?: boolean }[]>(`${container}.volumeMounts`)
    expect(
      mounts
        .filter(mount => !mount.readOnly)
        .map(mount => [mount.mountPath, mount.name])
        .sort(),
    ).toEqual([
      ['/data', 'data'],
      ['/tmp', 'tmp'],
    ])
    one.some(`${pod}.volumes[name=data].persistentVolumeClaim`)
    expect(config(see, unit).get('data.DATABASE_PATH')).toMatch(/^\/data\//)
    one.none(`${pod}.initContainers`)
  }
})

row('FORMDB-28', 'application settings', see => {
  for (const unit of everywhere) {
    const settings = config(see, unit)
    expect(settings.get('data.PHX_SERVER')).toBe('true')
    expect(settings.get('data.PORT')).toBe(String(deployment(see, unit).get(`${container}.ports[name=http].containerPort`)))
    expect(settings.get('data.PORT')).toBe('4000')
    expect(deployment(see, unit).get(`${container}.envFrom[0].configMapRef.name`)).toBe(settings.get('metadata.name'))
  }
})

row('FORMDB-29', 'cache configuration', see => {
  for (const unit of everywhere) {
    const settings = config(see, unit)
    const [enabled, seconds, entries] = ['ENABLED', 'TTL_SECONDS', 'MAX_ENTRIES'].map(key => settings.get(`data.CACHE_${key}`))
    expect([enabled, seconds, entries]).toEqual(['true', '300', '1000'])
  }
})

row('FORMDB-30', 'metrics and logging configuration', see => {
  for (const unit of everywhere) {
    const settings = config(see, unit)
    expect([settings.get('data.METRICS_ENABLED'), settings.get('data.METRICS_PATH')]).toEqual(['true', '/metrics'])
    expect(Number(settings.get('data.METRICS_PORT'))).toBe(deployment(see, unit).get(`${container}.ports[0].containerPort`))
    logging(see, unit)
  }
})

row('FORMDB-31', 'allowed origins', see => {
  for (const unit of environments) expect(cors(see, unit)).not.toEqual([''])
  for (const unit of [staging, prod, offline]) for (const origin of cors(see, unit)) expect(origin).toMatch(/^https:\/\/[a-z0-9.-]+$/)
  expect(new Set(environments.map(unit => cors(see, unit).join())).size).toBe(environments.length)
})
