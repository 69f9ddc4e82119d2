import type { KubeObject } from '../engine.ts'

type Named = { name?: string; ports?: { hostPort?: number }[] }
type Pod = { containers?: Named[]; initContainers?: Named[]; volumes?: Named[] }
type Path = (string | number)[]

const podPaths: Record<string, string[]> = { Pod: ['spec'], CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'] }

/** Where, in a pod or container, the field is that a control speaks of. */
const fields: Record<string, Path> = {
  allowPrivilegeEscalation: ['securityContext', 'allowPrivilegeEscalation'],
  appArmorProfile: ['securityContext', 'appArmorProfile', 'type'],
  capabilities_baseline: ['securityContext', 'capabilities', 'add'],
  capabilities_restricted: ['securityContext', 'capabilities'],
  privileged: ['securityContext', 'privileged'],
  procMount: ['securityContext', 'procMount'],
  procMount_restricted: ['securityContext', 'procMount'],
  runAsNonRoot: ['securityContext', 'runAsNonRoot'],
  runAsUser: ['securityContext', 'runAsUser'],
  seLinuxOptions: ['securityContext', 'seLinuxOptions'],
  seccompProfile_baseline: ['securityContext', 'seccompProfile', 'type'],
  seccompProfile_restricted: ['securityContext', 'seccompProfile', 'type'],
  sysctls: ['securityContext', 'sysctls'],
  windowsHostProcess: ['securityContext', 'windowsOptions', 'hostProcess'],
}

/** Where the field that a control speaks of is: in the first container or volume that its message names, else in the pod. */
export const podSecurityPath = (object: KubeObject, control: string, message: string): Path => {
  const path = podPaths[object.kind] ?? ['spec', 'template', 'spec']
  const pod = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object) as Pod | undefined
  const host = /\b(hostNetwork|hostPID|hostIPC)=/.exec(message)?.[1]
  if (host) return [...path, host]
  const find = (kind: string, list: keyof Pod): Path | undefined => {
    const named = new RegExp(`${kind}s? "([^"]+)"`).exec(message)?.[1]
    const index = (pod?.[list] ?? []).findIndex(({ name }) => name === named)
    return index < 0 ? undefined : [...path, list, index]
  }
  const container = find('container', 'containers') ?? find('container', 'initContainers')
  const port = container && (container.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], object) as Named).ports
  const hostPort = control === 'hostPorts' ? (port ?? []).findIndex(one => one.hostPort) : -1
  if (container && hostPort >= 0) return [...container, 'ports', hostPort, 'hostPort']
  const volume = find('volume', 'volumes')
  const type = /volume type "([^"]+)"/.exec(message)?.[1]
  if (volume) return type ? [...volume, type] : volume
  const added = control === 'capabilities_restricted' && message.includes('must not include') ? ['add'] : []
  return [...(container ?? path), ...(fields[control] ?? []), ...added]
}
