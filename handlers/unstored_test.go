package handlers_test

import (
	"testing"

	"photogram/web/webtest"
)

// Pages with credentials, or about them, are in no cache; others come back as they were.
func TestPagesOfCredentialsAreNotStored(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.As(s.User("ada"))
	for _, path := range []string{"/login", "/signup", "/reset", "/reset/x", "/verify/x", "/settings", "/settings/apps",
		"/developers", "/oauth/authorize"} {
		for _, c := range []*webtest.Client{s.Visitor(), ada} {
			if a := c.Get(path); a.Header.Get("Cache-Control") != "no-store" && a.Header.Get("Location") == "" {
				t.Errorf("%s: %s", a, a.Header.Get("Cache-Control"))
			}
		}
	}
	for _, path := range []string{"/", "/explore", "/settingsandmore", "/loginlogout"} {
		if a := ada.Get(path); a.Header.Get("Cache-Control") == "no-store" {
			t.Errorf("%s: %s", a, a.Header.Get("Cache-Control"))
		}
	}
}
