package main

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/spf13/pflag"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	command "sigs.k8s.io/kustomize/kustomize/v5/commands/build"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/yaml"
)

// build renders one kustomization; the YAML is byte for byte what `kustomize build <folder>` prints in the root.
func (e *engine) build(treeName, folder string) (r reply) {
	if folder == "" {
		return reply{Error: "malformed request: build needs a path"}
	}
	t, err := e.tree(treeName)
	if err != nil {
		return reply{Error: err.Error()}
	}
	v := newView(t)
	g := &guard{view: v, seen: map[string]bool{}, kinds: map[string]string{}}
	g.target(folder)
	if findings := tidy(append(g.findings, v.refused...)); len(findings) > 0 {
		return reply{Error: summary(findings), Findings: findings, Reads: v.sortedReads(), Tainted: g.tainted}
	}
	if g.schema {
		// kustomize's schema is global to the process: one that is replaced must start from the state of a fresh process.
		openapi.ResetOpenAPI()
		defer openapi.ResetOpenAPI()
	}
	refusedURLs = nil
	var result resmap.ResMap
	r.Warnings = capture(func() { result, err = kustomize(v, folder, &r) })
	for i, line := range r.Warnings {
		r.Warnings[i] = relative(line)
	}
	r.Tainted = r.Tainted || g.tainted
	r.Reads = v.sortedReads()
	if err == nil && len(v.refused)+len(refusedURLs) == 0 {
		err = r.marshal(result)
	}
	r.Findings = tidy(g.explain(err, folder))
	if err != nil {
		r.Error = relative(err.Error())
	} else if len(r.Findings) > 0 {
		r.Error = summary(r.Findings)
	} else if c, ok := t.(*commitTree); ok {
		r.Warnings = append(r.Warnings, c.conversions(v.files)...)
	}
	return r
}

func (e *engine) tree(name string) (tree, error) {
	if name == "work" {
		return e.work, nil
	}
	t, err := e.repository.commit(name)
	if err != nil {
		return nil, err // not t: a nil pointer in an interface is not nil
	}
	return t, nil
}

// kustomize runs the library and turns its panics into errors.
func kustomize(v *view, folder string, r *reply) (result resmap.ResMap, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("kustomize panicked: %v", p)
			r.Tainted = true
		}
	}()
	return krusty.MakeKustomizer(options()).Run(v, path.Join(mount, folder))
}

// options are those of `kustomize build` without flags, made by the command's own code.
// Its import also puts the version that buildMetadata prints into this program's build information.
func options() *krusty.Options {
	flags := pflag.NewFlagSet("build", pflag.ContinueOnError)
	command.AddFunctionBasicsFlags(flags)
	command.AddFlagLoadRestrictor(flags)
	command.AddFlagEnablePlugins(flags)
	command.AddFlagReorderOutput(flags)
	command.AddFlagEnableManagedbyLabel(flags)
	command.AddFlagEnableHelm(flags)
	return command.HonorKustomizeFlags(krusty.MakeDefaultOptions(), flags)
}

// marshal does what ResMap.AsYaml does and keeps the JSON that each object passes through; it fails with *refusal too.
func (r *reply) marshal(result resmap.ResMap) error {
	if result.Size() > limitObjects {
		return &refusal{"LIMIT_OBJECTS", "", fmt.Sprint(result.Size())}
	}
	var out strings.Builder
	objects := make([]json.RawMessage, 0, result.Size())
	for i, resource := range result.Resources() {
		object, err := resource.MarshalJSON()
		if err != nil {
			return err
		}
		text, err := yaml.JSONToYAML(object)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteString("---\n")
		}
		out.Write(text)
		if out.Len() > limitOutput {
			return &refusal{"LIMIT_OUTPUT", "", fmt.Sprint(out.Len())}
		}
		objects = append(objects, object)
	}
	all := out.String()
	r.YAML, r.Objects = &all, objects
	return nil
}
