package main

import (
	"slices"
	"testing"
)

// What kustomize refuses with words that name no line.
func TestGuardForms(t *testing.T) {
	cases := []struct {
		name, kustomization string
		want                []string
	}{
		{"number for text", "images:\n- {name: x, newTag: 1.10}\nlabels:\n- pairs: {a: true, b: 1}\ngeneratorOptions: {disableNameSuffixHash: \"true\"}\n", []string{
			"FIELD_TYPE k/kustomization.yaml:2:21 images[0].newTag=1.10 (expected text: put it in quotes)",
			"FIELD_TYPE k/kustomization.yaml:4:14 labels[0].pairs.a=true (expected text: put it in quotes)",
			"FIELD_TYPE k/kustomization.yaml:4:23 labels[0].pairs.b=1 (expected text: put it in quotes)",
			"FIELD_TYPE k/kustomization.yaml:5:43 generatorOptions.disableNameSuffixHash=true (expected true or false, without quotes)"}},
		{"text for a number", "replicas: [{name: x, count: \"3\"}]\n", []string{
			"FIELD_TYPE k/kustomization.yaml:1:29 replicas[0].count=3 (expected a whole number, without quotes)"}},
		{"kind", "resources: [deployment.yaml]\nkind: Kustomisation\n", []string{
			"KUSTOMIZATION_KIND k/kustomization.yaml:2:7 kind=Kustomisation (write Kustomization or Component)"}},
		{"version", "apiVersion: kustomize.config.k8s.io/v1\nresources: [deployment.yaml]\n", []string{
			"KUSTOMIZATION_KIND k/kustomization.yaml:1:13 apiVersion=kustomize.config.k8s.io/v1 (write kustomize.config.k8s.io/v1beta1)"}},
		{"component as a resource", "resources: [../piece]\n", []string{
			"KUSTOMIZATION_KIND k/kustomization.yaml:1:13 resources[0]=../piece (it is a Component: list it in components)"}},
		{"base as a component", "components: [../base]\n", []string{
			"KUSTOMIZATION_KIND k/kustomization.yaml:1:14 components[0]=../base (it is no Component: list it in resources)"}},
		{"generators", "configMapGenerator:\n- literals: [a=b, a=c, d, \"=e\"]\n- name: x\n  files: [deployment.yaml, a=b=c, deployment.yaml=deployment.yaml]\n", []string{
			"GENERATOR_FORM k/kustomization.yaml:2:3 configMapGenerator[0]= (has no name; give it one)",
			"GENERATOR_FORM k/kustomization.yaml:2:19 configMapGenerator[0].literals[1]=a (repeats the key a; delete one)",
			"GENERATOR_FORM k/kustomization.yaml:2:24 configMapGenerator[0].literals[2]= (is not key=value; write it so)",
			"GENERATOR_FORM k/kustomization.yaml:2:27 configMapGenerator[0].literals[3]= (is not key=value; write it so)",
			"GENERATOR_FORM k/kustomization.yaml:4:28 configMapGenerator[1].files[1]=a=b=c (is neither a path nor key=path; write it so)",
			"GENERATOR_FORM k/kustomization.yaml:4:35 configMapGenerator[1].files[2]=deployment.yaml=deployment.yaml (repeats the key deployment.yaml; delete one)"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := both(t, files{
				"k/kustomization.yaml": c.kustomization, "k/deployment.yaml": configMap,
				"base/kustomization.yaml": "resources: [a.yaml]\n", "base/a.yaml": configMap,
				"piece/kustomization.yaml": "kind: Component\nnamePrefix: x-\n",
			}, "k")
			if got := places(r); r.Error == "" || !slices.Equal(got, c.want) {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
		})
	}
}
