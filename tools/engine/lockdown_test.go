package main

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// What the guard can't see meets the transport and the file system, and its place is found afterwards.
func TestUnseenPathsAreRefusedAndFound(t *testing.T) {
	asked := make(chan string, 10)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { asked <- q.URL.Path })}
	go server.Serve(listener)
	defer server.Close()
	url := "http://" + listener.Addr().String() + "/patch.yaml"
	transformer := "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: p}\npath: "
	for path, code := range map[string]string{url: "PATH_REMOTE", "../../../../etc/passwd": "PATH_OUTSIDE", "/etc/passwd": "PATH_ABSOLUTE"} {
		r := both(t, files{"k/kustomization.yaml": "resources: [a.yaml]\ntransformers: [t.yaml]\n", "k/a.yaml": configMap, "k/t.yaml": transformer + path + "\n"}, "k")
		want := []string{code + " k/t.yaml:4:7 path=" + path + " ()"}
		if got := places(r); !slices.Equal(got, want) {
			t.Errorf("got %q want %q", got, want)
		}
	}
	select {
	case path := <-asked:
		t.Errorf("the server was asked for %s", path)
	default:
	}
}

func TestNoProgramIsStarted(t *testing.T) {
	folder, marker := t.TempDir(), filepath.Join(t.TempDir(), "started")
	for _, name := range []string{"git", "helm"} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n: > "+marker+"\n"), 0o755))
	}
	t.Setenv("PATH", folder)
	lockDown()
	for _, k := range []string{"resources: [github.com/org/repo]\n", "helmCharts: [{name: x, repo: 'https://example.com'}]\n"} {
		root := write(t, files{"k/kustomization.yaml": k, "k/github.com/org/repo/kustomization.yaml": "namespace: x\n"})
		newEngine(t, root).build("work", "k")
		_, err := krusty.MakeKustomizer(options()).Run(filesys.MakeFsOnDisk(), filepath.Join(root, "k"))
		if err == nil {
			t.Errorf("%s was built", k)
		}
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("a program was started")
	}
}
