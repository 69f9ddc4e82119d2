import type { Rule } from '../check/rule.ts'

const control = (why: string, fix: string): Rule => ({ severity: 'error', enforced: 'cluster', waivable: false, why, fix })

/** Pod Security's controls by their ids in Kubernetes; the namespace's label says which level and version of them applies. */
export const podSecurityRules: Record<string, Rule> = {
  allowPrivilegeEscalation: control(
    'a setuid program in the image could gain what the container was denied',
    'set allowPrivilegeEscalation: false on every container (component restricted-security-context)',
  ),
  appArmorProfile: control(
    "an unconfined pod escapes the node's AppArmor profile",
    'leave the profile out, or use RuntimeDefault or Localhost',
  ),
  capabilities_baseline: control('added capabilities are parts of root', 'delete capabilities.add'),
  capabilities_restricted: control('the default capabilities are still parts of root', 'drop ALL; NET_BIND_SERVICE alone may be added'),
  hostNamespaces: control("the pod would see the node's processes, network and memory", 'delete hostNetwork, hostPID and hostIPC'),
  hostPathVolumes: control(
    'a path of the node can hold its credentials and its container socket',
    'use a claim, an emptyDir or a ConfigMap',
  ),
  hostPorts: control('a host port passes by Services and NetworkPolicies', 'delete hostPort and use a Service'),
  hostProbesAndHostLifecycle: control(
    'a probe with a host lets the kubelet call any address',
    'delete host from probes and lifecycle handlers',
  ),
  privileged: control('a privileged container is root on the node', 'delete privileged'),
  procMount: control("an unmasked /proc shows and changes the node's kernel", 'delete procMount'),
  procMount_restricted: control("an unmasked /proc shows and changes the node's kernel", 'delete procMount'),
  restrictedVolumes: control(
    'other volume types reach the node or the network',
    'use a claim, emptyDir, configMap, secret, projected, csi or image volume',
  ),
  runAsNonRoot: control(
    'root in the container is root on the node once it breaks out',
    'set runAsNonRoot: true (component restricted-security-context)',
  ),
  runAsUser: control('user 0 is root on the node once it breaks out', "set runAsUser to the image's own user, not 0"),
  seLinuxOptions: control("another SELinux type, user or role escapes the node's policy", 'delete seLinuxOptions'),
  seccompProfile_baseline: control('without a profile every system call is open', 'use seccompProfile RuntimeDefault or Localhost'),
  seccompProfile_restricted: control('without a profile every system call is open', 'set seccompProfile.type: RuntimeDefault on the pod'),
  sysctls: control("most kernel parameters are the node's and not the pod's", "delete what is not in Kubernetes' list of safe sysctls"),
  windowsHostProcess: control('a HostProcess container is the Windows node itself', 'delete hostProcess'),
}
