package handlers_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"photogram/models/account"
	"photogram/models/app"
	"photogram/web/webtest"
)

// grow gives the app all scopes and the switches that a test needs.
func grow(change func(*app.Input)) func(*app.Input) {
	return func(in *app.Input) {
		in.Scopes = strings.Join(app.Scopes, " ")
		if change != nil {
			change(in)
		}
	}
}

// The login of the Graph dialect: every address of it, with a version and without.
func TestGraphLogin(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r := register(t, s, owner, grow(func(in *app.Input) { in.SendIss = false }))
	c, v := s.As(ada), s.Visitor()
	scopes := "instagram_basic,instagram_content_publish,pages_show_list,instagram_manage_comments,instagram_manage_insights"
	for i, at := range []string{"/dialog/oauth", "/v18.0/dialog/oauth", "/v23.0/oauth/authorize", "/v18.0/dialog/oauth/"} {
		q := form("app_id", r.ClientID(), "redirect_uri", callback, "scope", scopes, "state", "s1", "auth_type", "rerequest")
		a := c.Get(at + "?" + q.Encode()).Want(http.StatusOK)
		a.Says("Share and delete posts", "Comment", "Your numbers")
		id := a.Find("input[name=consent]").AttrOr("value", "")
		a = c.Post("/oauth/authorize", form("consent", id, "decision", "allow")).Want(http.StatusSeeOther)
		if to := a.Header.Get("Location"); strings.Contains(to, "iss=") || !strings.Contains(to, "state=s1") {
			t.Errorf("%s leads to %s", at, to)
		}
		_, code, _ := strings.Cut(a.Header.Get("Location"), "code=")
		code, _, _ = strings.Cut(code, "&")
		ask := form("client_id", r.ClientID(), "client_secret", r.Secret, "redirect_uri", callback, "code", code)
		if i%2 == 0 {
			ask = form("app_id", r.ClientID(), "app_secret", r.Secret, "redirect_uri", callback, "code", code)
		}
		wrong := form("client_id", r.ClientID(), "client_secret", "x", "redirect_uri", callback, "code", code)
		v.Get("/v18.0/oauth/access_token?"+wrong.Encode()).GraphError(400, 101, 0, "client_secret")
		a = v.Get([]string{"", "/v18.0"}[i%2] + "/oauth/access_token?" + ask.Encode()).Want(http.StatusOK)
		if a.At("user_id").String() != ada.ID.String() || !slices.Contains(a.List("permissions"), "instagram_content_publish") ||
			!slices.Contains(a.List("permissions"), "publish") || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s", a.Body)
		}
		v.Get("/oauth/access_token?"+ask.Encode()).GraphError(400, 100, 0, "No matching code")
		v.Post("/v18.0/oauth/access_token", ask).GraphError(400, 100, 0, "No matching code")
	}
	two := form("client_id", r.ClientID(), "app_id", "7", "client_secret", r.Secret, "grant_type", "client_credentials")
	v.Get("/oauth/access_token?"+two.Encode()).GraphError(400, 100, 0, "differ")
	// Somebody who is not logged in logs in first, and the question goes on.
	a := v.Get("/v18.0/dialog/oauth?" + form("client_id", r.ClientID(), "redirect_uri", callback).Encode()).Want(http.StatusSeeOther)
	if to := a.Header.Get("Location"); !strings.HasPrefix(to, "/login?next=%2Foauth%2Fauthorize") ||
		!strings.Contains(to, "response_type") {
		t.Errorf("to %s", to)
	}
	v.Get("/v18.0/dialog/oauth?" + form("client_id", r.ClientID(), "redirect_uri", "https://evil.example/").Encode()).Want(400)
}

