package handlers_test

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// keeping is what a handler may do beside its command: it keeps books of what was
// seen, called or received, or clears away after what came to nothing.
var keeping = []string{"Seen", "NoteRequest", "Take", "Limit", "Authenticate", "TouchUpload", "SetMark", "ByIdentity",
	"SaveAnswer", "ReleaseKey", "RefuseUpload", "DropUpload"}

// twoCommands are handlers that are carried out in two steps, and why.
var twoCommands = map[string]string{
	"handlers/story.Pages.uploadStory":   "photos of which no story can be made stay a draft, so that nothing is lost",
	"handlers/developer.Pages.decide":    "any answer uses the question up",
	"handlers/developer.Pages.authorize": "who allowed it before is not asked again, and is asked when that is over",
	"handlers/account.Pages.finish":      "the account is made without an address that cannot be used, after that was refused",
}

// registering are functions that name handlers and carry nothing out.
var registering = regexp.MustCompile(`(Routes|RouteNames|Pages.relations|\.newTus)$`)

// A command is one call and one transaction, so no way through a handler comes
// upon two methods that write.
func TestHandlersCallOneCommand(t *testing.T) {
	t.Parallel()
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedFiles |
		packages.NeedCompiledGoFiles | packages.NeedSyntax | packages.NeedTypes |
		packages.NeedTypesSizes | packages.NeedTypesInfo | packages.NeedImports},
		"photogram/models/...", "photogram/handlers/...")
	must(t, err)
	code := walker{bodies: map[*types.Func]body{}, writes: map[*types.Func]bool{}, most: map[*types.Func]int{}}
	var handlers []*types.Func
	for _, p := range loaded {
		for _, e := range p.Errors {
			t.Fatal(e)
		}
		if p.Name == "apitest" {
			continue // what tests prepare
		}
		for fn, b := range functions(p) {
			code.bodies[fn] = b
			if !inModels(p.Types) {
				handlers = append(handlers, fn)
			}
		}
	}
	found := 0
	for _, fn := range handlers {
		n := code.count(fn)
		found += min(n, 1)
		name := strings.NewReplacer("(*", "", "(", "", ")", "", "photogram/", "").Replace(fn.FullName())
		if n < 2 || registering.MatchString(name) {
			continue
		}
		if twoCommands[name] == "" {
			t.Errorf("%s can come upon %d commands: make them one: %q", name, n, code.names(fn))
		}
	}
	if found < 150 {
		t.Errorf("only %d functions call a command, so this test sees too little", found)
	}
}

type body struct {
	decl *ast.FuncDecl
	info *types.Info
}

func functions(p *packages.Package) map[*types.Func]body {
	out := map[*types.Func]body{}
	for _, file := range p.Syntax {
		for _, d := range file.Decls {
			if decl, ok := d.(*ast.FuncDecl); ok && decl.Body != nil {
				out[p.TypesInfo.Defs[decl.Name].(*types.Func)] = body{decl, p.TypesInfo}
			}
		}
	}
	return out
}

type walker struct {
	bodies map[*types.Func]body
	writes map[*types.Func]bool // of models
	most   map[*types.Func]int  // commands on one way through a handler
}

var writing = regexp.MustCompile(`(?i)\b(insert into|update \w+|delete from)\b`)

// write is whether a function of models writes to the database.
func (w *walker) write(fn *types.Func) bool {
	if known, ok := w.writes[fn]; ok {
		return known
	}
	w.writes[fn] = false // while it is looked at
	b, ok := w.bodies[fn]
	if !ok {
		return false
	}
	found := fn.Name() == "InTx"
	ast.Inspect(b.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			found = found || writing.MatchString(n.Value)
		case *ast.Ident:
			if f, ok := b.info.Uses[n].(*types.Func); ok && inModels(f.Pkg()) {
				found = found || w.write(f)
			}
			if v, ok := b.info.Uses[n].(*types.Var); ok && strings.HasSuffix(v.Name(), "SQL") && !strings.Contains(v.Name(), "read") {
				found = found || slices.ContainsFunc([]string{"likeSQL", "unlikeSQL", "likeCommentSQL", "unlikeCommentSQL",
					"saveSQL", "addCommentSQL"}, func(s string) bool { return s == v.Name() })
			}
		}
		return !found
	})
	w.writes[fn] = found
	return found
}

func inModels(p *types.Package) bool {
	return p != nil && strings.HasPrefix(p.Path(), "photogram/models")
}

func isStore(v *types.Var) bool {
	return strings.HasSuffix(v.Type().String(), "photogram/models.Store")
}

// command is whether a function is a command.
func (w *walker) command(fn *types.Func) bool {
	if !inModels(fn.Pkg()) || !fn.Exported() || slices.Contains(keeping, fn.Name()) {
		return false
	}
	if recv := fn.Signature().Recv(); recv != nil {
		return isStore(recv) && w.write(fn)
	}
	for v := range fn.Signature().Params().Variables() {
		if isStore(v) {
			return w.write(fn)
		}
	}
	return false
}

