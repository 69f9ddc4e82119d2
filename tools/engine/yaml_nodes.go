package main

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// document is one YAML document of a file and the number of lines before it.
type document struct {
	text []byte
	line int
}

// documents splits a file where kustomize's reader (kyaml/kio ByteReader) does: at lines that start with `---`.
func documents(content []byte) []document {
	var all []document
	line := 0
	for {
		end := bytes.Index(content, []byte("\n---"))
		if end < 0 {
			return append(all, document{content, line})
		}
		all = append(all, document{content[:end+1], line})
		line += bytes.Count(content[:end+1], []byte("\n"))
		content = content[end+1:]
	}
}

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// parseDocument parses the first document of text; the finding tells the line as the parser knows it.
func parseDocument(text []byte) (*yaml.Node, *finding) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		words := yamlError.FindStringSubmatch(err.Error())
		if words == nil {
			return nil, &finding{Code: "YAML_SYNTAX", Value: err.Error()}
		}
		line, _ := strconv.Atoi(words[1])
		// The parser counts these from 0, the scanner's errors from 1.
		if line > 0 && strings.HasPrefix(words[2], "did not find expected") {
			line++
		}
		return nil, &finding{Code: "YAML_SYNTAX", Line: line, Value: words[2]}
	}
	if len(root.Content) == 0 {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: 1, Column: 1}, nil
	}
	return root.Content[0], nil
}

type entry struct{ key, value *yaml.Node }

// entries lists the keys of a map, those that `<<` merges into it last.
func entries(n *yaml.Node) []entry {
	return mergedEntries(n, 0)
}

func mergedEntries(n *yaml.Node, depth int) []entry {
	if n = target(n); n == nil || n.Kind != yaml.MappingNode || depth > limitDepth {
		return nil
	}
	var own, merged []entry
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Tag != "!!merge" {
			own = append(own, entry{key, value})
			continue
		}
		if value = target(value); value.Kind == yaml.SequenceNode {
			for _, item := range value.Content {
				merged = append(merged, mergedEntries(item, depth+1)...)
			}
		} else {
			merged = append(merged, mergedEntries(value, depth+1)...)
		}
	}
	return append(own, merged...)
}

// target follows an alias.
func target(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// field returns the value of a key, matched without case as kustomize's decoder does, or nil.
func field(n *yaml.Node, key string) *yaml.Node {
	value, _ := keyed(n, key)
	return value
}

func keyed(n *yaml.Node, key string) (value, name *yaml.Node) {
	for _, e := range entries(n) {
		if strings.EqualFold(e.key.Value, key) {
			return target(e.value), e.key
		}
	}
	return nil, nil
}

// at fills in the position that steps, field names and indexes, lead to: that of a scalar or a list item, else of its key.
func at(n *yaml.Node, f finding, steps ...any) finding {
	place := n
	for _, step := range steps {
		if index, ok := step.(int); !ok {
			value, name := keyed(n, step.(string))
			n, place = value, name
			if value != nil && value.Kind == yaml.ScalarNode {
				place = value
			}
		} else if n.Kind == yaml.SequenceNode && index < len(n.Content) {
			n = target(n.Content[index])
			place = n
		}
		if n == nil {
			return f
		}
	}
	f.Line, f.Col = place.Line, place.Column
	return f
}
