package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// house is the packages of a module.
type house struct {
	rooms   map[string]*room
	longest map[string][]part // by what kind of part it is
}

type room struct {
	name         string // its path in the module, "." for the module's own
	files, lines int
	imports      []string
}

// part is a file, a function or a statement of SQL.
type part struct {
	lines    int
	at, name string
}

// look reads all packages of a module.
func look(module string) (*house, error) {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedModule}, module+"/...")
	if err != nil {
		return nil, err
	}
	h := &house{map[string]*room{}, map[string][]part{}}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return nil, p.Errors[0]
		}
		if len(p.GoFiles) == 0 { // nothing but tests
			continue
		}
		r := &room{name: short(module, p.PkgPath)}
		h.rooms[r.name] = r
		for path := range p.Imports {
			if path == module || strings.HasPrefix(path, module+"/") {
				r.imports = append(r.imports, short(module, path))
			}
		}
		slices.Sort(r.imports)
		for _, path := range p.GoFiles {
			if err := h.read(r, p.Module.Dir, path); err != nil {
				return nil, err
			}
		}
	}
	return h, nil
}

func short(module, path string) string {
	if path == module {
		return "."
	}
	return strings.TrimPrefix(path, module+"/")
}

var statement = regexp.MustCompile(`^[\x60"]\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)

// read counts a file of a room.
func (h *house) read(r *room, dir, path string) error {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	if ast.IsGenerated(f) {
		return nil
	}
	at, err := filepath.Rel(dir, path)
	if err != nil {
		return err
	}
	lines := files.File(f.Pos()).LineCount() - 1
	r.files++
	r.lines += lines
	h.longest["file"] = append(h.longest["file"], part{lines, at, ""})
	keep := func(kind string, n ast.Node, name string) {
		from, to := files.Position(n.Pos()).Line, files.Position(n.End()).Line
		h.longest[kind] = append(h.longest[kind], part{to - from + 1, fmt.Sprintf("%s:%d", at, from), name})
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			keep("function", n, n.Name.Name)
		case *ast.BinaryExpr:
			if first, ok := firstOf(n).(*ast.BasicLit); ok && n.Op == token.ADD && statement.MatchString(first.Value) {
				keep("statement", n, beginning(first.Value))
				return false
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING && statement.MatchString(n.Value) {
				keep("statement", n, beginning(n.Value))
			}
		}
		return true
	})
	return nil
}

// firstOf is the leftmost of what is added.
func firstOf(e ast.Expr) ast.Expr {
	for {
		b, ok := e.(*ast.BinaryExpr)
		if !ok {
			return e
		}
		e = b.X
	}
}

// beginning is the first words of a statement.
func beginning(literal string) string {
	words := strings.Fields(strings.Trim(literal, "`\""))
	return strings.Join(words[:min(6, len(words))], " ") + " …"
}
