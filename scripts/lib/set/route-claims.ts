import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { get, list, type Path, strings } from './fields.ts'

/** What a rule of an Ingress or Gateway route claims: equal claims of two objects fight, and which wins is an accident. */
type Claim = { of: Placed; path: Path; host: string; where: string; key: string }

const claims = (cluster: Cluster): Claim[] => {
  const ofIngress = cluster.ofKind('Ingress').flatMap(of => {
    const canary = get(of.object, 'metadata', 'annotations', 'nginx.ingress.kubernetes.io/canary') === 'true'
    const scope = [get(of.object, 'spec', 'ingressClassName') ?? '', canary]
    return list(get(of.object, 'spec', 'rules')).flatMap((rule, at) =>
      list(get(rule, 'http', 'paths')).map((one, i): Claim => {
        const where = String(one.path ?? '/')
        const key = JSON.stringify([scope, rule.host, where, one.pathType])
        return { of, path: ['spec', 'rules', at, 'http', 'paths', i, 'path'], host: String(rule.host), where, key }
      }),
    )
  })
  const ofRoutes = cluster.ofKind('HTTPRoute').flatMap(of =>
    strings(get(of.object, 'spec', 'hostnames')).flatMap(host =>
      list(get(of.object, 'spec', 'rules')).flatMap((rule, at) =>
        (rule.matches === undefined ? [{ path: { value: '/' } }] : list(rule.matches)).map((match, i): Claim => {
          const key = JSON.stringify([get(of.object, 'spec', 'parentRefs'), host, match])
          return { of, path: ['spec', 'rules', at, 'matches', i], host, where: String(get(match, 'path', 'value') ?? '/'), key }
        }),
      ),
    ),
  )
  return [...ofIngress, ...ofRoutes]
}

const claimedTwice = (cluster: Cluster): Found<'host-path-unique'>[] => {
  const first = new Map<string, Claim>()
  return claims(cluster).flatMap(claim => {
    const other = first.get(claim.key)
    if (!other) {
      first.set(claim.key, claim)
      return []
    }
    const { of, path, host, where } = claim
    const problem = `${host}${where} is claimed by ${other.of.kind}/${other.of.name} of ${other.of.unit} too`
    return [{ code: 'host-path-unique', of, path, value: where, problem }]
  })
}

export const routeClaims = family(
  {
    'host-path-unique': {
      stance: 'A',
      waivable: true,
      why: 'two routes with one host and path: the controller serves one of them, and which is an accident',
      fix: 'give one of them another host or path, or delete it',
    },
  },
  claimedTwice,
)
