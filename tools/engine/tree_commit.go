package main

import (
	"bytes"
	"io/fs"
	"path"
	"sort"
	"strings"
)

// commitTree is a commit's files: names, modes and object ids in memory, contents read once each.
type commitTree struct {
	repository *repository
	kinds      map[string]kind
	ids        map[string]string
	contents   map[string][]byte
}

// newCommitTree parses `git ls-tree -r -z`: "<mode> <type> <id>\t<path>", each ended by NUL.
func newCommitTree(r *repository, listing []byte) *commitTree {
	t := &commitTree{r, map[string]kind{"": kindFolder}, map[string]string{}, map[string][]byte{}}
	for _, line := range bytes.Split(listing, []byte{0}) {
		head, name, ok := strings.Cut(string(line), "\t")
		if !ok {
			continue
		}
		words := strings.Fields(head)
		t.ids[name] = words[2]
		switch words[0] {
		case "120000":
			t.kinds[name] = kindLink
		case "160000":
			t.kinds[name] = kindSubmodule
		default:
			t.kinds[name] = kindFile
		}
		for dir := parent(name); t.kinds[dir] == kindAbsent; dir = parent(dir) {
			t.kinds[dir] = kindFolder
		}
	}
	return t
}

func (t *commitTree) lstat(p string) (kind, error) {
	if found := t.kinds[p]; found != kindAbsent {
		return found, nil
	}
	return 0, fs.ErrNotExist
}

func (t *commitTree) readlink(p string) (string, error) {
	target, err := t.readfile(p)
	return string(target), err
}

func (t *commitTree) readdir(p string) ([]string, error) {
	var names []string
	for name := range t.kinds {
		if name != "" && parent(name) == p {
			names = append(names, path.Base(name))
		}
	}
	sort.Strings(names)
	return names, nil
}

func (t *commitTree) readfile(p string) ([]byte, error) {
	id := t.ids[p]
	if content, ok := t.contents[id]; ok {
		return content, nil
	}
	content, size, err := t.repository.blob(id)
	if err != nil {
		return nil, err
	}
	if size > limitFile {
		return nil, &refusal{"LIMIT_FILE", p, sizeText(size)}
	}
	t.contents[id] = content
	return content, nil
}
