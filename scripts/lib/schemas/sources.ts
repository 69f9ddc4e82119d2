/** A CRD file of a module, and the kinds that are taken from it. */
export type CrdFile = { module: string; file: string; kinds: string[] }

const crds = (module: string, folder: string, files: { [file: string]: string }): CrdFile[] =>
  Object.entries(files).map(([file, kinds]) => ({ module, file: `${folder}/${file}`, kinds: kinds.split(' ') }))

/** Kubernetes' own kinds: the OpenAPI document, and the generated Go file that has the values of enumerated fields. */
export const kubernetes = {
  module: 'k8s.io/kubernetes',
  openapi: 'api/openapi-spec/swagger.json',
  enums: 'pkg/generated/openapi/zz_generated.openapi.go',
} as const

/** Custom kinds of a project that no Go module carries: their definitions are written by hand, in a file beside the schemas. */
export const byHand = { project: 'github.com/strimzi/strimzi-kafka-operator', version: '1.0.1', file: 'strimzi.yaml' } as const

/** The custom kinds that manifests here may use. Versions are in tools/schemas/go.mod. */
export const crdFiles: CrdFile[] = [
  ...crds('github.com/argoproj/argo-cd/v3', 'manifests/crds', {
    'application-crd.yaml': 'Application',
    'applicationset-crd.yaml': 'ApplicationSet',
    'appproject-crd.yaml': 'AppProject',
  }),
  ...crds('github.com/argoproj/argo-rollouts', 'manifests/crds', {
    'analysis-run-crd.yaml': 'AnalysisRun',
    'analysis-template-crd.yaml': 'AnalysisTemplate',
    'cluster-analysis-template-crd.yaml': 'ClusterAnalysisTemplate',
    'experiment-crd.yaml': 'Experiment',
    'rollout-crd.yaml': 'Rollout',
  }),
  ...crds('github.com/cert-manager/cert-manager', 'deploy/crds', {
    'cert-manager.io_certificates.yaml': 'Certificate',
    'cert-manager.io_clusterissuers.yaml': 'ClusterIssuer',
    'cert-manager.io_issuers.yaml': 'Issuer',
  }),
  ...crds('github.com/external-secrets/external-secrets', 'config/crds/bases', {
    'external-secrets.io_clusterexternalsecrets.yaml': 'ClusterExternalSecret',
    'external-secrets.io_clustersecretstores.yaml': 'ClusterSecretStore',
    'external-secrets.io_externalsecrets.yaml': 'ExternalSecret',
    'external-secrets.io_secretstores.yaml': 'SecretStore',
    'generators.external-secrets.io_clustergenerators.yaml': 'ClusterGenerator',
  }),
  ...crds('github.com/kubernetes-csi/external-snapshotter/client/v8', 'config/crd', {
    'snapshot.storage.k8s.io_volumesnapshotclasses.yaml': 'VolumeSnapshotClass',
    'snapshot.storage.k8s.io_volumesnapshots.yaml': 'VolumeSnapshot',
  }),
  ...crds('github.com/prometheus-operator/prometheus-operator', 'example/prometheus-operator-crd', {
    'monitoring.coreos.com_alertmanagerconfigs.yaml': 'AlertmanagerConfig',
    'monitoring.coreos.com_podmonitors.yaml': 'PodMonitor',
    'monitoring.coreos.com_prometheusrules.yaml': 'PrometheusRule',
    'monitoring.coreos.com_servicemonitors.yaml': 'ServiceMonitor',
  }),
  ...crds('istio.io/api', 'kubernetes', {
    'customresourcedefinitions.gen.yaml':
      'AuthorizationPolicy DestinationRule Gateway PeerAuthentication ServiceEntry Sidecar Telemetry VirtualService',
  }),
  ...crds('sigs.k8s.io/gateway-api', 'config/crd/standard', {
    'gateway.networking.k8s.io_backendtlspolicies.yaml': 'BackendTLSPolicy',
    'gateway.networking.k8s.io_gatewayclasses.yaml': 'GatewayClass',
    'gateway.networking.k8s.io_gateways.yaml': 'Gateway',
    'gateway.networking.k8s.io_grpcroutes.yaml': 'GRPCRoute',
    'gateway.networking.k8s.io_httproutes.yaml': 'HTTPRoute',
    'gateway.networking.k8s.io_listenersets.yaml': 'ListenerSet',
    'gateway.networking.k8s.io_referencegrants.yaml': 'ReferenceGrant',
    'gateway.networking.k8s.io_tcproutes.yaml': 'TCPRoute',
    'gateway.networking.k8s.io_tlsroutes.yaml': 'TLSRoute',
    'gateway.networking.k8s.io_udproutes.yaml': 'UDPRoute',
  }),
]
