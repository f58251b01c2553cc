package handlers_test

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/urls"
	"photogram/web/webtest"
)

type mapped struct {
	Location string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
	Changed  string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
	Image    string `xml:"http://www.google.com/schemas/sitemap-image/1.1 image>loc"`
}

type sitemap struct {
	Maps []mapped `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
	URLs []mapped `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
}

// Search engines find what everybody may see, and nothing else.
func TestSitemap(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	bo := s.User("bo")
	s.User("empty")
	shown := s.Post(bo, "#sea")
	hidden := unseen(t, s, bo)
	v := s.Visitor()
	read := func(path string) (m sitemap) {
		t.Helper()
		a := v.Get(path).Want(http.StatusOK)
		if a.Type() != "application/xml" || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", a, a.Header)
		}
		must(t, xml.Unmarshal(a.Body, &m))
		return m
	}
	v.Get("/robots.txt").Says("Sitemap: " + s.URL + "/sitemap.xml")
	today := s.DB.Now().UTC().Format(time.DateOnly)
	index := read("/sitemap.xml")
	if len(index.Maps) != 2 || index.Maps[0].Location != s.URL+"/sitemap.xml?day=site" ||
		index.Maps[1].Location != s.URL+"/sitemap.xml?day="+today {
		t.Errorf("%+v", index)
	}
	var found []string
	for _, m := range index.Maps {
		for _, at := range read(strings.TrimPrefix(m.Location, s.URL)).URLs {
			path := strings.TrimPrefix(at.Location, s.URL)
			found = append(found, path)
			v.Get(path).Want(http.StatusOK).HasNot("meta[name=robots][content=noindex]")
			if at.Image != "" && !strings.HasPrefix(at.Image, s.URL+"/media/") {
				t.Errorf("%s has the picture %q", path, at.Image)
			}
			if at.Changed != "" {
				_, err := time.Parse(time.RFC3339, at.Changed)
				must(t, err)
			}
		}
	}
	for _, path := range []string{"/", "/explore", "/bo", urls.Post(shown), urls.ReferenceOf("media")} {
		if !slices.Contains(found, path) {
			t.Errorf("%s is missing among %v", path, found)
		}
	}
	for what, id := range hidden {
		if slices.Contains(found, urls.Post(id)) {
			t.Errorf("the map tells of a post: %s", what)
		}
	}
	for _, path := range []string{"/cy", "/dee", "/empty"} {
		if slices.Contains(found, path) {
			t.Errorf("the map tells of %s", path)
		}
	}
	if more := read("/sitemap.xml?day=2001-01-01"); len(more.URLs) != 0 {
		t.Errorf("%+v", more)
	}
	for _, bad := range []string{"x", "2026-02-30", "0", "2026-05-31T00:00:00Z"} {
		v.Get("/sitemap.xml?day=" + bad).Want(http.StatusNotFound).Says("Ask for a day such as")
	}
}
