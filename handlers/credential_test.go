package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	mailview "photogram/views/mail"
	"photogram/web/webtest"
)

// mails lists what was sent to an address, oldest first, once all that was to be sent is.
func mails(t *testing.T, s *webtest.Site, to string) []mailview.MailMessage {
	t.Helper()
	webtest.Eventually(t, "the mails are sent", func() bool {
		var n int
		must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'send_mail'
			AND state IN ('available', 'running', 'retryable')`).Scan(&n))
		return n == 0
	})
	list, err := s.Outbox.Mails()
	must(t, err)
	var out []mailview.MailMessage
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].To == to {
			out = append(out, list[i])
		}
	}
	return out
}

func lastMail(t *testing.T, s *webtest.Site, to string) mailview.MailMessage {
	t.Helper()
	list := mails(t, s, to)
	if len(list) == 0 {
		t.Fatalf("nothing was mailed to %s", to)
	}
	return list[len(list)-1]
}

// askReset asks for a reset link and returns its path.
func askReset(t *testing.T, s *webtest.Site, login, to string) string {
	t.Helper()
	before := len(mails(t, s, to))
	s.Visitor().Post("/reset", form("login", login)).Want(200)
	list := mails(t, s, to)
	if len(list) != before+1 {
		t.Fatalf("%d mails, %d before", len(list), before)
	}
	return linkIn(t, list[before].Text, "/reset/")
}

const otherPassword = "another quiet harbour"

// Every change of what an account logs in with ends the links in mails.
func TestChangesEndLinks(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	changes := []struct {
		name   string
		change func(t *testing.T, u *account.User, c *webtest.Client)
	}{
		{"password", func(_ *testing.T, _ *account.User, c *webtest.Client) {
			c.Post("/settings/account/password", form("current_password", modelstest.Password, "password", otherPassword)).Want(303)
		}},
		{"new address asked for", func(_ *testing.T, u *account.User, c *webtest.Client) {
			c.Post("/settings/account/email", form("current_password", modelstest.Password, "email",
				"new-"+u.Username+"@example.org")).Want(303)
		}},
		{"new address", func(t *testing.T, u *account.User, c *webtest.Client) {
			c.Post("/settings/account/email", form("current_password", modelstest.Password, "email",
				"new-"+u.Username+"@example.org")).Want(303)
			c.Get(linkIn(t, lastMail(t, s, "new-"+u.Username+"@example.org").Text, "/verify/")).Want(303)
		}},
		{"link", func(t *testing.T, u *account.User, _ *webtest.Client) {
			_, fresh, err := account.LinkIdentity(t.Context(), s.DB.Store, account.Asker{User: u.ID},
				account.Identity{Provider: "there", Subject: u.Username})
			if must(t, err); !fresh {
				t.Error("it was linked already")
			}
		}},
		{"unlink", func(t *testing.T, u *account.User, c *webtest.Client) {
			c.Post("/settings/connections/unlink", form("provider", "here", "subject", u.Username)).Want(303)
		}},
		{"reset", func(t *testing.T, u *account.User, _ *webtest.Client) {
			must(t, account.SetPassword(t.Context(), s.DB.Store, u.ID, otherPassword))
		}},
	}
	for i, tt := range changes {
		name := fmt.Sprintf("ada%d", i)
		u := s.UserWithPassword(name)
		_, _, err := account.LinkIdentity(t.Context(), s.DB.Store, account.Asker{User: u.ID},
			account.Identity{Provider: "here", Subject: name})
		must(t, err)
		c := s.As(u)
		link := askReset(t, s, name, u.Email)
		c.Post("/settings/account/verify", nil).Want(303)
		verify := linkIn(t, lastMail(t, s, u.Email).Text, "/verify/")
		// A link that is asked for before the change and mailed after it is ended, too.
		fresh, err := account.Find(t.Context(), s.DB.Store, name)
		must(t, err)
		waiting := account.SendMail{UserID: u.ID, Purpose: account.MailReset, To: u.Email, Version: fresh.LoginVersion}
		s.Visitor().Get(link).Want(200)
		tt.change(t, u, c)
		s.Visitor().Get(link).Want(422)
		s.Visitor().Post(link, form("password", "a password of the thief")).Want(422)
		s.Visitor().Get(verify).Want(422)
		if token, account, err := account.WriteMail(t.Context(), s.DB.Store, waiting); err != nil || token != "" || account != nil {
			t.Errorf("%s: a mail that waited is sent: %v", tt.name, err)
		}
		if _, err := account.Login(t.Context(), s.DB.Store, name, "a password of the thief",
			nil); models.KindOf(err) != models.Unauthorized {
			t.Errorf("%s: the link set a password: %v", tt.name, err)
		}
	}
}

// A link belongs to the address it was mailed to, and only the newest works.
func TestOneLiveLinkForOneAddress(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	u := s.UserWithPassword("ada")
	first := askReset(t, s, "ada", u.Email)
	second := askReset(t, s, "ada", u.Email)
	s.Visitor().Get(first).Want(422)
	s.Visitor().Get(second).Want(200)
	_, err := s.DB.Pool().Exec(t.Context(), `UPDATE users SET email = 'elsewhere@example.org' WHERE id = $1`, u.ID)
	must(t, err)
	s.Visitor().Post(second, form("password", otherPassword)).Want(422)
	// By somebody who asks all the time, at whatever page of whatever account, not more than five an hour.
	s.UserWithPassword("bo")
	for range 12 {
		must(t, account.RequestReset(t.Context(), s.DB.Store, "bo@example.org"))
		s.Visitor().Post("/signup", form("username", "x"+s.NewID().String(), "email", "bo@example.org", "password",
			otherPassword)).Want(303)
		s.Clock.Move(3 * time.Minute)
	}
	if n := len(mails(t, s, "bo@example.org")); n != 5 {
		t.Errorf("%d mails in less than an hour", n)
	}
	s.Clock.Move(time.Hour)
	must(t, account.RequestReset(t.Context(), s.DB.Store, "bo@example.org"))
	if n := len(mails(t, s, "bo@example.org")); n != 6 {
		t.Errorf("%d mails, an hour later", n)
	}
}

// The owner is told of everything that lets somebody in.
func TestOwnersAreTold(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	u := s.UserWithPassword("ada")
	told := func(words ...string) {
		t.Helper()
		m := lastMail(t, s, u.Email)
		for _, w := range words {
			if !strings.Contains(m.Subject+m.Text, w) {
				t.Errorf("the last mail does not say %q: %s %s", w, m.Subject, m.Text)
			}
		}
	}
	c := s.LoggedIn("ada") // the first device
	n := len(mails(t, s, u.Email))
	c.Post("/logout", nil)
	c.Post("/login", form("login", "ada", "password", modelstest.Password)).Want(303)
	if got := len(mails(t, s, u.Email)); got != n {
		t.Errorf("%d mails about a device that is known", got-n)
	}
	s.LoggedIn("ada")
	told("new login", "127.0.0.1")
	c.Post("/settings/account/password", form("current_password", modelstest.Password, "password", otherPassword)).Want(303)
	told("password", "has changed", "/reset")
	_, _, err := account.LinkIdentity(t.Context(), s.DB.Store, account.Asker{User: u.ID},
		account.Identity{Provider: "there", Subject: "7", Service: "Elsewhere"})
	must(t, err)
	told("Elsewhere", "/settings/connections")
	c.Post("/settings/connections/unlink", form("provider", "there", "subject", "7")).Want(303)
	told("no longer")
	s.Clock.Move(time.Hour)
	c.Post("/developers/tokens", form("name", "robot", "life", "90", "scope.publish", "on")).Want(200)
	told("robot", "/developers/tokens")
	n = len(mails(t, s, u.Email))
	c.Post("/developers/tokens", form("name", "reader", "life", "90")).Want(200)
	if got := len(mails(t, s, u.Email)); got != n {
		t.Error("a token that reads only is worth no mail")
	}
	link := askReset(t, s, "ada", u.Email)
	s.Visitor().Post(link, form("password", modelstest.Password)).Want(303)
	told("was reset")
}

// What is too much to be told at once is told later, and nothing is lost.
func TestNoticesWait(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	u := s.UserWithPassword("ada")
	for i := range 8 {
		_, _, err := account.LinkIdentity(t.Context(), s.DB.Store, account.Asker{User: u.ID},
			account.Identity{Provider: "there", Subject: fmt.Sprint(i), Service: "Elsewhere"})
		must(t, err)
	}
	var now, later int
	must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE state = 'available'), count(*)
		FILTER (WHERE state = 'scheduled')
		FROM river_job WHERE kind = 'send_mail' AND args->>'purpose' = 'linked'`).Scan(&now, &later))
	if now != account.MailsAnHour || later != 8-account.MailsAnHour {
		t.Errorf("%d mails now and %d later", now, later)
	}
}

