package handlers_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/models/tally"
	"photogram/web/webtest"
)

// looked is a site on which somebody looked at what ada shares: a post whose caption
// would be a formula, and a story.
func looked(t *testing.T) (s *webtest.Site, ada, bo *account.User, shown, st models.ID) {
	t.Helper()
	s = webtest.Start(t, nil)
	ada, bo = s.User("ada"), s.User("bo")
	shown = s.Post(ada, "=HYPERLINK(\"http://x/\") <b>sea</b>")
	st = s.NewStory(ada, story.Edit{})
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	_, err := post.Like(t.Context(), s.DB.Store, bo.ID, shown)
	must(t, err)
	for _, viewer := range []models.ID{bo.ID, bo.ID, s.User("cy").ID} {
		tally.Count(s.DB.Store, tally.Look{Post: shown, Viewer: viewer, Source: tally.Feed}, tally.Look{Post: st, Viewer: viewer})
	}
	must(t, tally.Flush(t.Context(), s.DB.Store))
	return s, ada, bo, shown, st
}

func spoken(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestDashboard(t *testing.T) {
	t.Parallel()
	s, ada, bo, shown, st := looked(t)
	page := s.As(ada).Get("/insights").Want(http.StatusOK)
	page.Has(`nav.ranges a[aria-current][href="/insights?range=28"]`, `.metric[aria-current] .metric-value`,
		`#chart svg[role="img"][aria-label]`,
		`.tops a[href="/p/`+shown.Code()+`/insights"]`, `.top-stories a[href="/story/`+st.Code()+`/insights"]`, `a[href="/insights/rules"]`)
	page.HasNot(".tops b")
	for i, want := range []string{"6", "2", "1", "+1"} {
		if got := spoken(page.Find(".metric-value").Eq(i)); got != want {
			t.Errorf("number %d is %q, not %q", i, got, want)
		}
	}
	if got := spoken(page.Find("#best-title + p")); !strings.Contains(got, "You shared 1 in these days; 4 more are needed.") {
		t.Error(got)
	}
	if rows := page.Find("#chart tbody tr"); rows.Length() != 28 || spoken(rows.First().Find("td")) != "–" ||
		!strings.HasSuffix(rows.Last().AttrOr("data-say", ""), ": 6 views") {
		t.Errorf("%d days, of which the first is %q and the last %q", rows.Length(), spoken(rows.First()), spoken(rows.Last()))
	}
	if got := spoken(page.Find(".numbers tr:contains(Views) td").Eq(1)); got != "–" {
		t.Errorf("the days before counting began are %q", got)
	}
	page.Says("nothing to compare", "Counted since")

	own := "/p/" + shown.Code() + "/insights"
	s.As(ada).Get(own).Want(http.StatusOK).Says("3 views by 2 people since it was shared.", "1 of 3 views", "Home feed")
	s.As(ada).Get("/p/" + shown.Code()).Has(`a[href="` + own + `"]`)
	s.As(ada).Get("/ada").Has(`.profile-actions a[href="/insights"]`)
	s.As(ada).Get("/story/" + st.Code() + "/insights").Want(http.StatusOK).Says("3 views by 2 people since it was shared.")
	for _, path := range []string{own, own + ".csv", "/story/" + st.Code() + "/insights", "/story/" + st.Code() + "/insights.csv"} {
		s.As(bo).Get(path).Want(http.StatusNotFound)
	}
	s.As(bo).Get("/p/" + shown.Code()).HasNot(`a[href="` + own + `"]`)
	s.As(bo).Get("/insights").Want(http.StatusOK).Says("Your numbers start with your first photo").Has(`a.button[href="/new"]`)
}

func TestRangesOfInsights(t *testing.T) {
	t.Parallel()
	s, ada, _, shown, _ := looked(t)
	browser, today := s.As(ada), s.Now().Format(time.DateOnly)
	for path, want := range map[string]int{"/insights?range=7": 7, "/insights?range=90": 90, "/insights?range=365&show=followers": 13,
		"/insights?from=" + today + "&to=" + today: 1, "/insights?from=" + today + "&to=2900-01-01": 1} {
		if n := browser.Get(path).Want(http.StatusOK).Find("#chart tbody tr").Length(); n != want && (want != 13 || n != 12) {
			t.Errorf("%s has %d points, not %d", path, n, want)
		}
	}
	for path, want := range map[string]string{"/insights?range=8": "one of the ranges", "/insights?range=all": "one of the ranges",
		"/insights?from=2020-01-02&to=2020-01-01": "before the first", "/insights?from=2800-01-01&to=2800-01-02": "yet to come",
		"/insights?from=2020-01-01&to=" + today: "at most 731", "/insights?from=yesterday": "as in 2026-03-09",
		"/insights?from=2020-01-01": "as in 2026-03-09", "/p/" + shown.Code() + "/insights?from=\xff&to=%00": "as in 2026-03-09"} {
		browser.Get(path).Want(http.StatusUnprocessableEntity).Says(want).Has("#chart svg")
	}
	for _, path := range []string{"/insights/days.csv?range=8", "/insights/report.json?from=x",
		"/p/" + shown.Code() + "/insights.csv?range=8"} {
		browser.Get(path).Want(http.StatusUnprocessableEntity)
	}
	browser.Get("/insights?from=2001-01-01&to=2001-01-31").Want(http.StatusOK).Says("Nobody looked in these days")
}

func TestInsightsAsFiles(t *testing.T) {
	t.Parallel()
	s, ada, _, shown, st := looked(t)
	browser := s.As(ada)
	read := func(path string) [][]string {
		t.Helper()
		a := browser.Get(path).Want(http.StatusOK)
		if !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment; filename=") || a.Type() != "text/csv" {
			t.Errorf("%s: %s %s", path, a.Type(), a.Header.Get("Content-Disposition"))
		}
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(a.Body), "\ufeff"))).ReadAll()
		must(t, err)
		return lines
	}
	lines := read("/insights/days.csv?range=7")
	if last := lines[len(lines)-1]; len(lines) != 8 || lines[0][1] != "views" ||
		last[0] != s.Now().Format(time.DateOnly) || last[1] != "6" {
		t.Errorf("%q", lines)
	}
	if lines[1][1] != "" {
		t.Errorf("a day before counting began has %q views", lines[1][1])
	}
	if lines := read("/insights/posts.csv"); len(lines) != 2 ||
		lines[1][3] != "'=HYPERLINK(\"http://x/\") <b>sea</b>" || lines[1][4] != "3" {
		t.Errorf("%q", lines)
	}
	for _, path := range []string{"/p/" + shown.Code() + "/insights.csv", "/story/" + st.Code() + "/insights.csv"} {
		if lines := read(path); len(lines) != 2 || lines[1][1] != "3" {
			t.Errorf("%s: %q", path, lines)
		}
	}
	report := browser.Get("/insights/report.json").Want(http.StatusOK)
	for path, want := range map[string]string{"totals.views.value": "6", "totals.views.before": "", "totals.reach.value": "2",
		"days.#":       "28",
		"days.0.views": "", "days.27.views": "6", "top_posts.0.url": s.URL + "/p/" + shown.Code(), "views_by.source.0.name": "feed",
		"engagement_rate.denominator": "accounts reached", "best.least_posts": "5"} {
		if got := report.At(path).String(); got != want {
			t.Errorf("%s is %q, not %q", path, got, want)
		}
	}
}

// Who does not want to be counted says so from the privacy page.
func TestChoosingToBeCounted(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	bo := s.As(s.User("bo"))
	bo.Get("/settings/privacy").Has(`a[href="/settings/insights"]`)
	bo.Get("/settings/insights").Has(`#f-counted[checked]`)
	bo.Follow(bo.Post("/settings/insights", url.Values{})).Says("Your choice is saved.").HasNot(`#f-counted[checked]`)
	bo.Follow(bo.Post("/settings/insights", url.Values{"counted": {"on"}})).Has(`#f-counted[checked]`)
	s.Visitor().Get("/insights/rules").Want(http.StatusOK).Says("How insights are counted")
}
