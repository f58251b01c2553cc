package text_test

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"photogram/text"
)

// sources are the lines of all scripts by path, without their comments.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	comment := regexp.MustCompile(`^\s*(//|/?\*).*$|\s// .*$|/\*\*? .*? \*/`)
	err := filepath.WalkDir("../static/js", func(file string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".js" {
			return err
		}
		b, err := os.ReadFile(file)
		for line := range strings.Lines(string(b)) {
			out[file] = append(out[file], comment.ReplaceAllString(strings.TrimSuffix(line, "\n"), ""))
		}
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatal(len(out), err)
	}
	return out
}

var (
	asked  = regexp.MustCompile(`\bword\("([a-z.-]+)"(?:, (\{[^}]*\}))?`)
	quoted = regexp.MustCompile("\"[^\"]*\"|'[^']*'|`[^`]*`")
	spoken = regexp.MustCompile(`^\p{Lu}\p{Ll}+( .*|[.…]?)$|\p{Ll}{2,},? \p{Ll}.*[.…:]$|` +
		`^[\p{L}\d ,.'’…{}$()]*\} ?\p{Ll}{2,}[\p{L}\d ,.'’…{}$()]*$`)
	private = regexp.MustCompile(`new Error\(|console\.|super\(|\bimport .* from |\.style\.`) // for programs, and who write them
)

// unread are the literals in scripts that look like words and are for programs.
var unread = []string{"Authorization", "Backspace", "Bearer ", "Date", "Delete", "End", "Enter", "Escape", "Files", "Home", "Normal", "Tab"}

// What people read in a script comes from the catalogue.
func TestScriptsHaveNoWords(t *testing.T) {
	t.Parallel()
	for file, lines := range sources(t) {
		if strings.HasSuffix(file, "shaders.js") {
			continue // a language of its own
		}
		for i, line := range lines {
			if private.MatchString(line) {
				continue
			}
			for _, literal := range quoted.FindAllString(line, -1) {
				if s := literal[1 : len(literal)-1]; spoken.MatchString(s) && !slices.Contains(unread, s) {
					t.Errorf("%s:%d: %s", file, i+1, s)
				}
			}
		}
	}
}

// What scripts ask for is there and gets what it has gaps for, and what is there is asked for.
func TestScriptsFindTheirWords(t *testing.T) {
	t.Parallel()
	english, used := messages(t, "script.en.toml"), map[string]bool{}
	for file, lines := range sources(t) {
		for _, m := range asked.FindAllStringSubmatch(strings.Join(lines, "\n"), -1) {
			id := "script." + m[1]
			used[id] = true
			if english[id] == nil {
				t.Errorf("%s: the catalogue has no %q", file, id)
			}
			for _, form := range english[id] {
				for _, gap := range placeholder.FindAllStringSubmatch(form, -1) {
					if m[2] != "" && !regexp.MustCompile(`\b`+gap[1]+`\b`).MatchString(m[2]) {
						t.Errorf("%s: %q has a gap for %s, which the call leaves open", file, id, gap[1])
					}
				}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(english)) {
		if !used[id] {
			t.Errorf("no script shows %q", id)
		}
	}
}

// A page gets the parts that its scripts ask for.
func TestScriptParts(t *testing.T) {
	t.Parallel()
	got := text.English.Script("app", "upload")
	for part, want := range map[string]string{"app": `"new-posts":{"one":"{{.n}} new post","other":"{{.n}} new posts"}`,
		"upload": `"done":"Uploaded"`} {
		if !strings.Contains(string(got[part]), want) {
			t.Errorf("%s is %s, want %s in it", part, got[part], want)
		}
	}
}
