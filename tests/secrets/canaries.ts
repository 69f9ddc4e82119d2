import { stringify } from 'yaml'
import { credentials } from './credentials.ts'

/** A secret of no form at all: only the place where it stands tells what it is. */
const plain = (place: string): string => `canary-${place}-zq7Xw9`
const token = credentials['github-pat'] ?? ''
const base64 = (text: string): string => Buffer.from(text).toString('base64')

const places = [
  'data',
  'string',
  'lines',
  'quoted',
  'env',
  'argument',
  'option',
  'annotation',
  'url',
  'map',
  'file',
  'old',
  'broken',
  'flow',
  'literal',
  'encoded',
]

/** Everything that no output may hold: each canary, each in base64, and the token. */
export const canaries: string[] = [
  token,
  base64(token),
  ...places.flatMap(place => [plain(place), base64(plain(place)).replace(/=+$/, '')]),
]

const object = (kind: string, rest: object): string =>
  stringify({ apiVersion: 'v1', kind, metadata: { name: kind.toLowerCase() }, ...rest })

const secret = object('Secret', {
  data: { a: base64(plain('data')), token: base64(token) },
  stringData: { a: plain('string'), b: `first ${plain('lines')}\nsecond\n`, c: `"${plain('quoted')}"` },
})

const pod = object('Pod', {
  metadata: { name: 'pod', annotations: { 'shop/session-token': plain('annotation'), note: `see ${token}` } },
  spec: {
    containers: [
      {
        name: 'a',
        image: 'a',
        env: [
          { name: 'DB_PASSWORD', value: plain('env') },
          { name: 'DB_URL', value: `postgres://shop:${plain('url')}@db/shop` },
        ],
        args: [`--password=${plain('argument')}`, `--api-key ${plain('option')}`],
      },
    ],
  },
})

const configMap = object('ConfigMap', {
  data: { CLIENT_SECRET: plain('map'), 'a.toml': `[a]\npassword = "${plain('file')}"\n`, b: base64(`token=${plain('encoded')}`), c: token },
})

const kustomization = (...resources: string[]): string =>
  stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources })

/** Units that render, don't fit their schema, drift, or can't be built, with canaries in all of them. */
export const planted: Record<string, string> = {
  'overlays/dev/plain/kustomization.yaml': kustomization('secret.yaml', 'pod.yaml', 'map.yaml'),
  'overlays/dev/plain/secret.yaml': secret,
  'overlays/dev/plain/pod.yaml': pod,
  'overlays/dev/plain/map.yaml': configMap,
  'overlays/dev/invalid/kustomization.yaml': kustomization('secret.yaml'),
  'overlays/dev/invalid/secret.yaml': `${secret}type: [${plain('string')}]\n${plain('string')}: ${plain('string')}\n`,
  'tests/golden/dev/plain.yaml': secret.replace(plain('string'), plain('old')),
  'overlays/dev/broken/kustomization.yaml': kustomization('secret.yaml'),
  'overlays/dev/broken/secret.yaml': `kind: Secret\nstringData:\n  a: ${plain('broken')}\n  b: "${plain('broken')}\n ${plain('broken')}: [}\n`,
  'overlays/dev/flow/kustomization.yaml': kustomization('secret.yaml'),
  'overlays/dev/flow/secret.yaml': `{kind: Secret, stringData: {a: ${plain('flow')}}}\n`,
  'overlays/dev/generator/kustomization.yaml': `secretGenerator:\n  - name: a\n    literals: ["a=${plain('literal')}", ${plain('literal')}]\n`,
  'overlays/dev/named/kustomization.yaml': kustomization(`${token}.yaml`, `https://shop:${plain('url')}@db/a.yaml`),
  [`overlays/dev/${token}/kustomization.yaml`]: kustomization('missing.yaml'),
}
