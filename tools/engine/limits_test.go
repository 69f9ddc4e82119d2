package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestFileLimits(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range 5 {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", 'b'+i, 'b'+i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", 'a'+i), 10), ", "))
	}
	flow := func(depth int) string { return "x: " + strings.Repeat("[", depth) + strings.Repeat("]", depth) + "\n" }
	block := ""
	for i := range 120 {
		block += strings.Repeat(" ", i) + "a:\n"
	}
	crd := configMap + "---\n" + strings.ReplaceAll(configMap, "name: a", "name: b") + "  big: |\n" + strings.Repeat("    "+strings.Repeat("x", 96)+"\n", 14_000)
	cases := []struct{ name, content, want string }{
		{"a large CRD", crd, ""},
		{"large file", "# " + strings.Repeat("x", limitFile), "LIMIT_FILE k/a.yaml =4194306 ()"},
		{"flow", configMap + flow(99), ""},
		{"deep flow", configMap + flow(100), "LIMIT_DEPTH k/a.yaml:7:103 =101 ()"},
		{"20,000 deep flow", configMap + flow(20_000), "LIMIT_DEPTH k/a.yaml =10000 ()"},
		{"unclosed flow", configMap + "x: " + strings.Repeat("[", 20_000), "LIMIT_DEPTH k/a.yaml =10000 ()"},
		{"deep dashes", configMap + "x:\n" + strings.Repeat("- ", 20_000) + "a\n", "LIMIT_DEPTH k/a.yaml =10000 ()"},
		{"deep block in a second document", configMap + "---\n" + block, "LIMIT_DEPTH k/a.yaml:108:101 =101 ()"},
		{"alias bomb", configMap + bomb, "LIMIT_ALIASES k/a.yaml:1:1 =1234550 ()"},
		{"endless alias", configMap + "x: &x [*x]\n", "LIMIT_ALIASES k/a.yaml:1:1 =1099511627776 ()"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := both(t, files{"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": c.content}, "k")
			got := strings.Join(places(r), " ")
			if got != c.want || c.want == "" && r.Error != "" {
				t.Errorf("got %q %q want %q", got, r.Error, c.want)
			}
		})
	}
}

func TestLimitsOfInlineAndCopiedText(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	r := both(t, files{"k/kustomization.yaml": "patches:\n- patch: '" + deep + "'\n  target: {kind: X}\n"}, "k")
	if got := places(r); !slices.Equal(got, []string{"LIMIT_DEPTH k/kustomization.yaml:2:10 patches[0].patch=101 ()"}) {
		t.Errorf("%q", got)
	}
	r = both(t, files{"k/kustomization.yaml": "configMapGenerator: [{name: a, files: [x.json]}]\n", "k/x.json": deep}, "k")
	if r.Error != "" {
		t.Error("a file that is only copied may nest:", r.Error)
	}
	r = both(t, files{"k/kustomization.yaml": "configMapGenerator: [{name: a, files: [x.yaml]}]\nresources: [x.yaml]\n", "k/x.yaml": deep}, "k")
	if len(r.Findings) != 1 || r.Findings[0].Code != "LIMIT_DEPTH" {
		t.Error("a file that is also parsed may not:", text(r))
	}
}

func TestResultLimits(t *testing.T) {
	var many strings.Builder
	for i := range limitObjects + 1 {
		fmt.Fprintf(&many, "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a%d}\n", i)
	}
	e := newEngine(t, write(t, files{"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": many.String()}))
	r := e.build("work", "k")
	if got := places(r); !slices.Equal(got, []string{"LIMIT_OBJECTS k =10001 ()"}) {
		t.Errorf("%q", got)
	}
	all, list := files{}, ""
	for i := range 9 {
		all[fmt.Sprintf("k/%d.txt", i)] = strings.Repeat("x", limitFile-1)
		list += fmt.Sprintf("- {name: a%d, files: [%d.txt]}\n", i, i)
	}
	all["k/kustomization.yaml"] = "configMapGenerator:\n" + list
	r = newEngine(t, write(t, all)).build("work", "k")
	if len(r.Findings) != 1 || r.Findings[0].Code != "LIMIT_OUTPUT" {
		t.Errorf("%q", places(r))
	}
}

func TestSyntaxErrorsOfResources(t *testing.T) {
	for content, want := range map[string]string{
		"a: b\n---\n" + configMap + "  k: w\n": "KEY_DUPLICATE k/a.yaml:8:3 data.k=k (first at line 7)",
		configMap + "---\na: b: c\n":           "YAML_SYNTAX k/a.yaml:8:0 =mapping values are not allowed in this context ()",
		"kind: X\n\tmetadata: y\n":             "YAML_SYNTAX k/a.yaml:2:0 =found a tab character that violates indentation ()",
		"kind: X\nmetadata: *nope\n":           "YAML_SYNTAX k/a.yaml =unknown anchor 'nope' referenced ()",
	} {
		content = strings.TrimPrefix(content, "a: b\n---\n")
		if strings.HasPrefix(want, "KEY") {
			content = "# first\n" + content
		}
		r := both(t, files{"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": content}, "k")
		if got := places(r); len(got) != 1 || got[0] != want {
			t.Errorf("%q: got %q %s", content, got, r.Error)
		}
	}
}
