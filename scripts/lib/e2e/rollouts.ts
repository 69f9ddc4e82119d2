import { toolPath } from '../tools.ts'
import type { Cluster } from './cluster.ts'
import { freePorts } from './ports.ts'

/**
 * Starts Argo Rollouts' controller in a cluster, whose Rollouts it then steps through; it ends with the cluster. The custom kinds of
 * Istio are served, but no mesh routes anything: a Rollout's weights are written to its VirtualService and that is all.
 */
export const rollouts = async ({ processes, kubeconfig }: Cluster): Promise<void> => {
  const [metrics, health] = await freePorts(2)
  processes.start('argo-rollouts', await toolPath('argo-rollouts'), [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    `--metricsPort=${metrics}`,
    `--healthzPort=${health}`,
  ])
}
