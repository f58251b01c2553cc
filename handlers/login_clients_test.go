package handlers_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/huandu/facebook/v2"
	"github.com/markbates/goth"
	gothfacebook "github.com/markbates/goth/providers/facebook"
	gothinstagram "github.com/markbates/goth/providers/instagram"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/endpoints"

	"photogram/models/account"
	"photogram/models/app"
	"photogram/web/webtest"
)

// platform is where unmodified programs believe to be: their hosts lead to the site.
type platform struct{ to *url.URL }

func (p platform) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Host, "facebook.com") || strings.HasSuffix(r.URL.Host, "instagram.com") {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host, r.Host = p.to.Scheme, p.to.Host, ""
	}
	return http.DefaultTransport.RoundTrip(r)
}

// toSite is where somebody's browser goes with an address of the platform.
func toSite(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	if host := u.Hostname(); !strings.HasSuffix(host, "facebook.com") && !strings.HasSuffix(host, "instagram.com") {
		t.Fatalf("%s is no address of the platform", address)
	}
	return u.RequestURI()
}

// allow answers what a program asks, and gives where the browser comes back to.
func allow(t *testing.T, c *webtest.Client, address string) *url.URL {
	t.Helper()
	a := c.Get(address)
	if a.StatusCode == http.StatusOK {
		id := a.Find("input[name=consent]").AttrOr("value", "")
		a = c.Post("/oauth/authorize", form("consent", id, "decision", "allow"))
	}
	to, err := url.Parse(a.Header.Get("Location"))
	must(t, err)
	if to.Query().Get("code") == "" || to.Query().Has("iss") {
		t.Fatalf("%s leads to %q: %s", address, to, a.Text())
	}
	return to
}

const origin = "https://app.example.org"

func loginApp(t *testing.T, s *webtest.Site, owner *account.User) registered {
	t.Helper()
	return register(t, s, owner, func(in *app.Input) {
		in.Scopes, in.SendIss, in.JSONP, in.PublicReads = strings.Join(app.Scopes, " "), false, true, true
		in.RedirectURIs = strings.Join([]string{callback, origin + "/connect/facebook/callback", origin + "/connect/instagram/callback",
			origin + "/auth/callback/facebook", origin + "/auth/callback/instagram"}, "\n")
	})
}

// Programs of other people, unmodified but for their hosts, go from the dialog to a
// token, and with it to the profile and the posts.
func TestLoginOfOtherClients(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "testdata", "clients")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "fb")); err != nil {
		t.Fatal("the clients are not installed; ./test does that, or: cd testdata/clients && npm ci --ignore-scripts")
	}
	s, owner, ada := oauthSite(t)
	s.Post(ada, "Look #sea")
	r := loginApp(t, s, owner)
	for name, more := range map[string]map[string]any{
		"fb":              {"life": 5184000.0, "app": "string", "valid": true, "signed": true},
		"fbgraph":         {"life": 5184000.0},
		"grant-facebook":  {"name": "Test ada", "user_id": ada.ID.String()},
		"grant-instagram": {"user_id": ada.ID.String()},
		"auth-facebook":   {"name": "Test ada"}, "auth-instagram": {},
		"passport-facebook": {"name": "Test ada"}, "passport-instagram": {}, "passport-instagram-graph": {"type": "PERSONAL"},
		"simple-oauth2": {"app": "string"}, "arctic": {"name": "Test ada"}, "instafeed.js": {"life": 5184000.0},
		"instafeed-1": {"open": "Look #sea"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runLogin(t, s, ada, dir, "CLIENT="+name, "BASE="+s.URL, "CLIENT_ID="+r.ClientID(), "CLIENT_SECRET="+r.Secret,
				"ORIGIN="+origin, "USER="+ada.ID.String(), "SIGNED="+app.SignedRequest([]byte(r.Secret), ada.ID, s.Now()))
			want := map[string]any{"id": ada.ID.String(), "name": "ada"}
			for field, value := range more {
				want[field] = value
			}
			for field, value := range want {
				if got[field] != value {
					t.Errorf("%s is %v, want %v", field, got[field], value)
				}
			}
			if fmt.Sprint(got["media"]) != "[Look #sea]" {
				t.Errorf("it reads the posts %v", got["media"])
			}
			t.Logf("%v", got)
		})
	}
}

