package main

import (
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/types"
)

var update = flag.Bool("update", false, "write what is compared")

// What editors say of a kustomization, without a network; .vscode/settings.json names it.
const editorSchema = "../../.vscode/kustomization.json"

// Fields that nothing here may use: pnpm check refuses them too (FIELD_OLD, FIELD_PLUGIN, FIELD_SECRET, FIELD_OPENAPI).
var refused = strings.Fields(`bases commonLabels crds generators helmCharts helmChartInflationGenerator helmGlobals imageTags openapi
	patchesJson6902 patchesStrategicMerge secretGenerator transformers validators vars`)

// schemaOf is the JSON schema of a Go type as encoding/json writes it. Methods of kustomize's types change nothing of their form.
func schemaOf(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.Struct:
		properties := map[string]any{}
		addFields(properties, t)
		return map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	case reflect.Interface:
		return map[string]any{}
	}
	return map[string]any{"type": "string"}
}

func addFields(properties map[string]any, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			name, options, _ = strings.Cut(field.Tag.Get("yaml"), ",")
		}
		inner := field.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if name == "" && inner.Kind() == reflect.Struct && (field.Anonymous || strings.Contains(options, "inline")) {
			addFields(properties, inner)
		} else if name != "" && name != "-" && field.IsExported() {
			properties[name] = schemaOf(field.Type)
		}
	}
}

func TestEditorSchema(t *testing.T) {
	schema := schemaOf(reflect.TypeOf(types.Kustomization{}))
	properties := schema["properties"].(map[string]any)
	for _, field := range refused {
		if properties[field] == nil {
			t.Errorf("kustomize has no field %s any more", field)
		}
		delete(properties, field)
	}
	properties["apiVersion"] = map[string]any{"enum": []string{types.KustomizationVersion, types.ComponentVersion}}
	properties["kind"] = map[string]any{"enum": []string{types.KustomizationKind, types.ComponentKind}}
	schema["$schema"] = "http://json-schema.org/draft-07/schema#"
	schema["required"] = []string{"apiVersion", "kind"}
	want, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(editorSchema, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(editorSchema); err != nil || string(have) != string(want) {
		t.Errorf("%s is not what kustomize reads (%v); write it: cd tools && go test ./engine -run EditorSchema -update", editorSchema, err)
	}
}
