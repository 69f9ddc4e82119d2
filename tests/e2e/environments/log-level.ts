import { get } from '../../../scripts/lib/e2e/objects.ts'
import type { Place } from './place.ts'

/** The file of the setting that proofs in dev change. */
export const overlay = 'overlays/dev/formdb-http-api/kustomization.yaml'
const namespace = 'formdb-dev'
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'formdb-http-api', namespace } }

/** The setting LOG_LEVEL in the ConfigMap that the running Deployment names. */
export const logLevel = async ({ run }: Place): Promise<string> => {
  const { spec } = await get(run.api, deployment)
  const name = spec.template.spec.containers[0].envFrom.find((from: { configMapRef?: object }) => from.configMapRef).configMapRef.name
  return (await get(run.api, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } })).data.LOG_LEVEL
}
