package main

import (
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/openapi"
)

// Taken before TestMain clears the environment.
var profileRoot = os.Getenv("PROFILE_ROOT")

// BenchmarkRender builds every unit of PROFILE_ROOT, this repository unless told, as one engine does in a render with an empty cache.
// docs/performance.md says how its profile becomes the table there.
func BenchmarkRender(b *testing.B) {
	root := profileRoot
	if root == "" {
		root = "../.."
	}
	root, err := filepath.Abs(root)
	if err != nil {
		b.Fatal(err)
	}
	units, err := filepath.Glob(filepath.Join(root, "overlays/*/*"))
	if err != nil || len(units) == 0 {
		b.Fatalf("no units in %s: %v", root, err)
	}
	work, err := openWorkTree(root)
	if err != nil {
		b.Fatal(err)
	}
	debug.SetGCPercent(800) // as watch does
	openapi.Schema()
	for b.Loop() {
		e := &engine{work: work, out: io.Discard}
		for _, unit := range units {
			path, _ := filepath.Rel(root, unit)
			r := e.build("work", path)
			if r.Error != "" {
				b.Fatal(path, r.Error)
			}
			if err := e.send(r); err != nil {
				b.Fatal(err)
			}
		}
	}
}
