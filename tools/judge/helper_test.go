package main

import (
	"encoding/json"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

const law = `
apiVersion: v1
kind: Namespace
metadata: {name: ours, labels: {team: a, pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.35}}
---
apiVersion: v1
kind: Namespace
metadata: {name: exempt, labels: {team: a}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: few-replicas}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules:
      - {operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}
  matchConditions:
    - {name: not-waived, expression: '!(has(params.data) && object.metadata.name in params.data)'}
  variables:
    - {name: count, expression: object.spec.replicas}
  validations:
    - {expression: variables.count < 3, messageExpression: "namespaceObject.metadata.name + ' has ' + string(variables.count)"}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: few-replicas}
spec:
  policyName: few-replicas
  validationActions: [Warn, Audit]
  paramRef: {name: waivers, namespace: law, parameterNotFoundAction: Deny}
  matchResources:
    namespaceSelector:
      matchExpressions:
        - {key: team, operator: Exists}
        - {key: kubernetes.io/metadata.name, operator: NotIn, values: [exempt]}
`

const waivers = `
apiVersion: v1
kind: ConfigMap
metadata: {name: waivers, namespace: law}
data: {waived: ""}
`

func deployment(namespace, name string, replicas string) string {
	return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ` + name + `, namespace: ` + namespace + `}
spec:
  replicas: ` + replicas + `
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      volumes: [{name: scratch}]
      containers:
        - name: c
          image: a:1
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
`
}

// judged asks through the protocol and returns "index policy-or-control actions message" per refusal.
func judged(t *testing.T, documents ...string) []string {
	t.Helper()
	objects := []json.RawMessage{}
	for _, document := range strings.Split(strings.Join(documents, "\n---\n"), "\n---\n") {
		text, err := yaml.YAMLToJSON([]byte(document))
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, text)
	}
	question, err := json.Marshal(map[string]any{"id": 7, "clusters": []any{map[string]any{"objects": objects}}})
	if err != nil {
		t.Fatal(err)
	}
	reply := newCourt().answer(question)
	if reply.Error != "" {
		t.Fatal(reply.Error)
	}
	said := []string{}
	for _, r := range reply.Clusters[0].Refusals {
		said = append(said, strings.TrimSpace(strings.Join([]string{r.Policy + r.Control, strings.Join(r.Actions, ","), r.Message}, " ")))
	}
	return said
}
