package handlers_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/leave"
	"photogram/models/people"
	"photogram/web/webtest"
)

func TestAbuseCodeReuse(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	code := r.code(ada)
	first := r.exchange(code).Want(http.StatusOK)
	next := r.refresh(first.At("refresh_token").String()).Want(http.StatusOK)
	says(t, r.exchange(code), 400, "invalid_grant", "OAuthException")
	if r.works(first.At("access_token").String()) || r.works(next.At("access_token").String()) {
		t.Error("tokens of a replayed code go on")
	}
	says(t, r.refresh(next.At("refresh_token").String()), 400, "invalid_grant", "OAuthException")
	t.Log("a code used twice: refused, and every token that came of it is revoked")

	old := r.code(ada)
	s.Clock.Move(app.CodeLife)
	says(t, r.exchange(old), 400, "invalid_grant", "OAuthException")
	t.Log("a code after 60 s: refused")
}

func TestAbuseConcurrentExchange(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	count := func(ask func() *webtest.Answer) (ok int, tokens []string) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		for range 16 {
			wg.Go(func() {
				a := ask()
				mu.Lock()
				defer mu.Unlock()
				if a.StatusCode == http.StatusOK {
					ok++
					tokens = append(tokens, a.At("access_token").String(), a.At("refresh_token").String())
				} else if a.At("error").String() != "invalid_grant" {
					t.Errorf("%s: %s", a, a.Body)
				}
			})
		}
		wg.Wait()
		return ok, tokens
	}
	code := r.code(ada)
	n, tokens := count(func() *webtest.Answer { return r.exchange(code) })
	if n != 1 || r.works(tokens[0]) {
		t.Errorf("%d of 16 exchanges of one code succeeded", n)
	}
	t.Logf("16 exchanges of one code at once: %d token, revoked by the others' replay", n)
	refresh := r.exchange(r.code(ada)).Want(http.StatusOK).At("refresh_token").String()
	n, tokens = count(func() *webtest.Answer { return r.refresh(refresh) })
	if n != 1 || r.works(tokens[0]) {
		t.Errorf("%d of 16 refreshes with one token succeeded", n)
	}
	says(t, r.refresh(tokens[1]), 400, "invalid_grant", "OAuthException")
	t.Logf("16 refreshes with one token at once: %d succeeded, and the family is revoked", n)
}

func TestAbuseRefreshReuse(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	first := r.exchange(r.code(ada)).Want(http.StatusOK)
	other := r.exchange(r.code(ada)).Want(http.StatusOK)
	s.Clock.Move(app.AccessLife)
	if r.works(first.At("access_token").String()) {
		t.Error("an access token lives longer than an hour")
	}
	second := r.refresh(first.At("refresh_token").String()).Want(http.StatusOK)
	third := r.refresh(second.At("refresh_token").String()).Want(http.StatusOK)
	if !r.works(third.At("access_token").String()) || third.At("user.username").String() != "ada" {
		t.Errorf("%s", third.Body)
	}
	says(t, r.refresh(first.At("refresh_token").String()), 400, "invalid_grant", "OAuthException")
	if r.works(third.At("access_token").String()) {
		t.Error("the family goes on after its refresh token was used again")
	}
	says(t, r.refresh(third.At("refresh_token").String()), 400, "invalid_grant", "OAuthException")
	r.refresh(other.At("refresh_token").String()).Want(http.StatusOK)
	// A refresh token is none for calls.
	s.WithToken(other.At("refresh_token").String()).Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
	t.Log("a refresh token used twice: refused, its family is revoked, other logins go on")
}

