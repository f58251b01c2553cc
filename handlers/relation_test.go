package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/models/access"
	"photogram/models/people"
	"photogram/web/webtest"
)

// Everything about an account works with plain forms, and says the end state.
func TestRelationPages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	c := s.As(ada)
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	for _, step := range []struct {
		what, list, sees string
		set              bool
	}{
		{"mute", "/settings/muted", "bo", true}, {"mute-stories", "/settings/muted", "bo", true},
		{"restrict", "/settings/restricted", "bo", true},
		{"close-friend", "/settings/close-friends", "bo", true}, {"follower", "/bo", "", false}, {"block", "/settings/blocked", "bo", true},
	} {
		path := "/bo/" + step.what
		if step.set {
			for range 2 { // again changes nothing
				c.Post(path, form()).Want(http.StatusSeeOther)
			}
			c.Get(step.list).Want(200).Has("#u-" + bo.ID.String())
		}
		for range 2 {
			c.Post(path, form("_method", "DELETE")).Want(http.StatusSeeOther)
		}
		if step.set && step.what != "mute" {
			c.Get(step.list).Want(200).HasNot("#u-" + bo.ID.String()).Has(".empty")
		}
	}
	rel, err := people.RelationshipOf(t.Context(), s.DB.Store, ada.ID, bo.ID)
	must(t, err)
	if rel != (access.Relationship{}) { // the block ended the follow
		t.Errorf("%+v", rel)
	}
	if c.Post("/nobody/mute", form()).StatusCode != 404 || c.Post("/bo/mute", form()).StatusCode != 422 ||
		c.Post("/ada/block", form()).StatusCode != 422 {
		t.Error("a mistake is not told")
	}
	// A row's button leads back to its list.
	must(t, people.AddCloseFriend(t.Context(), s.DB.Store, ada.ID, bo.ID))
	a := c.Get("/settings/close-friends?q=bo").Want(200).Has("#q[value=bo]")
	if n := a.Find(".person form").Length(); n != 2 {
		t.Errorf("%d rows with a button", n)
	}
	if to := c.Post("/bo/close-friend", form("_method", "DELETE", "next",
		"/settings/close-friends")).Header.Get("Location"); to != "/settings/close-friends" {
		t.Errorf("leads to %q", to)
	}
	// One's own followers can be removed in their list.
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	c.Get("/ada/followers").Want(200).Has("form[action='/bo/follower'] input[value=DELETE]")
	s.As(bo).Get("/ada/followers").Want(200).HasNot("form[action='/bo/follower']")
	s.Check()
}

func TestMutedWordsPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	c := s.As(s.User("ada"))
	c.Get("/settings/muted-words").Want(200).Has(".empty")
	c.Post("/settings/muted-words", form("word", "Spoiler")).Want(303)
	c.Get("/settings/muted-words").Want(200).Has(".words").Says("spoiler")
	c.Post("/settings/muted-words", form("word", strings.Repeat("x", 61))).Want(422).Has("#f-word-problem",
		"input[value^=xxx]").Says("at most 60")
	c.Post("/settings/muted-words", form("word", "spoiler", "_method", "DELETE")).Want(303)
	c.Get("/settings/muted-words").Want(200).HasNot(".words")
}

func TestArchivePages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	post := s.Post(ada, "hello")
	c, other := s.As(ada), s.As(s.User("bo"))
	other.Post("/p/"+post.Code()+"/archive", form()).Want(403)
	c.Post("/p/"+post.Code()+"/archive", form()).Want(303)
	other.Get("/p/" + post.Code()).Want(404)
	c.Get("/archive").Want(200).Has("a[href='/p/" + post.Code() + "']")
	c.Get("/p/"+post.Code()).Want(200).Has("form[action$='/archive'] input[value=DELETE]", ".audience-mark")
	c.Post("/p/"+post.Code()+"/archive", form("_method", "DELETE")).Want(303)
	other.Get("/p/" + post.Code()).Want(200)
	c.Get("/archive").Want(200).Has(".empty")
	s.Check()
}

// Who reads their feed again is told where they stopped.
func TestCaughtUp(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	for range 12 {
		s.Post(bo, "old")
	}
	c := s.As(ada)
	c.Get("/").Want(200).HasNot(".caught-up")
	s.Clock.Move(time.Hour)
	c.Get("/").Want(200).Has(".part > .caught-up:first-child").Says("Nothing new since")
	s.Post(bo, "new")
	s.Post(bo, "newer")
	s.Clock.Move(time.Hour)
	a := c.Get("/").Want(200).Has(".caught-up").Says("You saw everything below")
	if n := a.Find(".caught-up").PrevAllFiltered("article").Length(); n != 2 {
		t.Errorf("%d posts stand above the mark, want 2", n)
	}
	// On the next page it is not said twice; where it falls between pages it is said there.
	older, _ := a.Find("[data-older]").Attr("data-older")
	c.HTMX(older, nil).Want(200).HasNot(".caught-up")
	for range 11 {
		s.Post(bo, "many more")
	}
	s.Clock.Move(time.Hour)
	a = c.Get("/").Want(200).HasNot(".caught-up")
	older, _ = a.Find("[data-older]").Attr("data-older")
	c.HTMX(older, nil).Want(200).Has(".caught-up")
}

// A post's audience is chosen on its page and can be changed later.
func TestAudienceOfAPost(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	id, items := s.Draft(ada, 1)
	s.Render(items...)
	c, stranger := s.As(ada), s.As(bo)
	edit := "/p/" + id.Code() + "/edit"
	c.Get(edit).Want(200).Has("input[name=audience][value=everyone][checked]")
	c.Post(edit, form("action", "publish", "audience", "close_friends")).Want(303)
	stranger.Get("/p/" + id.Code()).Want(404)
	c.Get("/p/" + id.Code()).Want(200).Has(".audience-friends")
	must(t, people.AddCloseFriend(t.Context(), s.DB.Store, ada.ID, bo.ID))
	stranger.Get("/p/" + id.Code()).Want(200)
	c.Post(edit, form("action", "save", "audience", "followers")).Want(303)
	stranger.Get("/p/" + id.Code()).Want(404)
	c.Post(edit, form("action", "save", "audience", "martians")).Want(422).Says("from everyone, followers and close_friends")
	c.Post(edit, form("action", "save", "caption", "nothing about the audience")).Want(303)
	stranger.Get("/p/" + id.Code()).Want(404)
	s.Check()
}
