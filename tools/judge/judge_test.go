package main

import (
	"strings"
	"testing"
)

func TestJudge(t *testing.T) {
	broken := strings.Replace(law, "variables.count < 3", "variables.cuont < 3", 1)
	for name, c := range map[string]struct {
		documents []string
		want      []string
	}{
		"clean, and a volume without source is an emptyDir": {[]string{law, waivers, deployment("ours", "a", "2")}, []string{}},
		"violated, with the binding's actions":              {[]string{law, waivers, deployment("ours", "a", "3")}, []string{"few-replicas Warn,Audit ours has 3"}},
		"waived by parameter":                               {[]string{law, waivers, deployment("ours", "waived", "3")}, []string{}},
		"exempt namespace":                                  {[]string{law, waivers, deployment("exempt", "a", "3")}, []string{}},
		"namespace that nothing renders":                    {[]string{law, waivers, deployment("elsewhere", "a", "3")}, []string{}},
		"missing parameters refuse":                         {[]string{law, deployment("ours", "a", "2")}, []string{"few-replicas Deny failed to configure: no params found for policy binding with `Deny` parameterNotFoundAction"}},
		"pod security through a CronJob": {[]string{law, waivers, `
apiVersion: batch/v1
kind: CronJob
metadata: {name: a, namespace: ours}
spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, hostNetwork: true, containers: [{name: c, image: a:1}]}}}}}`},
			[]string{"hostNamespaces", "allowPrivilegeEscalation", "capabilities_restricted", "runAsNonRoot", "seccompProfile_restricted"}},
		"pod security through a Rollout, one of a Deployment's template has no pods": {[]string{law, waivers, `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: a, namespace: ours}
spec: {workloadRef: {kind: Deployment, name: a}}`, `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: b, namespace: ours}
spec: {template: {spec: {hostPID: true, securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, containers: []}}}`}, []string{"hostNamespaces"}},
		"an expression that doesn't compile is a finding by itself": {[]string{broken, waivers}, []string{"compilation failed: ERROR: <input>:1:10: undefined field 'cuont'"}},
		"not an object":           {[]string{law, waivers, "kind: {}"}, []string{"it has no apiVersion or no kind"}},
		"a field of another type": {[]string{law, waivers, deployment("ours", "a", "many")}, []string{"json: cannot unmarshal string"}},
	} {
		t.Run(name, func(t *testing.T) {
			said := judged(t, c.documents...)
			if len(said) != len(c.want) {
				t.Fatalf("said %q, expected %q", said, c.want)
			}
			for _, want := range c.want {
				if !strings.Contains(strings.Join(said, "\n"), want) {
					t.Errorf("said %q, expected %q", said, want)
				}
			}
		})
	}
}

func TestMalformed(t *testing.T) {
	for _, text := range []string{"{", "[]", `{"id": 1, "clusters": 3}`} {
		if reply := newCourt().answer([]byte(text)); !strings.HasPrefix(reply.Error, "malformed request") {
			t.Errorf("%s: %q", text, reply.Error)
		}
	}
}
