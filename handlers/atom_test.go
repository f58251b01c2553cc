package handlers_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/web/webtest"
)

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"http://www.w3.org/2005/Atom name"`
	URI  string `xml:"http://www.w3.org/2005/Atom uri"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"http://www.w3.org/2005/Atom id"`
	Title   string      `xml:"http://www.w3.org/2005/Atom title"`
	Updated string      `xml:"http://www.w3.org/2005/Atom updated"`
	Author  *atomPerson `xml:"http://www.w3.org/2005/Atom author"`
	Links   []atomLink  `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID        string     `xml:"http://www.w3.org/2005/Atom id"`
		Title     string     `xml:"http://www.w3.org/2005/Atom title"`
		Updated   string     `xml:"http://www.w3.org/2005/Atom updated"`
		Published string     `xml:"http://www.w3.org/2005/Atom published"`
		Author    atomPerson `xml:"http://www.w3.org/2005/Atom author"`
		Links     []atomLink `xml:"http://www.w3.org/2005/Atom link"`
		Content   struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"http://www.w3.org/2005/Atom content"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

func rel(links []atomLink, name string) string {
	for _, l := range links {
		if l.Rel == name {
			return l.Href
		}
	}
	return ""
}

// readAtom parses an answer and checks what RFC 4287 requires of every feed.
func readAtom(t *testing.T, a *webtest.Answer) atomFeed {
	t.Helper()
	a.Want(http.StatusOK)
	if a.Type() != "application/atom+xml" || a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Etag") == "" ||
		a.Header.Get("Last-Modified") == "" {
		t.Errorf("%s: %v", a, a.Header)
	}
	var f atomFeed
	d := xml.NewDecoder(strings.NewReader(string(a.Body)))
	d.Strict = true
	if err := d.Decode(&f); err != nil {
		t.Fatalf("%s: %v\n%s", a, err, a.Body)
	}
	moment := func(s string) {
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			t.Errorf("%s: the time %q: %v", a, s, err)
		}
	}
	absolute := func(s string) {
		if u, err := url.Parse(s); err != nil || !u.IsAbs() {
			t.Errorf("%s: %q is no address", a, s)
		}
	}
	if f.ID == "" || f.Title == "" || rel(f.Links, "self") == "" || rel(f.Links, "alternate") == "" {
		t.Errorf("%s lacks something: %+v", a, f)
	}
	absolute(f.ID)
	moment(f.Updated)
	seen := map[string]bool{}
	for _, e := range f.Entries {
		if e.ID == "" || seen[e.ID] || e.Title == "" || e.Author.Name == "" || e.Content.Type != "html" ||
			rel(e.Links, "alternate") == "" || rel(e.Links, "enclosure") == "" {
			t.Errorf("%s: the entry %+v", a, e)
		}
		seen[e.ID] = true
		absolute(e.ID)
		moment(e.Updated)
		moment(e.Published)
		for _, l := range e.Links {
			absolute(l.Href)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(e.Content.Text))
		must(t, err)
		doc.Find("img").Each(func(_ int, img *goquery.Selection) {
			absolute(img.AttrOr("src", ""))
			if img.AttrOr("alt", "") == "" {
				t.Errorf("%s: a picture without words", a)
			}
		})
		if doc.Find("img").Length() == 0 || doc.Find("script, b").Length() > 0 {
			t.Errorf("%s: %s", a, e.Content.Text)
		}
	}
	return f
}

