import { type Api, ApiError } from './e2e/api.ts'

type Node = { metadata: { labels?: Record<string, string> }; status?: { conditions?: { type: string; status: string }[] } }
type Service = { spec: { type?: string }; status?: { loadBalancer?: { ingress?: unknown[] } } }
type StorageClass = { metadata: { name: string; annotations?: Record<string, string> } }

/** What a cluster says of itself, as far as the checks need it. */
export type Cluster = {
  version: { major: string; minor: string }
  nodes: Node[]
  storageClasses: StorageClass[]
  drivers: string[]
  services: Service[]
  /** API groups served, `karpenter.sh` for one. */
  groups: string[]
  /** Whether the cluster autoscaler has left its status. */
  autoscalerStatus: boolean
}

/** What an environment asks of its cluster. `drivers`: the CSI drivers that its rendered StorageClasses name. */
export type Needs = { workers: number; autoscaler: boolean; drivers: string[] }

/** `open`: it can't be told yet. */
export type Check = { what: string; found: string; state: 'fine' | 'missing' | 'open'; fix: string }

/** Kubernetes 1.34 is the oldest version that the manifests are written for: `preStop.sleep` is stable there. */
const oldest = 34

const control = 'node-role.kubernetes.io/control-plane'

/** Judges what was read; pure. */
export const judgeCluster = (cluster: Cluster, needs: Needs): Check[] => {
  const ready = cluster.nodes.filter(
    ({ metadata, status }) =>
      metadata.labels?.[control] === undefined && status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  )
  const { major, minor } = cluster.version
  const check = (what: string, found: string, fine: boolean, fix: string): Check => ({ what, found, state: fine ? 'fine' : 'missing', fix })
  const version = check(
    'Kubernetes',
    `${major}.${minor}`,
    Number(major) > 1 || Number.parseInt(minor, 10) >= oldest,
    `upgrade to 1.${oldest} or newer`,
  )
  const count = check(
    'workers',
    `${ready.length} ready`,
    ready.length >= needs.workers,
    `have at least ${needs.workers} ready worker nodes`,
  )
  const scales = cluster.autoscalerStatus || cluster.groups.includes('karpenter.sh')
  const autoscaler = check(
    'autoscaling',
    scales ? 'yes' : 'none seen',
    scales,
    "install the cluster autoscaler or Karpenter, or switch on your provider's",
  )
  const classes = cluster.storageClasses.filter(
    ({ metadata }) => metadata.name === 'fast-ssd' || metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
  )
  const names = classes.map(({ metadata }) => metadata.name).join(', ')
  const storage = check(
    'block storage',
    names || 'no class',
    classes.length > 0,
    'have a default StorageClass, or apply the unit cluster-storage',
  )
  const drivers = needs.drivers.map(driver =>
    check(
      `CSI driver ${driver}`,
      cluster.drivers.includes(driver) ? 'yes' : 'none',
      cluster.drivers.includes(driver),
      'install it: apps/cluster-storage/README.md',
    ),
  )
  const snapshots = cluster.groups.includes('snapshot.storage.k8s.io')
  const controller = check(
    'volume snapshots',
    snapshots ? 'yes' : 'none',
    snapshots,
    'install the snapshot controller with its CRDs: apps/cluster-storage/README.md',
  )
  return [version, count, ...(needs.autoscaler ? [autoscaler] : []), storage, ...drivers, controller, loadBalancer(cluster.services)]
}

/** Only a Service of that type shows whether load balancers are made, so on an empty cluster it can't be told. */
const loadBalancer = (services: Service[]): Check => {
  const all = services.filter(({ spec }) => spec.type === 'LoadBalancer')
  const served = all.filter(({ status }) => (status?.loadBalancer?.ingress ?? []).length > 0)
  const found = all.length === 0 ? 'no Service asks for one yet' : `${served.length} of ${all.length} have an address`
  const state = all.length === 0 ? 'open' : served.length === all.length ? 'fine' : 'missing'
  const fix = state === 'open' ? 'run this again when ingress-nginx is there' : "install your provider's load balancer controller"
  return { what: 'load balancers', found, state, fix }
}

type List<T> = { items: T[] }

/** Reads a cluster, by GET only. Throws what the API says when it may not be read. */
export const readCluster = async ({ request }: Api): Promise<Cluster> => {
  const get = async <T>(path: string): Promise<T> => (await request('GET' as Parameters<Api['request']>[0], path)).body as T
  const [version, nodes, classes, drivers, services, groups, autoscalerStatus] = await Promise.all([
    get<Cluster['version']>('/version'),
    get<List<Node>>('/api/v1/nodes'),
    get<List<StorageClass>>('/apis/storage.k8s.io/v1/storageclasses'),
    get<List<StorageClass>>('/apis/storage.k8s.io/v1/csidrivers'),
    get<List<Service>>('/api/v1/services'),
    get<{ groups: { name: string }[] }>('/apis'),
    get('/api/v1/namespaces/kube-system/configmaps/cluster-autoscaler-status').then(
      () => true,
      error => {
        if (error instanceof ApiError && error.status === 404) return false
        throw error
      },
    ),
  ])
  return {
    version,
    nodes: nodes.items,
    storageClasses: classes.items,
    drivers: drivers.items.map(({ metadata }) => metadata.name),
    services: services.items,
    groups: groups.groups.map(({ name }) => name),
    autoscalerStatus,
  }
}
