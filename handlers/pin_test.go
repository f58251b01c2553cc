package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"photogram/models"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

func TestPinnedPostsStandFirst(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	var codes []string
	for i := range 40 {
		codes = append(codes, s.Post(ada, fmt.Sprint("photo ", i)).Code())
	}
	c, other := s.As(ada), s.As(bo)
	pin := func(i int) string { return "/p/" + codes[i] + "/pin" }
	for _, i := range []int{0, 20, 38} {
		a := c.Post(pin(i), form("next", "/ada")).Want(http.StatusSeeOther)
		c.Follow(a).Says("stands first on your profile")
	}
	c.Post(pin(20), nil).Want(http.StatusSeeOther) // is pinned
	c.Post(pin(5), nil).Want(http.StatusUnprocessableEntity).Says("You’ve pinned 3 posts, which is the limit. Unpin one first.")
	other.Post(pin(5), nil).Want(http.StatusForbidden)
	page := other.Get("/ada").Want(200)
	order := strings.Fields(shelved(page))
	if strings.Join(order[:5], " ") != strings.Join([]string{codes[38], codes[20], codes[0], codes[39], codes[37]}, " ") {
		t.Errorf("the profile begins with %v", order[:5])
	}
	if n := page.Find(".tile-pin").Length(); n != 3 {
		t.Errorf("%d marks", n)
	}
	for older := page.Find(".older a").AttrOr("href", ""); older != ""; {
		page = other.Get(older).Want(200)
		page.HasNot(".tile-pin")
		order = append(order, strings.Fields(shelved(page))...)
		older = page.Find(".older a").AttrOr("href", "")
	}
	seen := map[string]bool{}
	for _, code := range order {
		seen[code] = true
	}
	if len(order) != 40 || len(seen) != 40 {
		t.Errorf("%d tiles of %d posts", len(order), len(seen))
	}
	// What leaves the profile is pinned no longer, and does not come back as such.
	c.Post("/p/"+codes[38]+"/archive", nil).Want(http.StatusSeeOther)
	c.Post(pin(38), nil).Want(http.StatusConflict).Says("Share a post before you pin it.")
	c.Send(http.MethodDelete, "/p/"+codes[38]+"/archive", nil).Want(http.StatusSeeOther)
	c.Post("/p/"+codes[20]+"/delete", nil).Want(http.StatusSeeOther)
	c.Send(http.MethodDelete, pin(0), nil).Want(http.StatusSeeOther)
	other.Get("/ada").HasNot(".tile-pin")
	s.Check()
}

func TestPinsAreAtMostThree(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	var all sync.WaitGroup
	for range 6 {
		id := s.Post(ada, "x")
		all.Go(func() { _ = post.Pin(t.Context(), s.DB.Store, ada.ID, id) })
	}
	all.Wait()
	if n := s.As(ada).Get("/ada").Find(".tile-pin").Length(); n != post.MaxPinned {
		t.Errorf("%d posts are pinned", n)
	}
}

func TestHiddenLikeCounts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo, cy, dee := s.User("ada"), s.User("bo"), s.User("cy"), s.User("dee")
	id := s.Post(ada, "quiet")
	path := "/p/" + id.Code()
	must(t, people.Follow(t.Context(), s.DB.Store, dee.ID, bo.ID))
	c, other := s.As(ada), s.As(dee)
	like := func(who *webtest.Client) string {
		return who.HTMX(path+"/like", form()).Want(200).Find(".bar-count").Text()
	}
	if n := like(s.As(bo)); !strings.HasPrefix(n, "1") {
		t.Errorf("shown likes are %q", n)
	}
	other.Post(path+"/hide-likes", nil).Want(http.StatusForbidden)
	c.Follow(c.Post(path+"/hide-likes", nil).Want(http.StatusSeeOther)).Says("Others no longer see how many like this")
	if n := like(s.As(cy)); n != "" {
		t.Errorf("the one who likes is told %q", n)
	}
	for _, at := range []string{path, "/ada", path + "/embed", "/explore"} {
		page := other.Get(at).Want(200)
		page.HasNot(".like .bar-count")
		if says := page.Find(".tile-figures").Text() + page.Find(".embed-figures strong").Text(); strings.Contains(says, "like") {
			t.Errorf("%s says %q", at, says)
		}
		if strings.Contains(string(page.Body), "userInteractionCount") {
			t.Errorf("%s tells programs", at)
		}
	}
	if says := strings.Join(strings.Fields(other.Get(path).Find(".liked-by").Text()), " "); says != "Liked by bo and others" {
		t.Errorf("%q", says)
	}
	if says := strings.Join(strings.Fields(s.Visitor().Get(path).Find(".liked-by").Text()), " "); says != "Liked by cy and others" {
		t.Errorf("%q", says)
	}
	other.Get(path + "/likes").Want(200).Says("cy")
	if n := c.Get(path).Find(".like .bar-count").Text(); !strings.HasPrefix(n, "2") {
		t.Errorf("the owner sees %q", n)
	}
	c.Get(path).Says("Only you see the number of likes.")
	c.Send(http.MethodDelete, path+"/hide-likes", nil).Want(http.StatusSeeOther)
	other.Get(path).Has(".like .bar-count")
	s.Check()
}

// An account's choice is that of its new posts, which may choose otherwise.
func TestLikesOfNewPosts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	old := s.Post(ada, "old")
	c := s.As(ada)
	c.Get("/settings/privacy").HasNot("input[name=likes_hidden][checked]")
	c.Post("/settings/privacy", form("fields", "likes_hidden", "likes_hidden", "on")).Want(http.StatusSeeOther)
	c.Get("/settings/privacy").Has("input[name=likes_hidden][checked]", "a[href='/settings/stories']")
	c.Post("/settings/privacy", form("is_private", "on")).Want(http.StatusSeeOther) // names no likes
	c.Post("/settings/privacy", form()).Want(http.StatusSeeOther)
	hidden := func(id models.ID) bool {
		p, err := post.Visible(t.Context(), s.DB.Store, bo.ID, id)
		must(t, err)
		return !p.LikesShown()
	}
	draft, items := s.Draft(ada, 1)
	s.Render(items...)
	edit := "/p/" + draft.Code() + "/edit"
	c.Get(edit).Has("input[name=likes_hidden][checked]")
	c.Post(edit, form("caption", "x", "action", "publish")).Want(http.StatusSeeOther)
	if hidden(old) || !hidden(draft) {
		t.Errorf("old %t, new %t", hidden(old), hidden(draft))
	}
	c.Post(edit, form("fields", "likes_hidden", "action", "save")).Want(http.StatusSeeOther)
	if hidden(draft) {
		t.Error("the edit is not heard")
	}
	s.Check()
}

func TestUncroppedGrid(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	s.Post(ada, "x")
	c := s.As(ada)
	c.Get("/ada").HasNot(".grid-whole")
	c.Post("/settings", form("grid", "round")).Want(http.StatusUnprocessableEntity).Says("Choose square or uncropped for the grid.")
	c.Post("/settings", form("grid", "uncropped")).Want(http.StatusSeeOther)
	c.Get("/settings").Has("select[name=grid] option[value=uncropped][selected]")
	page := s.Visitor().Get("/ada").Has(".grid-whole .tile-whole picture img")
	if src := page.Find(".tile img:not(.ph)").AttrOr("srcset", ""); strings.Contains(src, "/sq") || !strings.Contains(src, "w") {
		t.Errorf("the picture is %s", src)
	}
}