func TestAbuseRedirectTampering(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, func(in *app.Input) {
		in.RedirectURIs = callback + "\nhttps://app.example.org/with?a=b\nhttp://127.0.0.1:4711/done"
	})
	c := s.As(ada)
	for name, uri := range map[string]string{
		"case of the path": "https://app.example.org/Callback", "case of the host": "https://APP.example.org/callback",
		"another path": "https://app.example.org/callback/more",
		"dots":         "https://app.example.org/x/../callback", "port": "https://app.example.org:8443/callback",
		"default port":     "https://app.example.org:443/callback",
		"slash at the end": callback + "/", "extra query": callback + "?next=//evil.example", "fragment": callback + "#x",
		"user info":        "https://app.example.org@evil.example/callback",
		"user info before": "https://me@app.example.org/callback", "scheme": "http://app.example.org/callback",
		"longer host": "https://app.example.org.evil.example/callback",
		"encoded":     "https://app.example.org/%63allback", "backslash": `https://evil.example\@app.example.org/callback`,
		"missing": "-", "space": callback + " ", "script": "javascript:alert(1)",
		"loopback port of a confidential app": "http://127.0.0.1:4712/done",
		"query of a registered one":           "https://app.example.org/with?a=c", "relative": "/callback",
		"protocol relative": "//evil.example/callback",
	} {
		a := c.Get(r.question("redirect_uri", uri))
		if a.StatusCode != http.StatusBadRequest || a.Header.Get("Location") != "" {
			t.Errorf("%s: %s leads to %q", name, a, a.Header.Get("Location"))
		}
		a.Says("Nothing was shared")
		if !strings.Contains(a.Header.Get("Content-Security-Policy"), "form-action 'self';") {
			t.Errorf("%s: %s", name, a.Header.Get("Content-Security-Policy"))
		}
	}
	for name, q := range map[string]string{"no client": r.question("client_id", "-"),
		"unknown client": r.question("client_id", "12"), "client twice": r.question() + "&client_id=1",
		"address twice": r.question() + "&redirect_uri=" + url.QueryEscape("https://evil.example")} {
		if a := c.Get(q); a.StatusCode != http.StatusBadRequest || a.Header.Get("Location") != "" {
			t.Errorf("%s: %s leads to %q", name, a, a.Header.Get("Location"))
		}
	}
	t.Log("a redirect address changed in any way: a page with the reason, and nobody is sent anywhere")
	if q := r.consents(c, "allow", r.question("redirect_uri", "https://app.example.org/with?a=b")); q.Get("a") != "b" ||
		q.Get("code") == "" {
		t.Errorf("%v", q)
	}
	code := r.code(ada)
	says(t, r.exchange(code, "redirect_uri", "https://app.example.org/with?a=b"), 400, "invalid_grant", "OAuthException")
	r.exchange(code).Want(http.StatusOK)
	t.Log("a code exchanged with another registered address: refused, and not used up")

	// Native apps: the port of a loopback address is free, and nothing else.
	_, challenge := proof(t)
	pkce := []string{"code_challenge", challenge, "code_challenge_method", "S256"}
	n := register(t, s, owner, func(in *app.Input) {
		in.Confidential = false
		in.RedirectURIs = "http://127.0.0.1/done\nhttp://[::1]:1/done\ncom.example.prints:/done"
	})
	for uri, ok := range map[string]bool{"http://127.0.0.1:50123/done": true, "http://127.0.0.1/done": true,
		"http://[::1]:7/done": true, "com.example.prints:/done": true,
		"http://127.0.0.1:50123/": false, "http://127.0.0.1:50123/done?x=1": false, "http://localhost:50123/done": false,
		"http://127.0.0.1:99999/done": false, "http://127.0.0.1:x/done": false,
		"http://127.0.0.1:80@evil.example/done": false, "http://127.0.0.1.evil.example/done": false,
		"https://127.0.0.1:50123/done": false, "com.example.prints:/other": false, "http://127.0.0.1:/done": false} {
		a := c.Get(n.question(append(pkce, "redirect_uri", uri)...))
		if (a.StatusCode == http.StatusOK) != ok {
			t.Errorf("%s: %s", uri, a)
		}
	}
	// Such a program cannot prove that it is the app: it is asked for every time.
	n.consents(c, "allow", n.question(append(pkce, "redirect_uri", "http://127.0.0.1:9/done")...))
	c.Get(n.question(append(pkce, "redirect_uri", "http://127.0.0.1:9/done")...)).Want(http.StatusOK)
}

func proof(t *testing.T) (verifier, challenge string) {
	t.Helper()
	b := make([]byte, 32)
	_, err := rand.Read(b)
	must(t, err)
	verifier = base64.RawURLEncoding.EncodeToString(b)
	sum := sha256.Sum256([]byte(verifier))
	return verifier, base64.RawURLEncoding.EncodeToString(sum[:])
}

