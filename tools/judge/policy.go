package main

import (
	"encoding/json"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/cel/environment"
)

// policy is a compiled ValidatingAdmissionPolicy. The API server refuses one that is broken.
type policy struct {
	*admissionv1.ValidatingAdmissionPolicy
	validating.Validator
	broken []error
}

// compiled returns a policy, compiled once for all clusters that hold the same one.
func (c *court) compiled(source *admissionv1.ValidatingAdmissionPolicy) (*policy, error) {
	content, err := json.Marshal(source)
	if err != nil {
		return nil, err
	}
	known, ok := c.policies[string(content)]
	if ok {
		return known, nil
	}
	setDefaults(source.Spec.MatchConstraints)
	known, err = compile(c.environment, source)
	if err == nil {
		c.policies[string(content)] = known
	}
	return known, err
}

// compile turns every expression of a policy into a program. The API server's own function for it is not exported.
func compile(base *environment.EnvSet, source *admissionv1.ValidatingAdmissionPolicy) (*policy, error) {
	compiler, err := cel.NewCompositedCompiler(base)
	if err != nil {
		return nil, err
	}
	p := &policy{ValidatingAdmissionPolicy: source}
	spec := &source.Spec
	full := cel.OptionalVariableDeclarations{HasParams: spec.ParamKind != nil, HasAuthorizer: true}
	for _, v := range spec.Variables {
		result := compiler.CompileAndStoreVariable(&validating.Variable{Name: v.Name, Expression: v.Expression}, full, environment.NewExpressions)
		if result.Error != nil {
			p.broken = append(p.broken, result.Error)
		}
	}
	evaluator := func(declared cel.OptionalVariableDeclarations, expressions []cel.ExpressionAccessor) cel.ConditionEvaluator {
		e := compiler.CompileCondition(expressions, declared, environment.NewExpressions)
		p.broken = append(p.broken, e.CompilationErrors()...)
		return e
	}
	var matcher matchconditions.Matcher
	if conditions := conditionsOf(spec); len(conditions) > 0 {
		matcher = matchconditions.NewMatcher(evaluator(full, conditions), spec.FailurePolicy, "policy", "validate", source.Name)
	}
	validations, messages := validationsOf(spec)
	withoutAuthorizer := cel.OptionalVariableDeclarations{HasParams: full.HasParams}
	p.Validator = validating.NewValidator(
		evaluator(full, validations), matcher, evaluator(full, annotationsOf(spec)), evaluator(withoutAuthorizer, messages), spec.FailurePolicy, nil)
	return p, nil
}

func conditionsOf(spec *admissionv1.ValidatingAdmissionPolicySpec) (conditions []cel.ExpressionAccessor) {
	for i := range spec.MatchConditions {
		conditions = append(conditions, (*matchconditions.MatchCondition)(&spec.MatchConditions[i]))
	}
	return conditions
}

// validationsOf returns the validations and, at the same places, their message expressions; nil where there is none.
func validationsOf(spec *admissionv1.ValidatingAdmissionPolicySpec) (validations, messages []cel.ExpressionAccessor) {
	for _, v := range spec.Validations {
		validations = append(validations, &validating.ValidationCondition{Expression: v.Expression, Message: v.Message, Reason: v.Reason})
		var message cel.ExpressionAccessor
		if v.MessageExpression != "" {
			message = &validating.MessageExpressionCondition{MessageExpression: v.MessageExpression}
		}
		messages = append(messages, message)
	}
	return validations, messages
}

func annotationsOf(spec *admissionv1.ValidatingAdmissionPolicySpec) (annotations []cel.ExpressionAccessor) {
	for _, a := range spec.AuditAnnotations {
		annotations = append(annotations, &validating.AuditAnnotationCondition{Key: a.Key, ValueExpression: a.ValueExpression})
	}
	return annotations
}

// setDefaults is what the API server does to matchConstraints and matchResources that leave something out.
func setDefaults(resources *admissionv1.MatchResources) {
	if resources == nil {
		return
	}
	if resources.NamespaceSelector == nil {
		resources.NamespaceSelector = &metav1.LabelSelector{}
	}
	if resources.ObjectSelector == nil {
		resources.ObjectSelector = &metav1.LabelSelector{}
	}
	if resources.MatchPolicy == nil {
		equivalent := admissionv1.Equivalent
		resources.MatchPolicy = &equivalent
	}
}
