import { KubeConfig } from '@kubernetes/client-node'
import { Failure } from './failure.ts'

/** The person's KUBECONFIG (or ~/.kube/config). Throws a Failure when it can't be read or names no cluster. */
export const kubeConfig = (): KubeConfig => {
  const config = new KubeConfig()
  try {
    config.loadFromDefault()
  } catch (error) {
    throw new Failure(`KUBECONFIG can't be read: ${(error as Error).message}`)
  }
  // What the client takes for granted when nobody says anything.
  if (!process.env.KUBECONFIG && config.getCurrentContext() === 'loaded-context')
    throw new Failure('no cluster is named: set KUBECONFIG to the file that your cluster gave you')
  return config
}
