const envs = ['dev', 'staging', 'prod', 'offline']

/** Files by path. */
export type Corpus = Map<string, string>

const kustomization = (kind: 'Kustomization' | 'Component', lines: string): string =>
  `apiVersion: kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}\nkind: ${kind}\n${lines}`

const object = (apiVersion: string, kind: string, name: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`

const deployment = (name: string): string =>
  object(
    'apps/v1',
    'Deployment',
    name,
    `spec:
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: ${name}
          envFrom:
            - configMapRef:
                name: settings
          ports:
            - name: http
              containerPort: 8080
`,
  )

const service = (name: string): string =>
  object(
    'v1',
    'Service',
    name,
    `spec:\n  selector:\n    app: ${name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n`,
  )

const app = (name: string): [string, string][] => [
  [`apps/${name}/deployment.yaml`, deployment(name)],
  [`apps/${name}/service.yaml`, service(name)],
  [`apps/${name}/settings.env`, `NAME=${name}\nLEVEL=info\n`],
  [
    `apps/${name}/kustomization.yaml`,
    kustomization(
      'Kustomization',
      'resources:\n  - deployment.yaml\n  - service.yaml\nconfigMapGenerator:\n  - name: settings\n    envs:\n      - settings.env\n',
    ),
  ],
]

const overlay = (env: string, name: string): [string, string][] => [
  [`overlays/${env}/${name}/patches/replicas.yaml`, object('apps/v1', 'Deployment', name, 'spec:\n  replicas: 2\n')],
  [
    `overlays/${env}/${name}/kustomization.yaml`,
    kustomization(
      'Kustomization',
      `namespace: ${name}
resources:
  - ../../../apps/${name}
components:
  - ../../../base/components/quota
  - ../../../base/env/${env}
images:
  - name: ${name}
    newTag: "1"
patches:
  - path: patches/replicas.yaml
`,
    ),
  ],
]

export const appName = (number: number): string => `app${String(number).padStart(5, '0')}`

/** So many units, four environments of each app, that share two Components; each renders four objects. */
export const corpus = (units: number): Corpus => {
  const apps = Array.from({ length: units / envs.length }, (_, number) => appName(number))
  const environment = (env: string): [string, string] => [
    `base/env/${env}/kustomization.yaml`,
    kustomization('Component', `labels:\n  - pairs:\n      env: ${env}\n`),
  ]
  return new Map([
    ['base/components/quota/quota.yaml', object('v1', 'ResourceQuota', 'quota', 'spec:\n  hard:\n    pods: "20"\n')],
    ['base/components/quota/kustomization.yaml', kustomization('Component', 'resources:\n  - quota.yaml\n')],
    ...envs.map(environment),
    ...apps.flatMap(app),
    ...envs.flatMap(env => apps.flatMap(name => overlay(env, name))),
  ])
}

/** One unit of so many objects. */
export const oneLargeUnit = (objects: number): Corpus => {
  const names = Array.from({ length: objects }, (_, number) => `map${String(number).padStart(5, '0')}`)
  const all = names.map(name => object('v1', 'ConfigMap', name, `data:\n  name: ${name}\n`)).join('---\n')
  return new Map([
    ['overlays/dev/large/all.yaml', all],
    ['overlays/dev/large/kustomization.yaml', kustomization('Kustomization', 'resources:\n  - all.yaml\n')],
  ])
}
