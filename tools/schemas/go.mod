module gitops/tools/schemas

go 1.26.3

require (
	github.com/argoproj/argo-cd/v3 v3.5.7
	github.com/argoproj/argo-rollouts v1.9.1
	github.com/cert-manager/cert-manager v1.21.2
	github.com/external-secrets/external-secrets v1.3.2
	github.com/kubernetes-csi/external-snapshotter/client/v8 v8.6.0
	github.com/prometheus-operator/prometheus-operator v0.94.1
	istio.io/api v1.31.1
	k8s.io/kubernetes v1.36.4
	sigs.k8s.io/gateway-api v1.6.2
)