func TestAbusePKCEDowngrade(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, func(in *app.Input) { in.Confidential = false })
	verifier, challenge := proof(t)
	other, _ := proof(t)
	c := s.As(ada)
	for name, pairs := range map[string][]string{
		"none": nil, "plain": {"code_challenge", verifier, "code_challenge_method", "plain"},
		"method left out, which means plain": {"code_challenge", challenge},
		"only the method":                    {"code_challenge_method", "S256"},
		"short":                              {"code_challenge", "abc", "code_challenge_method", "S256"},
		"padded":                             {"code_challenge", challenge + "=", "code_challenge_method", "S256"},
	} {
		if q := answered(t, c.Get(r.question(pairs...))); q.Get("error") != "invalid_request" || q.Get("state") != "st" ||
			q.Get("error_description") == "" {
			t.Errorf("%s: %v", name, q)
		}
	}
	code := r.code(ada, "code_challenge", challenge, "code_challenge_method", "S256")
	for name, v := range map[string]string{"none": "", "wrong": other, "the challenge itself": challenge, "cut": verifier[:42]} {
		a := r.exchange(code, "code_verifier", v)
		says(t, a, 400, "invalid_grant", "OAuthException")
		t.Logf("verifier %s: %s", name, a.At("error_description"))
	}
	r.exchange(code, "code_verifier", verifier).Want(http.StatusOK)

	// A confidential app that began without a proof cannot be given one, nor lose one.
	conf := register(t, s, owner, nil)
	says(t, conf.exchange(conf.code(ada), "code_verifier", verifier), 400, "invalid_grant", "OAuthException")
	code = conf.code(ada, "code_challenge", challenge, "code_challenge_method", "S256")
	says(t, conf.exchange(code), 400, "invalid_grant", "OAuthException")
	conf.exchange(code, "code_verifier", verifier).Want(http.StatusOK)
	t.Log("PKCE missing, plain or wrong: refused; a public app cannot do without")
}

func TestAbuseScopeEscalation(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	c := s.As(ada)
	for scope, why := range map[string]string{"publish": "not registered", "basic nonsense": "no scope", "BASIC": "no scope",
		"instagram_content_publish": "not registered for the scope publish", "ads_management": "no scope"} {
		q := answered(t, c.Get(r.question("scope", scope)))
		if q.Get("error") != "invalid_scope" || !strings.Contains(q.Get("error_description"), why) {
			t.Errorf("%q: %v", scope, q)
		}
	}
	for _, none := range []string{"-", "", " ", "user_profile,user_media", "email"} {
		if got := r.exchange(r.code(ada, "scope", none)).At("scope").String(); got != "basic" {
			t.Errorf("scope=%q: %q", none, got)
		}
	}
	a := r.exchange(r.code(ada, "scope", "likes comments"), "scope", "basic public_content publish").Want(http.StatusOK)
	if got := a.At("scope").String(); got != "basic likes comments" {
		t.Errorf("%q", got)
	}
	refresh := a.At("refresh_token").String()
	for _, scope := range []string{"public_content", "publish", "likes follower_list", "nonsense"} {
		says(t, r.refresh(refresh, "scope", scope), 400, "invalid_scope", "OAuthException")
	}
	less := r.refresh(refresh, "scope", "likes").Want(http.StatusOK)
	if got := less.At("scope").String(); got != "basic likes" {
		t.Errorf("narrowed to %q", got)
	}
	all := r.refresh(less.At("refresh_token").String()).Want(http.StatusOK)
	if got := all.At("scope").String(); got != "basic likes comments" {
		t.Errorf("then %q", got)
	}
	// What the owner takes from the app, its tokens lose.
	must(t, updated(app.Update(t.Context(), s.DB.Store, owner.ID, r.ID,
		app.Input{Name: "Prints", RedirectURIs: callback, Scopes: "basic likes", Confidential: true})))
	if got := r.refresh(all.At("refresh_token").String()).At("scope").String(); got != "basic likes" {
		t.Errorf("after the app lost comments: %q", got)
	}
	s.WithToken(all.At("access_token").String()).Call("POST", "/media/1/comments", "text", "x").Refused(400,
		"OAuthPermissionsException", "scope=comments")
	t.Log("more scopes at the consent, the exchange or the refresh: refused or ignored")
}

func updated(_ string, err error) error { return err }