// Short tokens become long ones, and long ones live on; only for the app that they belong to.
func TestLongLivedTokens(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	r, other := register(t, s, owner, grow(nil)), register(t, s, owner, grow(nil))
	v := s.Visitor()
	short := r.exchange(r.code(ada)).Want(http.StatusOK).At("access_token").String()
	ig := func(r registered, token, secret string) *webtest.Answer {
		q := form("grant_type", "ig_exchange_token", "client_secret", secret, "access_token", token)
		return v.Get("/access_token?" + q.Encode())
	}
	fb := func(r registered, token string) *webtest.Answer {
		q := form("grant_type", "fb_exchange_token", "client_id", r.ClientID(), "client_secret", r.Secret, "fb_exchange_token", token)
		return v.Get("/v23.0/oauth/access_token?" + q.Encode())
	}
	renew := func(token string) *webtest.Answer {
		return v.Get("/refresh_access_token?" + form("grant_type", "ig_refresh_token", "access_token", token).Encode())
	}
	ig(r, short, other.Secret).GraphError(400, 1, 0, "secret")
	ig(r, "nonsense", r.Secret).GraphError(400, 190, 0, "")
	fb(other, short).GraphError(400, 100, 0, "live one of this app")
	fb(r, s.Token(ada, "basic")).GraphError(400, 100, 0, "live one of this app")
	renew(short).GraphError(400, 100, 0, "long-lived")
	v.Get("/access_token?"+form("grant_type", "x", "access_token", short).Encode()).GraphError(400, 100, 0, "grant_type")
	long := ig(r, short, r.Secret).Want(http.StatusOK)
	if long.At("expires_in").Int() != 5184000 || long.At("token_type").String() != "bearer" ||
		long.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s %v", long.Body, long.Header)
	}
	token := long.At("access_token").String()
	again := fb(r, token).Want(http.StatusOK)
	if again.At("expires_in").Int() != 5184000 || again.At("access_token").String() == token {
		t.Errorf("%s", again.Body)
	}
	s.Clock.Move(59 * 24 * time.Hour)
	if r.works(short) || !r.works(token) {
		t.Error("the short one works, or the long one does not")
	}
	if a := renew(token).Want(http.StatusOK); a.At("access_token").String() != token || a.At("expires_in").Int() != 5184000 {
		t.Errorf("%s", a.Body)
	}
	s.Clock.Move(59 * 24 * time.Hour)
	if !r.works(token) || r.works(again.At("access_token").String()) {
		t.Error("what was renewed does not work, or what was not does")
	}
	s.Clock.Move(2 * 24 * time.Hour)
	renew(token).GraphError(400, 190, 0, "")
	// Whoever takes access back ends them too, and they are not without number.
	short = r.exchange(r.code(ada)).Want(http.StatusOK).At("access_token").String()
	first := fb(r, short).At("access_token").String()
	for range 20 {
		token = fb(r, short).Want(http.StatusOK).At("access_token").String()
	}
	if r.works(first) || !r.works(token) || !r.works(short) {
		t.Error("long-lived tokens are not bounded")
	}
	must(t, app.Disconnect(t.Context(), s.DB.Store, ada.ID, r.ID, false))
	if r.works(token) {
		t.Error("it works after disconnecting")
	}
	public := register(t, s, owner, func(in *app.Input) { in.Confidential = false })
	fb(public, short).GraphError(400, 100, 0, "public app")
}

