package handlers_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"photogram/models/account"
	"photogram/models/app"
	"photogram/web/webtest"
)

const callback = "https://app.example.org/callback"

// registered is an app with its secret, on a site with its owner and a user.
type registered struct {
	*app.App
	Secret string
	s      *webtest.Site
	t      *testing.T
}

func register(t *testing.T, s *webtest.Site, owner *account.User, change func(*app.Input)) registered {
	t.Helper()
	in := app.Input{Name: "Prints", RedirectURIs: callback, Scopes: "basic public_content likes comments", Confidential: true,
		QueryToken: true, SendIss: true}
	if change != nil {
		change(&in)
	}
	app, secret, err := app.Create(t.Context(), s.DB.Store, owner.ID, in)
	must(t, err)
	return registered{app, secret, s, t}
}

// question is the address of the consent page.
func (r registered) question(pairs ...string) string {
	q := url.Values{"client_id": {r.ClientID()}, "redirect_uri": {callback}, "response_type": {"code"},
		"scope": {"basic public_content"}, "state": {"st"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "-" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return "/oauth/authorize?" + q.Encode()
}

// consents allows what the page asks and returns where the answer goes.
func (r registered) consents(c *webtest.Client, decision, question string) url.Values {
	r.t.Helper()
	a := c.Get(question)
	if a.StatusCode == http.StatusOK {
		id := a.Find("input[name=consent]").AttrOr("value", "")
		a = c.Post("/oauth/authorize", form("consent", id, "decision", decision)).Want(http.StatusSeeOther)
	}
	return answered(r.t, a)
}

func answered(t *testing.T, a *webtest.Answer) url.Values {
	t.Helper()
	to, err := url.Parse(a.Header.Get("Location"))
	must(t, err)
	if a.StatusCode != http.StatusFound && a.StatusCode != http.StatusSeeOther || to.Host == "" && to.Scheme == "" {
		t.Fatalf("%s leads to %q: %s", a, to, a.Text())
	}
	q := to.Query()
	if q.Get("iss") == "" {
		t.Errorf("%s: no iss in %s", a, to)
	}
	return q
}

// code is a fresh code for the user.
func (r registered) code(u *account.User, pairs ...string) string {
	r.t.Helper()
	q := r.consents(r.s.As(u), "allow", r.question(pairs...))
	if q.Get("code") == "" {
		r.t.Fatalf("no code: %v", q)
	}
	return q.Get("code")
}

// ask calls the token endpoint with the app's credentials in the body.
func (r registered) ask(pairs ...string) *webtest.Answer {
	r.t.Helper()
	f := form("client_id", r.ClientID())
	if r.Secret != "" {
		f.Set("client_secret", r.Secret)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return r.s.Visitor().Post("/oauth/token", f)
}

func (r registered) exchange(code string, pairs ...string) *webtest.Answer {
	r.t.Helper()
	return r.ask(append([]string{"grant_type", "authorization_code", "redirect_uri", callback, "code", code}, pairs...)...)
}

func (r registered) refresh(token string, pairs ...string) *webtest.Answer {
	r.t.Helper()
	return r.ask(append([]string{"grant_type", "refresh_token", "refresh_token", token}, pairs...)...)
}

// says fails the test unless both dialects of an error stand in the answer.
func says(t *testing.T, a *webtest.Answer, status int, code, kind string) {
	t.Helper()
	if a.StatusCode != status || a.At("error").String() != code || a.At("error_type").String() != kind ||
		a.At("code").Int() != int64(status) ||
		a.At("error_message").String() == "" || a.At("error_description").String() == "" || a.At("access_token").Exists() {
		t.Errorf("%s, want %d %s %s: %s", a, status, code, kind, a.Body)
	}
}

func (r registered) works(token string) bool {
	return r.s.WithToken(token).Call("GET", "/users/self").StatusCode == http.StatusOK
}

func oauthSite(t *testing.T) (s *webtest.Site, owner, ada *account.User) {
	s = webtest.Start(t, nil)
	return s, s.User("maker"), s.User("ada")
}

func TestAuthorizationCode(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	a := r.exchange(r.code(ada)).Want(http.StatusOK)
	got := a.JSON()
	if got.Get("token_type").String() != "Bearer" || got.Get("scope").String() != "basic public_content" ||
		got.Get("expires_in").Int() != 3600 ||
		got.Get("user.id").String() != ada.ID.String() || got.Get("user.username").String() != "ada" ||
		!strings.HasPrefix(got.Get("user.profile_picture").String(), s.URL) {
		t.Errorf("%s", a.Body)
	}
	if a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", a.Header)
	}
	token := got.Get("access_token").String()
	if !r.works(token) {
		t.Error("the token does not work")
	}
	s.WithToken(token).Call("POST", "/media/1/likes").Refused(400, "OAuthPermissionsException", "scope=likes")

	// Remembered: no page the second time, one for more, and one by force.
	c := s.As(ada)
	if q := answered(t, c.Get(r.question()).Want(http.StatusFound)); q.Get("code") == "" || q.Get("state") != "st" {
		t.Errorf("%v", q)
	}
	c.Get(r.question("scope", "likes")).Want(http.StatusOK).Says("Like and save", "New")
	c.Get(r.question("approval_prompt", "force")).Want(http.StatusOK)
	c.Get(r.question("prompt", "consent")).Want(http.StatusOK)
	if q := answered(t, c.Get(r.question("scope", "likes", "prompt", "none"))); q.Get("error") != "consent_required" {
		t.Errorf("%v", q)
	}
	if q := answered(t, s.Visitor().Get(r.question("prompt", "none"))); q.Get("error") != "login_required" {
		t.Errorf("%v", q)
	}

	// Errors lead on only those who are logged in; others log in first.
	for _, wrong := range [][]string{{"response_type", "token"}, {"scope", "everything"}, {"code_challenge_method", "plain"},
		{"state", "\x01"}, {"response_type", "token", "prompt", "none"}} {
		a := s.Visitor().Get(r.question(wrong...)).Want(http.StatusSeeOther)
		if to := a.Header.Get("Location"); !strings.HasPrefix(to, "/login") || a.Header.Get("Cache-Control") == "" {
			t.Errorf("%v leads a visitor to %s", wrong, to)
		}
		if q := answered(t, c.Get(r.question(wrong...))); q.Get("error") == "" {
			t.Errorf("%v: %v", wrong, q)
		}
	}

	// Taking back works at once, and asks again.
	s.As(ada).Get("/settings/apps").Says("Prints", "Your profile and your own posts")
	c.Post("/settings/apps", form("app", r.ClientID())).Want(http.StatusSeeOther)
	s.WithToken(token).Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
	says(t, r.refresh(got.Get("refresh_token").String()), 400, "invalid_grant", "OAuthException")
	c.Get(r.question()).Want(http.StatusOK).Has("form[action='/oauth/authorize'] button[value=allow]")

	q := r.consents(c, "deny", r.question())
	if q.Get("error") != "access_denied" || q.Get("error_reason") != "user_denied" || q.Get("error_description") == "" ||
		q.Get("state") != "st" || q.Get("code") != "" {
		t.Errorf("denied: %v", q)
	}
}

func TestClientsIdentifyThemselves(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	code := r.code(ada)
	f := form("grant_type", "authorization_code", "redirect_uri", callback, "code", code, "access_token", "stray")
	basic := func(id, secret string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
	}
	v := s.Visitor()
	bad := v.Post("/oauth/token", f, "Authorization", basic(r.ClientID(), "wrong"))
	says(t, bad, 401, "invalid_client", "OAuthException")
	if !strings.HasPrefix(bad.Header.Get("WWW-Authenticate"), "Basic ") {
		t.Errorf("%v", bad.Header)
	}
	says(t, r.exchange(code, "client_secret", "wrong"), 400, "invalid_client", "OAuthException")
	says(t, r.exchange(code, "client_secret", ""), 400, "invalid_client", "OAuthException")
	says(t, r.exchange(code, "client_id", "999"), 400, "invalid_client", "OAuthException")
	says(t, r.ask("grant_type", "authorization_code", "code", code), 400, "invalid_request", "OAuthParameterException")
	says(t, r.ask("code", code), 400, "invalid_request", "OAuthParameterException")
	says(t, r.ask("grant_type", "password", "username", "ada", "password", "x"), 400, "unsupported_grant_type", "OAuthException")
	twice := form("client_id", r.ClientID(), "client_secret", r.Secret, "grant_type", "authorization_code", "code", code,
		"redirect_uri", callback)
	twice.Add("code", "another")
	says(t, v.Post("/oauth/token", twice), 400, "invalid_request", "OAuthParameterException")
	f.Set("client_id", "999")
	says(t, v.Post("/oauth/token", f, "Authorization", basic(r.ClientID(), r.Secret)), 400, "invalid_request", "OAuthParameterException")
	f.Del("client_id")
	// None of that used the code up. Slashes at the end and doubled ones are fine.
	v.Post("/oauth//access_token/", f, "Authorization", basic(r.ClientID(), r.Secret)).Want(http.StatusOK)

	// Older programs send their forms as curl -F does, newer ones JSON.
	again := form("client_id", r.ClientID(), "client_secret", r.Secret, "grant_type", "authorization_code", "redirect_uri",
		callback, "code", r.code(ada))
	v.Upload("/oauth/access_token", again, nil).Want(http.StatusOK)
	body := `{"client_id":"` + r.ClientID() + `","client_secret":"` + r.Secret + `","grant_type":"client_credentials"}`
	v.Do(v.Request("POST", "/oauth/token", strings.NewReader(body)), "Content-Type", "application/json").Want(http.StatusOK)
	for _, broken := range []string{`[1]`, `{"client_id":7}`, `{`} {
		says(t, v.Do(v.Request("POST", "/oauth/token", strings.NewReader(broken)), "Content-Type", "application/json"), 400,
			"invalid_request", "OAuthParameterException")
	}
	says(t, v.Upload("/oauth/token", form("client_id", strings.Repeat("x", 100_000)), nil), 400, "invalid_request",
		"OAuthParameterException")
	says(t, v.Post("/oauth/token", form("client_id", "\x00", "grant_type", "\xff")), 400, "invalid_client", "OAuthException")
	says(t, r.exchange("\x00\xff", "code_verifier", "\x00"), 400, "invalid_grant", "OAuthException")
	says(t, r.refresh("\x00\xff"), 400, "invalid_grant", "OAuthException")

	// A new secret, with the old one going on for a day or not at all.
	fresh, err := app.RotateSecret(t.Context(), s.DB.Store, owner.ID, r.ID, app.SecretGrace)
	must(t, err)
	grant := []string{"grant_type", "client_credentials"}
	r.ask(grant...).Want(http.StatusOK)
	r.ask(append(grant, "client_secret", fresh)...).Want(http.StatusOK)
	s.Clock.Move(app.SecretGrace)
	says(t, r.ask(grant...), 400, "invalid_client", "OAuthException")
	_, err = app.RotateSecret(t.Context(), s.DB.Store, owner.ID, r.ID, 0)
	must(t, err)
	says(t, r.ask(append(grant, "client_secret", fresh)...), 400, "invalid_client", "OAuthException")
}

// The abuse list: what a thief or a liar tries, and what they get.

func TestTokensOfAppsAlone(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, nil)
	public := s.Post(ada, "Look #sea")
	a := r.ask("grant_type", "client_credentials").Want(http.StatusOK)
	if a.At("user").Exists() || a.At("refresh_token").Exists() || a.At("scope").String() != "basic public_content" {
		t.Errorf("%s", a.Body)
	}
	p := s.WithToken(a.At("access_token").String())
	for _, path := range []string{"/tags/sea", "/tags/sea/media/recent", "/media/popular", "/media/search?lat=1&lng=1",
		"/media/" + public.String(), "/users/" + ada.ID.String(), "/users/search?q=ad",
		"/users/" + ada.ID.String() + "/media/recent", "/media/" + public.String() + "/comments", "/search/media?q=look",
		"/tags/search?q=se"} {
		p.Call("GET", path).Want(http.StatusOK)
	}
	private(t, s, ada)
	p.Call("GET", "/media/"+public.String()).Refused(400, "APINotFoundError", "")
	p.Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "account")
	p.Call("GET", "/users/self/feed").Refused(400, "OAuthAccessTokenException", "account")
	p.Call("POST", "/media/"+public.String()+"/likes").Refused(400, "OAuthAccessTokenException", "account")
	// Every other call of the table refuses it, whatever it is called with.
	for route := range s.API.RouteNames() {
		method, path, _ := strings.Cut(route, " ")
		a := p.Call(method, strings.NewReplacer(":user", owner.ID.String(), ":media", public.String(), ":comment", "1",
			":collection", "1", ":tag", "sea", ":location", "1", ":code", "x").Replace(path))
		if m := a.At("error_message").String(); a.StatusCode >= 400 && strings.Contains(m, "belongs to an app alone") {
			continue
		}
		if path == "/subscriptions" { // an app subscribes for itself, by the scope for that
			a.Refused(400, "OAuthPermissionsException", "subscriptions")
			continue
		}
		if method != http.MethodGet || strings.Contains(path, "self") {
			t.Errorf("%s takes the token of an app alone: %s", route, a.Body)
		}
	}
	says(t, r.ask("grant_type", "client_credentials", "scope", "likes"), 400, "invalid_scope", "OAuthException")
	s.Clock.Move(app.AccessLife)
	p.Call("GET", "/tags/sea").Refused(400, "OAuthAccessTokenException", "invalid")
	n := register(t, s, owner, func(in *app.Input) { in.Confidential = false })
	says(t, n.ask("grant_type", "client_credentials"), 400, "unauthorized_client", "OAuthException")
}

