package main

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Results come while somebody types; what they open is remembered, what they
// only typed is not.
func TestSearchingInABrowser(t *testing.T) {
	for _, script := range []bool{true, false} {
		t.Run(map[bool]string{true: "scripts", false: "no scripts"}[script], func(t *testing.T) {
			s := newServer(t)
			s.start()
			ana, bo := newBrowser(t, s.base, "ana", script), newBrowser(t, s.base, "bo", script)
			bo.signUp("bo.petrel")
			ana.signUp("ana")
			ana.open("/search")
			ana.do("type", chromedp.SendKeys(`#q`, "petr", chromedp.NodeVisible))
			if !script {
				ana.submit(`.search-form button`)
			}
			ana.contains("#search-results", "bo.petrel")
			ana.shot("found")
			ana.do("open", chromedp.Click(`.person-link`, chromedp.NodeVisible))
			ana.until("the profile", at("/bo.petrel"))
			ana.open("/search")
			want := "bo.petrel"
			if !script { // only what was sent with the form can be known
				want = "petr"
			}
			ana.contains(".history", want)
			if got := strings.Count(ana.text(".history"), "petr"); script && got != 2 { // the name and its full name
				t.Errorf("remembered: %s", ana.text(".history"))
			}
			ana.shot("history")
			ana.submit(`.history li form button`)
			ana.contains("#search-results", "What are you looking for?")
			ana.open("/search?q=nobodyatall&kind=people")
			ana.contains("#search-results", "Nothing found")
			ana.submit(`.tabs a[href*="kind=posts"]`)
			ana.until("posts", func(u *url.URL) bool { return u.Query().Get("kind") == "posts" && u.Query().Get("q") == "nobodyatall" })
		})
	}
}