// What tokens are good for, what was allowed, and pages.
func TestGraphPermissions(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	bo := s.User("bo")
	r, other := register(t, s, owner, grow(nil)), register(t, s, owner, grow(nil))
	asked := "instagram_basic,instagram_content_publish,instagram_manage_comments"
	token := r.exchange(r.code(ada, "scope", asked)).At("access_token").String()
	p, itself := s.WithToken(token), s.WithToken(r.ClientID()+"|"+r.Secret)
	for _, asks := range []*webtest.Program{p, itself} {
		a := asks.Graph("GET", "/v18.0/debug_token", "input_token", token).Want(http.StatusOK)
		if a.At("data.app_id").String() != r.ClientID() || a.At("data.type").String() != "USER" || !a.At("data.is_valid").Bool() ||
			a.At("data.user_id").String() != ada.ID.String() || a.At("data.expires_at").Int() != s.Now().Add(app.AccessLife).Unix() ||
			a.At("data.application").String() != "Prints" || !slices.Contains(a.List("data.scopes"), "instagram_manage_comments") ||
			a.At("data.issued_at").Int() == 0 {
			t.Errorf("%s", a.Body)
		}
	}
	if a := itself.Graph("GET", "/debug_token", "input_token", itself.Token); a.At("data.type").String() != "APP" {
		t.Errorf("%s", a.Body)
	}
	stranger := s.WithToken(other.ClientID() + "|" + other.Secret)
	for _, dead := range []string{"nonsense", s.Token(ada, "basic"), r.ClientID() + "|x"} {
		a := itself.Graph("GET", "/debug_token", "input_token", dead).Want(http.StatusOK)
		if a.At("data.is_valid").Bool() || a.At("data.user_id").Exists() {
			t.Errorf("%s", a.Body)
		}
	}
	if a := stranger.Graph("GET", "/debug_token", "input_token", token); a.At("data.is_valid").Bool() || a.At("data.scopes.0").Exists() {
		t.Errorf("%s", a.Body)
	}
	itself.Graph("GET", "/debug_token").GraphError(400, 100, 0, "input_token")
	s.WithToken(r.ClientID()+"|wrong").Graph("GET", "/debug_token", "input_token", token).GraphError(400, 190, 0, "")

	a := p.Graph("GET", "/me/accounts", "fields", "id,name,access_token,instagram_business_account{id,username},picture,category,tasks")
	if a.At("data.0.id").String() != ada.ID.String() || a.At("data.0.instagram_business_account.username").String() != "ada" ||
		a.At("data.0.access_token").String() != token || a.At("data.0.name").String() == "" || a.At("data.1").Exists() ||
		!strings.HasPrefix(a.At("data.0.picture.data.url").String(), "http") {
		t.Errorf("%s", a.Body)
	}
	a = p.Graph("GET", "/v18.0/"+a.At("data.0.id").String(), "fields", "instagram_business_account,name,email")
	if a.At("instagram_business_account.id").String() != ada.ID.String() || a.At("email").Exists() {
		t.Errorf("%s", a.Body)
	}
	a = p.Graph("GET", "/"+bo.ID.String(), "fields", "username,access_token,instagram_business_account").Want(http.StatusOK)
	if a.At("access_token").Exists() || a.At("instagram_business_account").Exists() || a.At("username").String() != "bo" {
		t.Errorf("%s", a.Body)
	}
	itself.Graph("GET", "/me/accounts").GraphError(400, 2500, 0, "")

	allowed := func(asks *webtest.Program, of string) []string {
		return asks.Graph("GET", "/"+of+"/permissions").Want(http.StatusOK).List(`data.#(status=="granted")#.permission`)
	}
	if got := allowed(p, "me"); !slices.Contains(got, "instagram_manage_comments") || !slices.Contains(got, "publish") ||
		slices.Contains(got, "insights") {
		t.Errorf("%v", got)
	}
	if got := allowed(itself, ada.ID.String()); len(got) == 0 {
		t.Error("the app does not learn what it may")
	}
	stranger.Graph("GET", "/"+ada.ID.String()+"/permissions").GraphError(400, 100, 33, "does not exist")
	p.Graph("GET", "/"+bo.ID.String()+"/permissions").GraphError(400, 100, 33, "does not exist")
	p.Graph("DELETE", "/me/permissions/instagram_basic").GraphError(400, 100, 0, "permission")
	p.Graph("DELETE", "/me/permissions/instagram_manage_comments").Want(http.StatusOK)
	if got := allowed(p, "me"); slices.Contains(got, "comments") || !slices.Contains(got, "publish") {
		t.Errorf("%v", got)
	}
	s.As(ada).Get(r.question("scope", "comments")).Want(http.StatusOK) // asks again
	p.Graph("DELETE", "/v18.0/me/permissions").Want(http.StatusOK)
	p.Graph("GET", "/me").GraphError(400, 190, 0, "")
	s.WithToken(s.Token(ada, "basic")).Graph("DELETE", "/me/permissions").GraphError(400, 100, 0, "personal")
}

