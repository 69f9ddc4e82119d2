package main

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"sigs.k8s.io/yaml"
)

// evaluate runs text as Argo CD 3.5's ApplicationSet controller runs a goTemplate, error texts included
// (applicationset/utils/utils.go, Render.Replace).
func evaluate(text string, params map[string]any, options []string) (r reply) {
	defer func() {
		if p := recover(); p != nil {
			r = reply{Error: fmt.Sprintf("template: %v", p)} // an unknown option panics
		}
	}()
	base := template.New("base").Funcs(templateFunctions())
	for _, option := range options {
		base = base.Option(option)
	}
	parsed, err := base.Parse(text)
	if err != nil {
		return reply{Error: fmt.Sprintf("failed to parse template %s: %v", text, err)}
	}
	var out strings.Builder
	if err := parsed.Execute(&out, params); err != nil {
		return reply{Error: fmt.Sprintf("failed to execute go template %s: %v", text, err)}
	}
	result := out.String()
	return reply{Text: &result}
}

// templateFunctions is sprig without what reads the controller's environment, plus Argo CD's own five
// (applicationset/utils/template_functions.go).
var templateFunctions = sync.OnceValue(func() template.FuncMap {
	functions := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(functions, name)
	}
	functions["normalize"] = normalize
	functions["slugify"] = slugify
	functions["toYaml"] = func(value any) (string, error) {
		out, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(out), "\n"), err
	}
	functions["fromYaml"] = func(text string) (map[string]any, error) {
		value := map[string]any{}
		err := yaml.Unmarshal([]byte(text), &value)
		return value, err
	}
	functions["fromYamlArray"] = func(text string) ([]any, error) {
		value := []any{}
		err := yaml.Unmarshal([]byte(text), &value)
		return value, err
	}
	return functions
})

var notDNS = regexp.MustCompile(`[^-a-z0-9.]`)

// normalize makes a DNS subdomain name: lower case, 253 characters at most, no dash or dot at the ends.
func normalize(name string) string {
	name = notDNS.ReplaceAllString(strings.ToLower(name), "-")
	return strings.Trim(name[:min(len(name), 253)], "-.")
}

var dashes = regexp.MustCompile(`[-.]+`)

// slugify takes up to three arguments, the name last: maximum length (50) and whether to cut at a dash (true).
// It equals what gosimple/slug 1.15 makes of a normalized name.
func slugify(arguments ...any) string {
	length, atDash, name := 50, true, ""
	for i, argument := range arguments {
		switch i {
		case len(arguments) - 1:
			name = argument.(string)
		case 0:
			length = argument.(int)
		case 1:
			atDash = argument.(bool)
		}
	}
	slug := normalize(name)
	if !atDash && len(slug) >= length {
		slug = slug[:length]
	}
	slug = strings.Trim(dashes.ReplaceAllString(slug, "-"), "-")
	if !atDash || length <= 0 || len(slug) <= length {
		return slug
	}
	if cut := strings.LastIndexByte(slug[:length+1], '-'); cut >= 0 {
		return slug[:cut]
	}
	return slug[:length]
}
