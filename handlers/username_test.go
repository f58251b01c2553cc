package handlers_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/story"
	"photogram/models/upkeep"
	"photogram/web/webtest"
)

func rename(t *testing.T, s *webtest.Site, u *account.User, name string) error {
	t.Helper()
	return account.UpdateProfile(t.Context(), s.DB.Store, u.ID, account.ProfileInput{Username: &name})
}

// A name that was given up stays its owner's for 90 days, and leads to the new one everywhere.
func TestOldNamesAreHeld(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.UserWithPassword("ada"), s.User("bo")
	s.Post(ada, "#sea")
	story := s.NewStory(ada, story.Edit{})
	c := s.As(ada)
	c.Get("/settings").Want(200).Says("for 90 days", "3 new names in 30 days")
	c.Post("/settings", form("username", "Ada.New", "full_name", "Ada")).Want(303)
	if err := rename(t, s, bo, "ada"); models.KindOf(err) != models.Conflict {
		t.Errorf("somebody else takes the name at once: %v", err)
	}
	s.Visitor().Post("/signup", form("username", "ada", "email", "eve@example.org", "password",
		otherPassword)).Want(409).Has("#f-username-problem")
	b := s.As(bo)
	for _, path := range []string{"/ada", "/ada?before=9", "/Ada/followers", "/ada/following", "/ada/tagged", "/ada/feed.atom",
		"/stories/ada/" + story.Code(), "/stories/ada"} {
		want := strings.Replace(strings.Replace(path, "ada", "ada.new", 1), "Ada", "ada.new", 1)
		if a := b.Get(path).Want(302); a.Header.Get("Location") != want {
			t.Errorf("%s leads to %s", path, a.Header.Get("Location"))
		}
	}
	// What a page that is still open sends goes to the same account.
	b.Post("/ada/follow", nil).Want(303)
	b.HTMX("/ada/followers", nil).Want(200)
	b.Get("/ada.new/followers").Want(200).Has("a[href='/bo']")
	// Programs that ask by name get the account.
	p := s.Program(bo, strings.Join(app.Scopes, " "))
	if a := p.Graph("GET", "/v18.0/"+bo.ID.String(), "fields",
		"business_discovery.username(ada){username}").Want(200); a.At("business_discovery.username").String() != "ada.new" {
		t.Errorf("%s", a.Body)
	}
	if a := s.Visitor().Get("/oembed?url=" + url.QueryEscape(s.URL+"/ada")).Want(200); !strings.Contains(a.At("title").String(),
		"ada.new") {
		t.Errorf("%s", a.Body)
	}
	s.Visitor().Post("/login", form("login", "@Ada", "password", modelstest.Password)).Want(303)
	// Who is blocked learns nothing of it.
	must(t, people.Block(t.Context(), s.DB.Store, ada.ID, bo.ID))
	b.Get("/ada").Want(404)
	must(t, people.Unblock(t.Context(), s.DB.Store, ada.ID, bo.ID))

	s.Clock.Move(account.NameHold - time.Second)
	s.Visitor().Get("/ada").Want(302)
	must(t, upkeep.Expire(t.Context(), s.DB.Store))
	if err := rename(t, s, bo, "ada"); models.KindOf(err) != models.Conflict {
		t.Errorf("the name is free too early: %v", err)
	}
	s.Clock.Move(time.Second)
	s.Visitor().Get("/ada").Want(404)
	s.Visitor().Post("/login", form("login", "ada", "password", modelstest.Password)).Want(401)
	must(t, rename(t, s, bo, "ada"))
	s.Visitor().Get("/ada").Want(200)
	s.Visitor().Get("/bo").Want(302)
	must(t, upkeep.Expire(t.Context(), s.DB.Store))
	s.Check()
}

// The owner can take a name back at any time, which is no new name.
func TestRenamesAreLimited(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	for i := range account.MaxRenames {
		must(t, rename(t, s, ada, fmt.Sprint("ada", i)))
		s.Clock.Move(time.Hour)
	}
	c := s.As(ada)
	a := c.Post("/settings", form("username", "ada9", "full_name", "Changed")).Want(429).Has("#f-username-problem")
	if a.Header.Get("Retry-After") == "" {
		t.Error("nothing says when to try again")
	}
	s.Program(ada, "publish").Call("PATCH", "/users/self", "username", "ada9").Refused(429, "OAuthRateLimitException",
		"3 times in 30 days")
	c.Get("/ada2").Want(200).HasNot("h1:contains(Changed)")
	for range 3 {
		for _, own := range []string{"ada", "ada0", "ada1", "ada2"} {
			must(t, rename(t, s, ada, own))
			if p, err := account.ByUsername(t.Context(), s.DB.Store, 0, own); err != nil || p.Username != own {
				t.Errorf("%s: %v, %v", own, p, err)
			}
		}
	}
	s.Clock.Move(account.RenamePeriod - 3*time.Hour)
	must(t, rename(t, s, ada, "ada9"))
	if err := rename(t, s, ada, "ada8"); models.KindOf(err) != models.TooMany {
		t.Errorf("a fourth name in the period: %v", err)
	}
	s.Check()
}

// A name whose time is over goes to one of many who want it, and of many
// renames at once no more are carried out than are allowed.
func TestNamesUnderConcurrency(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	must(t, rename(t, s, ada, "ada.new"))
	s.Clock.Move(account.NameHold)
	var wg sync.WaitGroup
	people := make([]*account.User, 8)
	errs := make([]error, len(people))
	for i := range people {
		people[i] = s.User(fmt.Sprint("p", i))
	}
	for i, u := range people {
		wg.Go(func() { errs[i] = rename(t, s, u, "ada") })
	}
	wg.Wait()
	got := 0
	for _, err := range errs {
		if err == nil {
			got++
		} else if models.KindOf(err) != models.Conflict {
			t.Error(err)
		}
	}
	if got != 1 {
		t.Errorf("%d got the name", got)
	}
	for i := range errs {
		wg.Go(func() { errs[i] = rename(t, s, ada, fmt.Sprint("many", i)) })
	}
	wg.Wait()
	if errors.Join(errs...) == nil {
		t.Error("nothing was refused")
	}
	var n int
	must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM usernames WHERE name LIKE 'many%'`).Scan(&n))
	if n != account.MaxRenames {
		t.Errorf("%d new names", n)
	}
	s.Check()
}
