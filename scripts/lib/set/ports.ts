import type { Cluster } from './cluster.ts'
import { type Found, family } from './family.ts'
import { list, number } from './fields.ts'
import { containersOf } from './pods.ts'

const ports = (cluster: Cluster): Found<'privileged-port' | 'ssh-port'>[] =>
  cluster.pods.flatMap(pod =>
    containersOf(pod).flatMap(({ name, path, fields: container }) =>
      list(container.ports).flatMap((one, at): Found<'privileged-port' | 'ssh-port'>[] => {
        const port = number(one.containerPort)
        if (port === undefined || port >= 1024) return []
        const problem = `container ${name} listens on port ${port}`
        const code = port === 22 ? 'ssh-port' : 'privileged-port'
        return [{ code, of: pod.of, path: [...path, 'ports', at, 'containerPort'], value: String(port), problem }]
      }),
    ),
  )

export const containerPorts = family(
  {
    'privileged-port': {
      stance: 'W',
      waivable: true,
      why: 'a port below 1024 needs a right that a restricted pod does not have on every node',
      fix: 'listen on a port of 1024 or above; the Service may keep the low one',
    },
    'ssh-port': {
      stance: 'A',
      waivable: true,
      why: 'a shell that is reached over the network goes around everything that the API server records',
      fix: 'delete the port; kubectl exec is recorded and needs a right',
    },
  },
  ports,
)
