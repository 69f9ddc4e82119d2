import type { Cluster } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, list, text } from './fields.ts'

const accounts = (cluster: Cluster): Found<'service-account-exists' | 'service-account-field'>[] =>
  cluster.pods.flatMap(({ of, path, spec }): Found<'service-account-exists' | 'service-account-field'>[] => {
    const name = text(spec.serviceAccountName)
    const old = text(spec.serviceAccount)
    const found: Found<'service-account-exists' | 'service-account-field'>[] = []
    if (name && name !== 'default' && !cluster.find('ServiceAccount', of.namespace, name)) {
      const problem = `there is no ServiceAccount/${name} in namespace ${of.namespace}`
      found.push({ code: 'service-account-exists', of, path: [...path, 'spec', 'serviceAccountName'], value: name, problem })
    }
    if (old)
      found.push({ code: 'service-account-field', of, path: [...path, 'spec', 'serviceAccount'], value: old, problem: 'is deprecated' })
    return found
  })

/** ClusterRoles that Kubernetes has itself. */
const builtIn = (name: string): boolean => ['admin', 'cluster-admin', 'edit', 'view'].includes(name) || name.startsWith('system:')

const bindings = (cluster: Cluster): Found<'rbac-subject-exists' | 'rbac-role-exists'>[] =>
  ['RoleBinding', 'ClusterRoleBinding']
    .flatMap(kind => cluster.ofKind(kind))
    .flatMap((of): Found<'rbac-subject-exists' | 'rbac-role-exists'>[] => {
      const subjects = list(of.object.subjects).flatMap((subject, at): Found<'rbac-subject-exists'>[] => {
        if (subject.kind !== 'ServiceAccount') return []
        const namespace = text(subject.namespace)
        const name = String(subject.name)
        if (namespace && (cluster.find('ServiceAccount', namespace, name) || (namespace !== of.namespace && cluster.isForeign(namespace))))
          return []
        const problem = namespace
          ? `there is no ServiceAccount/${name} in namespace ${namespace}`
          : `ServiceAccount/${name} needs a namespace`
        return [{ code: 'rbac-subject-exists', of, path: ['subjects', at, namespace ? 'name' : 'namespace'], value: name, problem }]
      })
      const { kind, name } = fields(get(of.object, 'roleRef'))
      const role = String(name)
      const has = kind === 'Role' ? cluster.find('Role', of.namespace, role) : builtIn(role) || cluster.find('ClusterRole', undefined, role)
      const problem = `there is no ${kind}/${role}${kind === 'Role' ? ` in namespace ${of.namespace}` : ''}`
      return [...subjects, ...(has ? [] : [{ code: 'rbac-role-exists' as const, of, path: ['roleRef', 'name'], value: role, problem }])]
    })

export const serviceAccounts = family(
  {
    'service-account-exists': {
      stance: 'A',
      waivable: true,
      why: 'pods whose ServiceAccount is not there are never created',
      fix: 'add the ServiceAccount, or correct its name',
    },
    'service-account-field': {
      stance: 'A',
      waivable: true,
      why: 'serviceAccount is the old name of serviceAccountName; Kubernetes writes both back, and a patch of one leaves the other',
      fix: 'write serviceAccountName',
    },
    'rbac-subject-exists': {
      stance: 'A',
      waivable: true,
      why: 'a binding to an account that is not there gives nobody the right; whoever later makes that account gets it',
      fix: 'correct name and namespace of the subject: a namespace: field in a kustomization renames only some of them',
    },
    'rbac-role-exists': {
      stance: 'A',
      waivable: true,
      why: 'a binding to a role that is not there gives no right; whoever later makes that role decides what it gives',
      fix: 'add the role, or correct its name',
    },
  },
  cluster => [...accounts(cluster), ...bindings(cluster)],
)
