package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/PuerkitoBio/goquery"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/web/webtest"
)

// badTexts are what people may write anywhere. Those with fine set are taken by
// fields of several lines that are long enough.
var badTexts = []struct {
	name, text string
	fine       bool
}{
	{"10,000 characters", strings.Repeat("x", 10_000), false},
	{"10,000 flags", strings.Repeat("🇳🇴", 10_000), false},
	{"one character of 9,000 marks", "a" + strings.Repeat("\u0301", 9_000), false},
	{"invalid UTF-8", "a\xff\xfeb", false},
	{"NUL", "a\x00b", true},
	{"bell", "a\ab", true},
	{"right to left", "שלום עולם", true},
	{"overrides", "\u202egpj.exe\u202c\u2066a\u2069", true},
	{"zero width", "a\u200bb\u200dc\ufeffd", true},
	{"only zero width", "\u200b\u200d\ufeff", true},
	{"script", `<script>alert(1)</script><img src=x onerror=alert(1)>"><svg onload=alert(1)>`, true},
	{"templates", `{{.}} ${7*7} {%x%} <!-- --> ]]>`, true},
	{"SQL", `'; DROP TABLE posts; -- \`, true},
	{"link to a script", `javascript:alert(1) http://a.example/"onmouseover=alert(1) https://a.example/<b>`, true},
}

// field is a place where text goes in, and the page where it comes out.
type field struct {
	name string
	send func(text string) *webtest.Answer
	show func() *webtest.Answer
	fine bool // whether everything that is fine is fine here
}

func TestBadTexts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.UserWithPassword("ada"), s.User("bo")
	code := s.Post(ada, "").Code()
	id, err := models.ParseCode(code)
	must(t, err)
	post, err := post.Own(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	item := "i" + post.Items[0].ID.String() + "."
	c, v := s.As(ada), s.Visitor()
	p := s.Program(ada, "basic public_content comments publish relationships")
	api := func(path, name string) func(string) *webtest.Answer {
		return func(text string) *webtest.Answer { return p.Call("POST", "/media/"+id.String()+path, name, text) }
	}
	page := func(path, name string) func(string) *webtest.Answer {
		return func(text string) *webtest.Answer { return c.Post(path, form(name, text, "action", "save")) }
	}
	postPage := func() *webtest.Answer { return v.Get("/p/" + code) }
	profile := func() *webtest.Answer { return v.Get("/ada") }
	edit := "/p/" + code + "/edit"
	collection, err := saved.Create(t.Context(), s.DB.Store, ada.ID, "Coast", "")
	must(t, err)
	must(t, saved.Edit(t.Context(), s.DB.Store, ada.ID, collection, saved.CollectionEdit{Shared: new(true)}))
	list := "/collections/" + collection.Code()
	shared := func() *webtest.Answer {
		v, err := saved.Own(t.Context(), s.DB.Store, ada.ID, collection)
		must(t, err)
		return c.Get("/c/" + v.Link)
	}
	fields := []field{
		{"caption", page(edit, "caption"), postPage, true}, {"caption, API", api("/edit", "caption"), postPage, true},
		{"location", page(edit, "location"), postPage, true}, {"location, API", api("/edit", "location"), postPage, true},
		{"alt text", page(edit, item+"alt_text"), postPage, true}, {"alt text, API", api("/edit", "alt_text"), postPage, true},
		{"comment", page("/p/"+code+"/comments", "text"), postPage, true}, {"comment, API", api("/comments", "text"), postPage, true},
		{"bio", page("/settings", "bio"), profile, true}, {"full name", page("/settings", "full_name"), profile, false},
		{"bio, API", func(text string) *webtest.Answer { return p.Call("PATCH", "/users/self", "bio", text) }, profile, true},
		{"website", page("/settings", "website"), profile, false}, {"username", page("/settings", "username"), profile, false},
		{"email", func(text string) *webtest.Answer {
			return c.Post("/settings/account/email", form("email", text, "current_password", "velvet harbour lantern"))
		}, profile, false},
		{"new username", func(text string) *webtest.Answer {
			return v.Post("/signup", form("username", text, "email", "x@", "password", "x"))
		}, profile, false},
		{"new password", func(text string) *webtest.Answer {
			return v.Post("/signup", form("username", "", "email", "", "password", text))
		}, profile, false},
		{"search", func(text string) *webtest.Answer { return v.Get("/search?" + form("q", text).Encode()) }, profile, true},
		{"search, API", func(text string) *webtest.Answer { return p.Call("GET", "/users/search", "q", text) }, profile, true},
		{"tag search, API", func(text string) *webtest.Answer { return p.Call("GET", "/tags/search", "q", text) }, profile, true},
		{"action, API", func(text string) *webtest.Answer {
			return p.Call("POST", "/users/"+bo.ID.String()+"/relationship", "action", text)
		}, profile, false},
		{"publish_at", page(edit, "publish_at"), postPage, false}, {"audience, API", api("/publish", "audience"), postPage, false},
		{"time zone", func(text string) *webtest.Answer {
			return c.Post(edit, form("publish_at", "2030-01-01T00:00", "time_zone", text, "action", "save"))
		}, postPage, false},
		{"unlink", func(text string) *webtest.Answer {
			return c.Post("/settings/connections/unlink", form("provider", text, "subject", text))
		}, profile, false},
		{"collection", page(list+"/edit", "name"), shared, false},
		{"collection's text", func(text string) *webtest.Answer {
			return c.Post(list+"/edit", form("name", "Coast", "description", text))
		}, shared, true},
		{"collection, new", page("/collections", "name"), profile, false},
		{"collection of a post", page("/p/"+code+"/collections", "name"), shared, false},
		{"move", page(list+"/move", "to"), shared, false},
		{"session", page("/settings/account/sessions", "session"), profile, false},
		{"theme", page("/theme", "theme"), profile, false},
	}
	var table strings.Builder
	tab := tabwriter.NewWriter(&table, 2, 8, 2, ' ', 0)
	for _, bad := range badTexts {
		for _, f := range fields {
			s.Clock.Move(60e9) // so that no limit on comments or passwords is reached
			a := f.send(bad.text)
			message := reason(a)
			fmt.Fprintf(tab, "%s\t%s\t%d\t%s\n", bad.name, f.name, a.StatusCode, message)
			taken := a.StatusCode < 400 && message == ""
			if bad.fine && f.fine && !taken && bad.name != "only zero width" && len(bad.text) < 80 {
				t.Errorf("%s as %s: %s %s", bad.name, f.name, a, message)
			}
			if bad.name == "overrides" && f.name == "website" && taken {
				t.Error("the name of a website changes the direction of the text")
			}
			if !bad.fine && f.fine && taken {
				t.Errorf("%s as %s is taken", bad.name, f.name)
			}
			if !taken && message == "" && a.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
				t.Errorf("%s as %s: %s without a reason: %s", bad.name, f.name, a, a.Text())
			}
			harmless(t, a)
			if taken {
				harmless(t, f.show())
			}
		}
		harmless(t, c.Get(edit))
	}
	must(t, tab.Flush())
	t.Logf("text → answer\n%s", table.String())
	s.Check()
}