// The switches of an app, each off and on.
func TestSwitchesOfApps(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	shown := s.Post(ada, "Look #sea")
	off := register(t, s, owner, nil)
	on := register(t, s, owner, grow(func(in *app.Input) { in.JSONP, in.PublicReads = true, true }))
	signed := register(t, s, owner, func(in *app.Input) { in.PublicReads, in.RequireSigned = true, true })
	v := s.Visitor()
	v.Get("/v1/media/"+shown.String()+"?client_id="+off.ClientID()).Refused(400, "OAuthAccessTokenException", "client_id alone")
	v.Get("/v1/media/" + shown.String() + "?client_id=" + on.ClientID()).Want(http.StatusOK)
	v.Get("/v1/media/"+shown.String()+"?client_id="+signed.ClientID()).Refused(403, "OAuthForbiddenException", "sig")
	v.Get("/v1/users/self?client_id="+on.ClientID()).Refused(400, "OAuthAccessTokenException", "app alone")
	v.Get("/v1/media/"+shown.String()+"/likes?client_id="+on.ClientID()).Refused(400, "OAuthAccessTokenException", "app alone")
	v.Post("/v1/media/"+shown.String()+"/likes?client_id="+on.ClientID(), nil).Refused(400, "OAuthAccessTokenException", "missing")
	v.Get("/v18.0/" + shown.String() + "?fields=caption&client_id=" + on.ClientID()).Want(http.StatusOK)
	v.Get("/v18.0/"+shown.String()+"?client_id="+signed.ClientID()).GraphError(400, 100, 0, "appsecret_proof")
	v.Get("/v18.0/"+shown.String()+"?client_id="+off.ClientID()).GraphError(400, 104, 0, "access token")
	v.Get("/debug_token?input_token=x&client_id="+on.ClientID()).GraphError(400, 104, 0, "access token")
	v.Get("/v18.0/"+ada.ID.String()+"/permissions?client_id="+on.ClientID()).GraphError(400, 102, 0, "user access token")

	script := func(a *webtest.Answer, call, part string) {
		t.Helper()
		if a.StatusCode != http.StatusOK || a.Type() != "application/javascript" || a.Header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(string(a.Body), "/**/"+call+"({") || !strings.HasSuffix(string(a.Body), "});\n") &&
			!strings.HasSuffix(string(a.Body), "}\n);\n") || !strings.Contains(string(a.Body), part) {
			t.Errorf("%s: %v %s", a, a.Header, a.Body)
		}
	}
	token := on.exchange(on.code(ada)).At("access_token").String()
	script(v.Get("/v1/users/self?callback=cb&access_token="+token), "cb", `"username":"ada"`)
	script(v.Get("/v1/media/7?callback=a.b[0]&access_token="+token), "a.b[0]", `"code":400`)
	script(v.Get("/me?fields=username&callback=$x&access_token="+token), "$x", `"username":"ada"`)
	script(v.Get("/v1/media/"+shown.String()+"?callback=cb&client_id="+on.ClientID()), "cb", `"code":200`)
	v.Get("/v1/users/self?callback=alert(1)&access_token="+token).Refused(400, "APIInvalidParametersError", "function")
	v.Get("/me?callback=<x>&access_token="+token).GraphError(400, 100, 0, "function")
	plain := off.exchange(off.code(ada)).At("access_token").String()
	if a := v.Get("/v1/users/self?callback=cb&access_token=" + plain).Want(http.StatusOK); a.Type() != "application/json" {
		t.Errorf("%s: %s", a, a.Type())
	}

	// Tokens come in the header of Facebook too, and are an id and a secret.
	if a := v.Get("/v1/users/self", "Authorization", "OAuth "+token).Want(200); a.At("data.username").String() != "ada" {
		t.Errorf("%s", a.Body)
	}
	itself := on.ClientID() + "|" + on.Secret
	v.Get("/v1/tags/sea", "Authorization", "Bearer "+itself).Want(http.StatusOK)
	v.Get("/v1/users/self?access_token="+itself).Refused(400, "OAuthAccessTokenException", "app alone")
	v.Get("/v1/tags/sea?access_token="+on.ClientID()+"|x").Refused(400, "OAuthAccessTokenException", "")
	private(t, s, ada)
	v.Get("/v1/media/"+shown.String()+"?client_id="+on.ClientID()).Refused(400, "APINotFoundError", "")
	v.Get("/v18.0/"+shown.String()+"?client_id="+on.ClientID()).GraphError(400, 100, 33, "does not exist")

	// appsecret_proof is checked wherever it is sent.
	proof := func(message string) string {
		mac := hmac.New(sha256.New, []byte(on.Secret))
		mac.Write([]byte(message))
		return hex.EncodeToString(mac.Sum(nil))
	}
	now := s.Now().Unix()
	v.Get("/v1/users/self?access_token=" + token + "&appsecret_proof=" + proof(token)).Want(http.StatusOK)
	v.Get("/v1/users/self?access_token="+token+"&appsecret_proof="+proof("x")).Refused(403, "OAuthForbiddenException", "appsecret_proof")
	at := "&appsecret_time=" + strconv.FormatInt(now, 10) + "&appsecret_proof="
	v.Get("/me?access_token=" + token + at + proof(token+"|"+strconv.FormatInt(now, 10))).Want(http.StatusOK)
	s.Clock.Move(10 * time.Minute)
	v.Get("/me?access_token="+token+at+proof(token+"|"+strconv.FormatInt(now, 10))).GraphError(400, 100, 0, "Invalid appsecret_proof")
}

