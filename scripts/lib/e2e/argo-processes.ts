import { chmodSync, copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { toolPath } from '../tools.ts'
import type { Cluster } from './cluster.ts'
import { eventually } from './eventually.ts'
import { freePorts } from './ports.ts'

export const namespace = 'argo'

/** A folder with the two programs that the repo-server looks for on its PATH: the pinned kustomize and Argo CD's own wrapper of git. */
const programs = async (data: string, argoCd: string): Promise<string> => {
  const folder = join(data, 'bin')
  mkdirSync(folder)
  symlinkSync(await toolPath('kustomize'), join(folder, 'kustomize'))
  const wrapper = join(folder, 'git-verify-wrapper.sh')
  copyFileSync(join(argoCd, 'hack/git-verify-wrapper.sh'), wrapper)
  chmodSync(wrapper, 0o755)
  return folder
}

/**
 * Starts a Redis in memory and Argo CD's repo-server, application controller and ApplicationSet controller in namespace `argo`.
 * They look for new commits every three minutes, as by default: a proof that can't wait has them look at once.
 * @param argoCd the folder of Argo CD's Go module
 * @param syncs whether the application controller is started
 * @returns starts Argo CD's own API server as well, open to all who reach its port, and answers with its address
 */
export const startArgoProcesses = async (
  { processes, kubeconfig }: Cluster,
  argoCd: string,
  syncs: boolean,
): Promise<() => Promise<string>> => {
  const [redisPort, repo, repoMetrics, metrics, setMetrics, setProbe, setWebhook] = await freePorts(7)
  const [redis, repoServer] = [`127.0.0.1:${redisPort}`, `127.0.0.1:${repo}`]
  processes.start('miniredis', await toolPath('miniredis'), [redis])
  const program = await toolPath('argo-cd')
  const common = {
    PATH: `${await programs(processes.data, argoCd)}:${process.env.PATH}`,
    KUBECONFIG: kubeconfig,
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: join(processes.data, 'tls'),
    ARGOCD_SSH_DATA_PATH: join(processes.data, 'ssh'),
    ARGOCD_RECONCILIATION_TIMEOUT: '180s',
    ARGOCD_RECONCILIATION_JITTER: '0s',
  }
  const start = (role: string, args: string[]): void =>
    processes.start(role, program, args, { ...common, ARGOCD_BINARY_NAME: `argocd-${role}` })
  start('repo-server', [
    '--address=127.0.0.1',
    `--port=${repo}`,
    '--metrics-address=127.0.0.1',
    `--metrics-port=${repoMetrics}`,
    '--disable-tls',
    '--client-ca-path=',
    `--redis=${redis}`,
  ])
  const controller = [
    `--namespace=${namespace}`,
    `--metrics-port=${metrics}`,
    `--repo-server=${repoServer}`,
    '--repo-server-plaintext',
    `--redis=${redis}`,
    // Says in an Application's status which of its objects isn't healthy, so that a proof that fails can say it too.
    '--persist-resource-health',
  ]
  if (syncs) start('application-controller', controller)
  start('applicationset-controller', [
    `--namespace=${namespace}`,
    `--metrics-addr=127.0.0.1:${setMetrics}`,
    `--probe-addr=127.0.0.1:${setProbe}`,
    `--webhook-addr=127.0.0.1:${setWebhook}`,
    `--argocd-repo-server=${repoServer}`,
    '--repo-server-plaintext',
  ])
  return async () => {
    const [port, serverMetrics] = await freePorts(2)
    start('server', [
      '--address=127.0.0.1',
      `--port=${port}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${serverMetrics}`,
      `--namespace=${namespace}`,
      '--insecure',
      '--disable-auth',
      `--redis=${redis}`,
      `--repo-server=${repoServer}`,
      '--repo-server-plaintext',
    ])
    const address = `http://127.0.0.1:${port}`
    await eventually(async () => {
      if (!(await fetch(`${address}/healthz`)).ok) throw new Error('argocd-server does not answer')
    })
    return address
  }
}