// runLogin runs a client: it prints where to go, is told where the browser came back
// to, and prints what it learned.
func runLogin(t *testing.T, s *webtest.Site, as *account.User, dir string, env ...string) (got map[string]any) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "login.cjs")
	cmd.Dir, cmd.Env = dir, append([]string{"PATH=" + os.Getenv("PATH")}, env...)
	var problems strings.Builder
	cmd.Stderr = &problems
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		_ = cmd.Wait()
		t.Fatalf("%v\n%s", lines.Err(), problems.String())
	}
	_, err = fmt.Fprintln(in, allow(t, s.As(as), toSite(t, lines.Text())))
	must(t, err)
	said := lines.Scan()
	line := lines.Text()
	if err := cmd.Wait(); err != nil || !said {
		t.Fatalf("%v\n%s", err, problems.String())
	}
	must(t, json.Unmarshal([]byte(line), &got))
	return got
}

// The same with clients in Go.
func TestLoginOfGoClients(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	s.Post(ada, "Look #sea")
	r := loginApp(t, s, owner)
	to, err := url.Parse(s.URL)
	must(t, err)
	client := &http.Client{Transport: platform{to}}
	browser := s.As(ada)

	for name, endpoint := range map[string]oauth2.Endpoint{"facebook": endpoints.Facebook, "instagram": endpoints.Instagram} {
		config := oauth2.Config{ClientID: r.ClientID(), ClientSecret: r.Secret, RedirectURL: callback, Endpoint: endpoint,
			Scopes: []string{"public_profile", "instagram_basic"}}
		verifier := oauth2.GenerateVerifier()
		came := allow(t, browser, toSite(t, config.AuthCodeURL("s", oauth2.S256ChallengeOption(verifier))))
		ctx := context.WithValue(t.Context(), oauth2.HTTPClient, client)
		token, err := config.Exchange(ctx, came.Query().Get("code"), oauth2.VerifierOption(verifier))
		must(t, err)
		if token.Extra("user_id") != ada.ID.String() || token.Type() != "Bearer" || token.RefreshToken == "" {
			t.Errorf("x/oauth2 with %s: %+v", name, token)
		}
		res, err := config.Client(ctx, token).Get("https://graph.facebook.com/v22.0/me/media?fields=caption")
		must(t, err)
		var list struct{ Data []struct{ Caption string } }
		must(t, json.NewDecoder(res.Body).Decode(&list))
		_ = res.Body.Close()
		if fmt.Sprint(list.Data) != "[{Look #sea}]" {
			t.Errorf("x/oauth2 with %s reads %v", name, list)
		}
	}

	fb, ig := gothfacebook.New(r.ClientID(), r.Secret, callback, "instagram_basic"), gothinstagram.New(r.ClientID(), r.Secret, callback)
	fb.HTTPClient, ig.HTTPClient = client, client
	for want, p := range map[string]goth.Provider{"Test ada": fb, "ada": ig} {
		session, err := p.BeginAuth("s")
		must(t, err)
		address, err := session.GetAuthURL()
		must(t, err)
		_, err = session.Authorize(p, allow(t, browser, toSite(t, address)).Query())
		must(t, err)
		user, err := p.FetchUser(session)
		if err != nil || user.UserID != ada.ID.String() || user.NickName != want || user.AvatarURL == "" || !r.works(user.AccessToken) {
			t.Errorf("goth's %s: %+v, %v", p.Name(), user, err)
		}
	}

	kit := facebook.New(r.ClientID(), r.Secret)
	kit.RedirectUri, kit.EnableAppsecretProof = callback, true
	kit.SetSession(&facebook.Session{HttpClient: client, Version: "v18.0"})
	q := form("client_id", r.ClientID(), "redirect_uri", callback, "scope", "instagram_basic")
	token, err := kit.ParseCode(allow(t, browser, "/v18.0/dialog/oauth?"+q.Encode()).Query().Get("code"))
	must(t, err)
	long, life, err := kit.ExchangeToken(token)
	if err != nil || life != 5184000 || long == token {
		t.Errorf("huandu/facebook exchanges it: %d, %v", life, err)
	}
	session := kit.Session(long)
	session.HttpClient, session.Version = client, "v18.0"
	must(t, session.EnableAppsecretProof(true))
	me, err := session.Get("/me", facebook.Params{"fields": "id,username"})
	if err != nil || me["username"] != "ada" {
		t.Errorf("huandu/facebook reads %v, %v", me, err)
	}
	must(t, session.Validate())
	seen, err := session.Inspect()
	if err != nil || seen["user_id"] != ada.ID.String() || seen["is_valid"] != true {
		t.Errorf("huandu/facebook inspects %v, %v", seen, err)
	}
	who, err := kit.ParseSignedRequest(app.SignedRequest([]byte(r.Secret), ada.ID, s.Now()))
	if err != nil || who["user_id"] != ada.ID.String() {
		t.Errorf("huandu/facebook reads the signed request %v, %v", who, err)
	}
}
