package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/web/webtest"
)

// shelved lists the codes of the posts in a grid, an arranged list or a strip.
func shelved(a *webtest.Answer) string {
	var out []string
	a.Find(".tile, .arranged").Each(func(_ int, e *goquery.Selection) {
		_, code, _ := strings.Cut(e.AttrOr("id", ""), "-")
		out = append(out, code)
	})
	return strings.Join(out, " ")
}

func newCollection(t *testing.T, s *webtest.Site, u *account.User, name string, posts ...models.ID) (id models.ID, path string) {
	t.Helper()
	id, err := saved.Create(t.Context(), s.DB.Store, u.ID, name, "")
	must(t, err)
	for _, p := range posts {
		must(t, saved.Collect(t.Context(), s.DB.Store, u.ID, id, p, nil))
	}
	return id, "/collections/" + id.Code()
}

func TestSaveWithAndWithoutHTMX(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	post := s.Post(bo, "#sea")
	c, path := s.As(ada), "/p/"+post.Code()+"/save"
	button := func(a *webtest.Answer) string { return a.Find(".bookmark").AttrOr("aria-pressed", "none") }
	c.Get("/saved").Says("Nothing saved yet")
	if a := c.Get("/p/" + post.Code()); button(a) != "false" {
		t.Errorf("%s", a)
	}
	a := c.Post(path, nil).Want(http.StatusSeeOther)
	if a.Header.Get("Location") != "/p/"+post.Code() || button(c.Follow(a)) != "true" {
		t.Errorf("%s", a.Header.Get("Location"))
	}
	if got := shelved(c.Get("/saved")); got != post.Code() {
		t.Errorf("saved: %s", got)
	}
	if a := c.HTMX(path, undo).Want(http.StatusOK); a.IsPage() || button(a) != "false" ||
		!strings.Contains(a.Header.Get("HX-Trigger"), "photogram:undo") {
		t.Errorf("%s %v", a.Body, a.Header)
	}
	for range 2 {
		if a := c.HTMX(path, form()).Want(http.StatusOK); button(a) != "true" {
			t.Errorf("%s", a.Body)
		}
	}
	if to := c.Post(path, form("next", "https://evil.example/")).Header.Get("Location"); to != "/p/"+post.Code() {
		t.Errorf("next leads to %s", to)
	}
	// A page without scripts offers to undo, and that restores collections too.
	id, _ := newCollection(t, s, ada, "Coast", post)
	page := c.Follow(c.Post(path, undo).Want(http.StatusSeeOther))
	page.Says("out of your collections").Has(".flash form[action='"+path+"']", ".flash input[name=was]")
	was := page.Find(".flash input[name=was]").AttrOr("value", "")
	c.Post(path, form("was", was)).Want(http.StatusSeeOther)
	if v, err := saved.Own(t.Context(), s.DB.Store, ada.ID, id); err != nil || v.Posts != 1 {
		t.Errorf("%+v, %v", v, err)
	}
	for _, bad := range []string{"x", "1", "1:x", "-1:5", ":", strings.Repeat("1:1,", 300)} {
		c.Post(path, form("was", bad)).Want(http.StatusUnprocessableEntity)
	}
	c.Post(path, form("was", "77:88")).Want(http.StatusSeeOther) // a collection that is gone
	s.As(bo).Post(path, form("was", was)).Want(http.StatusSeeOther)
	if v, err := saved.Own(t.Context(), s.DB.Store, ada.ID, id); err != nil || v.Posts != 1 {
		t.Errorf("somebody else's undo changed it: %+v, %v", v, err)
	}
	s.Visitor().Post(path, nil).Want(http.StatusSeeOther)
	s.Visitor().Get("/p/" + post.Code()).Has("a.bookmark[href^='/login']")
	c.Post("/p/"+s.NewID().Code()+"/save", nil).Want(http.StatusNotFound)
	draft, _ := s.Draft(ada, 1)
	c.Post("/p/"+draft.Code()+"/save", nil).Want(http.StatusNotFound)
	s.Check()
}

// A message with an undo is believed only when this site wrote it.
func TestFlashIsSigned(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	post := s.Post(ada, "x")
	c := s.As(ada)
	c.Post("/p/"+post.Code()+"/save", undo).Want(http.StatusSeeOther)
	value := c.Cookie("flash")
	c.Get("/explore").Has(".flash form")
	c.Get("/explore").HasNot(".flash")
	for _, forged := range []string{value + "0", "x" + value, strings.SplitN(value, ".", 2)[0], "eyJLaW5kIjoib2siLCJUZXh0IjoieCJ9",
		"eyJLaW5kIjoib2siLCJUZXh0IjoieCJ9.00"} {
		c.SetCookie("flash", forged)
		c.Get("/explore").HasNot(".flash")
	}
	c.SetCookie("flash", value)
	c.Get("/explore").Has(".flash form")
}

