package main

import (
	"encoding/json"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/types"
)

var (
	kustomizationType = reflect.TypeFor[types.Kustomization]()
	unmarshalerType   = reflect.TypeFor[json.Unmarshaler]()
)

// misfits finds what kustomize's strict decoding into t refuses: unknown fields, and a list where a map must be or the like.
func misfits(n *yaml.Node, t reflect.Type, where string) []finding {
	n = target(n)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if n == nil || n.Tag == "!!null" || reflect.PointerTo(t).Implements(unmarshalerType) {
		return nil
	}
	var all []finding
	wrong := func(expected string) []finding {
		return []finding{{Code: "FIELD_TYPE", Line: n.Line, Col: n.Column, Field: where, Value: n.Value, Hint: "expected " + expected}}
	}
	switch t.Kind() {
	case reflect.Struct:
		if n.Kind != yaml.MappingNode {
			return wrong("a map")
		}
		known := jsonFields(t)
		for _, e := range entries(n) {
			field := join(where, e.key.Value)
			if inner, ok := known[strings.ToLower(e.key.Value)]; ok {
				all = append(all, misfits(e.value, inner.Type, field)...)
				continue
			}
			f := finding{Code: "FIELD_UNKNOWN", Line: e.key.Line, Col: e.key.Column, Field: field, Value: e.key.Value}
			f.Hint = nearest(e.key.Value, jsonNames(known))
			all = append(all, f)
		}
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			return wrong("a list")
		}
		for i, item := range n.Content {
			all = append(all, misfits(item, t.Elem(), where+fieldText([]any{i}))...)
		}
	case reflect.Map:
		if n.Kind != yaml.MappingNode {
			return wrong("a map")
		}
		for _, e := range entries(n) {
			all = append(all, misfits(e.value, t.Elem(), join(where, e.key.Value))...)
		}
	case reflect.String:
		if n.Kind != yaml.ScalarNode {
			return wrong("a string")
		}
		// YAML reads 1.10 as 1.1, and kustomize takes no number for text.
		if n.Tag == "!!int" || n.Tag == "!!float" || n.Tag == "!!bool" {
			return wrong("text: put it in quotes")
		}
	case reflect.Bool:
		if n.Kind != yaml.ScalarNode || n.Tag == "!!str" && n.Style != 0 {
			return wrong("true or false, without quotes")
		}
	case reflect.Int, reflect.Int64:
		if n.Kind != yaml.ScalarNode || n.Tag != "!!int" {
			return wrong("a whole number, without quotes")
		}
	}
	return all
}

// jsonFields maps lower-case names, as encoding/json matches them, to the fields of a struct and of those embedded in it.
func jsonFields(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			for name, f := range jsonFields(inner) {
				fields[name] = f
			}
		case name == "":
			fields[strings.ToLower(f.Name)] = f
		case name != "-":
			fields[strings.ToLower(name)] = f
		}
	}
	return fields
}

func jsonNames(fields map[string]reflect.StructField) []string {
	var names []string
	for _, f := range fields {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		} else {
			names = append(names, f.Name)
		}
	}
	return names
}

func join(where, key string) string {
	if where == "" {
		return key
	}
	return where + "." + key
}