func TestEmailChange(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	u := s.UserWithPassword("ada")
	c := s.As(u)
	bo := s.User("bo") // has proved the address
	change := func(email, password string) *webtest.Answer {
		return c.Post("/settings/account/email", form("email", email, "current_password", password))
	}
	change("new@example.org", "wrong").Want(422).Has(".problem")
	change("nonsense", modelstest.Password).Want(422)
	// An address that is taken is answered as a free one.
	free := c.Follow(change("xo@example.org", modelstest.Password).Want(303)).Text()
	taken := c.Follow(change("BO@example.org", modelstest.Password).Want(303)).Text()
	if strings.ReplaceAll(free, "xo@", "bo@") != taken {
		t.Errorf("%s\n%s", free, taken)
	}
	if m := lastMail(t, s, bo.Email); !strings.Contains(m.Text, "@ada") || strings.Contains(m.Text, "/verify/") {
		t.Errorf("the address's owner is told %q", m.Text)
	}
	s.Clock.Move(time.Hour)
	change("new@example.org", modelstest.Password).Want(303)
	login := func(name string) int {
		return s.Visitor().Post("/login", form("login", name, "password", modelstest.Password)).StatusCode
	}
	if login("new@example.org") != 401 || login("ada@example.org") != 303 {
		t.Error("the new address counts before its link is opened")
	}
	asked := s.Mail("ada@example.org", "to change the address of your account to new@example.org")
	if !strings.Contains(asked, "new@example.org") {
		t.Errorf("the old address is told %q", asked)
	}
	link := linkIn(t, s.Mail("new@example.org", "/verify/"), "/verify/")
	c.Follow(c.Get(link).Want(303)).Want(200).Has(".state-ok").HasNot(".state-wait")
	if login("new@example.org") != 303 || login("ada@example.org") != 401 {
		t.Error("the new address must count now, and the old one no more")
	}
	s.Visitor().Get(link).Want(422)
	s.Visitor().Get(linkIn(t, asked, "/reset/undo/")).Want(422) // replaced by the one of the change itself

	// A thief moves it on and sets a password: the first address brings it all back.
	undo := linkIn(t, s.Mail("ada@example.org", "is now new@example.org"), "/reset/undo/")
	s.Clock.Move(time.Hour)
	change("thief@example.org", modelstest.Password).Want(303)
	c.Get(linkIn(t, s.Mail("thief@example.org", "/verify/"), "/verify/")).Want(303)
	second := linkIn(t, s.Mail("new@example.org", "is now thief@example.org"), "/reset/undo/")
	c.Post("/settings/account/password", form("current_password", modelstest.Password, "password", otherPassword)).Want(303)
	program := s.Program(u, "basic")
	s.Clock.Move(6*24*time.Hour + 20*time.Hour)
	c.Post("/settings/account/password", form("current_password", otherPassword, "password", "one more quiet harbour")).Want(303)
	v := s.Visitor()
	v.Get(undo).Want(200).Has("form[action='" + undo + "'] button")
	if !loggedIn(c) {
		t.Error("looking at the link is enough to end sessions")
	}
	page := v.Follow(v.Post(undo, nil).Want(303)).Want(200).Has("input[name=password]")
	if loggedIn(c) {
		t.Error("a session survives")
	}
	program.Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "")
	v.Post(page.Find("main form").AttrOr("action", ""), form("password", "the owner's own words")).Want(303)
	if got, err := account.EmailStateOf(t.Context(), s.DB.Store, u.ID); err != nil || got.Email != "ada@example.org" || !got.Verified {
		t.Errorf("%+v, %v", got, err)
	}
	s.Visitor().Post(undo, nil).Want(422)
	s.Visitor().Post(second, nil).Want(422) // the thief's address does not come back
}

