package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// repository reads commits of the repository around the root through git, and nothing else of it.
type repository struct {
	program, folder string
	environment     []string
	commits         map[string]*commitTree
	objects         *exec.Cmd // one long-lived `git cat-file --batch`
	ask             io.WriteCloser
	answers         *bufio.Reader
}

func newRepository(program, folder string, environment []string) *repository {
	return &repository{program: program, folder: folder, environment: environment, commits: map[string]*commitTree{}}
}

// gitEnvironment is all that git gets: the user's own configuration (safe.directory stands there), no prompt, no fetch.
func gitEnvironment() []string {
	kept := []string{
		"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOW_PROTOCOL=none", // what GIT_NO_LAZY_FETCH is for git before 2.45
	}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"} {
		if value, ok := os.LookupEnv(name); ok {
			kept = append(kept, name+"="+value)
		}
	}
	return kept
}

// command is one of our fixed git commands; hooks and file system monitors stay off whatever the repository configures.
func (r *repository) command(arguments ...string) *exec.Cmd {
	fixed := []string{"--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"}
	cmd := exec.Command(r.program, append(fixed, arguments...)...)
	cmd.Dir, cmd.Env = r.folder, r.environment
	return cmd
}

func (r *repository) output(arguments ...string) ([]byte, error) {
	if r.program == "" {
		return nil, fmt.Errorf("the engine was started without -git and can't read commits")
	}
	cmd := r.command(arguments...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %v: %s", arguments[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}

var commitID = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// commit returns the tree of a commit, given by its full id. It lists names once and reads blobs when they are asked for.
func (r *repository) commit(id string) (*commitTree, error) {
	if !commitID.MatchString(id) {
		return nil, fmt.Errorf(`tree %q is neither "work" nor a full commit id`, id)
	}
	if known, ok := r.commits[id]; ok {
		return known, nil
	}
	prefix, err := r.output("rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	treeish := id + ":" + strings.TrimSuffix(strings.TrimRight(string(prefix), "\n"), "/")
	listing, err := r.output("ls-tree", "-r", "-z", "--full-tree", treeish)
	if err != nil {
		return nil, err
	}
	if len(r.commits) >= 4 { // a comparison needs two
		clear(r.commits)
	}
	r.commits[id] = newCommitTree(r, listing)
	return r.commits[id], nil
}

// blob reads one object. It skips the content of those above limitFile and returns their size alone.
func (r *repository) blob(id string) ([]byte, int64, error) {
	if r.objects == nil {
		if err := r.startObjects(); err != nil {
			return nil, 0, err
		}
	}
	if _, err := io.WriteString(r.ask, id+"\n"); err != nil {
		r.objects = nil
		return nil, 0, err
	}
	header, err := r.answers.ReadString('\n')
	if err != nil {
		r.objects = nil
		return nil, 0, fmt.Errorf("git cat-file ended: %v", err)
	}
	words := strings.Fields(header)
	if len(words) != 3 {
		return nil, 0, fmt.Errorf("object %s is not here (a partial clone?): git %s", id, strings.TrimSpace(header))
	}
	size, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil {
		return nil, 0, err
	}
	var content []byte
	if size <= limitFile {
		content = make([]byte, size)
		_, err = io.ReadFull(r.answers, content)
	} else {
		_, err = io.CopyN(io.Discard, r.answers, size)
	}
	if err == nil {
		_, err = r.answers.ReadByte()
	}
	return content, size, err
}

func (r *repository) startObjects() (err error) {
	cmd := r.command("cat-file", "--batch")
	if r.ask, err = cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	r.objects, r.answers = cmd, bufio.NewReaderSize(out, 1<<16)
	return nil
}
