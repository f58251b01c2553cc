package developer

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"photogram/static"
)

// Reference is the description of the API as its page shows it.
type Reference struct {
	Summary, About string
	Scopes         []Named
	Groups         []CallGroup
	Shapes         []Shape
}

// Named is a name and what it means.
type Named struct{ Name, Text string }

// CallGroup is the calls of one subject.
type CallGroup struct {
	Name  string
	Calls []Call
}

// Slug is the name in the address of the page of these calls.
func (g *CallGroup) Slug() string { return strings.ToLower(g.Name) }

// Call is one method of one path.
type Call struct {
	ID, Method, Path, Summary, Text string
	Scope                           string
	Open                            bool // needs no token
	Params                          []Param
	Errors                          []Named // by status
	Curl                            string  // a command that succeeds, with SITE, TOKEN and ids as variables of the shell
	Answer                          string  // an example; "" where it is no JSON
	AnswerText                      string
}

// Param is a parameter of a call.
type Param struct {
	Name, In, Kind, Text string
	Required             bool
}

// Shape is an object that answers are made of.
type Shape struct {
	Name, Text string
	Fields     []Param
}

// APIReference reads the description that the site serves.
var APIReference = sync.OnceValues(func() (*Reference, error) { return parseReference(static.OpenAPI()) })

// node is a part of the description. Objects keep their order.
type node struct {
	v   any
	doc *node
}

func (n node) at(path ...string) node {
	for _, name := range path {
		found := node{nil, n.doc}
		if m, ok := n.resolved().v.(yaml.MapSlice); ok {
			for _, item := range m {
				if fmt.Sprint(item.Key) == name {
					found.v = item.Value
				}
			}
		}
		n = found
	}
	return n.resolved()
}

// resolved follows a reference to its target.
func (n node) resolved() node {
	if m, ok := n.v.(yaml.MapSlice); ok && len(m) > 0 && m[0].Key == "$ref" {
		at := *n.doc
		for part := range strings.SplitSeq(strings.TrimPrefix(fmt.Sprint(m[0].Value), "#/"), "/") {
			at = at.at(strings.NewReplacer("~1", "/", "~0", "~", "%7B", "{", "%7D", "}").Replace(part))
		}
		return at
	}
	return n
}

// target is the last word of the reference that this is, or "".
func (n node) target() string {
	if m, ok := n.v.(yaml.MapSlice); ok && len(m) > 0 && m[0].Key == "$ref" {
		ref := fmt.Sprint(m[0].Value)
		return ref[strings.LastIndex(ref, "/")+1:]
	}
	return ""
}

type member struct {
	name string
	node
}

func (n node) fields() (out []member) {
	if m, ok := n.resolved().v.(yaml.MapSlice); ok {
		for _, item := range m {
			out = append(out, member{fmt.Sprint(item.Key), node{item.Value, n.doc}})
		}
	}
	return out
}

func (n node) items() (out []node) {
	if list, ok := n.v.([]any); ok {
		for _, v := range list {
			out = append(out, node{v, n.doc})
		}
	}
	return out
}

func (n node) text() string {
	if n.v == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(n.v))
}

func (n node) texts() (out []string) {
	for _, item := range n.items() {
		out = append(out, item.text())
	}
	return out
}

