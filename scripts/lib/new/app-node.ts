import type { AppSpec, Files } from './app-spec.ts'

/** A service of Tartware: what base/components/node-service/README.md shows, which a test compares. */
export const nodeService = ({ name, image, port }: AppSpec): Files => ({
  'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${name}
resources:
  - deployment.yaml
components:
  - ../../base/components/node-service
labels:
  - pairs:
      app.kubernetes.io/name: ${name}
      app.kubernetes.io/part-of: tartware
    includeTemplates: true
configMapGenerator:
  - name: ${name}-config
    envs:
      - config.env
patches:
  - path: patches/metrics-port.yaml
    target:
      kind: PeerAuthentication
      name: ${name}
`,
  'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
        - name: server
          image: ${image.name}
          ports:
            - name: http
              containerPort: ${port}
              protocol: TCP
`,
  'patches/metrics-port.yaml': `- op: add\n  path: /spec/portLevelMtls/${port}\n  value:\n    mode: PERMISSIVE\n`,
  'config.env': `LOG_LEVEL=info\nNODE_OPTIONS=--max-old-space-size=384\nSERVICE_NAME=${name.replace('tartware-', '')}\n`,
  'README.md': `# Tartware ${name.replace('tartware-', '')}

Listens on port ${port}. What it has in common with the others: [Tartware](../../docs/tartware.md),
[node-service](../../base/components/node-service/README.md).
`,
})

/** What base/components/node-service/README.md asks for beside the files. */
export const nodeServiceNext = ({ name, port }: AppSpec): string[] => [
  `let the gateway call it: a rule for ${name}:${port} in apps/tartware-api-gateway/networkpolicy.yaml, its address in config.env there`,
  `prod's pods and resources: overlays/prod/${name}/patches/, and its line in docs/operations/capacity.md`,
]
