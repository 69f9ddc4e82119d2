import { expect } from 'vitest'
import { portNumber } from '../pods.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { alert } from './observe.ts'
import { engine, environments, everything, everywhere, prod, readme } from './units.ts'

const answer = (see: See, section: string, words: RegExp): void => expect(see.section(readme, section)).toMatch(words)

row('KFM-73', 'crash loop: Secrets and configuration', see => {
  answer(see, 'Pods do not start', /crash loop[^\n]*missing Secret or configuration[^\n]*kubectl -n kfm-vector describe pod/)
})

row('KFM-74', 'crash loop: claims', see => {
  answer(see, 'Pods do not start', /binding of the claims: .kubectl -n kfm-vector get pvc./)
})

type Port = { port: number; targetPort: string }

row('KFM-75', 'Services lead to ports', see => {
  for (const unit of [...everywhere, everything]) {
    const services = see.all(unit, 'Service')
    expect(services).toHaveLength(unit === everything ? 3 : 2)
    for (const one of services)
      for (const at of one.some<Port[]>('spec.ports').keys()) {
        expect(portNumber(engine(see, unit), one.get(`spec.ports[${at}].targetPort`))).toBe(one.get(`spec.ports[${at}].port`))
        expect(one.get('spec.selector')).toEqual(engine(see, unit).get('spec.selector.matchLabels'))
      }
  }
})

row('KFM-76', 'no connection: policy and Service', see => {
  answer(see, 'The API can not connect', /policy .allow-callers.: namespace .kfm-api.[\s\S]*Service .vector., port 6333/)
  see.one(prod, 'NetworkPolicy', 'allow-callers')
  expect(see.one(prod, 'Service', 'vector').get('spec.ports[0].port')).toBe(6333)
})

row('KFM-77', 'no connection: DNS', see => {
  answer(see, 'The API can not connect', /kubectl -n kfm-api exec -it <pod> -- nslookup vector\.kfm-vector\.svc/)
})

row('KFM-78', 'latency', see => {
  answer(see, 'Latency', /throttled[\s\S]*slow[\s\S]*controlled rebuild[\s\S]*compare/)
  for (const unit of environments)
    expect(alert(see, unit, 'VectorThrottled')).toMatch(/^vector:cpu_throttled:ratio_rate5m\{namespace="kfm-vector"\} > 0\.25$/)
})

/** Whose review a path needs: the last line of CODEOWNERS that matches its folder. */
const owners = (text: string, path: string): string[] => {
  const lines = text.split('\n').flatMap(line => (/^[/*]/.test(line) ? [line.split(/\s+/)] : []))
  const found = lines.filter(([pattern = '']) => pattern === '*' || path.startsWith(pattern.slice(1)))
  return found.at(-1)?.slice(1) ?? []
}

row('KFM-79', 'owners', see => {
  const text = see.text('.github/CODEOWNERS')
  expect(owners(text, 'apps/kfm-vector/statefulset.yaml')).toEqual(['@gitops/platform'])
  expect(owners(text, 'overlays/prod/kfm-vector/README.md')).toEqual(['@gitops/platform', '@gitops/release'])
})

row('KFM-82', 'changelog', see => {
  const entries = see
    .section(`${prod}/README.md`, 'Changelog')
    .split('\n')
    .filter(line => line.startsWith('- '))
  expect(entries).not.toEqual([])
  for (const entry of entries) expect(entry).toMatch(/^- \d{4}-\d{2}-\d{2} — [^/]+ \/ [^/]+ \/ \S.+$/)
})