func TestUndoEnds(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	c := s.As(s.UserWithPassword("ada"))
	c.Post("/settings/account/email", form("email", "new@example.org", "current_password", modelstest.Password)).Want(303)
	s.Mail("new@example.org", "/verify/")
	undo := linkIn(t, lastMail(t, s, "ada@example.org").Text, "/reset/undo/")
	s.Clock.Move(7*24*time.Hour + time.Second)
	s.Visitor().Get(undo).Want(422)
	s.Visitor().Post(undo, nil).Want(422)
}

// Sign-up is the same whether the address has an account or not.
func TestSignUpDoesNotTell(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	owner := s.User("owner") // proved
	s.UserWithPassword("early")
	ask := func(name, email string) (*webtest.Client, string) {
		c := s.Visitor()
		a := c.Post("/signup", form("username", name, "email", email, "password", otherPassword)).Want(303)
		account := c.Get("/settings/account").Want(200)
		return c, strings.NewReplacer(name, "NAME", email,
			"ADDRESS").Replace(a.Header.Get("Location") + strings.Join(strings.Fields(account.Find("main").Text()), " "))
	}
	_, free := ask("one1", "unused@example.org")
	thief, proved := ask("two2", owner.Email)
	_, claimed := ask("six6", "early@example.org")
	if proved != free || claimed != free {
		t.Errorf("free: %s\nproved: %s\nclaimed: %s", free, proved, claimed)
	}
	// Neither does a login.
	for _, login := range []string{"unused@example.org", owner.Email, "early@example.org", "one1", "two2"} {
		s.Visitor().Post("/login", form("login", login, "password", otherPassword)).Want(303)
	}
	s.Visitor().Post("/login", form("login", "early@example.org", "password", modelstest.Password)).Want(303)
	if m := lastMail(t, s, owner.Email); !strings.Contains(m.Text, "two2") || !strings.Contains(m.Text, "@owner") ||
		strings.Contains(m.Text, "/verify/") {
		t.Errorf("the owner is told %q", m.Text)
	}
	// Whoever has the mailbox of a claim that nobody proved gets the address.
	m := lastMail(t, s, "early@example.org")
	if !strings.Contains(m.Text, "@early") {
		t.Errorf("%q", m.Text)
	}
	s.Visitor().Get(linkIn(t, m.Text, "/verify/")).Want(303)
	if u, err := account.Find(t.Context(), s.DB.Store, "early@example.org"); err != nil || u.Username != "six6" {
		t.Errorf("%v %v", u, err)
	}
	thief.Post("/settings/account/verify", nil).Want(303)
	if got, err := account.EmailStateOf(t.Context(), s.DB.Store, owner.ID); err != nil || !got.Verified {
		t.Errorf("%+v, %v", got, err)
	}
	s.Check()
}

