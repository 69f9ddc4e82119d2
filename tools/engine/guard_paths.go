package main

import (
	"errors"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// judged is why a path is refused, and what may help.
type judged struct{ code, hint string }

// judge tells what a path in the kustomization of dir leads to, or why it is refused.
func (g *guard) judge(dir, value string, u use) (string, kind, *judged) {
	switch {
	case hasControl(value):
		return "", 0, &judged{code: "PATH_CONTROL"}
	case isURL(value):
		return "", 0, &judged{code: "PATH_REMOTE"}
	case path.IsAbs(value):
		return "", 0, &judged{code: "PATH_ABSOLUTE"}
	case leavesTree(dir, value) && !isRepository(value):
		return "", 0, &judged{code: "PATH_OUTSIDE"}
	}
	at, what, err := g.view.resolve(path.Join(dir, value))
	var r *refusal
	switch {
	case errors.As(err, &r) && r.value != "":
		return "", 0, &judged{r.code, r.path + " -> " + r.value}
	case errors.As(err, &r):
		return "", 0, &judged{r.code, r.path}
	case isMissing(err) && (isRepository(value) || repositoryForm.MatchString(value)):
		return "", 0, &judged{code: "PATH_REMOTE"}
	case isMissing(err):
		return "", 0, &judged{"PATH_MISSING", g.nearestFile(dir, value)}
	case err != nil:
		return "", 0, &judged{"PATH_UNREADABLE", err.Error()}
	case what == kindFolder && u.takesRepository() && isRepository(value):
		return "", 0, &judged{code: "PATH_REMOTE"} // kustomize clones even when such a folder exists
	case what == kindSpecial:
		return "", 0, &judged{code: "PATH_SPECIAL"}
	}
	return at, what, nil
}

// nearestFile looks in the folder of a missing file for a name like it.
func (g *guard) nearestFile(dir, value string) string {
	folder, what, err := g.view.resolve(path.Join(dir, path.Dir(value)))
	if err != nil || what != kindFolder {
		return ""
	}
	names, _ := g.view.tree.readdir(folder)
	if name := nearest(path.Base(value), names); name != "" {
		return path.Join(path.Dir(value), name)
	}
	return ""
}

// hasControl finds what would break a log line or make it lie: control characters and those that turn the text direction.
func hasControl(value string) bool {
	return strings.ContainsFunc(value, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
	})
}

// isURL finds what names a remote place in any field. kustomize fetches every value whose scheme is http or https.
func isURL(value string) bool {
	u, err := url.Parse(value)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") ||
		strings.Contains(value, "://") || strings.HasPrefix(strings.ToLower(value), "git::")
}

// repositoryForm is written by those who mean a repository, though kustomize takes it for a path.
var repositoryForm = regexp.MustCompile(`\?(ref|version|submodules|timeout)=|[\w-]\.git(/|\?|$)`)

var (
	gitUser   = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*@`)
	gitHub    = regexp.MustCompile(`(?i)^github\.com[/:]`)
	repoPaths = regexp.MustCompile(`_git/|//|\.git|^[^/]+/[^/]+`)
)

// isRepository tells whether kustomize (api/internal/git/repospec.go) clones value: scp style or GitHub's host, then a
// repository path of two names or with an explicit mark. Values with a scheme are isURL's.
func isRepository(value string) bool {
	value, _, _ = strings.Cut(value, "?")
	user := gitUser.FindString(value)
	rest := value[len(user):]
	if user == "" && !gitHub.MatchString(rest) {
		return false
	}
	host := strings.IndexAny(rest, ":/")
	return host >= 0 && repoPaths.MatchString(rest[host+1:])
}
