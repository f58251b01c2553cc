package webtest

import (
	"net/http"
	"net/url"
	"strings"

	"photogram/models/account"
)

// Program calls the API with one token.
type Program struct {
	*Client
	Token string
}

// Program is a program that acts for an account.
func (s *Site) Program(u *account.User, scopes string) *Program {
	s.t.Helper()
	return &Program{s.Visitor(), s.Token(u, scopes)}
}

// WithToken is a program with a token of any sort; "" sends none.
func (s *Site) WithToken(token string) *Program { return &Program{s.Visitor(), token} }

func (p *Program) auth() []string {
	if p.Token == "" {
		return nil
	}
	return []string{"Authorization", "Bearer " + p.Token}
}

// Call makes a call under /v1 with parameters as names and values in turn: in
// the query of GET and DELETE, as a form otherwise. Full addresses of next
// pages are taken as they are.
func (p *Program) Call(method, path string, pairs ...string) *Answer {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = "/v1" + path
	}
	form := Form(pairs...)
	if method != http.MethodGet && method != http.MethodDelete && method != http.MethodHead {
		return p.Send(method, path, form, p.auth()...)
	}
	if len(form) > 0 {
		path += "?" + form.Encode()
	}
	return p.Do(p.Request(method, path, nil), p.auth()...)
}

// JSON makes a call with a JSON body.
func (p *Program) JSON(method, path, body string) *Answer {
	p.t.Helper()
	r := p.Request(method, "/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return p.Do(r, p.auth()...)
}

// SendFiles uploads files to /v1/media/upload.
func (p *Program) SendFiles(form url.Values, files ...File) *Answer {
	p.t.Helper()
	return p.Upload("/v1/media/upload", form, files, p.auth()...)
}

// Refused fails the test unless the call was refused with a type of error and a
// message that contains the text.
func (a *Answer) Refused(status int, kind, text string) *Answer {
	a.t.Helper()
	a.Want(status)
	got := a.JSON()
	for _, at := range []string{"", "meta."} {
		if got.Get(at+"code").Int() != int64(status) || got.Get(at+"error_type").String() != kind {
			a.t.Errorf("%s: %serror_type is not %s: %s", a, at, kind, a.Body)
		}
	}
	if m := got.Get("error_message").String(); !contains(m, text) || got.Get("meta.error_message").String() != m || m == "" {
		a.t.Errorf("%s: the message lacks %q: %s", a, text, a.Body)
	}
	return a
}

// Graph makes a call of the Graph dialect, as Call does.
func (p *Program) Graph(method, path string, pairs ...string) *Answer {
	p.t.Helper()
	return p.Call(method, p.base+path, pairs...)
}

// GraphError fails the test unless a call of the Graph dialect was refused with
// a status, a code, a subcode or 0, and a message that contains the text.
func (a *Answer) GraphError(status, code, subcode int, text string) *Answer {
	a.t.Helper()
	a.Want(status)
	e := a.At("error")
	if e.Get("code").Int() != int64(code) || e.Get("error_subcode").Int() != int64(subcode) || e.Get("type").String() == "" ||
		e.Get("fbtrace_id").String() == "" {
		a.t.Errorf("%s: not error %d/%d: %s", a, code, subcode, a.Body)
	}
	if m := e.Get("message").String(); !contains(m, text) || m == "" {
		a.t.Errorf("%s: the message lacks %q: %s", a, text, a.Body)
	}
	return a
}
