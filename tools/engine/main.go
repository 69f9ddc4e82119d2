// Command engine builds kustomizations and evaluates Go templates exactly as kustomize and Argo CD do.
//
// It reads one JSON request a line on standard input and answers each with one JSON line on standard output.
// It opens nothing outside -root, reaches no network and starts no program but the git it was given.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"sigs.k8s.io/kustomize/kyaml/openapi"
)

func main() {
	root := flag.String("root", "", "the tree to build from (required)")
	git := flag.String("git", "", "absolute path of git, needed to build from a commit")
	memory := flag.Uint64("memory", limitMemory, "bytes of memory after which the running request is given up")
	flag.Parse()
	if err := run(*root, *git, *memory); err != nil {
		fmt.Fprintln(os.Stderr, "engine:", err)
		os.Exit(2)
	}
}

func run(root, git string, memory uint64) error {
	if root == "" || flag.NArg() > 0 {
		return fmt.Errorf("usage: engine -root DIR [-git /path/to/git] [-memory BYTES]")
	}
	if git != "" && !filepath.IsAbs(git) {
		return fmt.Errorf("-git %q is not an absolute path", git)
	}
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	work, err := openWorkTree(root)
	if err != nil {
		return err
	}
	keep := gitEnvironment()
	lockDown()
	e := &engine{work: work, repository: newRepository(git, root, keep), out: os.Stdout}
	os.Stdout = os.Stderr
	e.watch(memory)
	openapi.Schema() // nearly every build needs it: 90 ms that pass while the parent looks for its units
	return e.serve(os.Stdin)
}
