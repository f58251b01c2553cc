package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/markbates/goth/providers/instagram"
	"golang.org/x/oauth2"
)

// receiver is the web server of an app: it hears where browsers come back to.
func receiver(t *testing.T) (redirect string, back chan string) {
	t.Helper()
	back = make(chan string, 4)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/callback" {
			back <- "http://" + r.Host + r.URL.RequestURI()
		}
		_, _ = io.WriteString(w, "<title>App</title><h1 id=thanks>Thank you</h1>")
	}))
	t.Cleanup(s.Close)
	return s.URL + "/callback", back
}

// registerApp makes an app in the portal, as its developer does.
func (b *browser) registerApp(name, kind, redirect string) (id, secret string) {
	b.t.Helper()
	b.open("/developers/apps/new")
	b.do("describe the app", chromedp.SendKeys(`input[name=name]`, name), chromedp.SendKeys(`textarea[name=redirect_uris]`, redirect),
		chromedp.Focus(`#f-type-`+kind, chromedp.NodeReady), chromedp.KeyEvent(" "))
	for _, scope := range []string{"public_content", "likes", "comments"} {
		b.do("choose "+scope, chromedp.Focus(`#f-scope-`+scope, chromedp.NodeReady), chromedp.KeyEvent(" "))
	}
	b.do("choose iss", chromedp.Focus(`#f-iss`, chromedp.NodeReady), chromedp.KeyEvent(" "))
	b.shot("app-form")
	b.submit(`form[action="/developers/apps/new"] button`)
	if kind == "confidential" {
		b.do("see the secret", chromedp.WaitVisible(`[data-secret]`))
		b.shot("secret")
		return strings.TrimSpace(b.text(`.facts dd code`)), strings.TrimSpace(b.text(`[data-secret]`))
	}
	at := b.until("the app's page", func(u *url.URL) bool {
		return strings.HasPrefix(u.Path, "/developers/apps/") && !strings.HasSuffix(u.Path, "/new")
	})
	return strings.TrimPrefix(at.Path, "/developers/apps/"), ""
}

// authorize goes where the app sends the browser, answers, and gives where it came back.
func (b *browser) authorize(address string, back chan string, ask bool) *url.URL {
	b.t.Helper()
	b.do("open the authorization page", chromedp.Navigate(address))
	if ask {
		b.do("see what is asked", chromedp.WaitVisible(`.consent-form button[value=allow]`))
		b.shot("consent")
		b.submit(`.consent-form button[value=allow]`)
	}
	return b.cameBack(back)
}

func (b *browser) cameBack(back chan string) *url.URL {
	b.t.Helper()
	select {
	case s := <-back:
		u, err := url.Parse(s)
		if err != nil {
			b.t.Fatal(err)
		}
		// The page is there as well, so that the next one does not cut it short.
		b.until("the app", func(at *url.URL) bool { return at.String() == u.String() })
		b.do("see the app", chromedp.WaitVisible(`#thanks`))
		return u
	case <-time.After(stepTime):
		at, _ := chromedp.Run(b.ctx, chromedp.Location())
		b.shot("failed")
		b.t.Fatalf("%s: the browser did not come back to the app; it is at %s", b.name, at)
		return nil
	}
}

// elsewhere sends what is meant for one host to another.
type elsewhere struct{ from, to string }

func (e elsewhere) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == e.from {
		r = r.Clone(r.Context())
		u, err := url.Parse(e.to)
		if err != nil {
			return nil, err
		}
		r.URL.Scheme, r.URL.Host, r.Host = u.Scheme, u.Host, ""
	}
	return http.DefaultTransport.RoundTrip(r)
}

