import { expect } from 'vitest'
import { locate } from '../path.ts'
import { containers } from '../pods.ts'
import { row } from '../row.ts'
import { nonRoot } from './pod.ts'
import { base, combination, combinations, container, deployment, environments, everywhere, pod, prod, publish, readme } from './units.ts'

row('ATLAS-01', 'one document, and prod as the base', see => {
  const headings = ['Image', 'Resources included', 'Security', 'Network policy', 'Requests, limits and tuning', 'Probes', 'Init prewarm']
  headings.push('Config and secrets', 'HPA', 'Canary', 'Catalog publish job', 'Offline profile', 'Compatibility')
  for (const heading of headings) see.heading(readme, heading)
  expect(see.section(readme, 'Prod deltas')).toMatch(/store-credentials[\s\S]*egress-cidrs\.yaml/)
  const [ours, theirs] = [deployment(see, base), deployment(see, prod)]
  const fields = ['resources', 'startupProbe', 'readinessProbe', 'livenessProbe', 'securityContext'].map(field => `${container}.${field}`)
  for (const field of [...fields, `${pod}.securityContext`]) expect(theirs.get(field)).toEqual(ours.get(field))
})

row('ATLAS-02', 'an image that cannot change', see => {
  for (const unit of [...environments, publish])
    for (const [one, path] of containers(see, unit).filter(([, at]) => !at.includes('initContainers')))
      expect(one.get(`${path}.image`)).toMatch(/\/bijux\/bijux-atlas:\d+\.\d+\.\d+@sha256:[0-9a-f]{64}$/)
  expect(see.section('docs/images.md', 'Bijux Atlas: `ghcr.io/bijux/bijux-atlas`')).toMatch(
    /multi-stage[\s\S]*65532[\s\S]*8080[\s\S]*\/cache/,
  )
})

row('ATLAS-04', 'nothing asks the image for a shell', see => {
  const shell = /^(ba)?sh$|^(sleep|wget|curl)$|\/(ba)?sh$/
  for (const unit of [...everywhere, ...combinations, publish])
    for (const [one, path] of containers(see, unit)) {
      if (!/\/bijux\/bijux-atlas\b/.test(one.some<string>(`${path}.image`))) continue
      for (const exec of ['lifecycle', 'startupProbe.exec', 'readinessProbe.exec', 'livenessProbe.exec', 'args'])
        one.none(`${path}.${exec}`)
      const words = (locate(one.whole, `${path}.command`).found ?? []) as string[]
      expect(words.filter(word => shell.test(word))).toEqual([])
      if (words.length > 0) expect(one.get(`${path}.command[0]`)).toBe('/app/bijux-atlas')
    }
})

row('ATLAS-05', 'user 65532', see => {
  for (const unit of [...everywhere, publish, combination('init-prewarm')]) nonRoot(see, unit)
})
