import { expect } from 'vitest'
import { row } from '../row.ts'
import { deploy } from '../workflow.ts'
import { readme, roadmap } from './documents.ts'
import { base, deployment, environments, pod, prod } from './units.ts'

const objects = ['deployment', 'service', 'ingress', 'persistentvolumeclaim', 'externalsecret', 'role', 'rolebinding', 'serviceaccount']
const scaled = ['horizontalpodautoscaler', 'poddisruptionbudget', 'networkpolicy']

row('FORMDB-155', 'one file for each object', see => {
  for (const kind of [...objects, ...scaled]) expect(see.yaml(`${base}/${kind}.yaml`).get<string>('kind').toLowerCase()).toBe(kind)
  see.file(`${base}/config.env`)
  const kustomization = see.yaml(`${base}/kustomization.yaml`)
  expect(kustomization.some<string[]>('resources')).toEqual(expect.arrayContaining([...objects, ...scaled].map(kind => `${kind}.yaml`)))
  expect(kustomization.some<string[]>('components')).toContain('../../base/components/service-monitor')
  const patches = see.yaml(`${prod}/kustomization.yaml`).some<{ path: string }[]>('patches')
  const kinds = patches.map(patch => see.yaml(`${prod}/${patch.path}`).some('kind'))
  expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'Ingress']))
  see.heading(readme, 'Where the original files went')
})

row('FORMDB-156', 'the workflow', see => {
  see.file(deploy)
})

row('FORMDB-157', 'the guide', see => {
  see.heading(readme, 'Where it comes from')
})

const clouds = ['amazonaws', 'aws-', 'azure', 'cloud.google.com', 'gke', 'alb.ingress', 'digitalocean', 'hetzner', 'eks.']

row('FORMDB-158', 'no cloud in the base', see => {
  const files = see.files(base).filter(file => /\.(yaml|env)$/.test(file))
  expect(files).toContain(`${base}/deployment.yaml`)
  for (const file of files) for (const word of clouds) see.lacks(file, word)
  for (const kind of ['Deployment', 'Ingress', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ServiceMonitor', 'Role'])
    expect(see.all(base, kind).length).toBeGreaterThan(0)
  see.one(base, 'Deployment')
})

row('FORMDB-159', 'the milestones', see => {
  expect(see.section(readme, 'Where it comes from')).toMatch(
    /M10–M15[\s\S]*15\s+endpoints \(M11\)[\s\S]*\(M12\)[\s\S]*\(M13\)[\s\S]*\(M14\)/,
  )
})

row('FORMDB-161', 'podman or docker', see => {
  expect(see.section(readme, 'Where it comes from')).toMatch(/SECURITY-BUILD-M15\.md[\s\S]*`podman` and `docker`\s+are\s+interchangeable/)
})

row('FORMDB-162', 'another runtime', see => {
  expect(see.section(roadmap, 'Roadmap')).toMatch(/Verified bundles[^|]*`\.ctp`/)
  expect(deployment(see, 'tests/combinations/formdb-runtime-class').get(`${pod}.runtimeClassName`)).toMatch(/^[a-z][a-z0-9-]*$/)
  for (const unit of environments) deployment(see, unit).none(`${pod}.runtimeClassName`)
})
