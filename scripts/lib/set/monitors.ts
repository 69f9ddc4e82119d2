import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, labelsOf, list, strings, text } from './fields.ts'
import { operatorPods } from './operator-pods.ts'
import { containersOf, declares } from './pods.ts'
import { selectorText, selects } from './selector.ts'

/** The namespaces a monitor looks in, or undefined for all of them. */
const scopeOf = ({ object, namespace }: Placed): (string | undefined)[] | undefined => {
  const { any, matchNames } = fields(get(object, 'spec', 'namespaceSelector'))
  const names = strings(matchNames)
  return any === true ? undefined : names.length > 0 ? names : [namespace]
}

const within = (scope: (string | undefined)[] | undefined, namespace: string | undefined): boolean => !scope || scope.includes(namespace)

/** Whether a monitor may look at what isn't rendered here. */
const elsewhere = (cluster: Cluster, of: Placed): boolean =>
  scopeOf(of)?.some(name => name !== of.namespace && name !== undefined && cluster.isForeign(name)) ?? false

type Codes = 'service-monitor-selects' | 'pod-monitor-selects' | 'monitor-port-exists'

const serviceMonitors = (cluster: Cluster): Found<Codes>[] =>
  cluster.ofKind('ServiceMonitor').flatMap((of): Found<Codes>[] => {
    const selector = get(of.object, 'spec', 'selector')
    const found = cluster.ofKind('Service').filter(one => within(scopeOf(of), one.namespace) && selects(selector, labelsOf(one.object)))
    if (found.length === 0) {
      if (elsewhere(cluster, of)) return []
      const problem = `selects no Service (${selectorText(selector)})`
      return [{ code: 'service-monitor-selects', of, path: ['spec', 'selector'], problem }]
    }
    return list(get(of.object, 'spec', 'endpoints')).flatMap((endpoint, at): Found<Codes>[] => {
      const port = text(endpoint.port)
      const has = !port || found.some(one => list(get(one.object, 'spec', 'ports')).some(each => each.name === port))
      if (has) return []
      const problem = `no Service that it selects has a port named ${port}`
      return [{ code: 'monitor-port-exists', of, path: ['spec', 'endpoints', at, 'port'], value: port, problem }]
    })
  })

const podMonitors = (cluster: Cluster): Found<Codes>[] =>
  cluster.ofKind('PodMonitor').flatMap((of): Found<Codes>[] => {
    const selector = get(of.object, 'spec', 'selector')
    const found = cluster.pods.filter(pod => within(scopeOf(of), pod.of.namespace) && selects(selector, pod.labels))
    const made = (scopeOf(of) ?? [of.namespace]).some(namespace =>
      operatorPods(cluster, namespace).some(labels => selects(selector, labels)),
    )
    if (found.length === 0) {
      if (made || elsewhere(cluster, of)) return []
      const problem = `selects no pod (${selectorText(selector)})`
      return [{ code: 'pod-monitor-selects', of, path: ['spec', 'selector'], problem }]
    }
    return list(get(of.object, 'spec', 'podMetricsEndpoints')).flatMap((endpoint, at): Found<Codes>[] => {
      const port = text(endpoint.port)
      if (!port || made || found.some(pod => containersOf(pod).some(one => declares(one.fields, port)))) return []
      const problem = `no pod that it selects has a port named ${port}`
      return [{ code: 'monitor-port-exists', of, path: ['spec', 'podMetricsEndpoints', at, 'port'], value: port, problem }]
    })
  })

/** The label by which the component service-monitor finds Services. */
const label = 'monitoring'

const unseen = (cluster: Cluster): Found<'scraped-service-monitored'>[] =>
  cluster.ofKind('Service').flatMap((of): Found<'scraped-service-monitored'>[] => {
    const own = labelsOf(of.object)
    if (own[label] !== 'scrape') return []
    const seen = cluster
      .ofKind('ServiceMonitor')
      .some(one => within(scopeOf(one), of.namespace) && selects(get(one.object, 'spec', 'selector'), own))
    if (seen) return []
    const problem = 'is to be scraped, and no ServiceMonitor selects it'
    return [{ code: 'scraped-service-monitored', of, path: ['metadata', 'labels', label], value: 'scrape', problem }]
  })

export const monitors = family(
  {
    'service-monitor-selects': {
      stance: 'A',
      waivable: true,
      why: 'a ServiceMonitor without a Service scrapes nothing, and alerts on its metrics never fire',
      fix: 'put the label that it selects (monitoring: scrape) on a Service of the namespace, or delete the monitor',
    },
    'pod-monitor-selects': {
      stance: 'A',
      waivable: true,
      why: 'a PodMonitor without pods scrapes nothing, and alerts on its metrics never fire',
      fix: "make spec.selector equal to labels of the workload's pod template, or delete the monitor",
    },
    'monitor-port-exists': {
      stance: 'A',
      waivable: true,
      why: 'a monitor of a port that is not there scrapes nothing, silently',
      fix: 'name a port of the Service or pod by its name',
    },
    'scraped-service-monitored': {
      stance: 'A',
      waivable: true,
      why: 'the label says that metrics are scraped, and they are not',
      fix: 'add the component base/components/service-monitor, or delete the label',
    },
  },
  cluster => [...serviceMonitors(cluster), ...podMonitors(cluster), ...unseen(cluster)],
)
