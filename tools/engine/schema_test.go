package main

import "testing"

// A schema replaced by one build must not be seen by the next, and must meet the state of a fresh process.
func TestSchemaDoesNotLeak(t *testing.T) {
	schema := `{"definitions":{"d":{"type":"object","x-kubernetes-group-version-kind":[{"group":"apps","kind":"Other","version":"v1"}]}}}`
	all := files{"odd/kustomization.yaml": "openapi: {path: s.json}\nresources: [../apps/x]\npatches: [{path: p.yaml}]\n", "odd/s.json": schema, "odd/p.yaml": app["overlays/prod/x/p.yaml"]}
	for name, content := range app {
		all[name] = content
	}
	e := newEngine(t, write(t, all))
	fresh := e.build("work", "odd")
	plain := e.build("work", "overlays/prod/x")
	again := e.build("work", "odd")
	after := e.build("work", "overlays/prod/x")
	if !fresh.Tainted || plain.Tainted || plain.Error != "" || fresh.Error != "" {
		t.Fatal(text(fresh), text(plain))
	}
	if contains(*fresh.YAML, "image: x") || !contains(*plain.YAML, "image: x") {
		t.Error("with that schema the patch replaces the list of containers, without it the list is merged")
	}
	if text(fresh) != text(again) || text(plain) != text(after) {
		t.Error("one build changed a later one")
	}
	r := e.build("work", "overlays/prod/x")
	other := newEngine(t, write(t, files{"k/kustomization.yaml": "crds: [c.yaml]\n", "k/c.yaml": "{}\n"})).build("work", "k")
	if text(r) != text(after) || !other.Tainted {
		t.Error("crds taint")
	}
}

func TestPanicOfKustomize(t *testing.T) {
	all := files{"odd/kustomization.yaml": "openapi: {path: s.json}\nresources: [../apps/x]\npatches: [{path: p.yaml}]\n", "odd/s.json": `{"definitions": 5}`, "odd/p.yaml": app["overlays/prod/x/p.yaml"]}
	for name, content := range app {
		all[name] = content
	}
	e := newEngine(t, write(t, all))
	if r := e.build("work", "odd"); !contains(r.Error, "kustomize panicked: invalid schema file") || !r.Tainted {
		t.Error(text(r))
	}
	if r := e.build("work", "overlays/prod/x"); r.Error != "" {
		t.Error(r.Error)
	}
}
