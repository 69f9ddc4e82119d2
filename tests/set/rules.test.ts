import { expect, test } from 'vitest'
import { setJudge } from '../../scripts/lib/set/judge.ts'
import { judged, line } from './fixture.ts'

/** Every rule over a set of objects: the object and the field at which fixtures/set/<id>/fail.yaml is wrong; pass.yaml is not. */
const cases: [id: string, object: string, path: string][] = [
  ['api-version-served', 'PodDisruptionBudget/api', 'apiVersion'],
  ['claim-exists', 'Job/load', 'spec.template.spec.volumes.0.persistentVolumeClaim.claimName'],
  ['claim-shared', 'Deployment/api', 'spec.template.spec.volumes.0.persistentVolumeClaim.claimName'],
  ['config-map-exists', 'Job/load', 'spec.template.spec.containers.0.env.0.valueFrom.configMapKeyRef.key'],
  ['cronjob-concurrency', 'CronJob/tidy', 'spec.concurrencyPolicy'],
  ['cronjob-deadline', 'CronJob/tidy', 'spec.startingDeadlineSeconds'],
  ['host-path-unique', 'Ingress/second', 'spec.rules.0.http.paths.0.path'],
  ['hpa-metric', 'HorizontalPodAutoscaler/api', 'spec.metrics.0.resource.name'],
  ['hpa-range', 'HorizontalPodAutoscaler/api', 'spec.minReplicas'],
  ['hpa-replicas', 'Deployment/api', 'spec.replicas'],
  ['hpa-target-exists', 'HorizontalPodAutoscaler/api', 'spec.scaleTargetRef'],
  ['ingress-host', 'Ingress/api', 'spec.rules.0.host'],
  ['ingress-tls', 'Ingress/api', 'spec.rules.0.host'],
  ['issuer-exists', 'Ingress/api', 'metadata.annotations.cert-manager.io/issuer'],
  ['job-deadline', 'Job/load', 'spec.activeDeadlineSeconds'],
  ['job-restart-policy', 'Job/load', 'spec.template.spec.restartPolicy'],
  ['label-valid', 'ConfigMap/settings', 'metadata.labels.owner'],
  ['liveness-probe', 'Deployment/api', 'spec.template.spec.containers.0'],
  ['monitor-port-exists', 'ServiceMonitor/metrics', 'spec.endpoints.0.port'],
  ['namespace-exists', 'ConfigMap/settings', 'metadata.namespace'],
  ['namespace-limit-range', 'Namespace/shop', 'metadata.name'],
  ['namespace-pod-security', 'Namespace/shop', 'metadata.labels.pod-security.kubernetes.io/enforce-version'],
  ['namespace-quota', 'Namespace/shop', 'metadata.name'],
  ['network-policy-peer-selects', 'NetworkPolicy/api', 'spec.ingress.0.from.0.podSelector'],
  ['network-policy-present', 'Job/load', 'spec.template.metadata.labels'],
  ['network-policy-selects', 'NetworkPolicy/shop', 'spec.podSelector'],
  ['pdb-budget', 'PodDisruptionBudget/api', 'spec.minAvailable'],
  ['pdb-drains', 'PodDisruptionBudget/api', 'spec.minAvailable'],
  ['pdb-present', 'Deployment/api', 'spec.template.metadata.labels'],
  ['pdb-selects', 'PodDisruptionBudget/second', 'spec.selector'],
  ['pdb-unhealthy-eviction', 'PodDisruptionBudget/api', 'spec.unhealthyPodEvictionPolicy'],
  ['pdb-unique', 'PodDisruptionBudget/second', 'spec.selector'],
  ['pod-monitor-selects', 'PodMonitor/metrics', 'spec.selector'],
  ['priority-class-exists', 'Job/load', 'spec.template.spec.priorityClassName'],
  ['privileged-port', 'Job/load', 'spec.template.spec.containers.0.ports.0.containerPort'],
  ['probe-port-exists', 'Deployment/api', 'spec.template.spec.containers.0.readinessProbe.httpGet.port'],
  ['probes-distinct', 'Deployment/api', 'spec.template.spec.containers.0.livenessProbe'],
  ['rbac-role-exists', 'RoleBinding/reader', 'roleRef.name'],
  ['rbac-subject-exists', 'RoleBinding/reader', 'subjects.0.name'],
  ['readiness-probe', 'Deployment/api', 'spec.template.spec.containers.0'],
  ['replicas-two', 'Deployment/api', 'spec.replicas'],
  ['rolling-update', 'Deployment/api', 'spec.strategy.type'],
  ['rollout-reference-exists', 'Rollout/api', 'spec.strategy.canary.trafficRouting.istio.virtualService.name'],
  ['route-backend-exists', 'Ingress/api', 'spec.rules.0.http.paths.0.backend.service'],
  ['scraped-service-monitored', 'Service/api', 'metadata.labels.monitoring'],
  ['secret-as-file', 'Job/load', 'spec.template.spec.containers.0.env.0.valueFrom.secretKeyRef'],
  ['secret-exists', 'Job/load', 'spec.template.spec.volumes.0.secret.items.0.key'],
  ['secret-store-exists', 'ExternalSecret/login', 'spec.secretStoreRef.name'],
  ['selector-matches', 'Deployment/api', 'spec.selector'],
  ['selector-unique', 'Deployment/shop', 'spec.selector'],
  ['service-account-exists', 'Job/load', 'spec.template.spec.serviceAccountName'],
  ['service-account-field', 'Job/load', 'spec.template.spec.serviceAccount'],
  ['service-monitor-selects', 'ServiceMonitor/metrics', 'spec.selector'],
  ['service-selector-unique', 'Service/second', 'spec.selector'],
  ['service-selects', 'Service/shop', 'spec.selector'],
  ['service-target-port', 'Service/api', 'spec.ports.0.targetPort'],
  ['ssh-port', 'Job/load', 'spec.template.spec.containers.0.ports.0.containerPort'],
  ['statefulset-service', 'StatefulSet/db', 'spec.serviceName'],
  ['storage-class-exists', 'PersistentVolumeClaim/data', 'spec.storageClassName'],
]

