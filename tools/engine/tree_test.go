package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSymlinksInsideTheTree(t *testing.T) {
	r := both(t, files{
		"k/kustomization.yaml": "resources: [link.yaml, ../linked]\nnamePrefix: k-\n",
		"k/link.yaml":          "-> real.yaml", "k/real.yaml": configMap,
		"linked": "-> chain", "chain": "-> ./d/../base/", "d/x": "",
		"base/kustomization.yaml": "resources: [b.yaml]\n", "base/b.yaml": strings.ReplaceAll(configMap, "name: a", "name: b"),
	}, "k")
	if r.Error != "" || len(r.Objects) != 2 {
		t.Fatal(text(r))
	}
	for _, p := range []string{"k/link.yaml", "k/real.yaml", "linked", "chain", "d", "base", "base/b.yaml"} {
		if !slices.Contains(r.Reads, p) {
			t.Errorf("%s is not in reads %q", p, r.Reads)
		}
	}
	r = both(t, files{"k/kustomization.yaml": "resources: [link.yaml]\n", "k/link.yaml": "-> ../a.yaml", "a.yaml": configMap}, "k")
	if !contains(r.Error, "security; file 'k/link.yaml' is not in or below 'k'") {
		t.Error(r.Error) // as on disk: the root-only check sees resolved paths
	}
}

func TestSpecialFiles(t *testing.T) {
	root := write(t, files{"k/kustomization.yaml": "resources: [pipe, ../sub]\n", "sub/.git": "gitdir: elsewhere\n", "sub/kustomization.yaml": "namespace: a\n"})
	cmd := exec.Command("/usr/bin/env", "mkfifo", filepath.Join(root, "k/pipe"))
	cmd.Env = []string{testPath}
	must(t, cmd.Run())
	r := newEngine(t, root).build("work", "k")
	want := []string{"PATH_SPECIAL k/kustomization.yaml:1:13 resources[0]=pipe ()", "PATH_SUBMODULE k/kustomization.yaml:1:19 resources[1]=../sub (sub)"}
	if got := places(r); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestSubmoduleInCommit(t *testing.T) {
	root := write(t, files{"k/kustomization.yaml": "resources: [../sub]\n"})
	id := commit(t, root)
	git(t, root, "update-index", "--add", "--cacheinfo", "160000,"+id+",sub")
	git(t, root, "commit", "-qm", "submodule")
	r := newEngine(t, root).build(git(t, root, "rev-parse", "HEAD"), "k")
	if got := places(r); len(got) != 1 || !contains(got[0], "PATH_SUBMODULE k/kustomization.yaml:1:13") {
		t.Errorf("%q", got)
	}
}

func TestCommitOfSubfolderAndShallowClone(t *testing.T) {
	origin := write(t, files{"sub/k/kustomization.yaml": "resources: [a.yaml]\n", "sub/k/a.yaml": configMap, "sub/.gitattributes": "*.yaml eol=crlf\n"})
	id := commit(t, origin)
	clone := t.TempDir()
	git(t, clone, "clone", "-q", "--depth", "1", "file://"+origin, "c")
	r := newEngine(t, filepath.Join(clone, "c/sub")).build(id, "k")
	if r.Error != "" || len(r.Objects) != 1 {
		t.Fatal(text(r))
	}
	if len(r.Warnings) != 2 || !contains(r.Warnings[0], "k/a.yaml: .gitattributes sets eol=crlf") {
		t.Errorf("%q", r.Warnings)
	}
	git(t, clone+"/c", "worktree", "add", "-q", "../w")
	if r := newEngine(t, filepath.Join(clone, "w/sub")).build(id, "k"); r.Error != "" {
		t.Error(r.Error)
	}
}

func TestTreeNames(t *testing.T) {
	root := write(t, app)
	commit(t, root)
	for name, want := range map[string]string{
		"HEAD": "neither", "--output=x": "neither", "": "neither",
		strings.Repeat("0", 40): "git ls-tree",
	} {
		if r := newEngine(t, root).build(name, "apps/x"); !contains(r.Error, want) {
			t.Errorf("%q: %s", name, r.Error)
		}
	}
	for path, code := range map[string]string{"/etc": "PATH_ABSOLUTE", "../x": "PATH_OUTSIDE", "apps/y": "PATH_MISSING", ".git": "PATH_MISSING", "a\nb": "PATH_CONTROL", "https://x": "PATH_REMOTE", "apps": "KUSTOMIZATION_NONE"} {
		if r := newEngine(t, root).build("work", path); len(r.Findings) != 1 || r.Findings[0].Code != code {
			t.Errorf("%q: %s", path, text(r))
		}
	}
}

// reads is the whole dependency: whatever else changes, appears or becomes a link, the result stays.
func TestReadsAreTheClosure(t *testing.T) {
	all := files{"other/a.yaml": configMap, "apps/x/unused.yaml": configMap, "overlays/prod/y/kustomization.yaml": "namespace: y\n", "overlays/prod/x/patches": "-> ../y"}
	for name, content := range app {
		all[name] = content
	}
	root := write(t, all)
	e := newEngine(t, root)
	before := e.build("work", "overlays/prod/x")
	for name := range all {
		if !slices.Contains(before.Reads, name) {
			must(t, os.Remove(filepath.Join(root, name)))
			must(t, os.Symlink("/", filepath.Join(root, name)))
		}
	}
	must(t, os.WriteFile(filepath.Join(root, "overlays/kustomization.yaml"), []byte("x"), 0o644))
	if after := e.build("work", "overlays/prod/x"); text(after) != text(before) {
		t.Errorf("changed:\n%s\n%s", text(before), text(after))
	}
	for _, name := range []string{"apps/x/Kustomization", "apps/x/kustomization.yml", "overlays/prod/x/p.yaml", "apps/x/deployment.yaml"} {
		if !slices.Contains(before.Reads, name) {
			t.Errorf("%s decides the result and is not in reads", name)
		}
	}
}
