import type { Placed } from '../set/cluster.ts'
import { type Fields, fields, get, labelsOf, list, strings } from '../set/fields.ts'
import { containersOf, podOf } from '../set/pods.ts'
import { type Change, comes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { named, of } from './say.ts'

/** A weakness of a pod: what it is called, whose, and whether Pod Security's level baseline refuses it too. */
type Weakness = { text: string; grave: boolean }

const grave = (text: string): Weakness => ({ text, grave: true })
const slight = (text: string): Weakness => ({ text, grave: false })

/** Source: Pod Security Standards, kubernetes.io/docs/concepts/security/pod-security-standards. */
const ofContainer = (name: string, container: Fields, pod: Fields): Weakness[] => {
  const own = fields(container.securityContext)
  const capabilities = fields(own.capabilities)
  const one = (field: string): unknown => own[field] ?? pod[field]
  const seccomp = get(one('seccompProfile'), 'type')
  const say = (text: string): string => `container ${name}: ${text}`
  return [
    ...(own.privileged === true ? [grave(say('privileged'))] : []),
    ...strings(capabilities.add).map(added => (added === 'NET_BIND_SERVICE' ? slight : grave)(say(`capability ${added}`))),
    ...(strings(capabilities.drop).includes('ALL') ? [] : [slight(say('capabilities not dropped'))]),
    ...(own.allowPrivilegeEscalation === false ? [] : [slight(say('allowPrivilegeEscalation'))]),
    ...(one('runAsNonRoot') === true ? [] : [slight(say('may run as root'))]),
    ...(one('runAsUser') === 0 ? [grave(say('runAsUser 0'))] : []),
    ...(own.readOnlyRootFilesystem === true ? [] : [slight(say('writable root filesystem'))]),
    ...(seccomp === 'Unconfined' ? [grave(say('seccomp Unconfined'))] : seccomp === undefined ? [slight(say('no seccomp profile'))] : []),
    ...(own.procMount === 'Unmasked' ? [grave(say('procMount Unmasked'))] : []),
    ...list(container.ports).flatMap(({ hostPort }) => (hostPort ? [grave(say(`hostPort ${hostPort}`))] : [])),
  ]
}

const weaknesses = (where: Placed): Weakness[] => {
  const pod = podOf(where)
  if (!pod) return []
  const { spec } = pod
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter(field => spec[field] === true).map(grave),
    ...list(spec.volumes).flatMap(volume => (volume.hostPath ? [grave(`hostPath ${get(volume, 'hostPath', 'path')}`)] : [])),
    ...(spec.automountServiceAccountToken === false ? [] : [slight('its account’s token is mounted')]),
    ...containersOf(pod).flatMap(({ name, fields: one }) => ofContainer(name, one, fields(spec.securityContext))),
  ]
}

const levels = ['privileged', 'baseline', 'restricted']

const lowered = (base: Placed, head: Placed): Said<'D30'>[] =>
  ['enforce', 'audit', 'warn'].flatMap((mode): Said<'D30'>[] => {
    const label = `pod-security.kubernetes.io/${mode}`
    const [old, next] = [base, head].map(({ object }) => levels.indexOf(String(labelsOf(object)[label] ?? 'privileged')))
    if (old === undefined || next === undefined || next >= old) return []
    return [of('D30', head, ['metadata', 'labels', label], `${named(head)}: ${label} ${levels[old]} → ${levels[next] ?? 'nothing'}`)]
  })

const altered = (change: Change): Said<'D30'>[] =>
  stays(change).flatMap(({ base, head }) => {
    if (head.kind === 'Namespace') return lowered(base, head)
    const known = new Set(weaknesses(base).map(({ text }) => text))
    const before = podOf(base)
    const names = new Set(before ? containersOf(before).map(({ name }) => name) : [])
    return weaknesses(head)
      .filter(({ text, grave }) => {
        const container = /^container (.*?): /.exec(text)?.[1]
        // A container that is new lost nothing.
        return !known.has(text) && (grave || container === undefined || names.has(container))
      })
      .map(({ text }) => of('D30', head, podOf(head)?.path ?? [], `${named(head)}: ${text}`))
  })

const created = (change: Change): Said<'D30'>[] =>
  comes(change).flatMap(one =>
    weaknesses(one)
      .filter(({ grave }) => grave)
      .map(({ text }) => of('D30', one, podOf(one)?.path ?? [], `${named(one)} is new: ${text}`)),
  )

export const security = family(
  {
    D30: {
      name: 'security-weakened',
      severity: 'blocks',
      signal:
        'a pod gains a host namespace, hostPath, host port, capability, root or privilege, or loses a restriction that it had; a namespace’s Pod Security level is lower',
      why: 'who breaks into the container gets to the node, and from there to everything on it',
      fix: 'keep base/components/restricted-security-context; what really needs more goes into a namespace and a review of its own',
      more: 'Kubernetes documentation, Pod Security Standards; docs/operations/security-hardening.md',
    },
  },
  change => [...altered(change), ...created(change)],
)
