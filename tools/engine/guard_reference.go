package main

import (
	"go.yaml.in/yaml/v3"
)

// reference checks one path or inline document of the kustomization in dir; f is its finding, still without a code.
func (g *guard) reference(dir string, r reference, f finding, plugins bool) {
	if r.use == usePlugin && !plugins {
		g.plugRoot = dir
	}
	if r.use == useInline || (r.use == usePlugin || r.use == usePatch) && isDocument(r.value) {
		if _, bad := checkYAML([]byte(r.value)); bad != nil {
			f.Code, f.Value = bad.Code, bad.Value
			g.findings = append(g.findings, f)
		} else if r.use == usePlugin {
			g.plugins([]byte(r.value), f)
		}
		return
	}
	at, what, refused := g.judge(dir, r.value, r.use)
	switch {
	case refused != nil:
		f.Code, f.Hint = refused.code, refused.hint
		g.findings = append(g.findings, f)
	case what == kindFolder:
		// A folder at or above the own one is kustomize's "cycle detected", a folder for a file its error too.
		if r.use.takesFolder() && !below(dir, at) {
			g.folder(at, f, plugins || r.use == usePlugin)
			g.misplaced(at, r.use, f)
		}
	case below(at, dir) && r.use != useComponent:
		g.file(at, f, r.use, plugins)
	}
}

// file reads a file as kustomize will, so that everything wrong in it is told at once.
func (g *guard) file(at string, f finding, u use, plugins bool) {
	v := g.view
	if _, known := v.files[at]; u == useOpaque && !known {
		v.opaque[at] = true
	} else if u != useOpaque && v.opaque[at] {
		delete(v.opaque, at)
		delete(v.files, at)
	}
	content, err := v.read(at)
	if u == useResource {
		g.objects += v.objects[at]
	}
	if err == nil && (u == usePlugin || plugins && u == useResource) {
		g.plugins(content, finding{File: at})
	}
}

// isDocument tells inline YAML from a path, which parses as a scalar.
func isDocument(value string) bool {
	var node yaml.Node
	return yaml.Unmarshal([]byte(value), &node) == nil && len(node.Content) > 0 && node.Content[0].Kind != yaml.ScalarNode
}
