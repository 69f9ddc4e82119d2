package main

import (
	"context"
	"fmt"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// judgeObject asks every policy about an object. Policies and webhooks themselves are never asked about, as in the API server.
func (k *caseload) judgeObject(o *object) {
	if o.kind.Group == admissionv1.GroupName {
		return
	}
	attributes := o.attributes()
	for _, p := range k.policies {
		bindings := k.bindings[p.Name]
		if len(bindings) == 0 {
			continue
		}
		matches, _, _, err := k.matcher.DefinitionMatches(attributes, k.interfaces, validating.NewValidatingAdmissionPolicyAccessor(p.ValidatingAdmissionPolicy))
		if err != nil {
			k.fail(o, p, nil, err)
		}
		if !matches || err != nil {
			continue
		}
		for _, binding := range bindings {
			k.apply(o, attributes, p, binding)
		}
	}
}

func (k *caseload) apply(o *object, attributes *admission.VersionedAttributes, p *policy, binding *admissionv1.ValidatingAdmissionPolicyBinding) {
	matches, err := k.matcher.BindingMatches(attributes, k.interfaces, validating.NewValidatingAdmissionPolicyBindingAccessor(binding))
	if !matches && err == nil {
		return
	}
	var params []runtime.Object
	if err == nil {
		params, err = k.paramsOf(p.Spec.ParamKind, binding, attributes.GetNamespace())
	}
	if err != nil {
		k.fail(o, p, binding, err)
		return
	}
	namespace := k.namespaceOf(o)
	for _, param := range params {
		k.Evaluations++
		result := p.Validate(context.Background(), attributes.GetResource(), attributes, param, namespace, celconfig.RuntimeCELCostBudget, nobody{})
		for _, decision := range result.Decisions {
			if decision.Action == validating.ActionDeny {
				k.refuse(o, p, binding, decision.Message, decision.Evaluation == validating.EvalError)
			}
		}
		for _, annotation := range result.AuditAnnotations {
			if annotation.Action == validating.AuditAnnotationActionError {
				k.refuse(o, p, binding, annotation.Error, true)
			}
		}
	}
}

// namespaceOf is what an expression sees as namespaceObject: nothing for an object without one, a Namespace included.
func (k *caseload) namespaceOf(o *object) *corev1.Namespace {
	if o.GetNamespace() == "" {
		return nil
	}
	namespace, _ := k.namespaces.Get(o.GetNamespace())
	return namespace
}

// fail refuses because a policy or binding couldn't be applied, whatever the binding's actions are, unless failurePolicy says to let it pass.
func (k *caseload) fail(o *object, p *policy, binding *admissionv1.ValidatingAdmissionPolicyBinding, err error) {
	if p.Spec.FailurePolicy != nil && *p.Spec.FailurePolicy == admissionv1.Ignore {
		return
	}
	r := refusal{Object: o.index, Policy: p.Name, Actions: []string{string(admissionv1.Deny)}, Failed: true, Message: fmt.Sprintf("failed to configure: %v", err)}
	if binding != nil {
		r.Binding = binding.Name
	}
	k.Refusals = append(k.Refusals, r)
}

func (k *caseload) refuse(o *object, p *policy, binding *admissionv1.ValidatingAdmissionPolicyBinding, message string, failed bool) {
	r := refusal{Object: o.index, Policy: p.Name, Binding: binding.Name, Message: message, Failed: failed}
	for _, action := range binding.Spec.ValidationActions {
		r.Actions = append(r.Actions, string(action))
	}
	k.Refusals = append(k.Refusals, r)
}
