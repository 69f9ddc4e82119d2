import { expect } from 'vitest'
import { portNumber } from '../pods.ts'
import type { See } from '../see.ts'
import { appOf, config, container, environment, type Service, services, workload } from './units.ts'

const collector = 'observability / app.kubernetes.io/name=opentelemetry-collector'
/** Every pod in the mesh: names, certificates, and traces of the service and of its sidecar. */
const always = [
  'kube-system / k8s-app=kube-dns > 53/TCP',
  'kube-system / k8s-app=kube-dns > 53/UDP',
  'istio-system / app=istiod > 15012/TCP',
  `${collector} > 4317/TCP`,
  `${collector} > 4318/TCP`,
]

/** The services behind the gateway: each is in its settings by address, and in its policy by pod and port. */
const behind = (see: See, env: string): string[] =>
  services.slice(1).map(service => {
    const app = appOf(service)
    const key =
      service === 'reservations-command-service' ? 'RESERVATION_COMMAND_SERVICE_URL' : `${service.toUpperCase().replaceAll('-', '_')}_URL`
    expect(config(see, env, 'api-gateway').get(`data.${key}`)).toBe(`http://${app}.${app}`)
    const one = workload(see, env, service)
    expect(one.get(`${container}.ports[0].containerPort`)).toBe(portNumber(one, 'http'))
    return `${app} / app=${app} > ${portNumber(one, 'http')}/TCP`
  })

/** All ways out of a service's pods, from what its environment says it needs; as `allowed` of tests/requirements/network.ts puts them. */
export const ways = (see: See, env: string, service: Service): string[] => {
  const to = (store: string, port: number): string => `${environment(see, env).get(`data.${store}-cidr`)} > ${port}/TCP`
  const own: Record<Service, () => string[]> = {
    'api-gateway': () => behind(see, env),
    'core-service': () => [to('postgres', 5432), to('redis', 6379)],
    'logs-service': () => [to('opensearch', 9200)],
    'reservations-command-service': () => [to('postgres', 5432), 'messaging / strimzi.io/name=tartware-kafka > 9092/TCP'],
    'settings-service': () => [to('postgres', 5432)],
  }
  return [...always, ...own[service]()].sort()
}
