package main

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/client-go/tools/cache"
)

// store hands a cluster's objects of one kind to the library as an informer does.
type store struct {
	cache.SharedIndexInformer // nothing of it is asked but HasSynced
	kind                      schema.GroupVersionKind
	indexer                   cache.Indexer
}

func (s *store) Informer() cache.SharedIndexInformer { return s }
func (s *store) HasSynced() bool                     { return true }
func (s *store) Lister() cache.GenericLister {
	resource, _ := meta.UnsafeGuessKindToResource(s.kind)
	return cache.NewGenericLister(s.indexer, resource.GroupResource())
}

// paramsOf finds what a binding's paramRef means for a namespace; an error refuses, like parameterNotFoundAction: Deny.
func (k *caseload) paramsOf(kind *admissionv1.ParamKind, binding *admissionv1.ValidatingAdmissionPolicyBinding, namespace string) ([]runtime.Object, error) {
	if kind == nil || binding.Spec.ParamRef == nil {
		return []runtime.Object{nil}, nil
	}
	key := [2]string{binding.Name, namespace}
	if known, ok := k.params[key]; ok {
		return known.objects, known.err
	}
	gvk := schema.FromAPIVersionAndKind(kind.APIVersion, kind.Kind)
	scope := meta.RESTScope(meta.RESTScopeNamespace)
	if isClusterScoped(gvk) {
		scope = meta.RESTScopeRoot
	}
	found, err := generic.CollectParams(kind, k.storeOf(gvk), scope, binding.Spec.ParamRef, namespace)
	k.params[key] = params{found, err}
	return found, err
}

type params struct {
	objects []runtime.Object
	err     error
}

func (k *caseload) storeOf(kind schema.GroupVersionKind) *store {
	indexer := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	for _, o := range k.objects {
		if o.kind == kind {
			_ = indexer.Add(o.Unstructured) // fails only for what has no metadata
		}
	}
	return &store{kind: kind, indexer: indexer}
}
