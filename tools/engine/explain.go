package main

import (
	"errors"
	"net/url"
	"path"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"
)

// explain turns what the file system and the transport refused into findings with positions, and finds the place of a
// syntax error that kustomize met in a file.
func (g *guard) explain(err error, folder string) []finding {
	var all []finding
	var r *refusal
	if errors.As(err, &r) && r.path == "" {
		return []finding{{Code: r.code, File: folder, Value: r.value}} // a limit of the result
	}
	for _, u := range refusedURLs {
		f := finding{Code: "PATH_REMOTE", Value: u}
		all = append(all, g.find(f, func(text string) bool { return text == u || normalURL(text) == u }))
	}
	for _, f := range g.view.refused {
		if f.Code == "PATH_OUTSIDE" {
			f.File = ""
			wanted := f.Value
			f = g.find(f, func(text string) bool { return g.leadsTo(text, wanted) })
		}
		all = append(all, f)
	}
	if err != nil {
		all = merge(all, g.configured())
	}
	if err != nil && len(all) == 0 {
		all = g.syntax(strings.Contains(err.Error(), "already defined"))
	}
	return all
}

func normalURL(text string) string {
	if u, err := url.ParseRequestURI(text); err == nil {
		return u.String()
	}
	return ""
}

// leadsTo tells whether text, written in one of the kustomizations, is the path that kustomize asked for.
func (g *guard) leadsTo(text, wanted string) bool {
	for _, root := range g.roots {
		if text != "" && (text == wanted || path.Join(mount, root, text) == wanted) {
			return true
		}
	}
	return false
}

// find looks for a value in the files of the build and adds where it stands.
func (g *guard) find(f finding, matches func(string) bool) finding {
	for _, file := range g.parsed() {
		for _, d := range documents(g.view.files[file]) {
			root, bad := parseDocument(d.text)
			if bad != nil {
				continue
			}
			if node, field := search(root, "", matches); node != nil {
				f.File, f.Line, f.Col, f.Field, f.Value = file, d.line+node.Line, node.Column, field, node.Value
				return f
			}
		}
	}
	return f
}

func search(n *yaml.Node, where string, matches func(string) bool) (*yaml.Node, string) {
	switch n.Kind {
	case yaml.ScalarNode:
		if matches(n.Value) {
			return n, where
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			if found, field := search(item, where+fieldText([]any{i}), matches); found != nil {
				return found, field
			}
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if found, field := search(n.Content[i+1], join(where, n.Content[i].Value), matches); found != nil {
				return found, field
			}
		}
	}
	return nil, ""
}

// syntax parses the files of a failed build once more, for the lines of their syntax errors and duplicate keys.
func (g *guard) syntax(wantDuplicates bool) []finding {
	var all []finding
	for _, file := range g.parsed() {
		for _, d := range documents(g.view.files[file]) {
			root, bad := parseDocument(d.text)
			var found []finding
			if bad != nil {
				found = []finding{*bad}
			} else if wantDuplicates {
				found = duplicates(root, "")
			}
			for _, f := range found {
				f.File = file
				if f.Line > 0 {
					f.Line += d.line
				}
				all = append(all, f)
			}
		}
	}
	return all
}

// parsed lists the files that kustomize parses.
func (g *guard) parsed() []string {
	var files []string
	for file := range g.view.files {
		if !g.view.opaque[file] {
			files = append(files, file)
		}
	}
	sort.Strings(files)
	return files
}
