import type { Cluster } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, list } from './fields.ts'
import { type Container, containersOf, declares, isLasting, type Pod, serving } from './pods.ts'
import { podsBehind, selectingServices } from './services.ts'

const kinds = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const handlers = ['httpGet', 'tcpSocket', 'grpc'] as const

const ports = (cluster: Cluster): Found<'probe-port-exists'>[] =>
  cluster.pods.flatMap(pod =>
    containersOf(pod).flatMap(container =>
      kinds.flatMap(kind =>
        handlers.flatMap((handler): Found<'probe-port-exists'>[] => {
          const port = get(container.fields, kind, handler, 'port')
          if (port === undefined || declares(container.fields, port)) return []
          const problem = `container ${container.name} has no port ${port}`
          return [{ code: 'probe-port-exists', of: pod.of, path: [...container.path, kind, handler, 'port'], value: String(port), problem }]
        }),
      ),
    ),
  )

/** The containers that answer for a Service, each once. */
const behindServices = (cluster: Cluster): { pod: Pod; container: Container; service: string }[] => {
  const found = selectingServices(cluster).flatMap(service =>
    podsBehind(cluster, service).flatMap(pod =>
      list(get(service.object, 'spec', 'ports')).flatMap(port =>
        serving(pod, port.targetPort ?? port.port).map(container => ({ pod, container, service: service.name })),
      ),
    ),
  )
  const key = ({ pod, container }: (typeof found)[number]): string =>
    JSON.stringify([pod.of.kind, pod.of.namespace, pod.of.name, container.path])
  return [...new Map(found.map(one => [key(one), one])).values()]
}

const readiness = (cluster: Cluster): Found<'readiness-probe'>[] =>
  behindServices(cluster).flatMap(({ pod, container, service }): Found<'readiness-probe'>[] => {
    if (container.fields.readinessProbe !== undefined || !isLasting(pod)) return []
    const problem = `container ${container.name} is behind Service/${service} and has no readinessProbe`
    return [{ code: 'readiness-probe', of: pod.of, path: container.path, problem }]
  })

const liveness = (cluster: Cluster): Found<'liveness-probe' | 'probes-distinct'>[] =>
  cluster.pods.filter(isLasting).flatMap(pod =>
    containersOf(pod)
      .filter(container => container.stays)
      .flatMap(({ name, path, fields: { livenessProbe, readinessProbe } }): Found<'liveness-probe' | 'probes-distinct'>[] => {
        if (livenessProbe === undefined)
          return [{ code: 'liveness-probe', of: pod.of, path, problem: `container ${name} has no livenessProbe` }]
        if (readinessProbe === undefined || sorted(livenessProbe) !== sorted(readinessProbe)) return []
        const problem = `container ${name} asks the same for liveness as for readiness`
        return [{ code: 'probes-distinct', of: pod.of, path: [...path, 'livenessProbe'], problem }]
      }),
  )

const sorted = (probe: unknown): string =>
  Object.entries(fields(probe))
    .map(entry => JSON.stringify(entry))
    .sort()
    .join()

export const probes = family(
  {
    'probe-port-exists': {
      stance: 'A',
      waivable: true,
      why: 'a probe of a port that the container does not have fails for ever, and the pod is never ready or always restarted',
      fix: "name one of the container's ports (its name or containerPort)",
    },
    'readiness-probe': {
      stance: 'A',
      waivable: true,
      why: 'without a readinessProbe a pod gets requests before it can answer them',
      fix: 'add a readinessProbe that asks what the Service is asked',
    },
    'liveness-probe': {
      stance: 'W',
      waivable: true,
      why: 'a process that hangs is never restarted',
      fix: 'add a livenessProbe that asks nothing of other systems',
    },
    'probes-distinct': {
      stance: 'W',
      waivable: true,
      why: 'when both probes ask the same, a pod that is merely busy is killed instead of being left alone',
      fix: 'let livenessProbe ask less, or wait longer (failureThreshold)',
    },
  },
  cluster => [...ports(cluster), ...readiness(cluster), ...liveness(cluster)],
)