func TestAtom(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	bo := s.User("bo")
	captions := []string{"", "plain #sea", "<b>bold</b> & \"quoted\" ]]> <script>alert(1)</script> #sea", "lines\nand\ttabs #sea",
		"\uFFFE\uFFFF odd \u2028 #sea", "عربي \u202E #sea", "emoji 👩‍👩‍👧 #sea https://example.org/?a=1&b=2"}
	var posts []models.ID
	for _, c := range captions {
		posts = append(posts, s.Post(bo, c))
	}
	album, items := s.Draft(bo, 3)
	s.Render(items...)
	must(t, post.Publish(t.Context(), s.DB.Store, bo.ID, album, post.PublishInput{}))
	s.Clock.Move(time.Second)
	v := s.Visitor()
	a := v.Get("/bo/feed.atom")
	f := readAtom(t, a)
	if len(f.Entries) != len(captions)+1 || f.Author == nil || f.Author.Name != "Test bo" || f.Author.URI != s.URL+"/bo" ||
		rel(f.Links, "self") != s.URL+"/bo/feed.atom" || rel(f.Links, "next") != "" {
		t.Errorf("%+v", f)
	}
	if n := strings.Count(f.Entries[0].Content.Text, "<img"); n != 3 || len(f.Entries[0].Links) != 4 {
		t.Errorf("the album has %d photos", n)
	}
	for i, e := range f.Entries[1:] {
		caption := captions[len(captions)-1-i]
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(e.Content.Text))
		must(t, err)
		clean := func(s string) string {
			return strings.Join(strings.Fields(strings.NewReplacer("\uFFFE", "", "\uFFFF", "", "\uFFFD", "").Replace(s)), "")
		}
		if got := doc.Find("p[dir=auto]").Text(); clean(got) != clean(caption) {
			t.Errorf("%q became %q", caption, got)
		}
	}
	// Readers that have it already get nothing again.
	tag, modified := a.Header.Get("Etag"), a.Header.Get("Last-Modified")
	v.Get("/bo/feed.atom", "If-None-Match", tag).Want(http.StatusNotModified)
	v.Get("/bo/feed.atom", "If-Modified-Since", modified).Want(http.StatusNotModified)
	first := f.Entries[0].ID
	text := "edited"
	s.Clock.Move(time.Hour)
	must(t, post.EditText(t.Context(), s.DB.Store, bo.ID, album, post.Edit{Caption: &text}))
	again := readAtom(t, v.Get("/bo/feed.atom", "If-None-Match", tag, "If-Modified-Since", modified))
	if again.Entries[0].ID != first || again.Entries[0].Title != "edited" || again.Updated <= f.Updated ||
		again.Entries[0].Updated <= f.Entries[0].Updated || again.Entries[0].Published != f.Entries[0].Published {
		t.Errorf("%+v", again.Entries[0])
	}
	readAtom(t, v.Get("/bo/feed.atom", "If-Modified-Since", modified))
	if head := v.Do(v.Request("HEAD", "/bo/feed.atom", nil)).Want(http.StatusOK); len(head.Body) != 0 {
		t.Error("HEAD has a body")
	}

	// Pages, followed to the end.
	for i := range 45 {
		posts = append(posts, s.Post(bo, fmt.Sprint("more ", i)))
	}
	total, at, ids := 0, "/bo/feed.atom", map[string]bool{}
	for page := 0; at != "" && page < 10; page++ {
		f := readAtom(t, v.Get(at))
		total += len(f.Entries)
		for _, e := range f.Entries {
			ids[e.ID] = true
		}
		at = rel(f.Links, "next")
	}
	if total != len(posts)+1 || len(ids) != total {
		t.Errorf("the pages have %d entries, %d different, of %d", total, len(ids), len(posts)+1)
	}
	v.Get("/bo/feed.atom?before=x").Want(http.StatusUnprocessableEntity)

	f = readAtom(t, v.Get("/tags/sea/feed.atom"))
	if len(f.Entries) != 6 || f.Author != nil || f.Entries[0].Author.URI != s.URL+"/bo" {
		t.Errorf("%+v", f)
	}
	newcomer := s.User("newcomer")
	if f := readAtom(t, v.Get("/newcomer/feed.atom")); len(f.Entries) != 0 || f.Author.Name != newcomer.Author().DisplayName() {
		t.Errorf("%+v", f)
	}
}

// A feed is what a visitor sees, whoever asks.
func TestAtomHidesWhatIsNotPublic(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	bo := s.User("bo")
	public := s.Post(bo, "#shown")
	hidden := unseen(t, s, bo)
	for _, c := range []*webtest.Client{s.Visitor(), s.As(bo)} {
		f := readAtom(t, c.Get("/bo/feed.atom"))
		if len(f.Entries) != 1 || !strings.HasSuffix(f.Entries[0].ID, public.String()) {
			t.Errorf("%+v", f.Entries)
		}
		for what, id := range hidden {
			if strings.Contains(string(c.Get("/bo/feed.atom").Body), id.Code()) {
				t.Errorf("%s is in the feed", what)
			}
		}
		for _, path := range []string{"/cy/feed.atom", "/dee/feed.atom", "/nobody/feed.atom", "/tags/mine/feed.atom",
			"/tags/bad/feed.atom", "/tags/old/feed.atom", "/tags/gone/feed.atom", "/tags/never/feed.atom", "/tags/123/feed.atom"} {
			if a := c.Get(path); a.StatusCode != http.StatusNotFound || string(a.Body) != "There’s no feed at this address.\n" {
				t.Errorf("%s: %s", a, a.Body)
			}
		}
	}
	s.Visitor().Get("/cy").HasNot("link[type='application/atom+xml']")
	must(t, account.UpdateProfile(t.Context(), s.DB.Store, bo.ID, account.ProfileInput{IsPrivate: new(true)}))
	s.Visitor().Get("/bo/feed.atom").Want(http.StatusNotFound)
	s.As(bo).Get("/bo/feed.atom").Want(http.StatusNotFound)
}
