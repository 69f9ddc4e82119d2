package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var gitProgram, _ = exec.LookPath("git")

// The process is locked down as in main; what tests start themselves keeps its PATH. The binary can also be the engine.
func TestMain(m *testing.M) {
	if os.Getenv("RUN_AS_ENGINE") != "" {
		main()
		return
	}
	testBinary, _ = os.Executable()
	testPath = "PATH=" + os.Getenv("PATH")
	lockDown()
	os.Exit(m.Run())
}

var testPath, testBinary string

type files map[string]string

// write makes a folder of files; a value `-> target` makes a link.
func write(t *testing.T, all files) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range all {
		file := filepath.Join(root, name)
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		if target, ok := strings.CutPrefix(content, "-> "); ok {
			must(t, os.Symlink(target, file))
		} else {
			must(t, os.WriteFile(file, []byte(content), 0o644))
		}
	}
	return root
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newEngine(t *testing.T, root string) *engine {
	t.Helper()
	work, err := openWorkTree(root)
	must(t, err)
	return &engine{work: work, repository: newRepository(gitProgram, root, gitEnvironment())}
}

// git runs the real git in a repository of the test.
func git(t *testing.T, root string, arguments ...string) string {
	t.Helper()
	cmd := exec.Command(gitProgram, append([]string{"-c", "user.name=test", "-c", "user.email=test@example.com"}, arguments...)...)
	cmd.Dir, cmd.Env = root, []string{testPath, "HOME=" + root, "GIT_CONFIG_NOSYSTEM=1"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v: %s", arguments, err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit puts all files of root into a new repository and returns the commit's id.
func commit(t *testing.T, root string) string {
	t.Helper()
	git(t, root, "init", "-q")
	git(t, root, "add", "-A")
	git(t, root, "commit", "-qm", "all")
	return git(t, root, "rev-parse", "HEAD")
}

// both builds from the working tree and from a commit of it and fails when they differ.
func both(t *testing.T, all files, path string) reply {
	t.Helper()
	root := write(t, all)
	e := newEngine(t, root)
	work := e.build("work", path)
	stored := e.build(commit(t, root), path)
	if a, b := text(work), text(stored); a != b {
		t.Errorf("working tree and commit differ:\n%s\n%s", a, b)
	}
	return work
}

func text(r reply) string {
	r.MS = 0
	out, _ := json.Marshal(r)
	return string(out)
}

// places writes findings as `CODE file:line:col field=value (hint)`.
func places(r reply) []string {
	var all []string
	for _, f := range r.Findings {
		place := f.Code + " " + summary([]finding{{File: f.File, Line: f.Line, Col: f.Col}})
		all = append(all, strings.TrimSpace(place)+" "+f.Field+"="+f.Value+" ("+f.Hint+")")
	}
	return all
}

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n"
