package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

func TestServe(t *testing.T) {
	var out bytes.Buffer
	e := newEngine(t, write(t, app))
	e.out = &out
	in := strings.Join([]string{
		`{"id":1,"op":"build","tree":"work","path":"apps/x"}`, ``, `nonsense`, `{"id":"a","op":5}`, `{"id":[2],"op":"fly"}`,
		`{"id":3,"op":"build","tree":"work"}`, `{"id":4,"op":"template","text":"{{.a}}","params":{"a":1}}`, `[]`,
		strings.Repeat("[", 20_000), `{"id":5,"op":"template","text":"x"}`,
	}, "\n")
	must(t, e.serve(strings.NewReader(in)))
	want := []string{`{"id":1,"yaml":"api`, `{"id":null,"error":"malformed`, `{"id":"a","error":"malformed`, `{"id":[2],"error":"malformed request: unknown op`,
		`{"id":3,"error":"malformed request: build needs a path`, `{"id":4,"text":"1"`, `{"id":null,"error":"malformed`, `{"id":null,"error":"malformed`, `{"id":5,"text":"x"`}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d replies: %q", len(lines), lines)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, want[i]) || !json.Valid([]byte(line)) {
			t.Errorf("reply %d: %s", i, line)
		}
	}
}

// program runs this test binary as the engine; see TestMain.
func program(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(testBinary, arguments...)
	cmd.Env = []string{"RUN_AS_ENGINE=1"}
	return cmd
}

func TestProgramGivesUpOnMemory(t *testing.T) {
	root := write(t, files{"k/kustomization.yaml": "namespace: x\n"})
	cmd := program(t, "-root", root, "-memory", "67108864")
	cmd.Stdin = strings.NewReader(`{"id":7,"op":"template","text":"{{range until 100000000}}{{.}}{{end}}"}` + "\n")
	out, err := cmd.Output()
	if cmd.ProcessState.ExitCode() != 3 {
		t.Errorf("exit: %v", err)
	}
	if !contains(string(out), `{"id":7,"error":"more than 67108864 bytes`) || !contains(string(out), `"code":"LIMIT_MEMORY"`) || strings.Count(string(out), "\n") != 1 {
		t.Errorf("%s", out)
	}
}

func TestProgramEndsWithItsInput(t *testing.T) {
	root := write(t, app)
	id := commit(t, root)
	cmd := program(t, "-root", root, "-git", gitProgram)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	_, err = in.Write([]byte(`{"id":1,"op":"build","tree":"` + id + `","path":"overlays/prod/x"}` + "\n"))
	must(t, err)
	line, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	if !contains(line, "managed-by: kustomize-v5.8.1") {
		t.Error(line)
	}
	must(t, in.Close())
	must(t, cmd.Wait())
}

func TestProgramUsage(t *testing.T) {
	for _, arguments := range [][]string{{}, {"-root", "/nonexistent"}, {"-root", ".", "-git", "git"}, {"-root", ".", "x"}} {
		cmd := program(t, arguments...)
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 2 || !strings.HasPrefix(string(out), "engine: ") {
			t.Errorf("%q: %s", arguments, out)
		}
	}
}