// An app hears of people who disconnect it, leave the site, or want their data deleted.
func TestAppsHearOfPeopleWhoLeave(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	bo := s.User("bo")
	bye, erase := webtest.NewReceiver(t), webtest.NewReceiver(t)
	r := register(t, s, owner, func(in *app.Input) { in.DeauthorizeURL, in.DataDeletionURL = bye.URL, erase.URL })
	quiet := register(t, s, owner, nil)
	failed := false
	erase.Answers(func(w http.ResponseWriter, _ *http.Request) {
		if !failed { // the first time
			failed = true
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, `{"url":"https://app.example.org/deletion/7","confirmation_code":"c7"}`)
	})
	for _, u := range []*account.User{ada, bo} {
		r.exchange(r.code(u)).Want(http.StatusOK)
		quiet.exchange(quiet.code(u)).Want(http.StatusOK)
	}
	c := s.As(ada)
	c.Get("/settings/apps").Has("button[name=delete_data]")
	c.Post("/settings/apps", form("app", quiet.ClientID(), "delete_data", "on")).Want(http.StatusUnprocessableEntity)
	c.Post("/settings/apps", form("app", r.ClientID(), "delete_data", "on")).Want(http.StatusSeeOther)
	c.Get("/settings/apps").Says("No answer yet")
	c.Post("/settings/apps", form("app", r.ClientID())).Want(http.StatusSeeOther) // which tells nobody again
	s.Work()
	payload := func(of webtest.Received) string {
		t.Helper()
		q, err := url.ParseQuery(of.Body)
		must(t, err)
		sig, body, _ := strings.Cut(q.Get("signed_request"), ".")
		mac := hmac.New(sha256.New, []byte(r.Secret))
		mac.Write([]byte(body))
		if given, err := base64.RawURLEncoding.DecodeString(sig); err != nil || !hmac.Equal(given, mac.Sum(nil)) {
			t.Errorf("signed wrongly: %s", of.Body)
		}
		plain, err := base64.RawURLEncoding.DecodeString(body)
		must(t, err)
		if gjson.GetBytes(plain, "algorithm").String() != "HMAC-SHA256" || gjson.GetBytes(plain, "issued_at").Int() == 0 {
			t.Errorf("%s", plain)
		}
		return gjson.GetBytes(plain, "user_id").String()
	}
	webtest.Eventually(t, "the app hears of ada", func() bool { return len(bye.Got()) == 1 && len(erase.Got()) >= 1 })
	webtest.Eventually(t, "the request to delete is made again", func() bool {
		s.Hurry("tell_app")
		return len(erase.Got()) == 2
	})
	for _, got := range append(bye.Got(), erase.Got()...) {
		if payload(got) != ada.ID.String() {
			t.Errorf("%s", got.Body)
		}
	}
	webtest.Eventually(t, "the answer is shown", func() bool {
		return strings.Contains(string(c.Get("/settings/apps").Body), "https://app.example.org/deletion/7")
	})
	c.Get("/settings/apps").Says("Confirmation code: c7")
	_, err := account.LetGo(t.Context(), s.DB.Store, bo.ID)
	must(t, err)
	webtest.Eventually(t, "the app hears of bo", func() bool { return len(bye.Got()) == 2 && len(erase.Got()) == 3 })
	if payload(bye.Got()[1]) != bo.ID.String() || payload(erase.Got()[2]) != bo.ID.String() {
		t.Errorf("%v %v", bye.Got()[1], erase.Got()[2])
	}
}