// What a squatter put in place does not survive the owner's reset.
func TestSquatterDoesNotSurviveReset(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	u := s.UserWithPassword("squatter")
	_, _, err := account.LinkIdentity(t.Context(), s.DB.Store, account.Asker{User: u.ID},
		account.Identity{Provider: "there", Subject: "squatter"})
	must(t, err)
	c, program := s.As(u), s.Program(u, "publish")
	link := askReset(t, s, u.Email, u.Email)
	v := s.Visitor()
	for _, bad := range []string{"12345678", "short", "squatter1", "squatter"} { // as when signing up
		v.Post(link, form("password", bad)).Want(422).Has("#f-password-problem")
	}
	v.Post(link, form("password", otherPassword)).Want(303)
	if _, err := account.ByIdentity(t.Context(), s.DB.Store, "there", "squatter"); models.KindOf(err) != models.NotFound {
		t.Errorf("the squatter's login through another service works: %v", err)
	}
	if loggedIn(c) {
		t.Error("the squatter's session lives")
	}
	program.Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "")
	s.Visitor().Post("/login", form("login", "squatter", "password", modelstest.Password)).Want(401)
}

// An account without a password wants a login of the last minutes for what lets others in.
func TestProofWithoutPassword(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	u := s.User("ada")
	c := s.As(u)
	s.Clock.Move(account.ProofLife + time.Second)
	c.Post("/settings/account/password", form("password", otherPassword)).Want(422).Says("Log in once more through the service")
	c.Post("/settings/account/email", form("email", "new@example.org")).Want(422)
	who := account.Asker{User: u.ID, Session: c.Cookie(s.Sessions.CookieName())}
	if _, _, err := account.LinkIdentity(t.Context(), s.DB.Store, who,
		account.Identity{Provider: "there", Subject: "thief"}); models.KindOf(err) != models.Invalid {
		t.Errorf("a login was linked: %v", err)
	}
	if _, fresh, err := account.LinkIdentity(t.Context(), s.DB.Store, who,
		account.Identity{Provider: "test", Subject: "ada"}); err != nil || fresh {
		t.Errorf("its own login: %v, %v", fresh, err)
	}
	s.As(u).Post("/settings/account/password", form("password", otherPassword)).Want(303)
}