// reason is what an answer says against the input.
func reason(a *webtest.Answer) string {
	if a.Type() == "application/json" {
		return a.At("error_message").String()
	}
	if a.Type() != "text/html" {
		return ""
	}
	for _, place := range []string{".problem", "[role=alert]", ".failure .lede"} {
		if problem := a.Find(place); problem.Length() > 0 {
			return strings.Join(strings.Fields(problem.First().Text()), " ")
		}
	}
	return ""
}

// harmless fails the test if a page runs or loads what a person wrote.
func harmless(t *testing.T, a *webtest.Answer) {
	t.Helper()
	if a.Type() != "text/html" {
		return
	}
	a.HasNot("script:not([src]):not([type='application/json']):not([type='application/ld+json'])", "[onerror]", "[onload]",
		"[onmouseover]", "img[src=x]", "a[href^='javascript:' i]", "svg[onload]", "iframe", "base")
	for _, r := range "\x00\a" {
		if strings.ContainsRune(string(a.Body), r) {
			t.Errorf("%s has U+%04X", a, r)
		}
	}
	// Where direction is overridden, it is so inside an element of its own.
	if i := strings.IndexRune(string(a.Body), '\u202e'); i >= 0 && a.StatusCode == http.StatusOK {
		for _, holder := range []string{"bdi", "[dir=auto]", "textarea", "input", "title", "option", "[alt]", "meta", "[aria-label]"} {
			if a.Find(holder).FilterFunction(func(_ int, e *goquery.Selection) bool {
				html, _ := goquery.OuterHtml(e)
				return strings.ContainsRune(html, '\u202e')
			}).Length() > 0 {
				return
			}
		}
		t.Errorf("%s overrides the direction of the page: %.200q", a, a.Body[max(0, i-100):])
	}
}
