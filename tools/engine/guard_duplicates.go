package main

import "go.yaml.in/yaml/v3"

// duplicates finds keys that stand twice in one map: kustomize takes the last and says nothing.
func duplicates(n *yaml.Node, where string) []finding {
	var all []finding
	switch n.Kind {
	case yaml.MappingNode:
		first := map[string]int{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			name := join(where, key.Value)
			if line, ok := first[key.Value]; ok && key.Kind == yaml.ScalarNode {
				f := finding{Code: "KEY_DUPLICATE", Line: key.Line, Col: key.Column, Field: name, Value: key.Value}
				f.Hint = "first at line " + sizeText(int64(line))
				all = append(all, f)
			} else {
				first[key.Value] = key.Line
			}
			all = append(all, duplicates(n.Content[i+1], name)...)
		}
	case yaml.SequenceNode, yaml.DocumentNode:
		for i, item := range n.Content {
			inner := where
			if n.Kind == yaml.SequenceNode {
				inner += fieldText([]any{i})
			}
			all = append(all, duplicates(item, inner)...)
		}
	}
	return all
}