test('every rule has a case', () => {
  expect(cases.map(([id]) => id)).toEqual(Object.keys(setJudge.rules).sort())
})

test.each(cases)('%s: fail.yaml is exactly that, at its field', (id, object, path) => {
  expect(judged(setJudge, `${id}/fail.yaml`).map(line)).toEqual([`${id} ${object} ${path}`])
})

test.each(cases)('%s: pass.yaml is fine', id => {
  expect(judged(setJudge, `${id}/pass.yaml`).map(line)).toEqual([])
})

test('a rule of production is a warning elsewhere, and any other is what its table says', () => {
  const severities = (id: string): string[] =>
    ['dev', 'staging', 'prod', 'offline'].map(env => judged(setJudge, `${id}/fail.yaml`, env)[0]?.severity ?? 'none')
  expect(severities('replicas-two')).toEqual(['warning', 'warning', 'error', 'error'])
  expect(severities('service-selects')).toEqual(['error', 'error', 'error', 'error'])
  expect(severities('liveness-probe')).toEqual(['warning', 'warning', 'warning', 'warning'])
})

test.each([
  ['prod-eu', '', 'warning'],
  ['prod-eu', '  serves: "true"\n', 'error'],
  ['prod', '  serves: "false"\n', 'warning'],
])('%s whose environment.yaml adds "%s": a rule of production is a %s', (env, more, severity) => {
  expect(judged(setJudge, 'replicas-two/fail.yaml', env, more)[0]?.severity).toBe(severity)
})

test('a rule says why and how to mend it, and one that the API server enforces can not be waived', () => {
  for (const rule of Object.values(setJudge.rules)) for (const text of [rule.why, rule.fix]) expect(text.length).toBeGreaterThan(15)
  const fixed = Object.entries(setJudge.rules).filter(([, rule]) => !rule.waivable)
  expect(fixed.map(([id]) => id).sort()).toEqual([
    'api-version-served',
    'job-restart-policy',
    'label-valid',
    'namespace-pod-security',
    'selector-matches',
  ])
})
