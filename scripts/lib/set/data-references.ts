import type { Cluster } from './cluster.ts'
import { dataSources } from './data-sources.ts'
import { type Found, family } from './family.ts'
import { list } from './fields.ts'
import { containersOf } from './pods.ts'
import { ofOthers, ofPod } from './references.ts'

type Codes = 'config-map-exists' | 'secret-exists'

const dangling = (cluster: Cluster): Found<Codes>[] => {
  const source = dataSources(cluster)
  return [...cluster.pods.flatMap(ofPod), ...ofOthers(cluster)].flatMap(({ of, kind, name, path, keys }): Found<Codes>[] => {
    const code = kind === 'Secret' ? 'secret-exists' : 'config-map-exists'
    const known = source(kind, of.namespace, name)
    if (known === undefined) return [{ code, of, path, value: name, problem: `nothing makes ${kind}/${name} in namespace ${of.namespace}` }]
    return keys
      .filter(({ key }) => known !== 'any' && !known.has(key))
      .map(({ key, path }) => ({ code, of, path, value: key, problem: `${kind}/${name} has no key ${key}` }))
  })
}

const asEnvironment = (cluster: Cluster): Found<'secret-as-file'>[] =>
  cluster.pods.flatMap(pod =>
    containersOf(pod).flatMap(({ name, path, fields: container }): Found<'secret-as-file'>[] => {
      const one = list(container.env).findIndex(
        env => (env.valueFrom as { secretKeyRef?: unknown } | undefined)?.secretKeyRef !== undefined,
      )
      const all = list(container.envFrom).findIndex(from => from.secretRef !== undefined)
      if (one < 0 && all < 0) return []
      const where = one >= 0 ? ['env', one, 'valueFrom', 'secretKeyRef'] : ['envFrom', all, 'secretRef']
      return [
        { code: 'secret-as-file', of: pod.of, path: [...path, ...where], problem: `container ${name} gets secrets in its environment` },
      ]
    }),
  )

export const dataReferences = family(
  {
    'config-map-exists': {
      stance: 'A',
      waivable: true,
      why: 'a pod that names a ConfigMap or key that is not there never starts',
      fix: 'correct the name or key, or add it; optional: true where the pod can do without',
    },
    'secret-exists': {
      stance: 'A',
      waivable: true,
      why: 'a pod that names a Secret or key that is not there never starts',
      fix: 'add it to an ExternalSecret of the namespace (its target and secretKey), or correct the name or key',
    },
    'secret-as-file': {
      stance: 'W',
      waivable: true,
      why: 'the environment of a process is inherited, dumped and logged more easily than a file',
      fix: 'mount the Secret as a file where the program can read one',
    },
  },
  cluster => [...dangling(cluster), ...asEnvironment(cluster)],
)