func TestAbuseMixedUpClients(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	a, b := register(t, s, owner, nil), register(t, s, s.User("bea"), nil)
	code := a.code(ada)
	says(t, b.exchange(code), 400, "invalid_grant", "OAuthException")
	got := a.exchange(code).Want(http.StatusOK)
	access, refresh := got.At("access_token").String(), got.At("refresh_token").String()
	says(t, b.refresh(refresh), 400, "invalid_grant", "OAuthException")
	post := func(r registered, path, token string) *webtest.Answer {
		return s.Visitor().Post(path, form("client_id", r.ClientID(), "client_secret", r.Secret, "token", token))
	}
	post(b, "/oauth/revoke", access).Want(http.StatusOK)
	if !a.works(access) {
		t.Error("an app revoked the token of another")
	}
	if body := string(post(b, "/oauth/introspect", access).Want(http.StatusOK).Body); body != "{\"active\":false}\n" {
		t.Errorf("an app reads the token of another: %s", body)
	}
	in := post(a, "/oauth/introspect", access).JSON()
	if !in.Get("active").Bool() || in.Get("client_id").String() != a.ClientID() || in.Get("sub").String() != ada.ID.String() ||
		in.Get("scope").String() != "basic public_content" || in.Get("exp").Int() == 0 || in.Get("iss").String() != s.URL {
		t.Errorf("%s", in)
	}
	says(t, s.Visitor().Post("/oauth/introspect", form("token", access)), 400, "invalid_request", "OAuthParameterException")
	says(t, post(registered{App: a.App, Secret: "wrong"}, "/oauth/introspect", access), 400, "invalid_client", "OAuthException")
	// The app's own revocation ends the whole family, and the answer is the same for what is gone.
	post(a, "/oauth/revoke", refresh).Want(http.StatusOK)
	post(a, "/oauth/revoke", refresh).Want(http.StatusOK)
	if a.works(access) || post(a, "/oauth/introspect", access).At("active").Bool() {
		t.Error("a revoked token goes on")
	}
	t.Log("codes and tokens of another app: as if they were not there; iss names this server in every answer")
}

func TestAbuseAccountsThatAreGone(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	bo, cy := s.User("bo"), s.User("cy")
	login := func(u *account.User) (access, refresh string) {
		a := r.exchange(r.code(u)).Want(http.StatusOK)
		return a.At("access_token").String(), a.At("refresh_token").String()
	}
	dead := func(what, access, refresh string) {
		t.Helper()
		s.WithToken(access).Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
		says(t, r.refresh(refresh), 400, "invalid_grant", "OAuthException")
		t.Logf("%s: its tokens are dead at once", what)
	}
	access, refresh := login(bo)
	pending := r.code(bo)
	must(t, account.SetSuspended(t.Context(), s.DB.Store, bo.ID, true))
	dead("a suspended account", access, refresh)
	says(t, r.exchange(pending), 400, "invalid_grant", "OAuthException")

	access, refresh = login(cy)
	pending = r.code(cy)
	must(t, leave.Delete(t.Context(), s.DB.Store, cy.ID))
	dead("a deleted account", access, refresh)
	says(t, r.exchange(pending), 400, "invalid_grant", "OAuthException")

	access, refresh = login(ada)
	pending = r.code(ada)
	must(t, account.SetPassword(t.Context(), s.DB.Store, ada.ID, "another quiet harbour"))
	dead("an account whose password was reset", access, refresh)
	says(t, r.exchange(pending), 400, "invalid_grant", "OAuthException")

	// Who is blocked keeps the token, and sees nothing of who blocked them.
	access, _ = login(ada)
	dan := s.User("dan")
	post := s.Post(dan, "")
	s.WithToken(access).Call("GET", "/media/"+post.String()).Want(http.StatusOK)
	must(t, people.Block(t.Context(), s.DB.Store, dan.ID, ada.ID))
	s.WithToken(access).Call("GET", "/media/"+post.String()).Refused(400, "APINotFoundError", "")
	t.Log("a blocked account: the other one does not exist for its tokens")

	access, refresh = login(ada)
	must(t, account.SetSuspended(t.Context(), s.DB.Store, owner.ID, true))
	s.WithToken(access).Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
	says(t, r.refresh(refresh), 400, "invalid_client", "OAuthException")
	must(t, account.SetSuspended(t.Context(), s.DB.Store, owner.ID, false))
	must(t, app.Delete(t.Context(), s.DB.Store, owner.ID, r.ID))
	s.WithToken(access).Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
	says(t, r.refresh(refresh), 400, "invalid_client", "OAuthException")
	s.As(ada).Get(r.question()).Want(http.StatusBadRequest)
	t.Log("a deleted app, or one of a suspended account: its tokens are dead at once")
}

