import { expect, test } from 'vitest'
import { environments, golden, type KubeObject, names } from './platform.ts'

const wave = ({ metadata }: KubeObject): number => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0)

/** Who must be there before whom, and what for. A release that isn't named here needs no other. */
const before: [string, string[], string][] = [
  ['prometheus-operator-crds', ['cert-manager', 'external-secrets', 'ingress-nginx', 'kube-prometheus-stack'], 'ServiceMonitors'],
  ['prometheus-operator-crds', ['argo-cd', 'argo-rollouts', 'metrics-server', 'loki', 'tempo', 'velero'], 'ServiceMonitors'],
  ['cert-manager', ['ingress-nginx', 'kube-prometheus-stack', 'openbao', 'prometheus-adapter'], 'Certificates'],
  ['external-secrets', ['velero'], 'ExternalSecrets'],
  ['istio-base', ['istiod', 'istio-cni', 'istio-ingress'], "the mesh's kinds"],
  ['istiod', ['istio-ingress'], 'the injected proxy'],
]
/** Whose kinds the units use. */
const forUnits = ['argo-rollouts', 'cert-manager', 'external-secrets', 'istiod', 'prometheus-operator-crds', 'strimzi-kafka-operator']

test.each(environments)('in %s, what is needed comes first', env => {
  const objects = golden(`argo/${env}`)
  const of = (kind: string): KubeObject[] => objects.filter(object => object.kind === kind)
  const application = (name: string): number => wave(of('Application').find(({ metadata }) => metadata.name === name) as KubeObject)
  for (const [first, then, what] of before)
    for (const later of then) expect(application(first), `${later} needs ${what} of ${first}`).toBeLessThan(application(later))
  const sets = of('ApplicationSet').map(wave)
  for (const name of forUnits) expect(application(name), name).toBeLessThan(Math.min(...sets))
  for (const one of [...of('Namespace'), ...of('AppProject')])
    expect(wave(one), one.metadata.name).toBeLessThan(Math.min(...names.map(application)))
})

test('the store comes before the ExternalSecrets of argo/, whose health would keep it from ever coming', () => {
  for (const env of environments) {
    const objects = golden(`argo/${env}`)
    const store = objects.find(({ kind, metadata }) => kind === 'Application' && metadata.name === 'openbao') as KubeObject
    for (const one of objects.filter(({ kind }) => kind === 'ExternalSecret')) expect(wave(store)).toBeLessThan(wave(one))
  }
})
