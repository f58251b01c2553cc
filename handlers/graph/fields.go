package graph

import (
	"fmt"
	"strings"
)

// Limits on what one call may ask for.
const (
	maxFields = 200
	maxDepth  = 5
	maxFieldN = 4000 // characters of the parameter
)

// field is one of the fields that a call asks for, such as
// comments.limit(5){text,username}.
type field struct {
	name string
	args map[string]string
	sub  []field // nil when no braces were sent
	raw  string  // what stood between the braces
}

type fieldParser struct {
	s     string
	at    int
	count int
}

// parseFields reads the parameter fields.
func parseFields(s string) ([]field, error) {
	if len(s) > maxFieldN {
		return nil, badField("fields", fmt.Sprintf("This has %d characters, and at most %d are allowed.", len(s), maxFieldN))
	}
	p := &fieldParser{s: s}
	out, err := p.list(1)
	if err == nil && p.at < len(p.s) {
		err = p.wrong("end of string")
	}
	return out, err
}

func (p *fieldParser) wrong(want string) error {
	got := "end of string"
	if p.at < len(p.s) {
		got = `"` + p.s[p.at:min(p.at+1, len(p.s))] + `"`
	}
	return &failure{status: 400, kind: oauthException, code: 2500,
		message: strings.ToValidUTF8(fmt.Sprintf(`Syntax error "Expected %s instead of %s." at character %d: %s`, want, got, p.at,
			p.s), "?")}
}

func (p *fieldParser) space() {
	for p.at < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.at]) >= 0 {
		p.at++
	}
}

func (p *fieldParser) next(b byte) bool {
	p.space()
	if p.at < len(p.s) && p.s[p.at] == b {
		p.at++
		return true
	}
	return false
}

func (p *fieldParser) word() string {
	p.space()
	from := p.at
	for p.at < len(p.s) && (p.s[p.at] == '_' || p.s[p.at] >= '0' && p.s[p.at] <= '9' || p.s[p.at]|0x20 >= 'a' && p.s[p.at]|0x20 <= 'z') {
		p.at++
	}
	return p.s[from:p.at]
}

func (p *fieldParser) list(depth int) ([]field, error) {
	if depth > maxDepth {
		return nil, badField("fields", fmt.Sprintf("Fields can stand in each other %d deep.", maxDepth))
	}
	out := []field{}
	for {
		f, err := p.field(depth)
		if err != nil {
			return nil, err
		}
		if f.name != "" {
			out = append(out, f)
		}
		if p.count++; p.count > maxFields {
			return nil, badField("fields", fmt.Sprintf("At most %d fields can be asked for at a time.", maxFields))
		}
		if !p.next(',') {
			p.space()
			return out, nil
		}
	}
}

func (p *fieldParser) field(depth int) (field, error) {
	f := field{name: p.word(), args: map[string]string{}}
	if f.name == "" { // a stray comma
		return f, nil
	}
	for p.next('.') {
		name := p.word()
		if name == "" || !p.next('(') {
			return f, p.wrong(`"("`)
		}
		end := strings.IndexByte(p.s[p.at:], ')')
		if end < 0 {
			p.at = len(p.s)
			return f, p.wrong(`")"`)
		}
		f.args[name] = strings.TrimSpace(p.s[p.at : p.at+end])
		p.at += end + 1
	}
	if p.next('{') {
		from := p.at
		var err error
		if f.sub, err = p.list(depth + 1); err != nil {
			return f, err
		}
		f.raw = p.s[from:p.at]
		if !p.next('}') {
			return f, p.wrong(`"}"`)
		}
	}
	return f, nil
}

// noField is the answer to a field that there is not.
func noField(name, node string) error {
	return &failure{status: 400, kind: oauthException, code: 100,
		message: "(#100) Tried accessing nonexisting field (" + name + ") on node type (" + node + ")"}
}

// fields reads what the call asks for, with what it gets when it does not say.
func (g *request) fields(usual string) ([]field, error) {
	s := strings.Join(g.Values["fields"], ",")
	if strings.TrimSpace(s) == "" {
		s = usual
	}
	return parseFields(s)
}

// subFields are those between the braces, or the usual ones.
func (f *field) subFields(usual string) []field {
	if len(f.sub) > 0 {
		return f.sub
	}
	out, _ := parseFields(usual) // written in this package
	return out
}
