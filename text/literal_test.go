package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	templ "github.com/a-h/templ/parser/v2"
)

// names are what every language has as it stands.
var names = []string{"Lucide", "UTC", "EUR", "Normal", "PHOTOGRAM 400", "SAFETY FILM"}

// shown are the attributes that people read.
var shown = []string{"aria-label", "title", "alt", "placeholder", "label", "aria-roledescription", "aria-description", "aria-valuetext"}

// What people read in a page comes from the catalogue: templates have no words of their own.
func TestTemplatesHaveNoWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../views/*/*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := templ.ParseString(string(source))
		if err != nil {
			t.Fatal(path, err)
		}
		if strings.Contains(path, "views/sample/") { // made-up content
			continue
		}
		w := wording{path: path}
		for _, n := range file.Nodes {
			switch n := n.(type) {
			case *templ.HTMLTemplate:
				w.nodes(n.Children)
			case *templ.TemplateFileGoExpression:
				w.code("package p\n", n.Expression.Value, "", int(n.Expression.Range.From.Line))
			}
		}
		for _, one := range w.found {
			t.Error(one)
		}
	}
}

// wording finds the words of one template.
type wording struct {
	path  string
	found []string
}

func (w *wording) say(line int, words string) {
	w.found = append(w.found, w.path+":"+strconv.Itoa(line+1)+": "+strings.Join(strings.Fields(words), " "))
}

var (
	letters = regexp.MustCompile(`\p{L}{2,}`)
	sign    = regexp.MustCompile(`^\S*$`) // no blank: a name for programs, unless it begins like a sentence
	capital = regexp.MustCompile(`^\p{Lu}\p{Ll}+\S*$`)
)

// read is whether a literal in code looks like words for people.
func read(s string) bool {
	if !letters.MatchString(s) || slices.Contains(names, s) || strings.ContainsAny(s, "/=_") && sign.MatchString(s) ||
		strings.HasPrefix(s, "(min-width") {
		return false
	}
	return !sign.MatchString(s) || capital.MatchString(s)
}

func (w *wording) nodes(list []templ.Node) {
	for _, n := range list {
		switch n := n.(type) {
		case *templ.Text:
			if s := strings.TrimSpace(n.Value); letters.MatchString(s) && !slices.Contains(names, s) {
				w.say(int(n.Range.From.Line), s)
			}
		case *templ.StringExpression:
			w.expression(n.Expression)
		case *templ.Element:
			if n.Name == "code" || n.Name == "pre" {
				continue
			}
			w.attributes(n.Attributes)
			w.nodes(n.Children)
		case *templ.TemplElementExpression:
			w.expression(n.Expression)
			w.nodes(n.Children)
		case *templ.CallTemplateExpression:
			w.expression(n.Expression)
		case *templ.IfExpression:
			w.nodes(n.Then)
			for _, e := range n.ElseIfs {
				w.nodes(e.Then)
			}
			w.nodes(n.Else)
		case *templ.SwitchExpression:
			for _, c := range n.Cases {
				w.nodes(c.Children)
			}
		case *templ.ForExpression:
			w.nodes(n.Children)
		case *templ.GoCode:
			w.code("package p\nfunc _() {", n.Expression.Value, "\n}", int(n.Expression.Range.From.Line))
		}
	}
}

func (w *wording) attributes(list []templ.Attribute) {
	for _, a := range list {
		switch a := a.(type) {
		case *templ.ConstantAttribute:
			key, ok := a.Key.(templ.ConstantAttributeKey)
			human := slices.Contains(shown, key.Name) || strings.HasPrefix(key.Name, "data-") && read(a.Value)
			if ok && human && letters.MatchString(a.Value) && !slices.Contains(names, a.Value) {
				w.say(int(key.NameRange.From.Line), a.Value)
			}
		case *templ.ExpressionAttribute:
			key, ok := a.Key.(templ.ConstantAttributeKey)
			if ok && (slices.Contains(shown, key.Name) || strings.HasPrefix(key.Name, "data-")) {
				w.expression(a.Expression)
			}
		case *templ.ConditionalAttribute:
			w.attributes(a.Then)
			w.attributes(a.Else)
		}
	}
}

func (w *wording) expression(e templ.Expression) {
	w.code("package p\nvar _ = ", e.Value, "", int(e.Range.From.Line))
}

// code finds the words in a piece of Go. What cannot be read by itself has none.
func (w *wording) code(before, source, after string, line int) {
	file, err := parser.ParseFile(token.NewFileSet(), "", before+source+after, 0)
	if err != nil {
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			if name, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"T", "On", "KV", "Format", "Sprintf"}, name.Sel.Name) {
				ast.Inspect(name.X, func(n ast.Node) bool { w.literal(n, line); return true })
				return false
			}
		case *ast.BinaryExpr:
			return n.Op != token.EQL && n.Op != token.NEQ
		}
		w.literal(n, line)
		return true
	})
}

func (w *wording) literal(n ast.Node, line int) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	if s, err := strconv.Unquote(lit.Value); err == nil && read(s) {
		w.say(line, s)
	}
}
