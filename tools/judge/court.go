package main

import (
	"encoding/json"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/apiserver/pkg/admission/plugin/policy/matching"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/client-go/kubernetes/scheme"
)

// court keeps what is made once: the CEL environment, the policies compiled so far, Pod Security's controls.
type court struct {
	environment *environment.EnvSet
	policies    map[string]*policy
	controls    *controls
	interfaces  admission.ObjectInterfaces
}

func newCourt() *court {
	return &court{
		environment: environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()),
		policies:    map[string]*policy{},
		controls:    newControls(),
		interfaces:  admission.NewObjectInterfacesFromScheme(scheme.Scheme),
	}
}

// caseload is one cluster while it is judged.
type caseload struct {
	*court
	objects    []*object
	namespaces namespaces
	policies   []*policy
	bindings   map[string][]*admissionv1.ValidatingAdmissionPolicyBinding // by policy name
	matcher    generic.PolicyMatcher
	params     map[[2]string]params
	verdicts
}

func (c *court) judge(texts []json.RawMessage) verdicts {
	k := &caseload{
		court:      c,
		namespaces: namespaces{},
		bindings:   map[string][]*admissionv1.ValidatingAdmissionPolicyBinding{},
		params:     map[[2]string]params{},
		verdicts:   verdicts{Refusals: []refusal{}},
	}
	k.matcher = generic.NewPolicyMatcher(matching.NewMatcher(k.namespaces, nil))
	for index, text := range texts {
		o, err := read(index, text)
		if err == nil {
			k.objects = append(k.objects, o)
			err = k.admit(o)
		}
		if err != nil {
			k.Refusals = append(k.Refusals, refusal{Object: index, Failed: true, Message: err.Error()})
		}
	}
	for _, o := range k.objects {
		k.judgeObject(o)
		k.judgePod(o)
	}
	return k.verdicts
}

// admit takes note of what other objects are judged by.
func (k *caseload) admit(o *object) error {
	switch typed := o.typed.(type) {
	case *corev1.Namespace:
		k.namespaces[typed.Name] = typed
	case *admissionv1.ValidatingAdmissionPolicy:
		p, err := k.compiled(typed)
		if err != nil {
			return err
		}
		k.policies = append(k.policies, p)
		for _, problem := range p.broken {
			k.Refusals = append(k.Refusals, refusal{Object: o.index, Failed: true, Message: problem.Error()})
		}
	case *admissionv1.ValidatingAdmissionPolicyBinding:
		setDefaults(typed.Spec.MatchResources)
		k.bindings[typed.Spec.PolicyName] = append(k.bindings[typed.Spec.PolicyName], typed)
	}
	return nil
}
