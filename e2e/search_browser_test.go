package e2e

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Results come while somebody types; what they open is remembered, what they
// only typed is not.
func TestSearchingInABrowser(t *testing.T) {
	t.Parallel()
	for _, script := range []bool{true, false} {
		t.Run(map[bool]string{true: "scripts", false: "no scripts"}[script], func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.start()
			t.Cleanup(func() {
				if t.Failed() {
					t.Log(s.log.String())
				}
			})
			ana, bo := newBrowser(t, s.base, "ana", script), newBrowser(t, s.base, "bo", script)
			bo.signUp("bo.petrel")
			ana.signUp("ana")
			ana.open("/search")
			ana.do("type", chromedp.SendKeys(`#q`, "petr", chromedp.NodeVisible))
			if !script {
				ana.submit(`.search-form button`)
			}
			ana.until("the search", func(u *url.URL) bool { return u.Query().Get("q") == "petr" })
			ana.do("see the result", chromedp.WaitVisible(`#search-results .person-link[href="/bo.petrel"]`))
			ana.shot("found")
			arrive(ana, `.person-link`, "/bo.petrel")
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
			ana.do("see it gone", chromedp.WaitVisible(`#search-results .empty`))
			ana.open("/search?q=nobodyatall&kind=people")
			ana.contains("#search-results", "Nothing found")
			arrive(ana, `.tabs a[href*="kind=posts"]`, "/search?kind=posts&q=nobodyatall")
		})
	}
}

// arrive presses a link until its page is there: Chromium drops a click while
// it still blends the page before into this one.
func arrive(b *browser, link, path string) {
	b.t.Helper()
	for deadline := time.Now().Add(stepTime); time.Now().Before(deadline); time.Sleep(300 * time.Millisecond) {
		if at, err := chromedp.Run(b.ctx, chromedp.Location()); err == nil && strings.HasSuffix(at, path) {
			return
		}
		ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
		_ = chromedp.Do(ctx, chromedp.Click(link, chromedp.NodeVisible)) // the link may be gone by now
		cancel()
	}
	b.shot("failed")
	b.t.Fatalf("%s: %s does not lead to %s", b.name, link, path)
}
