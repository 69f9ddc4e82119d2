package main

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// config is the configuration of a builtin generator or transformer: its document, the lines before it or, when it stands inline,
// its place, and the folder that its paths start from.
type config struct {
	node  *yaml.Node
	place finding
	line  int
	dir   string
}

// configured finds the refused paths in configurations of builtin plugins. It is asked after a build has failed: until then
// a kustomization may patch the configuration, and what stands in the file need not be what kustomize reads.
func (g *guard) configured() []finding {
	var all []finding
	for _, c := range g.configs {
		for _, r := range c.paths() {
			_, _, refused := g.judge(c.dir, r.value, r.use)
			if refused == nil {
				continue
			}
			f := c.place
			if f.Line == 0 {
				f = at(c.node, f, r.steps...)
				f.Line += c.line
			}
			f.Code, f.Hint, f.Field, f.Value = refused.code, refused.hint, fieldText(r.steps), r.text
			all = append(all, f)
		}
	}
	return all
}

// paths lists the fields of builtin plugins that name files (kustomize api/internal/builtins); `paths` may hold patches inline.
func (c config) paths() []reference {
	var all []reference
	add := func(value string, steps ...any) {
		if value != "" && !isDocument(value) {
			all = append(all, reference{steps, value, value, useFile})
		}
	}
	scalar := func(n *yaml.Node) string {
		if n == nil || n.Kind != yaml.ScalarNode {
			return ""
		}
		return n.Value
	}
	add(scalar(field(c.node, "path")), "path")
	for _, name := range []string{"paths", "files", "envs", "replacements"} {
		list := field(c.node, name)
		if list == nil || list.Kind != yaml.SequenceNode {
			continue
		}
		for i, item := range list.Content {
			if name == "replacements" {
				add(scalar(field(item, "path")), name, i, "path")
				continue
			}
			add(scalar(target(item)), name, i)
			if _, file, ok := strings.Cut(scalar(target(item)), "="); ok && name == "files" {
				all[len(all)-1].value = file
			}
		}
	}
	return all
}

// merge gives what the file system refused its place in a configuration: the same code without a line, or another code there.
// With nothing refused, the build failed on a path that isn't there, and the places tell which.
func merge(known, places []finding) []finding {
	if len(known) == 0 {
		return places
	}
	same := func(k, p finding) bool {
		return k.Line == 0 && k.Code == p.Code || k.File == p.File && k.Line == p.Line && k.Col == p.Col
	}
	var all []finding
	for _, k := range known {
		if !slices.ContainsFunc(places, func(p finding) bool { return same(k, p) }) {
			all = append(all, k)
		}
	}
	for _, p := range places {
		if slices.ContainsFunc(known, func(k finding) bool { return same(k, p) }) {
			all = append(all, p)
		}
	}
	return all
}
