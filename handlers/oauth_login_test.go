package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/models"
	"photogram/models/comment"
	"photogram/web/webtest"
)

// undo is a form's value that takes something back.
var undo = form("_method", "DELETE")

func TestFollowWithAndWithoutHTMX(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	s.User("bo")
	c := s.As(ada)
	pressed := func(a *webtest.Answer) string {
		return a.Find("form[action='/bo/follow'] button").AttrOr("aria-pressed", "")
	}
	if pressed(c.Get("/bo")) != "false" {
		t.Error("follows already")
	}
	a := c.Post("/bo/follow", nil).Want(303)
	if a.Header.Get("Location") != "/bo" || pressed(c.Follow(a)) != "true" {
		t.Errorf("after a plain form: %s", a.Header.Get("Location"))
	}
	if a := c.HTMX("/bo/follow", undo).Want(200); a.IsPage() || pressed(a) != "false" {
		t.Errorf("%s", a.Body)
	}
	for range 2 { // saying it twice changes nothing
		if a := c.HTMX("/bo/follow", form()).Want(200); pressed(a) != "true" {
			t.Errorf("%s", a.Body)
		}
	}
	c.Get("/bo/followers").Has(".person")
	c.Get("/ada/following").Has(".person")
	for _, next := range []string{"//evil.example", "https://evil.example"} {
		if to := c.Post("/bo/follow", form("next", next)).Header.Get("Location"); to != "/bo" {
			t.Errorf("next=%s leads to %s", next, to)
		}
	}
	c.Post("/ada/follow", nil).Want(422)
	c.Post("/nobody/follow", nil).Want(404)
	s.Visitor().Post("/bo/follow", nil).Want(303)
	s.Check()
}

func TestPrivateAccount(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, cy := s.User("ada"), s.User("cy")
	post := s.Post(cy, "a secret #sea").Code()
	friend, owner, stranger := s.As(ada), s.As(cy), s.Visitor()
	owner.Post("/settings/privacy", form("is_private", "on")).Want(303)
	hidden := func(c *webtest.Client) {
		t.Helper()
		c.Get("/p/" + post).Want(404)
		c.Get("/p/" + post + "/likes").Want(404)
		c.Get("/p/" + post + "/comments").Want(404)
		c.Get("/cy").Want(200).HasNot(".tile")
		for _, path := range []string{"/explore", "/tags/sea", "/"} {
			if strings.Contains(string(c.Get(path).Want(200).Body), post) {
				t.Errorf("%s shows a private post", path)
			}
		}
		for _, path := range []string{"/cy/followers", "/cy/following"} {
			if a := c.Get(path); a.StatusCode != 403 {
				t.Errorf("%s", a)
			}
		}
	}
	hidden(stranger)
	hidden(friend)
	friend.Post("/p/"+post+"/like", nil).Want(404)
	friend.Post("/p/"+post+"/comments", form("text", "hi")).Want(404)
	if a := friend.HTMX("/cy/follow", form()); !strings.Contains(a.Text(), "Requested") {
		t.Errorf("%s", a.Text())
	}
	hidden(friend)
	owner.Get("/requests").Want(200).Has("form[action='/requests/ada']")
	owner.Get("/ada").Has("form[action='/requests/ada']")
	owner.Follow(owner.Post("/requests/ada", nil).Want(303)).HasNot("form[action='/requests/ada']")
	friend.Get("/p/" + post).Want(200)
	friend.Get("/cy").Want(200).Has(".tile")
	friend.Post("/p/"+post+"/like", nil).Want(303)
	hidden(stranger)
	// Unfollowed and asked again, but ignored.
	friend.Post("/cy/follow", undo).Want(303)
	hidden(friend)
	friend.Post("/cy/follow", nil).Want(303)
	owner.HTMX("/requests/ada", undo)
	owner.Get("/requests").HasNot("form[action='/requests/ada']")
	hidden(friend)
	s.Check()
}

func TestBlock(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	post, own := s.Post(bo, "#sea").Code(), s.Post(ada, "#sea").Code()
	a, b := s.As(ada), s.As(bo)
	a.Post("/bo/follow", nil).Want(303)
	a.Post("/p/"+post+"/comments", form("text", "from ada")).Want(303)
	b.Post("/ada/block", nil).Want(303)
	for _, path := range []string{"/bo", "/p/" + post, "/bo/followers"} {
		a.Get(path).Want(404)
	}
	for _, path := range []string{"/explore", "/tags/sea", "/search?q=bo", "/"} {
		if page := a.Get(path).Want(200); strings.Contains(string(page.Body), "/p/"+post) || page.Find("main a[href='/bo']").Length() > 0 {
			t.Errorf("%s shows who has blocked the viewer", path)
		}
	}
	a.Post("/bo/follow", nil).Want(404)
	b.Get("/p/" + own).Want(404)
	if page := b.Get("/p/" + post).Want(200); strings.Contains(page.Text(), "from ada") {
		t.Error("the comment of a blocked account shows")
	}
	s.Visitor().Get("/p/" + post).Want(200)
	b.HTMX("/ada/block", undo).Want(200)
	a.Get("/bo").Want(200).Has("form[action='/bo/follow'] button[aria-pressed=false]")
	s.Check()
}

