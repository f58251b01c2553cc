package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/web"
	"photogram/web/webtest"
)

// linkIn finds the path of the link to a part of the site in a mail.
func linkIn(t *testing.T, mail, part string) string {
	t.Helper()
	link := regexp.MustCompile(`https?://\S+` + part + `\S+`).FindString(mail)
	u, err := url.Parse(link)
	if err != nil || link == "" {
		t.Fatalf("no link to %s in %q", part, mail)
	}
	return u.Path
}

func loggedIn(c *webtest.Client) bool { return c.Get("/settings").StatusCode == http.StatusOK }

func TestSignUp(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	c := s.Visitor()
	c.Get("/signup?next=%2Fexplore").Want(200).Has("form[action='/signup'] input[name=password]", "input[name=next][value='/explore']")
	bad := c.Post("/signup", form("username", "A!", "email", "nobody", "password", "short", "full_name", "Ada", "next",
		"/explore")).Want(422)
	if n := bad.Find(".problem").Length(); n < 3 {
		t.Errorf("%d problems are told: %s", n, bad.Text())
	}
	if bad.Find("input[name=full_name]").AttrOr("value", "") != "Ada" ||
		bad.Find("input[name=password]").AttrOr("value", "") != "" || bad.Find("input[name=next]").AttrOr("value", "") != "/explore" {
		t.Error("what was sent is lost, or the password is shown")
	}
	in := form("username", "Ada", "email", "ada@example.org", "password", modelstest.Password, "full_name", "Ada L", "next", "/explore")
	a := c.Post("/signup", in).Want(303)
	if a.Header.Get("Location") != "/explore" {
		t.Errorf("leads to %q", a.Header.Get("Location"))
	}
	c.Follow(a).Want(200).Has("body.member")
	if !strings.Contains(c.Get("/ada").Want(200).Text(), "Ada L") {
		t.Error("the profile lacks the name")
	}
	s.Visitor().Post("/signup", in).Want(http.StatusConflict).Has("#f-username-problem, .problem")
	link := linkIn(t, s.Mail("ada@example.org", "/verify/"), "/verify/")
	c.Follow(c.Get(link).Want(303)).Want(200)
	c.Get("/settings/account").Want(200).Has(".state-ok")
	s.Visitor().Get(link).Want(422) // once only
	c.Get("/signup").Want(303)
}

func TestSignUpClosed(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.SignupsOpen = false })
	s.Visitor().Get("/signup").Want(403)
	s.Visitor().Post("/signup", form("username", "ada", "email", "ada@example.org", "password", modelstest.Password)).Want(403)
	s.Visitor().Get("/ada").Want(404)
}

func TestLogin(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.UserWithPassword("ada")
	name := s.Sessions.CookieName()
	c := s.Visitor()
	a := c.Get("/settings/account").Want(303)
	if a.Header.Get("Location") != "/login?next=%2Fsettings%2Faccount" {
		t.Errorf("leads to %q", a.Header.Get("Location"))
	}
	c.Follow(a).Want(200).Has("input[name=next][value='/settings/account']")
	// Unknown and known accounts answer alike.
	known := c.Post("/login", form("login", "ada", "password", "wrong password"))
	unknown := c.Post("/login", form("login", "eve", "password", "wrong password"))
	if known.StatusCode != 401 || unknown.StatusCode != 401 || reason(known) == "" || known.Text() != unknown.Text() {
		t.Errorf("%s %q, and %s %q", known, known.Text(), unknown, unknown.Text())
	}
	// A session from before the login is not the one after it.
	before := "visitor-" + strings.Repeat("x", 30)
	must(t, account.StartVisit(t.Context(), s.DB.Store, before, []byte(`{}`), account.Browser{}))
	c.SetCookie(name, before)
	a = c.Post("/login", form("login", "ADA@example.org", "password", modelstest.Password, "next", "/settings/account")).Want(303)
	if a.Header.Get("Location") != "/settings/account" || c.Cookie(name) == before || c.Cookie(name) == "" {
		t.Errorf("leads to %q with the session %q, %q before", a.Header.Get("Location"), c.Cookie(name), before)
	}
	for _, cookie := range a.Cookies() {
		if cookie.Name == name && (!cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/") {
			t.Errorf("cookie %v", cookie)
		}
	}
	old := s.Visitor()
	old.SetCookie(name, before)
	if loggedIn(old) {
		t.Error("the session from before the login is logged in")
	}
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, `\/evil.example`, "/\t/evil.example",
		"javascript:alert(1)", "http:evil.example", "", "/\n/evil.example", "///evil.example"} {
		if to := c.Get("/login?next=" + url.QueryEscape(next)).Header.Get("Location"); to != "/" {
			t.Errorf("when logged in, next=%q leads to %q", next, to)
		}
		if len(next) > 16 {
			continue // one refusal by the form is like another
		}
		if to := s.Visitor().Post("/login", form("login", "ada", "password", modelstest.Password, "next",
			next)).Header.Get("Location"); to != "/" {
			t.Errorf("next=%q leads to %q", next, to)
		}
	}
	kept := c.Cookie(name)
	c.Post("/logout", nil).Want(303)
	c.SetCookie(name, kept)
	if loggedIn(c) {
		t.Error("the session lives after the logout")
	}
}