func TestSignedRequests(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, func(in *app.Input) { in.RequireSigned, in.KeepTokens = true, true })
	s.As(ada).Get(r.question()).Says("This access never ends")
	a := r.exchange(r.code(ada, "scope", "likes comments public_content")).Want(http.StatusOK)
	if a.At("expires_in").Exists() || a.At("refresh_token").Exists() {
		t.Errorf("%s", a.Body)
	}
	token := a.At("access_token").String()
	s.Clock.Move(365 * 24 * time.Hour)
	sign := func(secret, path string, pairs ...string) string {
		var lines []string
		for i := 0; i+1 < len(pairs); i += 2 {
			lines = append(lines, "|"+pairs[i]+"="+pairs[i+1])
		}
		slices.Sort(lines)
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(path + strings.Join(lines, "")))
		return hex.EncodeToString(mac.Sum(nil))
	}
	v := s.Visitor()
	get := func(path, sig string, pairs ...string) *webtest.Answer {
		q := form(append(pairs, "sig", sig)...)
		return v.Get("/v1" + path + "?" + q.Encode())
	}
	args := []string{"access_token", token, "count", "5"}
	get("/users/self/media/recent", sign(r.Secret, "/users/self/media/recent", args...), args...).Want(http.StatusOK)
	get("/users/self/media/recent/", sign(r.Secret, "/users/self/media/recent/", args...), args...).Want(http.StatusOK)
	post := s.Post(owner, "")
	like := "/media/" + post.String() + "/comments"
	v.Post("/v1"+like, form("access_token", token, "text", "a b", "sig",
		sign(r.Secret, like, "access_token", token, "text", "a b"))).Want(http.StatusOK)
	good := sign(r.Secret, "/users/self/media/recent", args...)
	for name, a := range map[string]*webtest.Answer{
		"none":         v.Get("/v1/users/self?access_token=" + token),
		"another call": get("/users/self", good, args...),
		"changed":      get("/users/self/media/recent", good, "access_token", token, "count", "6"),
		"more":         get("/users/self/media/recent", good, append(args, "max_id", "1")...),
		"wrong key":    get("/users/self/media/recent", sign("other", "/users/self/media/recent", args...), args...),
		"not hex":      get("/users/self/media/recent", "zz", args...),
	} {
		a.Refused(http.StatusForbidden, "OAuthForbiddenException", "sig")
		_ = name
	}
	// The old secret signs while it lasts.
	_, err := app.RotateSecret(t.Context(), s.DB.Store, owner.ID, r.ID, app.SecretGrace)
	must(t, err)
	get("/users/self/media/recent", good, args...).Want(http.StatusOK)
	s.Clock.Move(app.SecretGrace)
	get("/users/self/media/recent", good, args...).Refused(http.StatusForbidden, "OAuthForbiddenException", "sig")
	must(t, updated(app.Update(t.Context(), s.DB.Store, owner.ID, r.ID,
		app.Input{Name: "Prints", RedirectURIs: callback, Scopes: r.Scopes, Confidential: true})))
	v.Get("/v1/users/self?access_token="+token).Refused(400, "OAuthAccessTokenException", "address")
	v.Get("/v1/users/self", "Authorization", "Bearer "+token).Want(http.StatusOK)
}

func TestServerMetadata(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	a := s.Visitor().Get("/.well-known/oauth-authorization-server").Want(http.StatusOK)
	if a.At("issuer").String() != s.URL || a.At("authorization_response_iss_parameter_supported").Bool() ||
		a.List("code_challenge_methods_supported")[0] != "S256" || a.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%s", a.Body)
	}
	for _, name := range []string{"token_endpoint", "revocation_endpoint", "introspection_endpoint"} {
		says(t, s.Visitor().Post(a.At(name).String(), form("x", "y")), 400, "invalid_request", "OAuthParameterException")
	}
	s.Visitor().Do(s.Visitor().Request("OPTIONS", "/oauth/token", nil)).Want(http.StatusNoContent)
	if got := strconv.Itoa(len(a.List("scopes_supported"))); got != strconv.Itoa(len(app.Scopes)) {
		t.Errorf("%s scopes", got)
	}
}