// Mails of every purpose can be written, and lead somewhere.
func TestEveryMailIsWritten(t *testing.T) {
	t.Parallel()
	for _, purpose := range account.MailPurposes {
		m, ok := mailview.MailFor(purpose, mailview.Letter{Site: "Prints", Base: "https://example.org", Username: "ada", Token: "t0ken",
			Detail: map[string]string{"email": "new@example.org", "other": "bo", "service": "There", "app": "Robot",
				"name": "robot", "scopes": "basic publish", "agent": "Firefox/1 Linux", "address": "192.0.2.1"}})
		if !ok || m.Subject == "" || !strings.Contains(m.Text, "https://example.org/") || !strings.Contains(m.HTML, "ada") {
			t.Errorf("%s: %+v", purpose, m)
		}
	}
	if _, ok := mailview.MailFor("nonsense", mailview.Letter{}); ok {
		t.Error("nonsense is written")
	}
}

// What happens to personal tokens and apps is said before, in the answer and in
// the mail, and is as it was chosen: on the page and in the API.
func TestProgramsEndWhenChosen(t *testing.T) {
	t.Parallel()
	s, owner, _ := oauthSite(t)
	s.Work()
	r := register(t, s, owner, nil)
	n := 0
	for _, tt := range []struct {
		tokens, apps bool
		words, mail  string
	}{
		{false, false, "Your personal tokens and connected apps keep working.", "they keep working"},
		{true, false, "We ended your personal tokens, too. Your connected apps keep working.",
			"We ended personal tokens, too. Connected apps keep"},
		{false, true, "Your personal tokens keep working. We ended your connected apps, too.",
			"We ended connected apps, too. Personal tokens keep"},
		{true, true, "We ended your personal tokens and connected apps, too.", "We ended personal tokens and connected apps"},
	} {
		for _, way := range []string{"/settings/account/password", "/settings/account/logout-everywhere",
			"POST /users/self/password", "DELETE /users/self/sessions"} {
			n++
			u := s.UserWithPassword(fmt.Sprintf("cat%d", n))
			mine, own := s.Program(u, "basic"), s.Program(u, "basic account")
			app := s.WithToken(r.exchange(r.code(u)).Want(200).At("access_token").String())
			c := s.As(u)
			page := c.Get("/settings/account").Want(200).Says("keep working unless you end their access")
			f := form("current_password", modelstest.Password, "password", otherPassword)
			if tt.tokens {
				f.Set("tokens", "true")
			}
			if tt.apps {
				f.Set("apps", "true")
			}
			method, path, called := strings.Cut(way, " ")
			if strings.HasSuffix(path, "/sessions") {
				f.Del("current_password")
				f.Del("password")
			}
			if called {
				own.Send(method, "/v1"+path, f, "Authorization", "Bearer "+own.Token).Want(200)
				c.Get("/settings").Want(303)
			} else {
				page.Has("form[action='"+way+"'] input[name=tokens]", "form[action='"+way+"'] input[name=apps]")
				c.Follow(c.Post(way, f).Want(303)).Says(tt.words)
			}
			for p, ended := range map[*webtest.Program]bool{mine: tt.tokens, own: tt.tokens, app: tt.apps} {
				want := map[bool]int{true: 400, false: 200}[ended]
				p.Call("GET", "/users/self").Want(want)
			}
			if strings.Contains(way, "password") {
				s.Mail(u.Email, tt.mail)
			}
		}
	}
}