// count is the most commands on one way through a function.
func (w *walker) count(fn *types.Func) int {
	if n, ok := w.most[fn]; ok {
		return n
	}
	w.most[fn] = 0 // while it is looked at
	b := w.bodies[fn]
	through, ended := w.block(b.info, b.decl.Body.List)
	w.most[fn] = max(through, ended)
	return w.most[fn]
}

// names are the commands that a function names, itself or by what it calls.
func (w *walker) names(fn *types.Func) (out []string) {
	seen := map[*types.Func]bool{}
	var visit func(fn *types.Func)
	visit = func(fn *types.Func) {
		b, ok := w.bodies[fn]
		if !ok || seen[fn] || inModels(fn.Pkg()) {
			return
		}
		seen[fn] = true
		ast.Inspect(b.decl.Body, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if f, ok := b.info.Uses[id].(*types.Func); ok {
					if w.command(f) {
						out = append(out, f.Name())
					}
					visit(f)
				}
			}
			return true
		})
	}
	visit(fn)
	slices.Sort(out)
	return slices.Compact(out)
}

// block is the most commands on the ways that go on behind some statements, and
// on those that end in them.
func (w *walker) block(info *types.Info, list []ast.Stmt) (through, ended int) {
	for _, s := range list {
		on, out := w.statement(info, s)
		ended = max(ended, through+out)
		if on < 0 {
			return -1, ended
		}
		through += on
	}
	return through, ended
}

// statement is block for one; through is -1 where no way goes on behind it.
func (w *walker) statement(info *types.Info, s ast.Stmt) (through, ended int) {
	in := func(nodes ...ast.Node) (n int) {
		for _, node := range nodes {
			n += w.expression(info, node)
		}
		return n
	}
	either := func(before int, all bool, branches ...[]ast.Stmt) (int, int) {
		through, ended := -1, 0
		if !all {
			through = before
		}
		for _, b := range branches {
			on, out := w.block(info, b)
			ended = max(ended, before+out)
			if on >= 0 {
				through = max(through, before+on)
			}
		}
		return through, ended
	}
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return -1, in(s)
	case *ast.BranchStmt:
		return 0, 0
	case *ast.BlockStmt:
		return w.block(info, s.List)
	case *ast.LabeledStmt:
		return w.statement(info, s.Stmt)
	case *ast.IfStmt:
		before := in(s.Init, s.Cond)
		switch other := s.Else.(type) {
		case nil:
			return either(before, false, s.Body.List)
		default:
			return either(before, true, s.Body.List, []ast.Stmt{other})
		}
	case *ast.SwitchStmt:
		branches, all := clauses(s.Body)
		return either(in(s.Init, s.Tag), all, branches...)
	case *ast.TypeSwitchStmt:
		branches, all := clauses(s.Body)
		return either(in(s.Init, s.Assign), all, branches...)
	case *ast.SelectStmt:
		branches, _ := clauses(s.Body)
		return either(0, true, branches...)
	case *ast.ForStmt:
		before := in(s.Init, s.Cond, s.Post)
		on, out := w.block(info, s.Body.List)
		return before + 2*max(on, 0), before + out
	case *ast.RangeStmt:
		before := in(s.X)
		on, out := w.block(info, s.Body.List)
		return before + 2*max(on, 0), before + out
	case *ast.DeferStmt: // clears up
		return 0, 0
	default:
		return in(s), 0
	}
}

func clauses(b *ast.BlockStmt) (out [][]ast.Stmt, all bool) {
	for _, s := range b.List {
		switch c := s.(type) {
		case *ast.CaseClause:
			out, all = append(out, c.Body), all || c.List == nil
		case *ast.CommClause:
			out = append(out, c.Body)
		}
	}
	return out, all
}

// expression counts the commands that are named in an expression, of which one
// that chooses among several counts once.
func (w *walker) expression(info *types.Info, node ast.Node) (n int) {
	if node == nil || isNil(node) {
		return 0
	}
	ast.Inspect(node, func(x ast.Node) bool {
		switch x := x.(type) {
		case *ast.CompositeLit:
			most := 0
			for _, e := range x.Elts {
				most = max(most, w.expression(info, e))
			}
			n += most
			return false
		case *ast.FuncLit:
			through, ended := w.block(info, x.Body.List)
			n += max(through, ended)
			return false
		case *ast.Ident:
			fn, ok := info.Uses[x].(*types.Func)
			if !ok {
				return true
			}
			if w.command(fn) {
				n++
			} else if b, ok := w.bodies[fn]; ok && b.decl != nil && !inModels(fn.Pkg()) {
				n += w.count(fn)
			}
		}
		return true
	})
	return n
}

func isNil(n ast.Node) bool {
	switch n := n.(type) {
	case ast.Stmt:
		return n == nil
	case ast.Expr:
		return n == nil
	}
	return false
}
