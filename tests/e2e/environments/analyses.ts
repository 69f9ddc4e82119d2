import type { Edits } from '../../../scripts/lib/e2e/git-repo.ts'
import { type Prometheus, servePrometheus } from '../../../scripts/lib/e2e/stand-ins/prometheus.ts'

/** `says` sets what every query is answered: the share of failed requests, and the seconds that all but one in twenty take. */
export type Answering = Prometheus & { says: (value: number) => void }

/** A stand-in for Prometheus that says all is well until it is told otherwise. */
export const answering = async (): Promise<Answering> => {
  let answer = 0
  return {
    ...(await servePrometheus(() => answer)),
    says: value => {
      answer = value
    },
  }
}

const templates = ['success-rate', 'latency-p95'].map(name => `base/components/argo-rollout/analysistemplate-${name}.yaml`)

/** Has the analyses of canaries ask the stand-in, every second. */
export const asking = ({ url }: Prometheus): Edits => {
  const asked = (text: string): string => text.replace(/address: \S+/, `address: ${url}`).replace(/interval: \S+/, 'interval: 1s')
  return Object.fromEntries(templates.map(file => [file, asked]))
}
