package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// mount is where kustomize sees the root. Not "/", because `..` would stop there and stay inside the tree.
const mount = "/@root"

// view is what one build sees of a tree. It is the file system that kustomize gets and remembers all it was asked for.
type view struct {
	readOnly
	tree    tree
	kinds   map[string]kind
	files   map[string][]byte
	reads   map[string]bool
	objects map[string]int  // in each parsed file
	opaque  map[string]bool // files that kustomize copies and never parses
	refused []finding
}

func newView(t tree) *view {
	return &view{
		tree: t, kinds: map[string]kind{}, files: map[string][]byte{},
		reads: map[string]bool{}, objects: map[string]int{}, opaque: map[string]bool{},
	}
}

// CleanedAbs splits a path, links resolved, into folder and file, with the words of kustomize's own file system on errors.
func (v *view) CleanedAbs(p string) (filesys.ConfirmedDir, string, error) {
	at, what, err := v.locate(p)
	if err != nil {
		return "", "", fmt.Errorf("evalsymlink failure on '%s' : %w", p, err)
	}
	if what == kindFolder {
		return filesys.ConfirmedDir(path.Join(mount, at)), "", nil
	}
	return filesys.ConfirmedDir(path.Join(mount, parent(at))), path.Base(at), nil
}

func (v *view) Exists(p string) bool {
	_, _, err := v.locate(p)
	return err == nil
}

func (v *view) IsDir(p string) bool {
	_, what, err := v.locate(p)
	return err == nil && what == kindFolder
}

func (v *view) ReadFile(p string) ([]byte, error) {
	at, what, err := v.locate(p)
	if err != nil {
		return nil, err
	}
	if what == kindFolder {
		return nil, &fs.PathError{Op: "read", Path: p, Err: syscall.EISDIR}
	}
	return v.read(at)
}

// locate resolves one of kustomize's absolute paths and keeps a refusal for the reply.
func (v *view) locate(p string) (string, kind, error) {
	inside, ok := strings.CutPrefix(filepath.Clean(p)+"/", mount+"/")
	if !ok {
		v.refuse(&refusal{"PATH_OUTSIDE", p, p})
		return "", 0, &fs.PathError{Op: "lstat", Path: p, Err: errors.New("outside of the root")}
	}
	at, what, err := v.resolve(strings.TrimSuffix(inside, "/"))
	v.refuse(err)
	return at, what, err
}

// read returns a file's bytes, once checked; at is a resolved path.
func (v *view) read(at string) ([]byte, error) {
	if content, ok := v.files[at]; ok {
		return content, nil
	}
	content, err := v.readChecked(at)
	if err != nil {
		v.refuse(err)
		return nil, err
	}
	v.files[at] = content
	return content, nil
}

func (v *view) readChecked(at string) ([]byte, error) {
	if v.kinds[at] == kindSpecial {
		return nil, &refusal{"PATH_SPECIAL", at, ""}
	}
	content, err := v.tree.readfile(at)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(content, []byte("version https://git-lfs.github.com/spec/")) {
		return nil, &refusal{"PATH_LFS", at, ""}
	}
	if !v.opaque[at] {
		objects, bad := checkYAML(content)
		v.objects[at] = objects
		if bad != nil {
			bad.File = at
			v.add(*bad)
			return nil, fmt.Errorf("%s %s", bad.Code, at)
		}
	}
	return content, nil
}

// refuse keeps err for the reply if it is a refusal.
func (v *view) refuse(err error) {
	var r *refusal
	if errors.As(err, &r) {
		v.add(finding{Code: r.code, File: r.path, Value: r.value})
	}
}

func (v *view) add(f finding) {
	for _, known := range v.refused {
		if known == f {
			return
		}
	}
	v.refused = append(v.refused, f)
}

// sortedReads lists every path that was looked at: files, folders on the way, links, absent ones.
func (v *view) sortedReads() []string {
	all := make([]string, 0, len(v.reads))
	for p := range v.reads {
		all = append(all, p)
	}
	sort.Strings(all)
	return all
}

func sizeText(bytes int64) string { return strconv.FormatInt(bytes, 10) }
