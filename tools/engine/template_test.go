package main

import (
	"log"
	"testing"
)

// Argo CD's own tests name these slugs (applicationset/utils/utils_test.go).
func TestTemplate(t *testing.T) {
	long := "feat/a_really+long_pull_request_name_to_test_argo_slugification_and_branch_name_shortening_feature"
	word := "feat/areallylongpullrequestnametotestargoslugificationandbranchnameshorteningfeature"
	params := map[string]any{"long": long, "word": word, "path": map[string]any{"basename": "My_App."}, "n": 3.0, "list": []any{"a", 1.0}}
	strict := []string{"missingkey=error"}
	cases := []struct {
		text    string
		options []string
		want    string
		error   string
	}{
		{"{{.path.basename | normalize}}-prod", strict, "my-app-prod", ""},
		{"{{slugify 50 false .long}}", nil, "feat-a-really-long-pull-request-name-to-test-argo", ""},
		{"{{slugify 53 true .long}}", nil, "feat-a-really-long-pull-request-name-to-test-argo", ""},
		{"{{slugify 50 true .word}}", nil, "feat", ""},
		{"{{slugify 50 false .word}}", nil, "feat-areallylongpullrequestnametotestargoslugifica", ""},
		{"{{slugify .word}}|{{slugify 3 \"abcdef\"}}", nil, "feat|abc", ""},
		{"{{toYaml .list}}", nil, "- a\n- 1", ""},
		{"{{(fromYaml \"a: {b: 2}\").a.b}} {{index (fromYamlArray \"[x, z]\") 1}}", nil, "2 z", ""},
		{"{{fromYaml \"[\"}}", nil, "", "error calling fromYaml"},
		{"{{.missing}}", nil, "<no value>", ""},
		{"{{.missing}}", strict, "", `map has no entry for key "missing"`},
		{"{{.n}} {{upper \"a\"}} {{list 1 2 | join \"-\"}}", nil, "3 A 1-2", ""},
		{"{{env \"HOME\"}}", nil, "", `function "env" not defined`},
		{"{{expandenv \"$HOME\"}}", nil, "", `function "expandenv" not defined`},
		{"{{getHostByName \"x\"}}", nil, "", `function "getHostByName" not defined`},
		{"{{", nil, "", "failed to parse template {{: template: base:1:"},
		{"x", []string{"nonsense"}, "", "unrecognized option"},
		{"{{slugify 1 2 3}}", nil, "", "interface conversion"},
		{"{{define \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}", nil, "", "exceeded maximum template depth"},
	}
	for _, c := range cases {
		r := evaluate(c.text, params, c.options)
		switch {
		case c.error != "" && !contains(r.Error, c.error):
			t.Errorf("%s: error %q", c.text, r.Error)
		case c.error == "" && (r.Text == nil || *r.Text != c.want):
			t.Errorf("%s: %s", c.text, text(r))
		}
	}
}

func TestFatalLogBecomesAnError(t *testing.T) {
	var r reply
	lines := capture(func() {
		defer func() { r.Error, _ = recover().(string) }()
		fatal()
	})
	if r.Error != "the end" || len(lines) != 0 {
		t.Error(r.Error, lines)
	}
}

func fatal() { log.Fatalf("the %s", "end") }
