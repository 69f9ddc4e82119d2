import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { home } from '../tools.ts'

/** A program that runs in the proofs, the module it is built from, and that module's version. */
export type Version = { program: string; module: string; version: string }

const pins: { folder: string; module: string; program: string }[] = [
  { folder: 'e2e/kubernetes', module: 'k8s.io/kubernetes', program: 'kube-apiserver, kube-controller-manager, kube-scheduler' },
  { folder: 'e2e/kubernetes', module: 'go.etcd.io/etcd/server/v3', program: 'etcd' },
  { folder: 'e2e/kwok', module: 'sigs.k8s.io/kwok', program: 'kwok' },
  { folder: 'e2e/argo-cd', module: 'github.com/argoproj/argo-cd/v3', program: 'Argo CD' },
  { folder: 'e2e/argo-rollouts', module: 'github.com/argoproj/argo-rollouts', program: 'Argo Rollouts' },
  { folder: 'e2e/helmfile', module: 'github.com/helmfile/helmfile', program: 'helmfile' },
  { folder: 'e2e/helmfile', module: 'helm.sh/helm/v4', program: 'Helm' },
  { folder: 'e2e/miniredis', module: 'github.com/alicebob/miniredis/v2', program: 'miniredis' },
  { folder: '', module: 'sigs.k8s.io/kustomize/kustomize/v5', program: 'kustomize' },
]

/** The versions as Go resolves them from the modules of tools/, not as anything claims them. */
export const versions = (): Promise<Version[]> =>
  Promise.all(
    pins.map(async ({ folder, module, program }) => {
      const options = { cwd: join(home, 'tools', folder), env: { ...process.env, GOWORK: 'off' } }
      const { stdout } = await promisify(execFile)('go', ['list', '-m', '-f', '{{.Version}}', module], options)
      return { program, module, version: stdout.trim() }
    }),
  )
