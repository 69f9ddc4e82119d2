package main

import (
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"syscall"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
)

// guard reads the kustomizations of a build before kustomize does and finds what kustomize must not act on.
// What it can't foresee, the file system and the transport refuse later.
type guard struct {
	view     *view
	seen     map[string]bool
	kinds    map[string]string // of the folders whose kustomization was read
	roots    []string          // folders whose kustomization was read
	findings []finding
	tainted  bool     // openapi or crds stand in one of them
	schema   bool     // openapi stands in one of them
	configs  []config // of builtin plugins
	plugRoot string   // the folder whose kustomization lists the plugins that are being checked
	objects  int      // at least so many are built; kustomize's time grows with their square
}

// target checks the folder of a request and all that its kustomization leads to.
func (g *guard) target(folder string) {
	from := finding{File: folder, Value: folder}
	at, what, refused := g.judge("", folder, useComponent)
	if refused != nil {
		from.Code, from.Hint = refused.code, refused.hint
		g.findings = append(g.findings, from)
	} else if what == kindFolder {
		g.folder(at, from, false)
	}
	if g.objects > limitObjects {
		g.findings = append(g.findings, finding{Code: "LIMIT_OBJECTS", File: folder, Value: strconv.Itoa(g.objects)})
	}
}

// folder checks the kustomization in dir, a resolved path; from tells who refers to it.
// In plugins mode the resources are configurations of generators, transformers or validators.
func (g *guard) folder(dir string, from finding, plugins bool) {
	key := dir
	if plugins {
		key += " plugins"
	}
	if g.seen[key] {
		return
	}
	g.seen[key] = true
	var names []string
	var file string
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		at, what, err := g.view.resolve(path.Join(dir, name))
		g.view.refuse(err)
		if err == nil && what != kindFolder && below(at, dir) {
			names, file = append(names, name), at
		}
	}
	switch len(names) {
	case 0:
		from.Code = "KUSTOMIZATION_NONE"
		g.findings = append(g.findings, from)
	case 1:
		g.roots = append(g.roots, dir)
		g.kustomization(dir, file, plugins)
	default:
		file = path.Join(dir, names[0])
		g.findings = append(g.findings, finding{Code: "KUSTOMIZATION_TWO", File: file, Value: strings.Join(names, ", ")})
	}
}

// kustomization checks one file: what kustomize decodes decides, the parsed nodes only give positions.
func (g *guard) kustomization(dir, file string, plugins bool) {
	content, err := g.view.read(file)
	if err != nil {
		return
	}
	report := func(f finding) {
		f.File = file
		g.findings = append(g.findings, f)
	}
	doc, bad := parseDocument(content)
	if bad != nil {
		report(*bad)
		return
	}
	for _, f := range duplicates(doc, "") {
		report(f)
	}
	var k types.Kustomization
	if k.Unmarshal(content) != nil {
		for _, f := range misfits(doc, kustomizationType, "") {
			report(f)
		}
		return // kustomize has the words when nothing is found
	}
	for _, f := range append(wrongKind(doc, &k), generators(doc, &k)...) {
		report(f)
	}
	g.kinds[dir] = k.Kind
	g.tainted = g.tainted || k.OpenAPI != nil || k.Crds != nil
	g.schema = g.schema || k.OpenAPI != nil
	g.objects += len(k.ConfigMapGenerator) + len(k.SecretGenerator)
	for _, field := range helmFields(&k) {
		report(at(doc, finding{Code: "FIELD_HELM", Field: field}, field))
	}
	for _, r := range references(&k) {
		f := at(doc, finding{Field: fieldText(r.steps), Value: r.text}, r.steps...)
		f.File = file
		g.reference(dir, r, f, plugins)
	}
	k.FixKustomization()
	if k.CheckEmpty() != nil {
		report(finding{Code: "KUSTOMIZATION_EMPTY", Line: 1, Col: 1})
	}
}

func below(p, dir string) bool {
	return dir == "" || p == dir || strings.HasPrefix(p, dir+"/")
}

func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