func TestLoginIsThrottled(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	u := s.UserWithPassword("ada")
	c := s.Visitor()
	for range 9 {
		c.Post("/login", form("login", "ada", "password", "")).Want(401)
	}
	c.Post("/login", form("login", "ADA ", "password", "")).Want(401)
	a := c.Post("/login", form("login", " Ada ", "password", modelstest.Password)).Want(429)
	if !strings.Contains(a.Text(), "You tried too often") {
		t.Errorf("%s", a.Text())
	}
	c.Post("/login", form("login", "eve", "password", "")).Want(401)
	for range 30 { // as from other people behind the same address
		_, err := s.Take(t.Context(), models.Limit{Name: "login-address", Count: 30, Per: 15 * time.Minute}, "127.0.0.1")
		must(t, err)
	}
	c.Post("/login", form("login", "bo", "password", "")).Want(429)
	s.Clock.Move(15 * time.Minute)
	s.LoggedIn("ada")
	// A password of a session's own account is throttled, too.
	in := s.As(u)
	in.Post("/settings/account/password", form("current_password", "x", "password", "another quiet harbour")).Want(422)
	for range 9 {
		_, err := s.Take(t.Context(), models.Limit{Name: "login-account", Count: 10, Per: 15 * time.Minute}, u.ID.String()+"@127.0.0.1")
		must(t, err)
	}
	in.Post("/settings/account/password", form("current_password", modelstest.Password, "password", "another quiet harbour")).Want(429)
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	u := s.UserWithPassword("ada")
	here, there := s.As(u), s.As(u)
	program := s.Program(u, "basic")
	change := func(current, password string) *webtest.Answer {
		return here.Post("/settings/account/password", form("current_password", current, "password", password))
	}
	change("wrong", "another quiet harbour").Want(422).Has(".problem")
	change(modelstest.Password, "password").Want(422).Has(".problem")
	change(modelstest.Password, "ada").Want(422)
	here.Follow(change(modelstest.Password, "another quiet harbour").Want(303)).Want(200)
	if !loggedIn(here) || loggedIn(there) {
		t.Error("the change of a password must end all other sessions and keep this one")
	}
	// By mail. The answer is the same for those who have no account.
	v := s.Visitor()
	known := v.Post("/reset", form("login", "ada@example.org", "email", "ada@example.org"))
	unknown := v.Post("/reset", form("login", "eve@example.org", "email", "eve@example.org"))
	if known.StatusCode != 200 || unknown.StatusCode != 200 || known.Text() != unknown.Text() {
		t.Errorf("%s %q, and %s %q", known, known.Text(), unknown, unknown.Text())
	}
	v.Post("/reset", form("login", "", "email", "")).Want(422)
	link := linkIn(t, s.Mail("ada@example.org", "/reset/"), "/reset/")
	page := v.Get(link).Want(200)
	if page.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Error("the secret of the link may leave in a referrer")
	}
	send := func(c *webtest.Client, password string) *webtest.Answer {
		// As the form on the page says.
		f := page.Find("main form").First()
		in := form("password", password)
		if token := f.Find("input[name=token]").AttrOr("value", ""); token != "" {
			in.Set("token", token)
		}
		return c.Post(f.AttrOr("action", ""), in)
	}
	send(v, "12345678").Want(422).Has("input[name=password]")
	v.Follow(send(v, "third password of ada").Want(303)).Want(200).Has("body.member")
	if loggedIn(here) {
		t.Error("a reset must end all sessions")
	}
	program.Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "")
	send(s.Visitor(), "fourth password of ada").Want(422)
	s.Visitor().Get(link).Want(422)
	s.Visitor().Get("/reset/nonsense").Want(422)
	s.Visitor().Post("/login", form("login", "ada", "password", "third password of ada")).Want(303)
	// A link dies after an hour.
	v.Post("/reset", form("login", "ada", "email", "ada@example.org")).Want(200)
	var second string
	webtest.Eventually(t, "a second mail", func() bool {
		list, err := s.Outbox.Mails()
		if err != nil {
			return false
		}
		for _, m := range list {
			if m.To == "ada@example.org" && strings.Contains(m.Text, "/reset/") && !strings.Contains(m.Text, link) {
				second = m.Text
			}
		}
		return second != ""
	})
	s.Clock.Move(time.Hour + time.Second)
	v.Get(linkIn(t, second, "/reset/")).Want(422)
}

func TestSessions(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	u, bo := s.UserWithPassword("ada"), s.User("bo")
	here, there, other := s.As(u), s.As(u), s.As(bo)
	page := here.Get("/settings/account").Want(200)
	if n := page.Find(".device").Length(); n != 2 {
		t.Errorf("%d devices", n)
	}
	id := page.Find("input[name=session]").AttrOr("value", "")
	other.Post("/settings/account/sessions", form("session", id))
	if !loggedIn(there) {
		t.Error("somebody else ended the session")
	}
	here.Post("/settings/account/sessions", form("session", id)).Want(303)
	if loggedIn(there) || !loggedIn(here) {
		t.Error("the other session must end, and this one stay")
	}
	third := s.As(u)
	here.Post("/settings/account/logout-everywhere", nil).Want(303)
	if loggedIn(here) || loggedIn(third) || !loggedIn(other) {
		t.Error("all sessions of this account must end, and no others")
	}
	s.Clock.Move(61 * 24 * time.Hour)
	if loggedIn(other) {
		t.Error("a session lives too long")
	}
}