func TestLike(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	post := s.Post(bo, "")
	c, path := s.As(ada), "/p/"+post.Code()+"/like"
	likes := func(a *webtest.Answer) string {
		return a.Find(".like .heart").First().AttrOr("aria-pressed", "") + " " +
			strings.Join(strings.Fields(a.Find(".like .bar-count").First().Text()), " ")
	}
	for range 2 {
		if a := c.HTMX(path, form()).Want(200); a.IsPage() || likes(a) != "true 1 like" {
			t.Errorf("%q: %s", likes(a), a.Body)
		}
	}
	c.Get("/p/" + post.Code() + "/likes").Want(200).Has("a[href='/ada']")
	if a := s.As(bo).Get("/p/" + post.Code()); likes(a) != "false 1 like" {
		t.Errorf("%q", likes(a))
	}
	if a := c.HTMX(path, undo); likes(a) != "false " {
		t.Errorf("%q", likes(a))
	}
	if a := c.Follow(c.Post(path, nil).Want(303)); likes(a) != "true 1 like" || a.Request.URL.Path != "/p/"+post.Code() {
		t.Errorf("%q at %s", likes(a), a.Request.URL)
	}
	if a := c.Follow(c.Post(path, undo).Want(303)); likes(a) != "false " {
		t.Errorf("%q", likes(a))
	}
	s.Visitor().Get("/p/" + post.Code()).Want(200).Has("a.heart[href^='/login?next=']")
	s.Check()
}

func TestComments(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	post := "/p/" + s.Post(bo, "").Code()
	a, b, v := s.As(ada), s.As(bo), s.Visitor()
	texts := func(a *webtest.Answer) []string {
		return a.Find(".comment .rich").Map(func(_ int, e *goquery.Selection) string { return strings.TrimSpace(e.Text()) })
	}
	if got := a.HTMX(post+"/comments", form("text", "one @bo #sea")).Want(200); got.IsPage() ||
		!slices.Equal(texts(got), []string{"one @bo #sea"}) {
		t.Errorf("%v: %s", texts(got), got.Body)
	}
	a.Get(post).Want(200).Has(".comment a.mention[href='/bo']", ".comment a.tag[href='/tags/sea']")
	to := b.Post(post+"/comments", form("text", "two\nlines")).Want(303)
	if got := texts(b.Follow(to)); !slices.Equal(got, []string{"one @bo #sea", "two\nlines"}) {
		t.Errorf("%q", got)
	}
	// What is refused is shown beside what was written.
	for _, got := range []*webtest.Answer{a.HTMX(post+"/comments", form("text", strings.Repeat("x", 1001))).Want(200),
		a.Post(post+"/comments", form("text", strings.Repeat("x", 1001))).Want(422)} {
		if len(got.Find("#comment-form textarea").Text()) != 1001 || !strings.Contains(got.Find(".problem").Text(), "1,000") {
			t.Errorf("%s: %s", got, got.Text())
		}
	}
	a.Post(post+"/comments", form("text", " \u200b ")).Want(422)
	v.Post(post+"/comments", form("text", "hi")).Want(303)
	id, _ := strings.CutPrefix(a.Get(post).Find(".comment").First().AttrOr("id", ""), "c-")
	second, _ := strings.CutPrefix(a.Get(post).Find(".comment").Last().AttrOr("id", ""), "c-")
	a.Post(post+"/comments/"+second, undo).Want(403) // neither its author nor the post's owner
	s.As(s.User("cy")).Post(post+"/comments/"+id, undo).Want(403)
	if got := b.HTMX(post+"/comments/"+id, undo).Want(200); !slices.Equal(texts(got), []string{"two\nlines"}) {
		t.Errorf("%q", texts(got))
	}
	a.Post(post+"/comments/"+id, undo).Want(404)
	b.Follow(b.Post(post+"/comments/"+second, undo).Want(303)).HasNot(".comment")
	// Pages of comments lead from the newest to the first.
	for i := range 45 {
		_, err := comment.Add(t.Context(), s.DB.Store, ada.ID, mustCode(t, post), strings.Repeat("x", i+1))
		must(t, err)
	}
	var all []string
	for path := post; path != ""; {
		page := v.Get(path).Want(200)
		all = append(texts(page), all...)
		path = page.Find(".earlier a").AttrOr("href", "")
	}
	if len(all) != 45 || all[0] != "x" || len(all[44]) != 45 {
		t.Errorf("%d comments", len(all))
	}
	s.Check()
}

func mustCode(t *testing.T, path string) models.ID {
	t.Helper()
	id, err := models.ParseCode(strings.TrimPrefix(path, "/p/"))
	must(t, err)
	return id
}
