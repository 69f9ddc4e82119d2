package main

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// checkYAML counts the objects of a file and finds nesting and alias expansion above the limits.
// It parses, which costs a hundredth of a build; go-yaml itself stops at 10,000 levels.
func checkYAML(content []byte) (objects int, found *finding) {
	for _, d := range documents(content) {
		root, bad := parseDocument(d.text)
		if bad != nil && strings.Contains(bad.Value, "exceeded max depth") {
			return 0, &finding{Code: "LIMIT_DEPTH", Value: "10000"}
		}
		if bad != nil {
			continue // kustomize has the words
		}
		if deep, depth := deepest(root, 1); depth > limitDepth {
			return 0, &finding{Code: "LIMIT_DEPTH", Line: d.line + deep.Line, Col: deep.Column, Value: strconv.Itoa(depth)}
		}
		if added := expansion(root); added > limitAliases {
			return 0, &finding{Code: "LIMIT_ALIASES", Line: d.line + root.Line, Col: root.Column, Value: strconv.Itoa(added)}
		}
		objects += objectsOf(root)
	}
	return objects, nil
}

// objectsOf counts what kustomize makes of a document: the items of a list, else one.
func objectsOf(root *yaml.Node) int {
	kind, items := field(root, "kind"), field(root, "items")
	switch {
	case kind == nil:
		return 0
	case items != nil && strings.HasSuffix(kind.Value, "List"):
		return len(items.Content)
	}
	return 1
}

// deepest returns the deepest collection and its depth, or the first one beyond the limit.
func deepest(n *yaml.Node, depth int) (*yaml.Node, int) {
	if n.Kind != yaml.MappingNode && n.Kind != yaml.SequenceNode {
		return n, depth - 1
	}
	found, most := n, depth
	if depth > limitDepth {
		return found, most
	}
	for _, child := range n.Content {
		if node, d := deepest(child, depth+1); d > most {
			found, most = node, d
		}
		if most > limitDepth {
			break
		}
	}
	return found, most
}

// expansion counts the nodes that aliases add when they are expanded, up to a number far above the limit.
func expansion(root *yaml.Node) int {
	const enough = 1 << 40
	known := map[*yaml.Node]int{}
	var size, added func(n *yaml.Node) int
	size = func(n *yaml.Node) int {
		if total, ok := known[n]; ok {
			return total
		}
		known[n] = enough // an alias inside its own anchor never ends
		total := 1
		for _, child := range n.Content {
			total = min(total+size(child), enough)
		}
		if n.Kind == yaml.AliasNode {
			total = size(n.Alias)
		}
		known[n] = total
		return total
	}
	added = func(n *yaml.Node) int {
		if n.Kind == yaml.AliasNode {
			return size(n.Alias)
		}
		total := 0
		for _, child := range n.Content {
			total = min(total+added(child), enough)
		}
		return total
	}
	return added(root)
}
