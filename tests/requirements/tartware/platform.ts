import type { See } from '../see.ts'

export const bootstrap = 'docs/operations/bootstrap.md'
export const readiness = 'docs/operations/production-readiness.md'
export const environments = ['dev', 'staging', 'prod', 'offline']

/** The releases of the one observability stack. */
export const observability = ['kube-prometheus-stack', 'loki', 'otel-collector', 'otel-logs', 'prometheus-operator-crds', 'tempo']

/** What platform/helmfile.yaml installs. */
export const dayZero = (see: See): string[] =>
  [...see.text('platform/helmfile.yaml').matchAll(/^ {2}- name: (\S+)$/gm)].map(([, name]) => name as string)
