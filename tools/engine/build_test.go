package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

var app = files{
	"apps/x/kustomization.yaml": "resources: [deployment.yaml]\n",
	"apps/x/deployment.yaml":    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:\n  template:\n    spec:\n      containers: [{name: x, image: x}]\n",
	"overlays/prod/x/kustomization.yaml": "resources: [../../../apps/x]\ncommonLabels: {a: b}\nbuildMetadata: [managedByLabel, originAnnotations]\n" +
		"patches: [{path: p.yaml}]\nconfigMapGenerator: [{name: a, literals: [a=b]}]\n",
	"overlays/prod/x/p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:\n  template:\n    spec:\n      containers: [{name: x, env: [{name: a, value: <b>}]}]\n",
}

func TestBuild(t *testing.T) {
	r := both(t, app, "overlays/prod/x")
	if r.Error != "" || r.Tainted {
		t.Fatal(text(r))
	}
	if !contains(*r.YAML, "app.kubernetes.io/managed-by: kustomize-v5.8.1\n") {
		t.Error("the version in buildMetadata isn't the command line's")
	}
	want := []string{
		"apps", "apps/x", "apps/x/Kustomization", "apps/x/deployment.yaml", "apps/x/kustomization.yaml", "apps/x/kustomization.yml",
		"overlays", "overlays/prod", "overlays/prod/x", "overlays/prod/x/Kustomization", "overlays/prod/x/kustomization.yaml",
		"overlays/prod/x/kustomization.yml", "overlays/prod/x/p.yaml",
	}
	if !slices.Equal(r.Reads, want) {
		t.Errorf("reads %q", r.Reads)
	}
	if len(r.Warnings) != 1 || !contains(r.Warnings[0], "'commonLabels' is deprecated") {
		t.Errorf("warnings %q", r.Warnings)
	}
}

// The library on the real disk is the reference: the same bytes, and the same objects as JSON.
func TestBuildEqualsTheLibraryOnDisk(t *testing.T) {
	root := write(t, app)
	result, err := krusty.MakeKustomizer(options()).Run(filesys.MakeFsOnDisk(), filepath.Join(root, "overlays/prod/x"))
	must(t, err)
	want, err := result.AsYaml()
	must(t, err)
	r := newEngine(t, root).build("work", "overlays/prod/x")
	if r.YAML == nil || *r.YAML != string(want) {
		t.Fatalf("got %s\nwant %s", text(r), want)
	}
	for i, resource := range result.Resources() {
		object, _ := resource.MarshalJSON()
		if string(object) != string(r.Objects[i]) {
			t.Errorf("object %d: %s", i, r.Objects[i])
		}
	}
}

func TestEmptyResult(t *testing.T) {
	r := both(t, files{"k/kustomization.yaml": "namespace: x\n"}, "k")
	if got := text(r); !contains(got, `"yaml":"","objects":[]`) || !contains(got, `"warnings":[]`) {
		t.Error(got)
	}
}

func TestObjectsAreJSON(t *testing.T) {
	r := both(t, files{"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": configMap + "  html: <&>\n"}, "k")
	var object struct{ Data map[string]string }
	must(t, json.Unmarshal(r.Objects[0], &object))
	if object.Data["html"] != "<&>" {
		t.Error(object)
	}
}
