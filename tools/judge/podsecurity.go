package main

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/pod-security-admission/api"
	podsecurity "k8s.io/pod-security-admission/policy"
)

// controls evaluates Pod Security and says which control refused; the library's results don't.
type controls struct{ podsecurity.Evaluator }

const idEnd = "\x00"

func newControls() *controls {
	checks := podsecurity.DefaultChecks()
	for _, check := range checks {
		for i := range check.Versions {
			evaluate := check.Versions[i].CheckPod
			check.Versions[i].CheckPod = func(meta *metav1.ObjectMeta, spec *corev1.PodSpec) podsecurity.CheckResult {
				result := evaluate(meta, spec)
				result.ForbiddenReason = string(check.ID) + idEnd + result.ForbiddenReason
				return result
			}
		}
	}
	evaluator, err := podsecurity.NewEvaluator(checks, nil)
	if err != nil {
		panic(err) // the library's own checks
	}
	return &controls{evaluator}
}

// refusals says what a pod violates at a level and version.
func (c *controls) refusals(level api.LevelVersion, template *corev1.PodTemplateSpec) (found []refusal) {
	setVolumeDefaults(&template.Spec)
	for _, result := range c.EvaluatePod(level, &template.ObjectMeta, &template.Spec) {
		if result.Allowed {
			continue
		}
		id, reason, _ := strings.Cut(result.ForbiddenReason, idEnd)
		message := reason
		if result.ForbiddenDetail != "" {
			message += " (" + result.ForbiddenDetail + ")"
		}
		found = append(found, refusal{Control: id, Level: level.String(), Message: message})
	}
	return found
}

// setVolumeDefaults is the one default of the API server that a control looks at: a volume without a source is an emptyDir.
func setVolumeDefaults(spec *corev1.PodSpec) {
	for i := range spec.Volumes {
		if spec.Volumes[i].VolumeSource == (corev1.VolumeSource{}) {
			spec.Volumes[i].EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
}

// templates says where each kind keeps the pods that it makes.
var templates = map[string][]string{
	"v1 Pod":                       {},
	"v1 PodTemplate":               {"template"},
	"v1 ReplicationController":     {"spec", "template"},
	"apps/v1 Deployment":           {"spec", "template"},
	"apps/v1 StatefulSet":          {"spec", "template"},
	"apps/v1 DaemonSet":            {"spec", "template"},
	"apps/v1 ReplicaSet":           {"spec", "template"},
	"batch/v1 Job":                 {"spec", "template"},
	"batch/v1 CronJob":             {"spec", "jobTemplate", "spec", "template"},
	"argoproj.io/v1alpha1 Rollout": {"spec", "template"},
}

// judgePod holds an object's pods to the level that its namespace enforces.
func (k *caseload) judgePod(o *object) {
	path, ok := templates[o.GetAPIVersion()+" "+o.GetKind()]
	if !ok {
		return
	}
	fields, found, err := unstructured.NestedMap(o.Object, path...)
	var template corev1.PodTemplateSpec
	if err == nil && found {
		err = runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &template)
	}
	if err != nil {
		k.Refusals = append(k.Refusals, refusal{Object: o.index, Failed: true, Message: err.Error()})
		return
	}
	if !found { // a Rollout that points to a Deployment's template
		return
	}
	namespace, _ := k.namespaces.Get(o.GetNamespace())
	enforced, problems := api.PolicyToEvaluate(namespace.Labels, api.Policy{
		Enforce: api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()},
	})
	for _, problem := range problems {
		k.Refusals = append(k.Refusals, refusal{Object: o.index, Failed: true, Message: "namespace " + namespace.Name + ": " + problem.Error()})
	}
	for _, r := range k.controls.refusals(enforced.Enforce, &template) {
		r.Object = o.index
		k.Refusals = append(k.Refusals, r)
	}
}
