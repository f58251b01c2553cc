package handlers_test

import (
	"net/url"
	"testing"

	"photogram/web"
	"photogram/web/webtest"
)

// While somebody chooses a username the site tells how it is written and whether it is free, and nothing is taken by asking.
func TestNamesAreCheckedWhileTyped(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.User("ada")
	c := s.Visitor()
	for typed, want := range map[string]struct{ username, free, problem string }{
		"Lena":                            {"lena", "@lena is free.", ""},
		"  @Zoë Müller-Lind ":             {"zoe.muller.lind", "@zoe.muller.lind is free.", ""},
		"..a..b..":                        {"a.b", "@a.b is free.", ""},
		"ADA":                             {"ada", "", "Someone has this username already. Choose another."},
		"settings":                        {"", "", "This username is reserved. Choose another."},
		"桜":                               {"", "", "Use letters a to z"},
		"":                                {"", "", "Choose a username."},
		"a234567890123456789012345678901": {"", "", "at most 30 characters"},
	} {
		a := c.Get("/signup/name?username="+url.QueryEscape(typed), "Accept", "application/json").Want(200)
		j := a.JSON()
		if j.Get("username").String() != want.username || j.Get("free").String() != want.free {
			t.Errorf("%q: %s", typed, a.Text())
		}
		if want.problem != "" {
			a.Says(want.problem)
		}
	}
	var last *webtest.Answer
	for range 130 {
		last = c.Get("/signup/name?username=lena", "Accept", "application/json")
	}
	last.Want(429)
	webtest.Start(t, func(site *web.Site) { site.SignupsOpen = false }).Visitor().Get("/signup/name?username=lena").Want(403)
}