func parseReference(source []byte) (*Reference, error) {
	var raw yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(source, &raw, yaml.UseOrderedMap()); err != nil {
		return nil, fmt.Errorf("read the description of the API: %w", err)
	}
	doc := node{v: raw}
	doc.doc = &node{v: raw}
	doc.doc.doc = doc.doc
	ref := &Reference{Summary: doc.at("info", "summary").text(), About: doc.at("info", "description").text()}
	for _, s := range doc.at("components", "securitySchemes", "token", "flows", "authorizationCode", "scopes").fields() {
		ref.Scopes = append(ref.Scopes, Named{s.name, s.text()})
	}
	for _, tag := range doc.at("tags").items() {
		ref.Groups = append(ref.Groups, CallGroup{Name: tag.at("name").text()})
	}
	for _, path := range doc.at("paths").fields() {
		for _, method := range path.fields() {
			if method.name == "parameters" {
				continue
			}
			call := parseCall(path, method)
			for i := range ref.Groups {
				if slices.Contains(method.at("tags").texts(), ref.Groups[i].Name) {
					ref.Groups[i].Calls = append(ref.Groups[i].Calls, call)
				}
			}
		}
	}
	for _, s := range doc.at("components", "schemas").fields() {
		if len(s.at("properties").fields()) == 0 || strings.HasSuffix(s.name, "Input") { // which its call shows
			continue
		}
		ref.Shapes = append(ref.Shapes, Shape{s.name, s.at("description").text(), params(s.node, "")})
	}
	return ref, nil
}

func parseCall(path, method member) Call {
	c := Call{ID: method.at("operationId").text(), Method: strings.ToUpper(method.name), Path: path.name,
		Summary: method.at("summary").text(), Text: method.at("description").text()}
	for _, s := range method.at("security").items() {
		c.Scope = strings.Join(s.at("token").texts(), " ")
	}
	c.Open = c.Scope == ""
	for _, list := range []node{path.at("parameters"), method.at("parameters")} {
		for _, p := range list.items() {
			p = p.resolved()
			c.Params = append(c.Params, Param{p.at("name").text(), p.at("in").text(), kindOf(p.at("schema")),
				p.at("description").text(), p.at("required").text() == "true"})
		}
	}
	if content := method.at("requestBody", "content").fields(); len(content) > 0 {
		c.Params = append(c.Params, params(content[0].at("schema"), "body")...)
	}
	for _, r := range method.at("responses").fields() {
		switch {
		case r.name[0] == '2':
			c.AnswerText = r.at("description").text()
			if schema := r.at("content", "application/json", "schema"); schema.v != nil {
				c.Answer = example(schema, "")
			}
		case r.name == "default":
			c.Errors = append(c.Errors, Named{"5xx", r.at("description").text()})
		default:
			c.Errors = append(c.Errors, Named{r.name, r.at("description").text()})
		}
	}
	c.Curl = curl(c, method.at("x-example"))
	return c
}

// params are the fields of an object.
func params(schema node, in string) (out []Param) {
	required := schema.at("required").texts()
	for _, f := range schema.at("properties").fields() {
		out = append(out, Param{f.name, in, kindOf(f.node), f.at("description").text(), slices.Contains(required, f.name)})
	}
	return out
}

// kindOf says in a few words what a value may be.
func kindOf(schema node) string {
	name := schema.target()
	schema = schema.resolved()
	if len(schema.at("properties").fields()) > 0 && name != "" {
		return name
	}
	if any := schema.at("anyOf").items(); len(any) > 0 {
		var kinds []string
		for _, one := range any {
			kinds = append(kinds, kindOf(one))
		}
		return strings.Join(kinds, " or ")
	}
	var kinds []string
	if kinds = schema.at("type").texts(); len(kinds) == 0 {
		kinds = []string{schema.at("type").text()}
	}
	kind := strings.Join(kinds, " or ")
	if kind == "array" {
		kind = "list"
		if items := schema.item("items"); items.v != nil {
			kind = "list of " + kindOf(items)
		}
	}
	if enum := schema.at("enum").texts(); len(enum) > 0 && len(enum) < 20 {
		enum = slices.DeleteFunc(enum, func(s string) bool { return s == "" })
		kind = strings.Join(enum, ", ")
	}
	lo, hi := schema.at("minimum").text(), schema.at("maximum").text()
	switch {
	case lo != "" && hi != "":
		kind += ", " + lo + " to " + hi
	case schema.at("maxLength").text() != "":
		kind += ", at most " + schema.at("maxLength").text() + " characters"
	case schema.at("maxItems").text() != "" && schema.at("maxItems").text() != "0":
		kind += ", at most " + schema.at("maxItems").text()
	}
	if d := schema.at("default").text(); d != "" {
		kind += "; " + d + " without it"
	}
	return kind
}

