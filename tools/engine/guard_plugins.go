package main

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/krusty"
)

var builtinKinds = krusty.GetBuiltinPluginNames()

// plugins checks documents that configure generators, transformers or validators: only those that kustomize carries
// in itself may be named. f gives the place; for a file its lines are added.
func (g *guard) plugins(content []byte, f finding) {
	for _, document := range documents(content) {
		if node, bad := parseDocument(document.text); bad == nil {
			g.plugin(node, f, document.line)
		}
	}
}

func (g *guard) plugin(node *yaml.Node, f finding, line int) {
	kind, version := field(node, "kind"), field(node, "apiVersion")
	if items := field(node, "items"); items != nil && kind != nil && strings.HasSuffix(kind.Value, "List") {
		for _, item := range items.Content {
			g.plugin(item, f, line)
		}
		return
	}
	if kind == nil {
		return // empty, or kustomize's own error
	}
	place := f
	if f.Line == 0 {
		f.Line, f.Col = kind.Line+line, kind.Column
		defer func() { f.Line = 0 }()
	}
	if f.Field == "" {
		f.Field = "kind"
	}
	f.Value = kind.Value
	annotations := field(field(node, "metadata"), "annotations")
	runs := field(annotations, "config.kubernetes.io/function") != nil || field(annotations, "config.k8s.io/function") != nil
	switch {
	case kind.Value == "HelmChartInflationGenerator":
		f.Code = "FIELD_HELM"
	case runs || version == nil || version.Value != konfig.BuiltinPluginApiVersion || !slices.Contains(builtinKinds, kind.Value):
		f.Code = "FIELD_PLUGIN"
	default:
		place.Value = ""
		g.configs = append(g.configs, config{node, place, line, g.plugRoot})
		return
	}
	g.findings = append(g.findings, f)
}