func (s *server) statusOf(token string) int {
	s.t.Helper()
	req, err := http.NewRequest("GET", s.base+"/v1/users/self", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// Programs of other people, unmodified, log in through a real browser and call.
func TestClientsOfOthers(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	maker, ana := newBrowser(t, s.base, "maker", true), newBrowser(t, s.base, "ana", false)
	maker.signUp("maker")
	ana.signUp("ana")
	redirect, back := receiver(t)
	id, secret := maker.registerApp("Larch Prints", "confidential", redirect)
	public, _ := maker.registerApp("Pocket Larch", "public", "http://127.0.0.1/callback")
	s.shareOne("ana")

	t.Run("goth", func(t *testing.T) {
		p := instagram.New(id, secret, redirect, "likes")
		p.HTTPClient = &http.Client{Transport: elsewhere{"api.instagram.com", s.base}}
		session, err := p.BeginAuth("state-1")
		if err != nil {
			t.Fatal(err)
		}
		to, err := session.GetAuthURL()
		if err != nil {
			t.Fatal(err)
		}
		came := ana.authorize(strings.Replace(to, "https://api.instagram.com", s.base, 1), back, true)
		if _, err := session.Authorize(p, came.Query()); err != nil {
			t.Fatal(err)
		}
		user, err := p.FetchUser(session)
		if err != nil || user.NickName != "ana" || came.Query().Get("state") != "state-1" || came.Query().Get("iss") != s.base {
			t.Errorf("%+v, %v, %s", user, err, came)
		}
		t.Logf("goth v1.82.0, instagram provider: logged in as %s", user.NickName)
		if s.statusOf(user.AccessToken) != 200 {
			t.Error("the token does not work")
		}
		ana.open("/settings/apps")
		ana.contains("main", "Larch Prints")
		ana.shot("connected")
		ana.submit(`form[action="/settings/apps"] button`)
		ana.contains("main", "You disconnected the app.")
		if got := s.statusOf(user.AccessToken); got != 400 {
			t.Errorf("after disconnecting: %d", got)
		}
	})

	t.Run("x-oauth2", func(t *testing.T) {
		config := oauth2.Config{ClientID: public, RedirectURL: redirect, Scopes: []string{"basic", "public_content"},
			Endpoint: oauth2.Endpoint{AuthURL: s.base + "/oauth/authorize", TokenURL: s.base + "/oauth/token"}}
		verifier := oauth2.GenerateVerifier()
		came := ana.authorize(config.AuthCodeURL("state-2", oauth2.S256ChallengeOption(verifier)), back, true)
		ctx := t.Context()
		var refused *oauth2.RetrieveError
		if _, err := config.Exchange(ctx, came.Query().Get("code"),
			oauth2.VerifierOption(oauth2.GenerateVerifier())); !errors.As(err, &refused) || refused.ErrorCode != "invalid_grant" {
			t.Errorf("with another verifier: %v", err)
		}
		token, err := config.Exchange(ctx, came.Query().Get("code"), oauth2.VerifierOption(verifier))
		if err != nil {
			t.Fatal(err)
		}
		first := *token
		token.Expiry = time.Now().Add(-time.Minute)
		source := config.TokenSource(ctx, token)
		next, err := source.Token()
		if err != nil || next.AccessToken == first.AccessToken || next.RefreshToken == first.RefreshToken {
			t.Fatalf("refreshed: %v", err)
		}
		res, err := oauth2.NewClient(ctx, source).Get(s.base + "/v1/users/self")
		if err != nil || res.StatusCode != 200 {
			t.Fatalf("%v, %v", res, err)
		}
		_ = res.Body.Close()
		res, err = http.PostForm(s.base+"/oauth/revoke", url.Values{"client_id": {public}, "token": {next.RefreshToken}})
		if err != nil || res.StatusCode != 200 || s.statusOf(next.AccessToken) != 400 {
			t.Errorf("revoked: %v, %v", res, err)
		}
		_ = res.Body.Close()
		t.Log("golang.org/x/oauth2 with PKCE: exchanged, refreshed, called, revoked")
	})

	t.Run("node-instagram", func(t *testing.T) {
		got := node(t, ana, back, "node-instagram.js", true, "BASE="+s.base, "CLIENT_ID="+id, "CLIENT_SECRET="+secret,
			"REDIRECT_URI="+redirect)
		want := map[string]any{"state": "s7", "user": "ana", "self": "ana", "posts": 1.0, "liked": true, "unliked": true,
			"comment": "from node", "again": "invalid_grant", "after": "OAuthAccessTokenException"}
		same(t, got, want)
		t.Logf("node-instagram 4.3.0: %v", got)
	})

	t.Run("openid-client", func(t *testing.T) {
		want := map[string]any{"iss": s.base, "self": "ana", "user": "ana", "scope": "basic public_content", "rotated": true,
			"active": true, "app": "bearer", "revoked": "OAuthAccessTokenException", "refresh": "invalid_grant"}
		// The app was allowed as much before, so nothing is asked.
		got := node(t, ana, back, "openid-client.mjs", false, "BASE="+s.base, "CLIENT_ID="+id, "CLIENT_SECRET="+secret,
			"REDIRECT_URI="+redirect)
		same(t, got, want)
		// Without a secret, on a device: asked every time.
		got = node(t, ana, back, "openid-client.mjs", true, "BASE="+s.base, "CLIENT_ID="+public, "REDIRECT_URI="+redirect)
		same(t, got, want)
		t.Logf("openid-client 6.8.9: %v", got)
	})

	t.Run("login on the way", func(t *testing.T) {
		to := s.base + "/oauth/authorize?response_type=code&scope=basic&state=x&client_id=" + id + "&redirect_uri=" +
			url.QueryEscape(redirect)
		eve := newBrowser(t, s.base, "eve", true)
		eve.do("open the authorization page", chromedp.Navigate(to))
		eve.until("the login page", at("/login"))
		eve.do("log in", chromedp.SendKeys(`input[name=login]`, "ana"), chromedp.SendKeys(`input[name=password]`, "quiet harbour lantern"))
		eve.submit(`form[action="/login"] button.wide`)
		if came := eve.cameBack(back); came.Query().Get("code") == "" {
			t.Errorf("%s", came)
		}
		// And no is an answer as well.
		eve.do("ask again", chromedp.Navigate(to+"&prompt=consent"))
		eve.submit(`.consent-form button[value=deny]`)
		if came := eve.cameBack(back); came.Query().Get("error") != "access_denied" || came.Query().Get("state") != "x" {
			t.Errorf("%s", came)
		}
	})

	t.Run("portal", func(t *testing.T) {
		waitFor(t, "the calls, which are written down together", func() bool {
			maker.open("/developers/apps/" + id + "/requests")
			return value[bool](maker, `document.querySelector("#calls")?.textContent.includes("/v1/users/self") ?? false`)
		})
		maker.shot("calls")
		maker.open("/developers/apps/" + id)
		maker.shot("app")
		maker.open("/developers/tokens")
		maker.do("name the token", chromedp.SendKeys(`input[name=name]`, "console"))
		maker.submit(`form[action="/developers/tokens"] button`)
		maker.do("see the token", chromedp.WaitVisible(`[data-token]`))
		token := strings.TrimSpace(maker.text(`[data-token]`))
		maker.open("/developers/console")
		maker.do("give the token", chromedp.SendKeys(`#f-token`, token))
		maker.submit(`form[data-console] button`)
		maker.contains("[data-status]", "200")
		maker.contains("[data-body]", `"username": "maker"`)
		maker.contains("[data-curl]", s.base+"/v1/users/self")
		maker.shot("console")
	})
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}

// shareOne puts one photo up, for the clients to find.
func (s *server) shareOne(name string) {
	s.t.Helper()
	token := s.run("token", "--user", name, "--scopes", "all")
	body, kind := photo(s.t, "static/demo/two-dogs.jpg")
	var media struct{ ID string }
	up, ok := s.call(s.t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
	if !ok || json.Unmarshal(up.Data, &media) != nil {
		s.t.Fatalf("the photo was not taken: %s", up.Data)
	}
	if _, ok := s.form(s.t.Context(), token, "/v1/media/"+media.ID+"/publish", nil); !ok {
		s.t.Fatal("the photo was not shared")
	}
	for end := time.Now().Add(stepTime); ; time.Sleep(50 * time.Millisecond) {
		list, ok := s.call(s.t.Context(), token, http.MethodGet, "/v1/users/self/media/recent", nil, "")
		if ok && strings.Contains(string(list.Data), media.ID) {
			return
		}
		if time.Now().After(end) {
			s.t.Fatal("the photo was not shared in time")
		}
	}
}

// node runs one of the clients: it prints where to go, is told where the browser
// came back to, and prints what it saw.
func node(t *testing.T, b *browser, back chan string, script string, ask bool, env ...string) map[string]any {
	t.Helper()
	dir := filepath.Join("testdata", "clients")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); err != nil {
		t.Fatalf("the clients are not installed; ./test does that, or: cd %s && npm ci --ignore-scripts", dir)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*stepTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", script)
	cmd.Dir, cmd.Env = dir, append([]string{"PATH=" + os.Getenv("PATH")}, env...)
	var problems strings.Builder
	cmd.Stderr = &problems
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("Node.js is needed for this test: %v", err)
	}
	defer func() { _ = cmd.Wait() }()
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("%s: %v\n%s", script, lines.Err(), problems.String())
	}
	came := b.authorize(lines.Text(), back, ask)
	if _, err := fmt.Fprintln(in, came); err != nil {
		t.Fatal(err)
	}
	if !lines.Scan() {
		_ = cmd.Wait()
		t.Fatalf("%s: %v\n%s", script, lines.Err(), problems.String())
	}
	got := map[string]any{}
	if err := json.Unmarshal(lines.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v in %s", script, err, lines.Text())
	}
	return got
}

func same(t *testing.T, got, want map[string]any) {
	t.Helper()
	for name, v := range want {
		if got[name] != v {
			t.Errorf("%s is %v, want %v", name, got[name], v)
		}
	}
}
