package main

import (
	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/types"
)

// wrongKind finds a kind or an apiVersion that kustomize's EnforceFields refuses, which has no line.
func wrongKind(doc *yaml.Node, k *types.Kustomization) []finding {
	if k.Kind != "" && k.Kind != types.KustomizationKind && k.Kind != types.ComponentKind {
		f := finding{Code: "KUSTOMIZATION_KIND", Field: "kind", Value: k.Kind, Hint: "write Kustomization or Component"}
		return []finding{at(doc, f, "kind")}
	}
	version := types.KustomizationVersion
	if k.Kind == types.ComponentKind {
		version = types.ComponentVersion
	}
	if k.APIVersion == "" || k.APIVersion == version {
		return nil
	}
	f := finding{Code: "KUSTOMIZATION_KIND", Field: "apiVersion", Value: k.APIVersion, Hint: "write " + version}
	return []finding{at(doc, f, "apiVersion")}
}

// misplaced finds a Component among the resources and what is none among the components; f is the reference's finding.
func (g *guard) misplaced(dir string, u use, f finding) {
	kind, known := g.kinds[dir]
	f.Code = "KUSTOMIZATION_KIND"
	switch {
	case !known:
		return
	case u == useResource && kind == types.ComponentKind:
		f.Hint = "it is a Component: list it in components"
	case u == useComponent && kind != types.ComponentKind:
		f.Hint = "it is no Component: list it in resources"
	default:
		return
	}
	g.findings = append(g.findings, f)
}
