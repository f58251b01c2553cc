package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"photogram/models/account"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/index"
	"photogram/models/leave"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

// tiles are the addresses of the posts that a page shows as tiles.
func tiles(a *webtest.Answer) []string {
	var out []string
	for _, n := range a.Find("a.tile").EachIter() {
		out = append(out, n.AttrOr("href", ""))
	}
	return out
}

// readOn follows the way to older posts to the end, and fails on a repeated one.
func readOn(t *testing.T, c *webtest.Client, path string) []string {
	t.Helper()
	var all []string
	seen := map[string]bool{}
	for fragment := false; path != ""; fragment = true {
		a := c.Get(path)
		if fragment {
			a = c.HTMX(path, nil)
		}
		for _, tile := range tiles(a.Want(200)) {
			if seen[tile] {
				t.Errorf("%s repeats %s", path, tile)
			}
			seen[tile] = true
			all = append(all, tile)
		}
		path = a.Find("[data-older]").AttrOr("data-older", "")
		if len(all) > 200 {
			t.Fatal("it does not end")
		}
	}
	return all
}

func TestExplorePages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Visitor().Get("/explore").Want(200).Says("Nobody has shared anything yet")
	ada, bo := s.User("ada"), s.User("bo")
	for i := range 40 {
		s.Post([]*account.User{ada, bo}[i%2], fmt.Sprint("photo ", i))
	}
	if n := len(readOn(t, s.Visitor(), "/explore")); n != 40 {
		t.Errorf("%d of 40 before there is a ranking", n)
	}
	s.Clock.Move(15 * 24 * 3600e9) // all are older than what is ranked
	for i := range 30 {
		s.Post([]*account.User{ada, bo}[i%2], fmt.Sprint("newer ", i))
	}
	liked := s.Post(ada, "liked")
	_, err := post.Like(t.Context(), s.DB.Store, bo.ID, liked)
	must(t, err)
	_, err = discover.RankExplore(t.Context(), s.DB.Store)
	must(t, err)
	all := readOn(t, s.Visitor(), "/explore")
	if len(all) != 71 || all[0] != "/p/"+liked.Code() {
		t.Errorf("%d of 71, beginning with %s", len(all), all[0])
	}
	page := s.Visitor().Get("/explore").Want(200).Has("details.explain")
	// Posts and rankings that come meanwhile change nothing for somebody who reads on.
	older := page.Find("[data-older]").AttrOr("data-older", "")
	s.Post(bo, "newest")
	_, err = discover.RankExplore(t.Context(), s.DB.Store)
	must(t, err)
	rest := readOn(t, s.As(bo), older)
	if len(rest) != 71-24 {
		t.Errorf("%d posts after the first page", len(rest))
	}
	for _, bad := range []string{"x", "1-x", "-1", "1-99999999999", "9999999999999999999999"} {
		s.Visitor().Get("/explore?before=" + bad).Want(422)
	}
}

func TestTagPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	for i := range 30 {
		s.Post(ada, fmt.Sprintf("%d #sea #sand", i))
	}
	best := s.Post(bo, "#sea #shells")
	s.Post(bo, "#sea")
	_, err := post.Like(t.Context(), s.DB.Store, ada.ID, best)
	must(t, err)
	c := s.As(ada)
	page := c.Get("/tags/sea").Want(200).Says("32 public posts").Has("nav.tabs a[aria-current=page]",
		"nav.chips a[href='/tags/sand']", "form[action='/tags/sea/follow']")
	if first := page.Find("nav.chips a").First().Text(); first != "#sand" {
		t.Errorf("the first related hashtag is %s", first)
	}
	if n := len(readOn(t, c, "/tags/sea")); n != 32 {
		t.Errorf("%d of 32 recent ones", n)
	}
	if all := readOn(t, s.Visitor(), "/tags/sea?sort=top"); len(all) != 32 || all[0] != "/p/"+best.Code() {
		t.Errorf("%d of 32 top ones, beginning with %s", len(all), all[0])
	}
	c.Get("/tags/sea?sort=best").Want(422)
	c.Get("/tags/sea?sort=top&before=7").Want(422)
	c.Get("/tags/12345").Want(404)
	c.Get("/tags/neverused").Want(200).Says("No photos with this hashtag", "0 public posts")

	c.Get("/tags").Want(200).Says("follow any hashtags")
	if a := c.HTMX("/tags/sea/follow", form()).Want(200); a.IsPage() || a.Find("button[aria-pressed=true]").Length() != 1 {
		t.Errorf("%s", a.Body)
	}
	c.Post("/tags/neverused/follow", nil).Want(303)
	c.Post("/tags/neverused/follow", nil).Want(303)
	c.Get("/tags/sea").Says("1 follower").Has("button.following")
	if a := c.Get("/tags"); a.Find(".tag-row").Length() != 2 {
		t.Errorf("followed: %s", a.Text())
	}
	c.HTMX("/tags/sea/follow", undo).Has("button[aria-pressed=false]")
	c.Post("/tags/neverused/follow", undo).Want(303)
	c.Get("/tags").HasNot(".tag-row")
	s.Visitor().Post("/tags/sea/follow", nil).Want(303)
	s.Visitor().Get("/tags").Want(303)
	s.Check()
}

