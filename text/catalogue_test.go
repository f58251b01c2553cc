package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// messages are the texts of a language by key, all plural forms of one together.
func messages(t *testing.T, pattern string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	var walk func(prefix string, table map[string]any)
	walk = func(prefix string, table map[string]any) {
		for name, v := range table {
			switch v := v.(type) {
			case map[string]any:
				walk(prefix+name+".", v)
			case string:
				id := prefix + name
				if slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, name) {
					id = strings.TrimSuffix(prefix, ".")
				}
				out[id] = append(out[id], v)
			}
		}
	}
	for _, name := range names {
		var table map[string]any
		if _, err := toml.DecodeFile(name, &table); err != nil {
			t.Fatal(name, err)
		}
		walk("", table)
	}
	return out
}

// use is a call that asks the catalogue for a message.
type use struct {
	at, id string
	names  []string
}

// uses finds the calls of T with a key, and every string in the code that is a key.
func uses(t *testing.T) (calls []use, strs map[string]bool) {
	t.Helper()
	strs = map[string]bool{}
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "build" || name == "node_modules" || name == "testdata" || name == ".git" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(set, path, source, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
					strs[s] = true
				}
			case *ast.CallExpr:
				if u, ok := used(set, n); ok {
					calls = append(calls, u)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return calls, strs
}

func used(set *token.FileSet, call *ast.CallExpr) (use, bool) {
	at, name := 0, ""
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		name = fun.Sel.Name
		if x, ok := fun.X.(*ast.Ident); ok && x.Name == "text" && name == "T" {
			at = 1 // after the context
		}
	}
	switch name {
	case "T", "NotFoundf":
	case "Invalidf", "Say":
		at = 1 // after the field, or the error
	default:
		return use{}, false
	}
	u := use{at: set.Position(call.Pos()).String()}
	for i, arg := range call.Args[min(at, len(call.Args)):] {
		lit, ok := arg.(*ast.BasicLit)
		if !ok {
			continue
		}
		s, err := strconv.Unquote(lit.Value)
		switch {
		case err != nil:
		case i == 0:
			u.id = s
		default:
			u.names = append(u.names, s)
		}
	}
	return u, u.id != ""
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// Every message that the code asks for is there and gets what it has gaps for; every
// message that is there is asked for somewhere; every other language has all of them.
func TestTheCatalogueIsWhole(t *testing.T) {
	t.Parallel()
	english := messages(t, "*.en.toml")
	calls, strs := uses(t)
	if len(calls) < 10 {
		t.Fatalf("only %d calls found", len(calls))
	}
	for _, u := range calls {
		forms, ok := english[u.id]
		if !ok {
			t.Errorf("%s: the catalogue has no %q", u.at, u.id)
		}
		for _, form := range forms {
			for _, gap := range placeholder.FindAllStringSubmatch(form, -1) {
				if !slices.Contains(u.names, gap[1]) {
					t.Errorf("%s: %q has a gap for %s, which the call leaves open", u.at, u.id, gap[1])
				}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(english)) {
		if !strs[id] && !strings.HasPrefix(id, "script.") { // those are for scripts to ask for
			t.Errorf("nothing shows %q", id)
		}
	}
	all, err := filepath.Glob("*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		parts := strings.Split(name, ".")
		other := messages(t, "*."+parts[len(parts)-2]+".toml")
		for id := range english {
			if other[id] == nil {
				t.Errorf("%s lacks %q", parts[len(parts)-2], id)
			}
		}
	}
}
