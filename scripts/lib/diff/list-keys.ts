/**
 * The keys by which the API server merges lists, by the list's field; several where types differ, and the first whose keys tell all items
 * apart is taken. From `x-kubernetes-list-map-keys` and `x-kubernetes-patch-merge-key` of the Kubernetes OpenAPI document
 * (k8s.io/kubernetes, api/openapi-spec/swagger.json; tests/diff/list-keys.test.ts compares).
 */
export const kubernetesKeys: { readonly [field: string]: readonly (readonly string[])[] } = {
  addresses: [['type']],
  allocatedResourcesStatus: [['name']],
  claims: [['name']],
  conditions: [['type']],
  containers: [['name']],
  devices: [['driver', 'device', 'pool', 'shareID']],
  drivers: [['name']],
  env: [['name']],
  ephemeralContainers: [['name']],
  hostAliases: [['ip']],
  hostIPs: [['ip']],
  imagePullSecrets: [['name']],
  initContainers: [['name']],
  matchConditions: [['name']],
  ownerReferences: [['uid']],
  podIPs: [['ip']],
  ports: [
    ['containerPort', 'protocol'],
    ['port', 'protocol'],
  ],
  reservedFor: [['uid']],
  resourceClaimStatuses: [['name']],
  resourceClaims: [['name']],
  resources: [['resourceID']],
  schedulingGates: [['name']],
  secrets: [['name']],
  topologySpreadConstraints: [['topologyKey', 'whenUnsatisfiable']],
  variables: [['name']],
  volumeDevices: [['devicePath']],
  volumeMounts: [['mountPath']],
  volumes: [['name']],
  webhooks: [['name']],
  'x-kubernetes-validations': [['rule']],
}

/** What tells items apart where the API has no key, by the list's field. chosen: what people call the item by. */
export const chosenKeys: { readonly [field: string]: readonly (readonly string[])[] } = {
  // chosen: a toleration has no name; the API compares all of it
  tolerations: [['key', 'operator', 'value', 'effect']],
  rules: [['host'], ['alert'], ['record'], ['name']],
  tls: [['secretName']],
  paths: [['path', 'pathType']],
  subjects: [['kind', 'namespace', 'name']],
  metrics: [['type', 'resource.name'], ['type']],
  policies: [['type']],
  envFrom: [['configMapRef.name'], ['secretRef.name']],
  volumeClaimTemplates: [['metadata.name']],
  data: [['secretKey']],
  items: [['key']],
  versions: [['name']],
  matchExpressions: [['key', 'operator']],
  clusterResourceWhitelist: [
    ['group', 'kind', 'name'],
    ['group', 'kind'],
  ],
  namespaceResourceWhitelist: [['group', 'kind']],
  namespaceResourceBlacklist: [['group', 'kind']],
  destinations: [['server', 'namespace']],
  ignoreDifferences: [['group', 'kind', 'name']],
  parentRefs: [['name', 'sectionName']],
  endpoints: [['port', 'path']],
}

/** For any other list. */
export const commonKeys: readonly (readonly string[])[] = [['name'], ['metadata.name'], ['id'], ['key']]

/** Values that the API fills in when a key is left out. */
const defaults: { readonly [key: string]: string } = { protocol: 'TCP' }

type Item = { readonly [key: string]: unknown }
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (item: Item, key: string): unknown => {
  let value: unknown = item
  for (const part of key.split('.')) value = isItem(value) ? value[part] : undefined
  return value ?? defaults[key]
}

/** What an item is told by, of the keys that it has; undefined when it has none. */
const identity = (item: unknown, keys: readonly string[]): { [key: string]: string } | undefined => {
  if (!isItem(item)) return undefined
  const found = keys.flatMap(key => {
    const value = at(item, key)
    return value === undefined || typeof value === 'object' ? [] : [[key, String(value)] as const]
  })
  return found.length === 0 || at(item, keys[0] ?? '') === undefined ? undefined : Object.fromEntries(found)
}

/** The identities of both lists' items by the keys of their field; undefined when no keys tell the items of each list apart. */
export const identities = (
  field: string,
  old: readonly unknown[],
  next: readonly unknown[],
): { old: { [key: string]: string }[]; next: { [key: string]: string }[] } | undefined => {
  for (const keys of [...(kubernetesKeys[field] ?? []), ...(chosenKeys[field] ?? []), ...commonKeys]) {
    const all = [old, next].map(list => list.map(item => identity(item, keys)))
    if (all.some(list => list.some(one => one === undefined) || new Set(list.map(one => JSON.stringify(one))).size < list.length)) continue
    const [first = [], second = []] = all as { [key: string]: string }[][]
    return { old: first, next: second }
  }
  return undefined
}
