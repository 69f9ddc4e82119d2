package main

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/types"
)

// generators finds what kustomize refuses in the generators of a kustomization, without saying where.
func generators(doc *yaml.Node, k *types.Kustomization) []finding {
	var all []finding
	for i, g := range k.ConfigMapGenerator {
		all = append(all, generator(doc, g.GeneratorArgs, "configMapGenerator", i)...)
	}
	for i, g := range k.SecretGenerator {
		all = append(all, generator(doc, g.GeneratorArgs, "secretGenerator", i)...)
	}
	return all
}

func generator(doc *yaml.Node, args types.GeneratorArgs, steps ...any) []finding {
	var all []finding
	report := func(value, hint string, more ...any) {
		to := append(append([]any{}, steps...), more...)
		all = append(all, at(doc, finding{Code: "GENERATOR_FORM", Field: fieldText(to), Value: value, Hint: hint}, to...))
	}
	if args.Name == "" {
		report("", "has no name; give it one")
	}
	seen := map[string]bool{}
	add := func(key, value string, more ...any) {
		if seen[key] {
			report(value, "repeats the key "+key+"; delete one", more...)
		}
		seen[key] = true
	}
	for i, literal := range args.LiteralSources {
		key, _, found := strings.Cut(literal, "=")
		if found && key != "" {
			add(key, key, "literals", i)
		} else {
			report("", "is not key=value; write it so", "literals", i)
		}
	}
	for i, file := range args.FileSources {
		switch key, from, found := strings.Cut(file, "="); {
		case strings.Contains(from, "=") || found && (key == "" || from == ""):
			report(file, "is neither a path nor key=path; write it so", "files", i)
		case found:
			add(key, file, "files", i)
		default:
			add(path.Base(file), file, "files", i)
		}
	}
	return all
}
