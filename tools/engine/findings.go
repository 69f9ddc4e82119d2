package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// tidy sorts findings by place and shortens values that no reader wants to see whole.
func tidy(findings []finding) []finding {
	slices.SortStableFunc(findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	for i := range findings {
		if value := []rune(findings[i].Value); len(value) > limitValue {
			findings[i].Value = string(value[:limitValue]) + "…"
		}
	}
	return findings
}

// summary is the one sentence of a refused build; the findings hold the rest.
func summary(findings []finding) string {
	first := findings[0]
	text := first.File
	if first.Line > 0 {
		text += fmt.Sprintf(":%d:%d", first.Line, first.Col)
	}
	text += " " + first.Code
	if first.Value != "" {
		text += fmt.Sprintf(" %q", first.Value)
	}
	if len(findings) > 1 {
		text += fmt.Sprintf(" (and %d more)", len(findings)-1)
	}
	return text
}

// relative takes the virtual root out of a message, so that its paths are the repository's.
func relative(message string) string {
	return strings.ReplaceAll(strings.ReplaceAll(message, mount+"/", ""), mount, ".")
}
