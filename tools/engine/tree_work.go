package main

import (
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"syscall"
)

// workTree is the files as they lie on disk. os.Root keeps every opened file below the root, whatever changes meanwhile.
type workTree struct {
	root *os.Root
	path string
}

func openWorkTree(path string) (*workTree, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &workTree{root, path}, nil
}

func (t *workTree) lstat(p string) (kind, error) {
	// A commit never holds .git, and .git/config can hold a token.
	if slices.Contains(split(p), ".git") {
		return 0, fs.ErrNotExist
	}
	info, err := t.root.Lstat(p)
	if err != nil {
		return 0, err
	}
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return kindFile, nil
	case mode&fs.ModeSymlink != 0:
		return kindLink, nil
	case !mode.IsDir():
		return kindSpecial, nil
	}
	if _, err := t.root.Lstat(path.Join(p, ".git")); err == nil {
		return kindSubmodule, nil
	}
	return kindFolder, nil
}

// readlink reads one link's text without opening anything; os.Root learned to do so after Go 1.24.
func (t *workTree) readlink(p string) (string, error) {
	target, err := os.Readlink(filepath.Join(t.path, filepath.FromSlash(p)))
	return filepath.ToSlash(target), err
}

func (t *workTree) readdir(p string) ([]string, error) {
	folder, err := t.root.Open(path.Join(".", p))
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	sort.Strings(names)
	return names, err
}

func (t *workTree) readfile(p string) ([]byte, error) {
	// O_NONBLOCK: a pipe that replaces the file after lstat must not hang the open.
	file, err := t.root.OpenFile(p, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &refusal{"PATH_SPECIAL", p, info.Mode().Type().String()}
	}
	content, err := io.ReadAll(io.LimitReader(file, limitFile+1))
	if len(content) > limitFile {
		return nil, &refusal{"LIMIT_FILE", p, sizeText(info.Size())}
	}
	return content, err
}
