import type { AppSpec, Files } from './app-spec.ts'

/** A stateless HTTP server that anybody may run: two pods, restricted, closed but for those who are let in. */
export const httpApp = ({ name, image, port, health }: AppSpec): Files => ({
  'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${name}
resources:
  - deployment.yaml
  - namespace.yaml
  - networkpolicy.yaml
  - poddisruptionbudget.yaml
  - service.yaml
  - serviceaccount.yaml
components:
  - ../../base/components/default-deny
  - ../../base/components/namespace-restricted
  - ../../base/components/np-dns-egress
  - ../../base/components/topology-spread
  - ../../base/components/restricted-security-context
labels:
  - pairs:
      app.kubernetes.io/name: ${name}
      app.kubernetes.io/part-of: ${name}
configMapGenerator:
  - name: ${name}-config
    envs:
      - config.env
`,
  'config.env': `PORT=${port}\n`,
  'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 2 # chosen: the fewest that survive the loss of a node
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
        app.kubernetes.io/name: ${name}
        app.kubernetes.io/component: server
        app.kubernetes.io/part-of: ${name}
    spec:
      priorityClassName: application
      serviceAccountName: ${name}
      automountServiceAccountToken: false
      securityContext:
        runAsUser: 10001 # chosen: no user of a node; the image must be able to run as it
        runAsGroup: 10001
        fsGroup: 10001
      containers:
        - name: ${name}
          image: ${image.name}
          ports:
            - name: http
              containerPort: ${port}
              protocol: TCP
          envFrom:
            - configMapRef:
                name: ${name}-config
          resources: # chosen: small, until somebody has measured
            requests:
              cpu: 100m
              memory: 128Mi
              ephemeral-storage: 64Mi
            limits:
              cpu: 500m
              memory: 256Mi
              ephemeral-storage: 256Mi
          readinessProbe:
            httpGet:
              path: ${health}
              port: http
            periodSeconds: 5
          livenessProbe:
            httpGet:
              path: ${health}
              port: http
            periodSeconds: 10
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
`,
  'namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`,
  'networkpolicy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
spec:
  podSelector:
    matchLabels:
      app: ${name}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              ${name}/client: "true" # chosen: no caller is named; a namespace that may call carries this label
      ports:
        - port: ${port}
          protocol: TCP
`,
  'poddisruptionbudget.yaml': `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${name}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      app: ${name}
`,
  'service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  type: ClusterIP
  selector:
    app: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
      protocol: TCP
`,
  'serviceaccount.yaml': `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\nautomountServiceAccountToken: false\n`,
  'README.md': `# ${name}

Listens on port ${port} and answers \`${health}\` when it can serve. Its Service is \`http://${name}.${name}\`.

| setting | where |
|---|---|
| environment variables | \`config.env\`; an environment's own in \`overlays/<env>/${name}\` |
| who may call it | \`networkpolicy.yaml\`: namespaces labelled \`${name}/client: "true"\` |
| pods and resources | \`deployment.yaml\`; an environment's own in \`overlays/<env>/${name}/patches/\` |
`,
})