func TestPlacePage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, cy := s.User("ada"), s.User("cy")
	private(t, s, cy)
	island, hut := "Åland", "A secret hut"
	postID, secret := s.Post(ada, ""), s.Post(cy, "")
	must(t, post.EditText(t.Context(), s.DB.Store, ada.ID, postID,
		post.Edit{Location: &island, Coordinates: &index.Coordinates{Latitude: 60.2, Longitude: -19.9}}))
	must(t, post.EditText(t.Context(), s.DB.Store, cy.ID, secret, post.Edit{Location: &hut}))
	c := s.Visitor()
	path := c.Get("/p/"+postID.Code()).Want(200).Find(".where a").AttrOr("href", "")
	c.Get(path).Want(200).Says("Åland", "1 public post", "60.200° N, 19.900° W").Has("a.tile[href='/p/" + postID.Code() + "']")
	c.Get(path + "?sort=top").Want(200).Has("a.tile")
	c.Get("/search?q=alan&kind=places").Want(200).Has(".tag-row[href='" + path + "']")
	hidden := s.As(cy).Get("/p/"+secret.Code()).Want(200).Find(".where a").AttrOr("href", "")
	s.As(cy).Get(hidden).Want(200).Says("A secret hut").Has("a.tile")
	for _, path := range []string{hidden, "/places/5", "/places/x"} {
		c.Get(path).Want(404)
	}
	c.Get("/search?q=secret").Want(200).HasNot(".tag-row", ".tile")
}

func TestSearchPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	name := "José Mountain"
	must(t, account.UpdateProfile(t.Context(), s.DB.Store, bo.ID, account.ProfileInput{FullName: &name}))
	for i := range 30 {
		s.Post(ada, fmt.Sprintf("A mountain in the morning, %d #mountains", i))
	}
	v := s.Visitor()
	all := v.Get("/search?q=mount").Want(200).Has(".person[id='u-"+bo.ID.String()+"']", ".tag-row[href='/tags/mountains']",
		"a.tile", "a[href='/search?kind=posts&q=mount']", "form[method=get]")
	if n := len(tiles(all)); n != 9 {
		t.Errorf("%d tiles among all kinds", n)
	}
	v.Get("/search?q=jose&kind=people").Want(200).Has(".person").HasNot(".tile", ".tags")
	v.Get("/search?q=mountain&kind=tags").Want(200).Has(".tag-row").HasNot(".tile", ".person")
	if n := len(readOn(t, v, "/search?q=morning+mount&kind=posts")); n != 30 {
		t.Errorf("%d of 30 posts found", n)
	}
	mended := v.Get("/search?q=mountaim+mornign&kind=posts").Want(200).Says("Showing results for mountain morning.").Has("a.tile")
	exact := mended.Find(".instead a").AttrOr("href", "")
	v.Get(exact).Want(200).Says("Nothing found").HasNot("a.tile", ".instead")
	if n := len(readOn(t, v, "/search?q=mountaim&kind=posts")); n != 30 {
		t.Errorf("%d of 30 posts found in spite of a typing error", n)
	}
	if a := v.HTMX("/search?q=mo", nil).Want(200); a.IsPage() || a.Find("#search-results .tabs").Length() != 1 {
		t.Errorf("typing: %s", a.Body)
	}
	v.Get("/search?q=zzzz").Want(200).Says("Nothing found")
	v.Get("/search?kind=nonsense").Want(200)
	v.Get("/search?q=%23%21%25").Want(200).Says("Nothing found")
	v.Get("/search?q=" + strings.Repeat("x", discover.MaxQuery+1)).Want(422).Says("at most 100 characters")
	v.Get("/search?q=a&before=x").Want(422)
}

