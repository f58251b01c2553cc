package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// Leaving and coming back in a browser, with scripts and without.
func TestLeavingInABrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	for _, script := range []bool{true, false} {
		name := map[bool]string{true: "ana", false: "bea"}[script]
		b := newBrowser(t, s.base, name, script)
		b.signUp(name)
		token := s.run("token", "--user", name, "--scopes", "basic publish account")
		if token == "" {
			t.Fatal("no token")
		}
		fits := func(what string) {
			t.Helper()
			for screen, width := range map[string]int64{"phone": 360, "desktop": 1280} {
				b.size(width, 1400)
				if wide := value[int64](b, `document.documentElement.scrollWidth`); wide > width {
					t.Errorf("%s is %d wide on a screen of %d", what, wide, width)
				}
				for _, theme := range []string{"light", "dark"} {
					_ = value[bool](b, `document.documentElement.dataset.theme = "`+theme+`", true`)
					b.shot(what + "-" + screen + "-" + theme)
				}
			}
		}
		b.open("/developers/tokens")
		b.contains(".devices", "See where you are logged in")
		fits("tokens")
		b.open("/settings/account")
		b.contains("main", "keep working unless you end their access here")
		fits("account")
		b.open("/settings/delete")
		b.contains("main", "What stays")
		fits("leave")
		b.do("a wrong password", chromedp.SendKeys(`input[name=current_password]`, "wrong"))
		b.submit(`form[action="/settings/delete"] .danger`)
		b.contains(`#f-current_password-problem`, "This isn’t your current password")
		b.do("the password", chromedp.SendKeys(`input[name=current_password]`, "quiet harbour lantern"))
		b.submit(`form[action="/settings/delete"] .danger`)
		b.until("the home page", at("/"))
		b.contains("body", "To keep it, log in before then.")
		fits("left")
		b.open("/" + name)
		b.contains("main", "Nothing here")
		b.open("/login")
		b.do("log in", chromedp.SendKeys(`input[name=login]`, name), chromedp.SendKeys(`input[name=password]`, "quiet harbour lantern"))
		b.submit(`form[action="/login"] .form-actions button, form[action="/login"] button.wide`)
		b.until("the home page", at("/"))
		b.contains("body", "Welcome back")
		fits("back")
		b.open("/" + name)
		b.contains("main", "Test")
	}
}