func TestCollectionPages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	var codes []string
	for i := range 3 {
		codes = append(codes, s.Post(bo, fmt.Sprint("photo ", i)).Code())
	}
	c := s.As(ada)
	c.Get("/collections").Says("No collections yet")
	c.Post("/collections", form("name", " ")).Want(http.StatusUnprocessableEntity).Has(".field-wrong").Says("Give the collection a name.")
	c.Post("/collections", form("name", strings.Repeat("x", 61))).Want(http.StatusUnprocessableEntity).Has("input[value^='xxx']")
	a := c.Post("/collections", form("name", "<b>Küste</b>")).Want(http.StatusSeeOther)
	path := a.Header.Get("Location")
	c.Follow(a).Says("<b>Küste</b>", "Nothing in here yet", "only for you").Has("meta[name=robots][content=noindex]")

	// From a post's menu: a page, or a dialog with scripts.
	menu := c.Get("/p/" + codes[0]).Find(".post-menu a[data-dialog][href$='/collections']")
	if menu.Length() != 1 {
		t.Fatal("the post's menu does not lead to the collections")
	}
	picker := menu.AttrOr("href", "")
	code := strings.TrimPrefix(path, "/collections/")
	c.Get(picker).Has("input[name=in][value='" + code + "']:not([checked])")
	if a := c.HTMX(picker, nil).Want(http.StatusOK); a.IsPage() {
		t.Errorf("%s", a)
	}
	c.Post(picker, form("shown", code, "in", code)).Want(http.StatusSeeOther)
	c.Get(picker).Has("input[name=in][value='" + code + "'][checked]")
	a = c.HTMX(picker, form("shown", code, "in", code, "name", "Second")).Want(http.StatusOK)
	if a.Header.Get("HX-Retarget") != `[data-save="`+codes[0]+`"]` ||
		!strings.Contains(a.Header.Get("HX-Trigger"), "photogram:collected") || a.Find(".bookmark").AttrOr("aria-pressed", "") != "true" {
		t.Errorf("%v %s", a.Header, a.Body)
	}
	c.HTMX(picker, form("shown", code, "in", code, "name",
		strings.Repeat("x", 61))).Want(http.StatusUnprocessableEntity).Has(".field-wrong", "input[name=in][checked]")
	c.Get("/saved").Says("Second", "Küste").Has(".cover")
	c.Post(picker, form("shown", code)).Want(http.StatusSeeOther)
	c.Get(picker).Has("input[name=in][value='" + code + "']:not([checked])")
	for _, bad := range []string{"x!", "", "AAAAAAAAAAAAAA"} {
		c.Post(picker, form("shown", bad)).Want(http.StatusNotFound)
	}

	for _, p := range codes {
		c.Post(path+"/posts/"+p, nil).Want(http.StatusSeeOther)
	}
	want := func(order ...int) {
		t.Helper()
		var list []string
		for _, i := range order {
			list = append(list, codes[i])
		}
		for _, at := range []string{path, path + "/arrange"} {
			if got := shelved(c.Get(at)); got != strings.Join(list, " ") {
				t.Errorf("%s shows %s, want %v", at, got, list)
			}
		}
	}
	want(2, 1, 0)
	move := func(i int, pairs ...string) *webtest.Answer {
		return c.Post(path+"/posts/"+codes[i]+"/move", form(pairs...))
	}
	if a := move(1, "to", "up", "next", path+"/arrange").Want(http.StatusSeeOther); a.Header.Get("Location") != path+"/arrange" {
		t.Errorf("%s", a.Header.Get("Location"))
	}
	want(1, 2, 0)
	if a := c.Post(path+"/posts/"+codes[0]+"/move", form("to", "above", "beside", codes[1]), "Accept",
		"application/json"); a.StatusCode != http.StatusNoContent {
		t.Errorf("%s", a)
	}
	want(0, 1, 2)
	move(0, "to", "sideways").Want(http.StatusUnprocessableEntity)
	move(0, "to", "above", "beside", "!").Want(http.StatusUnprocessableEntity)
	move(0, "to", "above", "beside", "Zz").Want(http.StatusNotFound)

	c.Post(path+"/cover", form("post", codes[2])).Want(http.StatusSeeOther)
	c.Get(path + "/arrange").Has("#k-" + codes[2] + " .badge").HasNot("#k-" + codes[0] + " .badge")
	c.Post(path+"/cover", nil).Want(http.StatusSeeOther)
	c.Get(path + "/arrange").HasNot(".arranged .badge")

	// Taking one out can be undone, with and without scripts.
	page := c.Follow(c.Post(path+"/posts/"+codes[1], undo).Want(http.StatusSeeOther)).Has(".flash form")
	want(0, 2)
	back := page.Find(".flash form")
	c.Post(back.AttrOr("action", ""), form("was", back.Find("[name=was]").AttrOr("value", ""))).Want(http.StatusSeeOther)
	want(0, 1, 2)
	if a := c.HTMX(path+"/posts/"+codes[1], undo).Want(http.StatusOK); len(a.Body) != 0 ||
		!strings.Contains(a.Header.Get("HX-Trigger"), "photogram:undo") {
		t.Errorf("%q %v", a.Body, a.Header)
	}
	want(0, 2)
	if a := c.HTMX(path+"/posts/"+codes[1], undo).Want(http.StatusOK); a.Header.Get("HX-Trigger") != "" {
		t.Errorf("what was not there can be undone: %v", a.Header)
	}

	c.Post(path+"/edit", form("name", "", "description", "kept")).Want(http.StatusUnprocessableEntity).Has(".field-wrong").Says("kept")
	c.Follow(c.Post(path+"/edit", form("name", "Coast", "description", "By the #sea")).Want(http.StatusSeeOther)).Says("Coast",
		"By the").Has("a.tag")
	c.Post(path+"/move", form("to", "last")).Want(http.StatusSeeOther)
	if got := shelved(c.Get("/collections")); !strings.HasSuffix(got, code) {
		t.Errorf("collections: %s", got)
	}

	// Nobody else gets near it.
	for _, other := range []*webtest.Client{s.As(bo), s.Visitor()} {
		status := http.StatusNotFound
		if other.Cookie(s.Sessions.CookieName()) == "" {
			status = http.StatusSeeOther // to the login
		}
		for _, p := range []string{"", "/arrange", "/edit"} {
			other.Get(path + p).Want(status)
		}
		for _, p := range []string{"/edit", "/cover", "/link", "/move", "/delete", "/posts/" + codes[0], "/posts/" + codes[0] + "/move"} {
			other.Post(path+p, form("name", "stolen", "to", "up")).Want(status)
		}
		other.Post(path+"/posts/"+codes[0], undo).Want(status)
	}
	want(0, 2)
	c.Follow(c.Post(path+"/delete", nil).Want(http.StatusSeeOther)).Says("still saved")
	c.Get(path).Want(http.StatusNotFound)
	if got := shelved(c.Get("/saved")); len(strings.Fields(got)) != 3 {
		t.Errorf("saved: %s", got)
	}
	s.Check()
}

func TestSharedCollectionPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo, cy := s.User("ada"), s.User("bo"), s.User("cy")
	public, secret := s.Post(bo, "for all"), s.Post(cy, "for few")
	id, path := newCollection(t, s, ada, "Coast", public, secret)
	private(t, s, cy)
	owner, visitor := s.As(ada), s.Visitor()
	owner.Get(path + "/edit").HasNot("#f-link")
	page := owner.Follow(owner.Post(path+"/link", nil).Want(http.StatusSeeOther))
	link := page.Find("#f-link").AttrOr("value", "")
	if !strings.HasPrefix(link, s.URL+"/c/") {
		t.Fatalf("the link is %q", link)
	}
	a := visitor.Get(link).Want(http.StatusOK).Says("Coast", "Collected by", "1 post").Has("meta[name=robots][content=noindex]",
		"meta[property='og:image'][content*='/media/']",
		"link[rel=canonical][href='"+link+"']", "meta[property='og:title'][content^='Coast']")
	if shelved(a) != public.Code() || a.Find("main form").Length() != 0 {
		t.Errorf("a visitor sees %s", shelved(a))
	}
	if got := shelved(s.As(cy).Get(link).Want(http.StatusOK).Says("2 posts")); got != secret.Code()+" "+public.Code() {
		t.Errorf("who may see both sees %s", got)
	}
	if a := visitor.HTMX(link, nil).Want(http.StatusOK); a.IsPage() {
		t.Error("no fragment")
	}
	owner.Get(link).Says("This is your collection")
	must(t, people.Block(t.Context(), s.DB.Store, ada.ID, bo.ID))
	s.As(bo).Get(link).Want(http.StatusNotFound)
	must(t, people.Unblock(t.Context(), s.DB.Store, ada.ID, bo.ID))
	must(t, people.Block(t.Context(), s.DB.Store, bo.ID, ada.ID))
	s.As(bo).Get(link).Want(http.StatusNotFound)
	must(t, people.Unblock(t.Context(), s.DB.Store, bo.ID, ada.ID))

	must(t, post.Delete(t.Context(), s.DB.Store, bo.ID, public))
	visitor.Get(link).Want(http.StatusOK).Says("0 posts", "Nothing to see right now").HasNot("meta[property='og:image'][content*='/media/']")
	second := owner.Follow(owner.Post(path+"/link", nil)).Find("#f-link").AttrOr("value", "")
	visitor.Get(link).Want(http.StatusNotFound)
	visitor.Get(second).Want(http.StatusOK)
	owner.Post(path+"/link", undo).Want(http.StatusSeeOther)
	visitor.Get(second).Want(http.StatusNotFound)
	owner.Get(second).Want(http.StatusNotFound)
	if v, err := saved.Own(t.Context(), s.DB.Store, ada.ID, id); err != nil || v.Link != "" {
		t.Errorf("%+v, %v", v, err)
	}
	s.Check()
}