// item is a field that is not resolved, so that its reference can be named.
func (n node) item(name string) node {
	for _, f := range n.fields() {
		if f.name == name {
			return f.node
		}
	}
	return node{nil, n.doc}
}

const exampleWidth = 92

// example writes a value of a schema, from the examples of its parts. What is
// required is there, or all where nothing is.
func example(schema node, indent string) string {
	schema = schema.resolved()
	if list := schema.at("examples").items(); len(list) > 0 {
		return literal(list[0].v)
	}
	if any := schema.at("anyOf").items(); len(any) > 0 {
		return example(any[0], indent)
	}
	kind := schema.at("type").text()
	if kinds := schema.at("type").texts(); len(kinds) > 0 {
		kind = kinds[0]
	}
	deeper := indent + "  "
	switch kind {
	case "object":
		required := schema.at("required").texts()
		var parts []string
		for _, f := range schema.at("properties").fields() {
			if len(required) == 0 || slices.Contains(required, f.name) {
				parts = append(parts, literal(f.name)+": "+example(f.node, deeper))
			}
		}
		return enclose("{", "}", indent, parts)
	case "array":
		items := schema.item("items")
		if items.v == nil {
			return "[]"
		}
		return enclose("[", "]", indent, []string{example(items, deeper)})
	case "integer", "number":
		if lo := schema.at("minimum").text(); lo != "" {
			return lo
		}
		return "0"
	case "boolean":
		return "false"
	case "null":
		return "null"
	}
	if enum := schema.at("enum").texts(); len(enum) > 0 {
		return literal(enum[0])
	}
	return `""`
}

// enclose writes parts in one line if they fit.
func enclose(open, end, indent string, parts []string) string {
	line := open + strings.Join(parts, ", ") + end
	if len(line)+len(indent) <= exampleWidth && !strings.Contains(line, "\n") {
		return line
	}
	return open + "\n" + indent + "  " + strings.Join(parts, ",\n"+indent+"  ") + "\n" + indent + end
}

func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
	}
	return fmt.Sprint(v)
}

// curl writes a command for a call. Ids that the reader has to fill in are
// variables of the shell.
func curl(c Call, examples node) string {
	if strings.HasPrefix(c.Path, "/oauth/") {
		return ""
	}
	value := func(name string) string {
		if v := examples.at(name).text(); v != "" {
			return v
		}
		switch name {
		case "user":
			return "$USER_ID"
		case "tag":
			return "sea"
		}
		return "$" + strings.ToUpper(name)
	}
	path := c.Path
	var fields []string
	form, query := false, false
	for _, p := range c.Params {
		switch {
		case p.In == "path":
			path = strings.Replace(path, "{"+p.Name+"}", value(p.Name), 1)
		case examples.at(p.Name).text() != "":
			form, query = form || strings.HasPrefix(value(p.Name), "@"), query || p.In == "query"
			fields = append(fields, `"`+p.Name+"="+value(p.Name)+`"`)
		}
	}
	var b strings.Builder
	b.WriteString("curl ")
	switch {
	case c.Method == "GET" && len(fields) > 0:
		b.WriteString("-G ")
	case c.Method == "DELETE" && query:
		b.WriteString("-X DELETE -G ")
	case c.Method != "GET" && (c.Method != "POST" || len(fields) == 0):
		b.WriteString("-X " + c.Method + " ")
	}
	b.WriteString(`"$SITE` + path + `"`)
	if !c.Open {
		b.WriteString(" \\\n  -H \"Authorization: Bearer $TOKEN\"")
	}
	for _, f := range fields {
		if form {
			b.WriteString(" \\\n  -F " + f)
		} else {
			b.WriteString(" \\\n  --data-urlencode " + f)
		}
	}
	return b.String()
}
