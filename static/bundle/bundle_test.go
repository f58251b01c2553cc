package bundle_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"photogram/static/bundle"
)

const sources = "../js"

// What is committed is what the sources say, byte for byte.
func TestScriptsAreFresh(t *testing.T) {
	t.Parallel()
	scripts, err := bundle.Scripts(sources)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := filepath.Glob("../dist/*")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range committed {
		committed[i] = filepath.Base(name)
	}
	if names := slices.Sorted(maps.Keys(scripts)); !slices.Equal(names, committed) {
		t.Errorf("static/dist has %q, the sources make %q: run go generate ./static", committed, names)
	}
	for name, script := range scripts {
		old, err := os.ReadFile(filepath.Join("../dist", name))
		if err != nil || !bytes.Equal(old, script) {
			t.Errorf("%s is not fresh: run go generate ./static (%v)", name, err)
		}
		if bytes.Contains(script, []byte("eval(")) || bytes.Contains(script, []byte("new Function")) {
			t.Errorf("%s makes code of text, which the content security policy forbids", name)
		}
	}
}

// The same sources make the same scripts wherever they lie.
func TestScriptsDoNotKnowWhereTheyWereMade(t *testing.T) {
	t.Parallel()
	here, err := bundle.Scripts(sources)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "a", "b")
	if err := os.CopyFS(elsewhere, os.DirFS(sources)); err != nil {
		t.Fatal(err)
	}
	there, err := bundle.Scripts(elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(here, there, bytes.Equal) {
		t.Error("another folder makes other scripts")
	}
}

// A module that does something when it is imported could fail there, and would
// take its whole script along: start guards only what it is given.
func TestModulesDoNothingWhenImported(t *testing.T) {
	t.Parallel()
	for _, name := range modules(t) {
		if !strings.Contains(name, "/") {
			continue // the entry of a script
		}
		if does, err := bundle.Effects(sources, name); err != nil || does != "" {
			t.Errorf("%s does this when it is imported: %s (%v)", name, does, err)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bad.js"), []byte("export const wide = /* @__PURE__ */ matchMedia('print');\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	if does, err := bundle.Effects(dir, "bad.js"); err != nil || does == "" {
		t.Errorf("a module that calls something is not found: %q, %v", does, err)
	}
}

var (
	exported = regexp.MustCompile(`(?m)^export (?:async )?(?:function|class|const|let) (\w+)`)
	imports  = regexp.MustCompile(`(?m)^import \{ ([^}]*) \} from "([^"]+)";$`)
	types    = regexp.MustCompile(`import\("([^"]+)"\)\.(\w+)`)
	anyOther = regexp.MustCompile(`(?m)^\s*(?:export (?:default|\{|\*)|import (?:[^{]|\{[^}]*$)).*$`)
)

// Everything that a module offers is used by another.
func TestExportsAreUsed(t *testing.T) {
	t.Parallel()
	offered, used := map[string]bool{}, map[string]bool{}
	for _, name := range modules(t) {
		text, err := os.ReadFile(filepath.Join(sources, name))
		if err != nil {
			t.Fatal(err)
		}
		if odd := anyOther.FindString(string(text)); odd != "" {
			t.Errorf("%s: %q: modules export and import by name, each on a line", name, odd)
		}
		for _, m := range exported.FindAllStringSubmatch(string(text), -1) {
			offered[name+" "+m[1]] = true
		}
		for _, m := range types.FindAllStringSubmatch(string(text), -1) {
			used[filepath.ToSlash(filepath.Join(filepath.Dir(name), m[1]))+" "+m[2]] = true
		}
		for _, m := range imports.FindAllStringSubmatch(string(text), -1) {
			for one := range strings.SplitSeq(m[1], ", ") {
				one, _, _ = strings.Cut(one, " as ")
				used[filepath.ToSlash(filepath.Join(filepath.Dir(name), m[2]))+" "+one] = true
			}
		}
	}
	for one := range offered {
		if !used[one] {
			t.Errorf("%s: nothing imports it", one)
		}
	}
	if len(offered) < 100 {
		t.Errorf("only %d exports", len(offered))
	}
}

func modules(t *testing.T) []string {
	t.Helper()
	all, err := bundle.Modules(sources)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d modules", len(all))
	}
	return all
}
