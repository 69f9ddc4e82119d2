package main

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"syscall"
)

// tree is what can be asked of a working tree or a commit; paths are slash-separated, relative to the root, clean.
type tree interface {
	lstat(path string) (kind, error) // fs.ErrNotExist or syscall.ENOTDIR when there is nothing
	readlink(path string) (string, error)
	readdir(path string) ([]string, error)
	readfile(path string) ([]byte, error) // *refusal when it is larger than limitFile
}

type kind int

const (
	kindAbsent kind = iota
	kindFile
	kindFolder
	kindLink
	kindSpecial
	kindSubmodule
)

// refusal is a path that the engine won't follow or read, for the reason that Code names.
type refusal struct {
	code, path, value string
}

func (r *refusal) Error() string { return r.code + " " + r.path + " " + r.value }

// resolve follows every symbolic link on the way to p and tells what stands there, recording all it looked at.
// It fails with *refusal for links that leave the tree or loop and for submodules, else as lstat does.
func (v *view) resolve(p string) (string, kind, error) {
	at, rest, links := "", split(p), 0
	what := kindFolder
	for len(rest) > 0 {
		name := rest[0]
		rest = rest[1:]
		if name == ".." {
			if at == "" {
				return "", 0, &refusal{code: "PATH_OUTSIDE", path: p}
			}
			at, what = parent(at), kindFolder
			continue
		}
		if what != kindFolder {
			return "", 0, &fs.PathError{Op: "lstat", Path: path.Join(mount, at, name), Err: syscall.ENOTDIR}
		}
		next := path.Join(at, name)
		found, err := v.lstat(next)
		if err != nil {
			return "", 0, err
		}
		if found == kindSubmodule {
			return "", 0, &refusal{"PATH_SUBMODULE", next, ""}
		}
		if found != kindLink {
			at, what = next, found
			continue
		}
		target, err := v.tree.readlink(next)
		if err != nil {
			return "", 0, err
		}
		if links++; links > limitLinks {
			return "", 0, &refusal{"SYMLINK_LOOP", next, target}
		}
		if path.IsAbs(target) || leavesTree(at, target) {
			return "", 0, &refusal{"SYMLINK_OUTSIDE", next, target}
		}
		rest = append(split(target), rest...)
	}
	return at, what, nil
}

// lstat asks the tree once per build and path, so that one build sees one state.
func (v *view) lstat(p string) (kind, error) {
	v.reads[p] = true
	if known, ok := v.kinds[p]; ok {
		if known == kindAbsent {
			return 0, &fs.PathError{Op: "lstat", Path: path.Join(mount, p), Err: syscall.ENOENT}
		}
		return known, nil
	}
	found, err := v.tree.lstat(p)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		v.kinds[p] = kindAbsent
		return v.lstat(p)
	}
	if err != nil {
		return 0, err
	}
	v.kinds[p] = found
	return found, nil
}

// leavesTree tells whether a link in folder at climbs above the root; `..` after a further link is caught while walking.
func leavesTree(at, target string) bool {
	depth := len(split(at))
	for _, name := range split(target) {
		if name == ".." {
			depth--
		} else {
			depth++
		}
		if depth < 0 {
			return true
		}
	}
	return false
}

// split cuts a path into its names, without empty ones and `.`.
func split(p string) []string {
	var names []string
	for _, name := range strings.Split(p, "/") {
		if name != "" && name != "." {
			names = append(names, name)
		}
	}
	return names
}

// parent is path.Dir with "" for the root.
func parent(p string) string {
	if dir := path.Dir(p); dir != "." {
		return dir
	}
	return ""
}
