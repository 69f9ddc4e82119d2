package main

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// converts are the attributes by which a checkout differs from what the commit stores (gitattributes(5)).
var converts = regexp.MustCompile(`^(eol=crlf|ident|working-tree-encoding=.+)$`)

// conversions warns of files whose bytes a checkout, and so Argo CD, sees differently from this commit's blobs.
func (t *commitTree) conversions(files map[string][]byte) []string {
	var warnings []string
	for file := range files {
		if attribute := t.conversion(file); attribute != "" {
			warnings = append(warnings, fmt.Sprintf("%s: .gitattributes sets %s, so a checkout differs from the commit that was read", file, attribute))
		}
	}
	slices.Sort(warnings)
	return warnings
}

// conversion returns the last attribute that matches, reading .gitattributes from the root down.
func (t *commitTree) conversion(file string) string {
	found, folder := "", ""
	for _, name := range append([]string{""}, split(parent(file))...) {
		folder = path.Join(folder, name)
		at := path.Join(folder, ".gitattributes")
		if t.kinds[at] != kindFile {
			continue
		}
		content, err := t.readfile(at)
		if err != nil {
			continue
		}
		for _, line := range strings.Split(string(content), "\n") {
			words := strings.Fields(line)
			if len(words) < 2 || words[0][0] == '#' || !attributeMatches(words[0], file, folder) {
				continue
			}
			for _, word := range words[1:] {
				if word == "-text" || word == "binary" || word == "eol=lf" {
					found = ""
				} else if converts.MatchString(word) {
					found = word
				}
			}
		}
	}
	return found
}

// attributeMatches knows names and paths with `*`, and `**` at either end; a pattern that it doesn't know matches nothing.
func attributeMatches(pattern, file, folder string) bool {
	relative := strings.TrimPrefix(strings.TrimPrefix(file, folder), "/")
	pattern = strings.TrimPrefix(pattern, "**/")
	if start, ok := strings.CutSuffix(pattern, "/**"); ok {
		return strings.HasPrefix(relative, strings.TrimPrefix(start, "/")+"/")
	}
	if !strings.Contains(pattern, "/") {
		relative = path.Base(file)
	}
	matched, _ := path.Match(strings.TrimPrefix(pattern, "/"), relative)
	return matched
}
