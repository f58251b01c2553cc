package webtest

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/tidwall/gjson"
)

// Answer is what came back, read to its end.
type Answer struct {
	*http.Response
	Body []byte
	t    testing.TB
	doc  *goquery.Document
}

// String names the request and the status.
func (a *Answer) String() string {
	return fmt.Sprintf("%s %s → %d", a.Request.Method, a.Request.URL.RequestURI(), a.StatusCode)
}

// check fails the test for what no answer may be: a fault, a page without its
// security headers, a call without its limit.
func (a *Answer) check() {
	a.t.Helper()
	remade := a.StatusCode == http.StatusServiceUnavailable && a.Type() == "text/plain" && a.Header.Get("Retry-After") != "" // a lost file
	if a.StatusCode >= 500 && a.StatusCode != http.StatusNotImplemented && !remade {
		a.t.Errorf("%s: a fault of the server: %s", a, a.Text())
	}
	h := a.Header
	path := a.Request.URL.Path
	switch {
	case strings.HasPrefix(path, "/v1") && !strings.Contains(path, "/oauth") &&
		a.Request.Method != http.MethodOptions && h.Get("X-Request-Id") != "":
		if h.Get("X-Ratelimit-Limit") == "" || h.Get("X-Ratelimit-Remaining") == "" {
			a.t.Errorf("%s says nothing of the rate limit", a)
		}
		kinds := []string{"application/json", "application/javascript", "text/csv", "text/xml"}
		if !slices.Contains(kinds, a.Type()) && a.StatusCode != http.StatusNotModified ||
			h.Get("X-Content-Type-Options") != "nosniff" {
			a.t.Errorf("%s: headers %v", a, h)
		}
	case strings.HasPrefix(path, "/p/") && strings.HasSuffix(path, "/embed") && strings.Count(path, "/") == 3 && a.Type() == "text/html":
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "frame-ancestors *;") || !strings.Contains(csp, "form-action 'none'") ||
			strings.Contains(csp, "unsafe-") || h.Get("X-Content-Type-Options") != "nosniff" || len(h["Set-Cookie"]) > 0 {
			a.t.Errorf("%s: headers %v", a, h)
		}
	case a.Type() == "text/html" && path != "/favicon.ico":
		for name, part := range map[string]string{"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "", "Permissions-Policy": "camera=()", "Vary": "HX-Request, HX-Boosted, HX-History-Restore-Request"} {
			if v := h.Get(name); v == "" || !strings.Contains(v, part) {
				a.t.Errorf("%s: %s is %q", a, name, v)
			}
		}
		if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe-") {
			a.t.Errorf("%s: %s", a, csp)
		}
	}
}

// Want fails the test unless the status is the one given.
func (a *Answer) Want(status int) *Answer {
	a.t.Helper()
	if a.StatusCode != status {
		a.t.Fatalf("%s, want %d: %s", a, status, a.Text())
	}
	return a
}

// Type is the media type.
func (a *Answer) Type() string {
	kind, _, _ := mime.ParseMediaType(a.Header.Get("Content-Type"))
	return kind
}

// Doc is the HTML.
func (a *Answer) Doc() *goquery.Document {
	a.t.Helper()
	if a.doc != nil {
		return a.doc
	}
	if a.Type() != "text/html" {
		a.t.Fatalf("%s is %q, not HTML", a, a.Type())
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(a.Body))
	if err != nil {
		a.t.Fatalf("%s: %v", a, err)
	}
	a.doc = doc
	return doc
}

// Find selects elements.
func (a *Answer) Find(selector string) *goquery.Selection {
	a.t.Helper()
	return a.Doc().Find(selector)
}

// Has fails the test unless something matches each selector.
func (a *Answer) Has(selectors ...string) *Answer {
	a.t.Helper()
	for _, s := range selectors {
		if a.Find(s).Length() == 0 {
			a.t.Errorf("%s has no %q: %s", a, s, a.Text())
		}
	}
	return a
}

// HasNot fails the test if something matches any of the selectors.
func (a *Answer) HasNot(selectors ...string) *Answer {
	a.t.Helper()
	for _, s := range selectors {
		if found := a.Find(s); found.Length() != 0 {
			a.t.Errorf("%s has %q: %s", a, s, found.First().Text())
		}
	}
	return a
}

// IsPage is whether the answer is a whole document.
func (a *Answer) IsPage() bool { return bytes.Contains(bytes.ToLower(a.Body), []byte("<html")) }

// Says fails the test unless a person reads all of these.
func (a *Answer) Says(texts ...string) *Answer {
	a.t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.words(), text) {
			a.t.Errorf("%s does not say %q: %s", a, text, a.words())
		}
	}
	return a
}

// Text is what a person reads, in one line and cut short.
func (a *Answer) Text() string {
	text := a.words()
	if r := []rune(text); len(r) > 400 {
		text = string(r[:400]) + "…"
	}
	return text
}

func (a *Answer) words() string {
	text := string(a.Body)
	if a.Type() == "text/html" {
		doc := goquery.CloneDocument(a.Doc())
		doc.Find("script, style, template, noscript").Remove()
		if main := doc.Find("main"); main.Length() > 0 {
			text = main.Text()
		} else {
			text = doc.Text()
		}
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "?")), " ")
}

// JSON is the whole answer as JSON.
func (a *Answer) JSON() gjson.Result {
	a.t.Helper()
	if a.Type() != "application/json" || !gjson.ValidBytes(a.Body) {
		a.t.Fatalf("%s is %q, not JSON: %s", a, a.Type(), a.Text())
	}
	return gjson.ParseBytes(a.Body)
}

// At is the value at a gjson path, such as "data.0.id".
func (a *Answer) At(path string) gjson.Result {
	a.t.Helper()
	return a.JSON().Get(path)
}

// List is the texts of the values at a gjson path, such as "data.#.id".
func (a *Answer) List(path string) []string {
	a.t.Helper()
	out := []string{}
	for _, v := range a.At(path).Array() {
		out = append(out, v.String())
	}
	return out
}

func contains(s, word string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(word))
}
