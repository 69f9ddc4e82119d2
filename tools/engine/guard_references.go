package main

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
)

// use is what kustomize does with a path.
type use int

const (
	useResource  use = iota // a file of objects, a folder or a repository
	useComponent            // a folder or a repository
	usePlugin               // as a resource, or inline; configures a generator, transformer or validator
	usePatch                // a file, or inline
	useFile                 // a file that is parsed
	useOpaque               // a file that is copied
	useInline               // no path: text that is parsed
)

func (u use) takesFolder() bool     { return u <= usePlugin }
func (u use) takesRepository() bool { return u <= usePlugin }

// reference is a place in a kustomization that names a path.
type reference struct {
	steps []any  // field names and indexes that lead there
	text  string // what stands there
	value string // the path in it
	use   use
}

// references lists every path and every inline document of a kustomization as kustomize decodes it.
func references(k *types.Kustomization) []reference {
	var all []reference
	add := func(u use, value string, steps ...any) {
		if value != "" {
			all = append(all, reference{steps, value, value, u})
		}
	}
	list := func(u use, field string, values []string) {
		for i, value := range values {
			add(u, value, field, i)
		}
	}
	list(useResource, "resources", k.Resources)
	list(useResource, "bases", k.Bases)
	list(useComponent, "components", k.Components)
	list(useFile, "crds", k.Crds)
	list(useFile, "configurations", k.Configurations)
	list(usePlugin, "generators", k.Generators)
	list(usePlugin, "transformers", k.Transformers)
	list(usePlugin, "validators", k.Validators)
	add(useFile, k.OpenAPI["path"], "openapi", "path")
	for i, patch := range k.PatchesStrategicMerge {
		add(usePatch, string(patch), "patchesStrategicMerge", i)
	}
	for i, patch := range k.Patches {
		add(useFile, patch.Path, "patches", i, "path")
		add(useInline, patch.Patch, "patches", i, "patch")
	}
	for i, patch := range k.PatchesJson6902 {
		add(useFile, patch.Path, "patchesJson6902", i, "path")
		add(useInline, patch.Patch, "patchesJson6902", i, "patch")
	}
	for i, replacement := range k.Replacements {
		add(useFile, replacement.Path, "replacements", i, "path")
	}
	for i, generator := range k.ConfigMapGenerator {
		all = append(all, sources(generator.KvPairSources, "configMapGenerator", i)...)
	}
	for i, generator := range k.SecretGenerator {
		all = append(all, sources(generator.KvPairSources, "secretGenerator", i)...)
	}
	return all
}

// sources lists the files of one generator entry; `key=path` with more than one `=` is kustomize's own error.
func sources(s types.KvPairSources, steps ...any) []reference {
	var all []reference
	add := func(text, value string, more ...any) {
		if value != "" {
			all = append(all, reference{append(append([]any{}, steps...), more...), text, value, useOpaque})
		}
	}
	for i, source := range s.FileSources {
		file := source
		if _, after, ok := strings.Cut(source, "="); ok {
			file = after
		}
		if !strings.Contains(file, "=") {
			add(source, file, "files", i)
		}
	}
	for i, file := range s.EnvSources {
		add(file, file, "envs", i)
	}
	add(s.EnvSource, s.EnvSource, "env")
	return all
}

// helmFields are refused as a whole: helm is off, and a chart's content can't be judged here.
func helmFields(k *types.Kustomization) []string {
	var fields []string
	if k.HelmCharts != nil {
		fields = append(fields, "helmCharts")
	}
	if k.HelmGlobals != nil {
		fields = append(fields, "helmGlobals")
	}
	if k.HelmChartInflationGenerator != nil {
		fields = append(fields, "helmChartInflationGenerator")
	}
	return fields
}

// fieldText writes steps as `patches[0].path`.
func fieldText(steps []any) string {
	text := ""
	for _, step := range steps {
		if index, ok := step.(int); ok {
			text += fmt.Sprintf("[%d]", index)
		} else {
			text += fmt.Sprintf(".%s", step)
		}
	}
	return strings.TrimPrefix(text, ".")
}
