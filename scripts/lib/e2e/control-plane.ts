import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { HttpMethod, KubeConfig } from '@kubernetes/client-node'
import { toolPath } from '../tools.ts'
import { type Api, makeApi } from './api.ts'
import { type Credentials, writeCredentials } from './credentials.ts'
import { eventually } from './eventually.ts'
import { moduleFolder } from './module-folder.ts'
import { apply, patch } from './objects.ts'
import { freePorts } from './ports.ts'
import type { Processes } from './processes.ts'

const etcd = (data: string, client: string, peer: string): string[] => [
  `--data-dir=${data}`,
  `--listen-client-urls=${client}`,
  `--advertise-client-urls=${client}`,
  `--listen-peer-urls=${peer}`,
  `--initial-advertise-peer-urls=${peer}`,
  `--initial-cluster=default=${peer}`,
  // Nobody reads this data after a power cut.
  '--unsafe-no-fsync',
]

const apiServer = (credentials: Credentials, etcdUrl: string, port: number): string[] => [
  `--etcd-servers=${etcdUrl}`,
  '--bind-address=127.0.0.1',
  `--secure-port=${port}`,
  `--cert-dir=${credentials.certificates}`,
  // A cluster refuses its own loopback address as an endpoint, so none is published.
  '--advertise-address=192.0.2.1',
  '--endpoint-reconciler-type=none',
  '--service-cluster-ip-range=10.96.0.0/16',
  '--authorization-mode=RBAC',
  '--anonymous-auth=false',
  `--token-auth-file=${credentials.tokens}`,
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${credentials.serviceAccountKey}`,
  `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
  '--enable-priority-and-fairness=false',
]

const controllerManager = ({ kubeconfig, serviceAccountKey, certificate }: Credentials): string[] => [
  `--kubeconfig=${kubeconfig}`,
  '--secure-port=0',
  '--leader-elect=false',
  `--service-account-private-key-file=${serviceAccountKey}`,
  `--root-ca-file=${certificate}`,
  // An autoscaler looks at new pods at once instead of after minutes.
  '--horizontal-pod-autoscaler-sync-period=2s',
  '--horizontal-pod-autoscaler-initial-readiness-delay=0s',
  '--horizontal-pod-autoscaler-cpu-initialization-period=0s',
]

/** kwok plays the kubelets of these: pods that Kubernetes' own scheduler puts there become Ready without running. One per zone. */
const nodes = ['a', 'b', 'c'].map(zone => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: `node-${zone}`,
    labels: {
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': `node-${zone}`,
      'kubernetes.io/os': 'linux',
      'topology.kubernetes.io/region': 'e2e',
      'topology.kubernetes.io/zone': `e2e-${zone}`,
    },
  },
}))
const size = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '250' }

/** kwok's own rules for nodes and pods that do at once what they are asked. */
const stages = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'pod/fast/pod-ready.yaml',
  'pod/fast/pod-complete.yaml',
  'pod/fast/pod-delete.yaml',
]

export type ControlPlane = { api: Api; config: KubeConfig; credentials: Credentials }

/**
 * Starts etcd and kube-apiserver; answers once the server is ready, and throws when it isn't within a minute; the logs say why.
 * @param data etcd's folder, empty or of an earlier cluster
 */
export const startApiServer = async (processes: Processes, data: string): Promise<ControlPlane> => {
  const [client = 0, peer = 0, port = 0] = await freePorts(3)
  const credentials = writeCredentials(processes.data, port)
  const etcdUrl = `http://127.0.0.1:${client}`
  processes.start('etcd', await toolPath('etcd'), etcd(data, etcdUrl, `http://127.0.0.1:${peer}`))
  processes.start('kube-apiserver', await toolPath('kube-apiserver'), apiServer(credentials, etcdUrl, port))
  await eventually(() => {
    if (!existsSync(credentials.certificate)) throw new Error('kube-apiserver has written no certificate')
  })
  const config = new KubeConfig()
  config.loadFromFile(credentials.kubeconfig)
  const api = makeApi(config)
  await eventually(() => api.request(HttpMethod.GET, '/readyz'))
  return { api, config, credentials }
}

/** Starts Kubernetes' own controllers and scheduler, and kwok with three nodes. */
export const startControllers = async (processes: Processes, { api, credentials }: ControlPlane): Promise<void> => {
  processes.start('kube-controller-manager', await toolPath('kube-controller-manager'), controllerManager(credentials))
  const kubeconfig = `--kubeconfig=${credentials.kubeconfig}`
  processes.start('kube-scheduler', await toolPath('kube-scheduler'), [kubeconfig, '--leader-elect=false', '--secure-port=0'])
  for (const node of nodes) {
    await apply(api, node)
    await patch(api, node, { status: { allocatable: size, capacity: size } }, 'status')
  }
  const module = await moduleFolder('kwok', 'sigs.k8s.io/kwok')
  const config = stages.map(stage => `--config=${join(module, 'kustomize/stage', stage)}`)
  processes.start('kwok', await toolPath('kwok'), [
    kubeconfig,
    '--manage-all-nodes=true',
    '--node-lease-duration-seconds=40',
    '--cidr=10.244.0.0/16',
    ...config,
  ])
}
