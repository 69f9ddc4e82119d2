package main

import (
	"encoding/json"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/client-go/kubernetes/scheme"
)

// object is a rendered object as the API server sees it: built-in kinds through their Go type, so that unknown fields are gone and quantities are
// strings. typed is nil for custom resources.
type object struct {
	index int
	kind  schema.GroupVersionKind
	typed runtime.Object
	*unstructured.Unstructured
}

// read decodes an object; one of a namespaced kind that names no namespace goes to "default", as without a client it would.
func read(index int, text []byte) (*object, error) {
	o := &object{index: index, Unstructured: &unstructured.Unstructured{}}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return o, err
	}
	o.Object = fields
	o.kind = o.GroupVersionKind()
	if o.kind.Kind == "" || o.kind.Version == "" {
		return o, fmt.Errorf("it has no apiVersion or no kind")
	}
	if scheme.Scheme.Recognizes(o.kind) {
		typed, err := scheme.Scheme.New(o.kind)
		if err != nil {
			return o, err
		}
		if err := json.Unmarshal(text, typed); err != nil {
			return o, err
		}
		if namespace, ok := typed.(*corev1.Namespace); ok {
			setNameLabel(namespace)
		}
		if o.Object, err = runtime.DefaultUnstructuredConverter.ToUnstructured(typed); err != nil {
			return o, err
		}
		o.typed = typed
	}
	if o.GetNamespace() == "" && !isClusterScoped(o.kind) {
		o.SetNamespace("default")
	}
	return o, nil
}

// attributes is the request that creates the object, as Argo CD makes it.
func (o *object) attributes() *admission.VersionedAttributes {
	resource, _ := meta.UnsafeGuessKindToResource(o.kind)
	namespace := o.GetNamespace()
	if o.kind.Kind == "Namespace" && o.kind.Group == "" {
		namespace = o.GetName()
	}
	info := &user.DefaultInfo{Name: "system:serviceaccount:argo:argocd-application-controller", Groups: []string{"system:serviceaccounts", "system:authenticated"}}
	record := admission.NewAttributesRecord(o.Unstructured, nil, o.kind, namespace, o.GetName(), resource, "", admission.Create, nil, false, info)
	return &admission.VersionedAttributes{Attributes: record, VersionedKind: o.kind, VersionedObject: o.Unstructured}
}

// clusterScopedKinds are those without a namespace among the built-in kinds and the custom resources in use, Cluster* aside.
var clusterScopedKinds = map[string]bool{}

func init() {
	kinds := `Namespace Node PersistentVolume StorageClass VolumeAttributesClass VolumeAttachment CSIDriver CSINode PriorityClass RuntimeClass
		IngressClass GatewayClass DeviceClass ResourceSlice CustomResourceDefinition APIService CertificateSigningRequest FlowSchema
		PriorityLevelConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration
		MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration VolumeSnapshotClass VolumeSnapshotContent
		IPAddress ServiceCIDR StorageVersion`
	for _, kind := range strings.Fields(kinds) {
		clusterScopedKinds[kind] = true
	}
}

func isClusterScoped(kind schema.GroupVersionKind) bool {
	return clusterScopedKinds[kind.Kind] || strings.HasPrefix(kind.Kind, "Cluster")
}
