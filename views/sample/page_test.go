package sample

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"photogram/views/ui"
)

func sampleChrome() ui.Chrome {
	return ui.Chrome{SiteName: "Photogram", BaseURL: "https://photos.example.org", Path: "/dev/views", Nonce: "n0nce", Dev: true,
		Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
}

func render(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestEveryPage renders all pages on made-up data and checks what holds for each.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	c := sampleChrome()
	pages := append(samplePages(c), samplePage{"gallery", DevViewsPage(c)})
	for _, p := range pages {
		t.Run(p.Name, func(t *testing.T) {
			doc := render(t, p.Page)
			checkPolicy(t, doc)
			checkIDs(t, doc)
			checkNames(t, doc)
			checkForms(t, doc)
			if n := doc.Find("h1").Length(); n != 1 {
				t.Errorf("it has %d headings of the first level", n)
			}
			if strings.TrimSpace(doc.Find("title").Text()) == "" {
				t.Error("it has no title")
			}
			if doc.Find("main#main").Length() != 1 || doc.Find("html[lang]").Length() != 1 {
				t.Error("it has no main part, or no language")
			}
		})
	}
}

// checkPolicy finds what the content security policy would refuse.
func checkPolicy(t *testing.T, doc *goquery.Document) {
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Get(0).Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
				t.Errorf("<%s> has the attribute %s", goquery.NodeName(s), a.Key)
			}
			if (a.Key == "href" || a.Key == "action" || a.Key == "src") && strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
				t.Errorf("<%s> leads to %s", goquery.NodeName(s), a.Val)
			}
		}
	})
	doc.Find("style").Each(func(_ int, s *goquery.Selection) { t.Error("it has a style element") })
	doc.Find("script").Each(func(_ int, s *goquery.Selection) {
		if _, outside := s.Attr("src"); !outside && s.AttrOr("type", "") != "application/json" &&
			s.AttrOr("type", "") != "application/ld+json" {
			t.Errorf("it has an inline script: %.60q", s.Text())
		}
	})
}

func checkIDs(t *testing.T, doc *goquery.Document) {
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if id == "" || seen[id] || strings.ContainsAny(id, " \t\n") {
			t.Errorf("the id %q is empty, not one word, or there twice", id)
		}
		seen[id] = true
	})
	for _, name := range []string{"for", "aria-describedby", "aria-labelledby"} {
		doc.Find("[" + name + "]").Each(func(_ int, s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(name, "")) {
				if !seen[id] {
					t.Errorf("%s names %q, which is not there", name, id)
				}
			}
		})
	}
}

// checkNames finds controls without a label, links and buttons without words,
// and pictures without a description or size.
func checkNames(t *testing.T, doc *goquery.Document) {
	labelled := func(s *goquery.Selection) bool {
		if s.AttrOr("aria-label", "") != "" || s.AttrOr("aria-labelledby", "") != "" || s.Closest("label").Length() > 0 {
			return true
		}
		id := s.AttrOr("id", "")
		return id != "" && doc.Find(`label[for="`+id+`"]`).Length() > 0
	}
	doc.Find("input, textarea, select").Each(func(_ int, s *goquery.Selection) {
		_, hidden := s.Attr("hidden")
		if s.AttrOr("type", "") != "hidden" && !hidden && !labelled(s) {
			t.Errorf("the control %q has no label", s.AttrOr("name", ""))
		}
	})
	doc.Find("a, button, summary").Each(func(_ int, s *goquery.Selection) {
		if strings.TrimSpace(s.Text()) == "" && s.AttrOr("aria-label", "") == "" && s.AttrOr("aria-hidden", "") != "true" &&
			s.Find(`img[alt]:not([alt=""])`).Length() == 0 {
			html, _ := goquery.OuterHtml(s)
			t.Errorf("no words in %.120q", html)
		}
	})
	doc.Find("img").Each(func(_ int, s *goquery.Selection) {
		_, alt := s.Attr("alt")
		if !alt || s.AttrOr("width", "0") == "0" || s.AttrOr("height", "0") == "0" {
			t.Errorf("the picture %.80q lacks a description or its size", s.AttrOr("src", ""))
		}
	})
	doc.Find("picture img").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("alt", "") == "" {
			t.Errorf("the photo %.80q has no description", s.AttrOr("src", ""))
		}
		if s.AttrOr("loading", "") != "lazy" && s.AttrOr("fetchpriority", "") != "high" {
			t.Errorf("the photo %.80q is neither lazy nor first", s.AttrOr("src", ""))
		}
	})
}

// checkForms makes sure that every form works without scripts.
func checkForms(t *testing.T, doc *goquery.Document) {
	doc.Find("form").Each(func(_ int, s *goquery.Selection) {
		method, action := s.AttrOr("method", ""), s.AttrOr("action", "")
		if method != "post" && method != "get" || !strings.HasPrefix(action, "/") {
			t.Errorf("the form has method %q and action %q", method, action)
		}
		if s.Find("button").Length() == 0 {
			t.Errorf("the form to %q has no button", action)
		}
		if post := s.AttrOr("hx-post", action); post != action {
			t.Errorf("the form goes to %q, with scripts to %q", action, post)
		}
	})
	doc.Find("a[hx-get]").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("href", "") == "" {
			t.Error("a link works with scripts only")
		}
	})
}

func TestVisitorsGetNoActions(t *testing.T) {
	t.Parallel()
	for _, p := range samplePages(sampleChrome()) {
		doc := render(t, p.Page)
		if !doc.Find("body").HasClass("visitor") {
			continue
		}
		doc.Find("form").Each(func(_ int, s *goquery.Selection) {
			action := s.AttrOr("action", "")
			for _, part := range []string{"/like", "/comments", "/follow", "/logout", "/new", "/settings"} {
				if strings.HasSuffix(action, part) {
					t.Errorf("%s: visitors see the form to %s", p.Name, action)
				}
			}
		})
	}
}

// TestIconsAreUsed keeps the set as small as it needs to be.
func TestIconsAreUsed(t *testing.T) {
	t.Parallel()
	var sources strings.Builder
	for _, pattern := range []string{"../*/*.templ", "../*/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(text)
		}
	}
	icons, err := filepath.Glob("../../static/icons/*.svg")
	if err != nil || len(icons) == 0 {
		t.Fatalf("%d icons, error %v", len(icons), err)
	}
	for _, icon := range icons {
		if name := strings.TrimSuffix(filepath.Base(icon), ".svg"); !strings.Contains(sources.String(), `"`+name+`"`) {
			t.Errorf("nothing uses the icon %s", name)
		}
	}
}
