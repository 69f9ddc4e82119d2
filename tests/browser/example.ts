import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commit, diff, shop } from '../diff/shop.ts'

const overlay = (env: string, app: string): string => `overlays/${env}/${app}/kustomization.yaml`
const tag =
  (to: string): ((text: string) => string) =>
  text =>
    text.replace(/newTag: .*/, `newTag: ${to}`)
const budget = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: shop
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: shop
`
const settings = `log:
  level: debug
  format: json
cache:
  size: 64Mi
  ttl: 5m
`

const make = (): string => {
  const root = shop()
  commit(root, {
    [overlay('prod', 'shop')]: tag('1.1.0'),
    [overlay('dev', 'shop')]: tag('1.2.0-rc.1'),
    'apps/shop/budget.yaml': budget,
    'apps/shop/kustomization.yaml': text => text.replace('  - claim.yaml\n', '  - claim.yaml\n  - budget.yaml\n'),
    'apps/shop/settings.yaml': settings,
    'apps/shop/deployment.yaml': text => text.replace('spec:\n  selector', 'spec:\n  replicas: 3\n  selector'),
    'apps/blog/kustomization.yaml': text => text.replace('  - claim.yaml\n', ''),
  })
  const file = join(root, 'diff.html')
  const { status, stdout, stderr } = diff(root, '--base', 'v1', '--head', 'HEAD', '--format', 'html', '--out', file)
  if (status === 2 || status === 3 || stdout) throw new Error(`${status} ${stdout}${stderr}`)
  return readFileSync(file, 'utf8')
}

let made: string | undefined
/** The HTML report of a small change, as the command writes it: images, settings, replicas, a claim that goes. */
export const exampleHtml = (): string => {
  made ??= make()
  return made
}