func TestAbuseConsent(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	bo := s.User("bo")
	c, same, other := s.As(ada), s.As(ada), s.As(bo)
	page := c.Get(r.question()).Want(http.StatusOK)
	csp := page.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "form-action 'self' https://app.example.org;") || !strings.Contains(csp, "frame-ancestors 'none'") ||
		page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", page.Header)
	}
	page.Says("Prints", "@maker", "@ada", "app.example.org")
	id := page.Find("input[name=consent]").AttrOr("value", "")
	allow := form("consent", id, "decision", "allow")
	for name, headers := range map[string][]string{"another site’s page": {"Sec-Fetch-Site", "cross-site"},
		"another origin": {"Origin", "https://evil.example"}} {
		if a := c.Post("/oauth/authorize", allow, headers...); a.StatusCode != http.StatusForbidden || a.Header.Get("Location") != "" {
			t.Errorf("%s: %s", name, a)
		}
	}
	for name, client := range map[string]*webtest.Client{"another account": other, "another browser of the account": same} {
		if a := client.Post("/oauth/authorize", allow); a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", name, a)
		}
	}
	s.Visitor().Post("/oauth/authorize", allow).Want(http.StatusBadRequest)
	c.Post("/oauth/authorize", form("consent", "made-up", "decision", "allow")).Want(http.StatusUnprocessableEntity)
	c.Post("/oauth/authorize", allow, "Sec-Fetch-Site", "same-origin").Want(http.StatusSeeOther)
	c.Post("/oauth/authorize", allow).Want(http.StatusUnprocessableEntity)
	t.Log("consent from another site, browser, account, made up or sent again: refused")
	old := other.Get(r.question()).Find("input[name=consent]").AttrOr("value", "")
	s.Clock.Move(10 * time.Minute)
	other.Post("/oauth/authorize", form("consent", old, "decision", "allow")).Want(http.StatusUnprocessableEntity)
	// Anything but the button itself is a no.
	if q := r.consents(other, "", r.question()); q.Get("error") != "access_denied" {
		t.Errorf("%v", q)
	}
	// Logging in comes first, and leads back by a page, since a form's redirect may not leave the site.
	v := s.Visitor()
	to := v.Get(r.question()).Want(http.StatusSeeOther).Header.Get("Location")
	next, err := url.Parse(to)
	must(t, err)
	eve := s.User("eve")
	must(t, account.SetPassword(t.Context(), s.DB.Store, eve.ID, "quiet harbour lantern"))
	a := v.Post("/login", form("login", "eve", "password", "quiet harbour lantern", "next", next.Query().Get("next"))).Want(http.StatusOK)
	back := a.Find("meta[http-equiv=refresh]").AttrOr("content", "")
	v.Get(strings.TrimPrefix(back, "0;url=")).Want(http.StatusOK).Says("@eve")
	for _, evil := range []string{"https://evil.example/oauth/authorize?", "//evil.example", "/oauth/authorize?x=1\"><script>"} {
		v := s.Visitor()
		a := v.Post("/login", form("login", "eve", "password", "quiet harbour lantern", "next", evil))
		runs := a.StatusCode == http.StatusOK && a.Find("script:not([src], [type='application/json'])").Length() > 0
		if strings.Contains(a.Header.Get("Location"), "evil") || runs {
			t.Errorf("%q: %s leads to %q", evil, a, a.Header.Get("Location"))
		}
	}
	t.Log("open redirect: the only address off this site is a registered one")
	v.Post("/oauth/switch", form("next", r.question())).Want(http.StatusSeeOther)
	v.Get("/settings/apps").Want(http.StatusSeeOther)
}

// Secrets are compared by their hashes in constant time. Times are told, not judged.
func TestAbuseTimingOfSecrets(t *testing.T) {
	t.Parallel()
	s, owner, _ := oauthSite(t)
	r := register(t, s, owner, nil)
	measure := func(secret string) time.Duration {
		began := time.Now()
		for range 20_000 {
			if app.CheckSecret(s.DB.Store, r.App, secret) {
				t.Fatal("a wrong secret is right")
			}
		}
		return time.Since(began) / 20_000
	}
	near := r.Secret[:len(r.Secret)-1] + string('A'+(r.Secret[len(r.Secret)-1]+1)%26)
	if near == r.Secret {
		near = r.Secret[:len(r.Secret)-1] + "_"
	}
	far := strings.Repeat("x", len(r.Secret))
	t.Logf("a wrong secret with the right beginning: %s; wrong from the start: %s; in the table: %s", measure(near), measure(far),
		"a hash and a sealed copy")
	if !app.CheckSecret(s.DB.Store, r.App, r.Secret) || app.CheckSecret(s.DB.Store, r.App, "") {
		t.Error("the check is wrong")
	}
	// Nothing that could be used stands in the database.
	var rows []string
	must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT array_agg(encode(secret_hash, 'escape') || encode(secret_sealed, 'escape'))
		FROM apps`).Scan(&rows))
	if strings.Contains(strings.Join(rows, ""), r.Secret) {
		t.Error("the secret stands in the table")
	}
}
