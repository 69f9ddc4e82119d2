import { isDeepStrictEqual } from 'node:util'
import { type Live, patch } from '../objects.ts'
import { type Watcher, watch } from '../watch.ts'

type Condition = { type: string; status: string; reason?: string; message: string; observedGeneration?: number }
type Status = { conditions?: Condition[]; [field: string]: unknown }

const message = 'written by the stand-in of pnpm e2e'
const ready = (reason: string): Condition => ({ type: 'Ready', status: 'True', reason, message })

/** What each controller would write once its work is done. Argo CD reads the health of these kinds from here. */
const statuses: { apiVersion: string; kind: string; status: (object: Live) => Status }[] = [
  { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', status: () => ({ conditions: [ready('SecretSynced')] }) },
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterExternalSecret',
    status: () => ({ conditions: [{ type: 'Ready', status: 'True', message }] }),
  },
  { apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', status: () => ({ conditions: [ready('Valid')] }) },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    status: ({ metadata }) => ({ conditions: [{ ...ready('Ready'), observedGeneration: Number(metadata.generation) }] }),
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    status: ({ metadata }) => ({ conditions: [{ ...ready('ACMEAccountRegistered'), observedGeneration: Number(metadata.generation) }] }),
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    status: ({ metadata }) => ({ conditions: [{ ...ready('KeyPairVerified'), observedGeneration: Number(metadata.generation) }] }),
  },
  { apiVersion: 'kafka.strimzi.io/v1', kind: 'Kafka', status: () => ({ conditions: [ready('Ready')] }) },
  { apiVersion: 'kafka.strimzi.io/v1', kind: 'KafkaTopic', status: () => ({ conditions: [ready('Ready')] }) },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    status: () => ({ loadBalancer: { ingress: [{ ip: '192.0.2.80' }] } }),
  },
]

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z')
const withTime = ({ conditions, ...rest }: Status): Status =>
  conditions ? { ...rest, conditions: conditions.map(condition => ({ ...condition, lastTransitionTime: now() })) } : rest
const withoutTime = (status: Status | undefined): Status => ({
  ...status,
  ...(status?.conditions && {
    conditions: status.conditions.map(({ lastTransitionTime: _, ...rest }: Condition & { lastTransitionTime?: string }) => rest),
  }),
})

/**
 * Stand-in for external-secrets, cert-manager, Strimzi and an ingress controller: says that all is well, and does nothing else. No Secret is
 * fetched, no certificate issued, no traffic routed. Returns what stops it.
 */
export const writeStatuses = (watcher: Watcher): (() => void) => {
  const stops = statuses.map(({ apiVersion, kind, status }) =>
    watch(watcher, apiVersion, kind, async object => {
      const wanted = status(object)
      if (isDeepStrictEqual(withoutTime(object.status), wanted)) return
      await patch(watcher.api, { ...object, apiVersion, kind }, { status: withTime(wanted) }, 'status')
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}

/** The kinds that this stand-in writes the status of, for docs/proof.md. */
export const standInKinds: string[] = statuses.map(({ kind }) => kind)