func TestSearchHistory(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo, cy := s.User("ada"), s.User("bo"), s.User("cy")
	s.Post(bo, "#sea")
	c := s.As(ada)
	history := func() string {
		t.Helper()
		var out []string
		for _, n := range c.Get("/search").Want(200).Find(".history .name").EachIter() {
			out = append(out, n.Text())
		}
		return strings.Join(out, " ")
	}
	// Typing and looking keep nothing; sending the form does.
	c.HTMX("/search?q=lar", nil)
	c.Get("/search?q=larch").Has("form[method=post][action='/search']")
	if got := history(); got != "" {
		t.Errorf("typing is remembered: %s", got)
	}
	if to := c.Post("/search", form("q", "larch & co", "kind",
		"posts")).Want(303).Header.Get("Location"); to != "/search?kind=posts&q=larch+%26+co" {
		t.Errorf("sent to %s", to)
	}
	for _, opened := range []url.Values{form("kind", "person", "value", bo.ID.String()), form("kind", "tag", "value", "Sea"),
		form("kind", "person", "value", cy.ID.String()), form("kind", "text", "value", "larch & co")} {
		c.Post("/search/history", opened).Want(http.StatusNoContent)
	}
	if got := history(); got != "larch & co cy #sea bo" {
		t.Errorf("remembered: %s", got)
	}
	c.Post("/search/history", form("kind", "x", "value", "y")).Want(422)
	c.Post("/search/history", form("kind", "person", "value", "y")).Want(422)
	must(t, people.Block(t.Context(), s.DB.Store, cy.ID, ada.ID))
	if got := history(); got != "larch & co #sea bo" {
		t.Errorf("who has blocked the viewer is remembered: %s", got)
	}
	entry := c.Get("/search").Find(".history form[action^='/search/history/']").Last().AttrOr("action", "")
	if a := c.HTMX(entry, undo).Want(200); a.IsPage() || a.Find(".history .name").Length() != 2 {
		t.Errorf("%s", a.Body)
	}
	s.As(bo).Post(c.Get("/search").Find(".history li form").AttrOr("action", ""), undo).Want(303)
	if got := history(); got != "larch & co #sea" {
		t.Errorf("after forgetting one: %s", got)
	}
	for i := range 25 {
		c.Post("/search", form("q", fmt.Sprint("s", i))).Want(303)
	}
	if got := strings.Fields(history()); len(got) != discover.MaxSearchHistory || got[0] != "s24" {
		t.Errorf("%d are remembered: %v", len(got), got)
	}
	c.Post("/search/history/clear", nil).Want(303)
	if got := history(); got != "" {
		t.Errorf("after clearing: %s", got)
	}
	c.Post("/search", form("q", "once")).Want(303)
	c.HTMX("/search/history/switch", form()).Want(200).HasNot(".history").Says("Remember my searches")
	c.Post("/search", form("q", "twice")).Want(303)
	c.Post("/search/history", form("kind", "tag", "value", "sea")).Want(204)
	c.Get("/search?q=x").Has("form[method=get][action='/search']").HasNot("[data-remember]")
	if got := history(); got != "" {
		t.Errorf("switched off: %s", got)
	}
	c.Post("/search/history/switch", form("on", "on")).Want(303)
	c.Post("/search", form("q", "again")).Want(303)
	if got := history(); got != "again" {
		t.Errorf("switched on: %s", got)
	}
	s.Visitor().Post("/search", form("q", "x")).Want(303)
	must(t, leave.Delete(t.Context(), s.DB.Store, ada.ID))
	s.Check()
}

// What is shown to others counts as seen, once for each time.
func TestPagesCountAsSeen(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	postID := s.Post(ada, "#sea waves")
	seen := func(want int64, what string) {
		t.Helper()
		must(t, feed.FlushViews(t.Context(), s.DB.Store))
		n, err := feed.Impressions(t.Context(), s.DB.Store, ada.ID, postID, s.Clock.Now())
		must(t, err)
		if n != want {
			t.Errorf("%s: seen %d times, want %d", what, n, want)
		}
	}
	pages := []string{"/explore", "/tags/sea", "/tags/sea?sort=top", "/ada", "/p/" + postID.Code(), "/search?q=waves"}
	for i, path := range pages {
		s.Visitor().Get(path).Want(200)
		seen(int64(2*i+1), path+" for a visitor")
		s.As(bo).Get(path).Want(200)
		seen(int64(2*i+2), path+" for bo")
		s.As(ada).Get(path).Want(200)
		seen(int64(2*i+2), path+" for its owner")
	}
	program := s.Program(bo, "basic public_content")
	n := int64(2 * len(pages))
	for _, path := range []string{"/media/popular", "/tags/sea/media/recent", "/tags/sea/media/top",
		"/users/" + ada.ID.String() + "/media/recent", "/media/" + postID.String(), "/search/media?q=waves"} {
		program.Call("GET", path).Want(200)
		n++
		seen(n, path)
	}
	must(t, post.Delete(t.Context(), s.DB.Store, ada.ID, postID))
	s.Check()
}
