package main

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	listersv1 "k8s.io/client-go/listers/core/v1"
)

// namespaces answers as the API server's lister would. A namespace that nothing renders exists too, with the one label that every namespace has.
type namespaces map[string]*corev1.Namespace

var _ listersv1.NamespaceLister = namespaces{}

// setNameLabel is what the API server does to every namespace.
func setNameLabel(namespace *corev1.Namespace) {
	if namespace.Labels == nil {
		namespace.Labels = map[string]string{}
	}
	namespace.Labels[corev1.LabelMetadataName] = namespace.Name
}

func (n namespaces) Get(name string) (*corev1.Namespace, error) {
	if n[name] == nil {
		n[name] = &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
		setNameLabel(n[name])
	}
	return n[name], nil
}

func (n namespaces) List(selector labels.Selector) (list []*corev1.Namespace, err error) {
	for _, namespace := range n {
		if selector.Matches(labels.Set(namespace.Labels)) {
			list = append(list, namespace)
		}
	}
	return list, nil
}
