import { expect, test } from 'vitest'
import { filesOf } from '../scripts/lib/check/world.ts'
import { originOf } from '../scripts/lib/origin/origin.ts'
import { home } from '../scripts/lib/tools.ts'

const { read } = filesOf(home, 'work')

/** A unit, an object and a field; the file that sets it and what its line says; the files that it overrode. */
const fields = `
prod/kfm-vector StatefulSet/vector spec.replicas
  overlays/prod/kfm-vector/patches/replicas.yaml : replicas: 3
  over apps/kfm-vector/statefulset.yaml
dev/kfm-vector StatefulSet/vector spec.replicas
  apps/kfm-vector/statefulset.yaml : replicas: 1
prod/kfm-vector StatefulSet/vector spec.template.spec.containers.0.image
  overlays/prod/kfm-vector/kustomization.yaml : newTag:
  over apps/kfm-vector/statefulset.yaml
offline/kfm-vector StatefulSet/vector spec.template.spec.containers.0.image
  overlays/offline/kfm-vector/kustomization.yaml : newName:
  over overlays/prod/kfm-vector/kustomization.yaml
  over apps/kfm-vector/statefulset.yaml
prod/bijux-atlas Deployment/bijux-atlas spec.template.spec.containers.0.image
  overlays/prod/bijux-atlas/kustomization.yaml : digest: sha256:
  over apps/bijux-atlas/deployment.yaml
prod/bijux-atlas Deployment/bijux-atlas metadata.labels.environment
  base/env/prod/kustomization.yaml : environment: prod
offline/bijux-atlas Deployment/bijux-atlas metadata.labels.environment
  base/env/offline/kustomization.yaml : environment: offline
  over base/env/prod/kustomization.yaml
prod/engram StatefulSet/engram spec.template.spec.containers.0.securityContext.capabilities.add
  apps/engram/kustomization.yaml : value:
prod/formdb-http-api Deployment/prod-formdb-http-api metadata.name
  overlays/prod/formdb-http-api/kustomization.yaml : namePrefix: prod-
  over apps/formdb-http-api/deployment.yaml
prod/formdb-http-api Deployment/prod-formdb-http-api metadata.namespace
  overlays/prod/formdb-http-api/kustomization.yaml : namespace: formdb-production
  over apps/formdb-http-api/kustomization.yaml
prod/formdb-http-api Ingress/prod-formdb-http-api spec.rules.0.host
  base/env/prod/environment.yaml : formdb-http-api-host:
  over apps/formdb-http-api/ingress.yaml
prod/formdb-http-api NetworkPolicy/prod-allow-egress-apiserver spec.egress.0.to.0.ipBlock.cidr
  base/env/prod/environment.yaml : apiserver-cidr:
  over base/components/np-egress-apiserver/networkpolicy.yaml
dev/formdb-http-api ConfigMap/formdb-config-hashoften9 data.LOG_LEVEL
  overlays/dev/formdb-http-api/kustomization.yaml : LOG_LEVEL=debug
  over apps/formdb-http-api/config.env
dev/bijux-atlas NetworkPolicy/allow-prometheus spec.ingress.0.ports.0.port
  apps/bijux-atlas/deployment.yaml : containerPort: 8080
  over base/components/np-allow-prometheus/networkpolicy.yaml
dev/bijux-atlas Deployment/bijux-atlas spec.template.spec.containers.0.no.such.field
  apps/bijux-atlas/deployment.yaml : - name: bijux-atlas
`

type Field = { name: string; target: string; path: string; file: string; text: string; overrode: string[] }
const rows: [string, Field][] = fields
  .trim()
  .split(/\n(?! )/)
  .map(row => {
    const [head = '', place = '', ...over] = row.split('\n  ')
    const [name = '', target = '', path = ''] = head.split(' ')
    const [file = '', text = ''] = place.split(' : ')
    return [head, { name, target, path, file, text, overrode: over.map(line => line.slice('over '.length)) }]
  })

test.each(rows)('%s', (_, { name, target, path, file, text, overrode }) => {
  const [kind = '', found = ''] = target.split('/')
  const keys = path.split('.').map(key => (/^\d+$/.test(key) ? Number(key) : key))
  const origin = originOf(read, `overlays/${name}`, { kind, name: found }, keys)
  expect(origin?.at.file).toBe(file)
  expect((read(file) ?? '').split('\n')[(origin?.at.line ?? 0) - 1]).toContain(text)
  expect(origin?.overrode.map(one => one.file)).toEqual(overrode)
})
