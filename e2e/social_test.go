package e2e

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// provider is an OpenID Connect provider that is not ours, as a process of its own.
func startProvider(t *testing.T, callback string) string {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "provider")
	if out, err := exec.Command("go", "build", "-o", binary, "github.com/zitadel/oidc/v3/example/server").CombinedOutput(); err != nil {
		t.Fatalf("build the provider: %v\n%s", err, out)
	}
	users := map[string]map[string]any{}
	for _, u := range []struct {
		name, email string
		verified    bool
	}{
		{"nina", "nina@example.org", true},
		{"mallory", "ann@example.org", false}, // claims somebody else's address
		{"trudy", "ben@example.org", true},    // verified there, but never here
		{"olga", "olga@example.org", true},
	} {
		users["subject-"+u.name] = map[string]any{"ID": "subject-" + u.name, "Username": u.name, "Password": "verysecure",
			"FirstName": u.name, "LastName": "Test",
			"Email": u.email, "EmailVerified": u.verified, "PreferredLanguage": "en"}
	}
	raw, err := json.Marshal(users)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "users.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(freeAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary)
	cmd.Env = []string{"PORT=" + port, "USERS_FILE=" + file, "REDIRECT_URI=" + callback}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	discovery := "http://localhost:" + port + "/.well-known/openid-configuration"
	for deadline := time.Now().Add(stepTime); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if res, err := http.Get(discovery); err == nil {
			_ = res.Body.Close()
			return discovery
		}
	}
	t.Fatal("the provider did not start")
	return ""
}

// visitor is a browser without JavaScript.
type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

func (s *server) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &visitor{s.t, s.base, &http.Client{Jar: jar, Timeout: stepTime}}
}

type reply struct {
	status int
	url    *url.URL
	body   string
}

func (v *visitor) send(req *http.Request) reply {
	v.t.Helper()
	res, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return reply{res.StatusCode, res.Request.URL, string(body)}
}

func (v *visitor) get(path string) reply {
	v.t.Helper()
	req, err := http.NewRequest(http.MethodGet, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.send(req)
}

func (v *visitor) post(address string, form url.Values) reply {
	v.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = v.base + address
	}
	req, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(req)
}

var loginRequest = regexp.MustCompile(`name="id"\s+value="([^"]+)"`)

// through logs in at the provider and comes back.
func (v *visitor) through(name string) reply {
	v.t.Helper()
	r := v.post("/auth/oidc", url.Values{"next": {"/explore"}})
	id := loginRequest.FindStringSubmatch(r.body)
	if id == nil {
		v.t.Fatalf("%s: the provider's login page has no request: %d %s\n%s", name, r.status, r.url, r.body)
	}
	return v.post(r.url.Scheme+"://"+r.url.Host+"/login/username",
		url.Values{"id": {id[1]}, "username": {name}, "password": {"verysecure"}})
}

func (v *visitor) signedInAs(name string) {
	v.t.Helper()
	if r := v.get("/settings"); r.status != http.StatusOK || !strings.Contains(r.body, `value="`+name+`"`) {
		v.t.Errorf("not logged in as %s: %d at %s", name, r.status, r.url)
	}
}

func (v *visitor) signedOut() {
	v.t.Helper()
	if r := v.get("/settings"); r.url.Path != "/login" {
		v.t.Errorf("somebody is logged in who should not be: %s", r.url)
	}
}

func TestLoginThroughARealProvider(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	discovery := startProvider(t, s.base+"/auth/oidc/callback")
	s.env = append(s.env, "PHOTOGRAM_OIDC_CLIENT_ID=web", "PHOTOGRAM_OIDC_CLIENT_SECRET=secret",
		"PHOTOGRAM_OIDC_DISCOVERY_URL="+discovery, "PHOTOGRAM_OIDC_NAME=Test provider")
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	s.run("user", "add", "--username", "ann", "--email", "ann@example.org", "--password", "quiet harbour lantern")

	t.Run("a new account picks its username", func(t *testing.T) {
		v := s.visitor()
		if r := v.get("/login"); !strings.Contains(r.body, "Test provider") {
			t.Fatal("the login page does not offer the provider")
		}
		r := v.through("nina")
		if r.url.Path != "/auth/finish" || r.status != http.StatusOK {
			t.Fatalf("after the provider: %d at %s\n%s", r.status, r.url, r.body)
		}
		r = v.post("/auth/finish", url.Values{"username": {"ann"}, "full_name": {"Nina"}})
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Someone has this username already.") {
			t.Errorf("a taken username: %d", r.status)
		}
		if r = v.post("/auth/finish", url.Values{"username": {"nina.new"}, "full_name": {"Nina"}}); r.url.Path != "/explore" {
			t.Errorf("after picking a name: %d at %s", r.status, r.url)
		}
		v.signedInAs("nina.new")
	})

	t.Run("the same person comes back", func(t *testing.T) {
		v := s.visitor()
		if r := v.through("nina"); r.url.Path != "/explore" {
			t.Errorf("coming back: %d at %s", r.status, r.url)
		}
		v.signedInAs("nina.new")
		// It is the only way in, so it cannot be unlinked.
		if r := v.post("/settings/connections/unlink",
			url.Values{"provider": {"oidc"}, "subject": {"subject-nina"}}); r.status != http.StatusUnprocessableEntity {
			t.Errorf("unlinking the only login: %d", r.status)
		}
	})

	t.Run("an unverified address takes nobody's account", func(t *testing.T) {
		v := s.visitor()
		r := v.through("mallory")
		if r.url.Path != "/auth/finish" || strings.Contains(r.body, "ann@") { // nor is anybody told whether it has an account
			t.Errorf("takeover: %d at %s", r.status, r.url)
		}
		v.signedOut()
		if r = v.post("/auth/finish", url.Values{"username": {"mallory"}}); r.url.Path != "/explore" {
			t.Errorf("an account of their own: %d at %s", r.status, r.url)
		}
		if r := s.visitor().post("/login", url.Values{"login": {"ann@example.org"},
			"password": {"quiet harbour lantern"}}); r.url.Path != "/" {
			t.Errorf("the address's owner logs in: %d at %s", r.status, r.url)
		}
	})

	t.Run("an address that was never verified here is not enough", func(t *testing.T) {
		ben := s.visitor()
		if r := ben.post("/signup", url.Values{"username": {"ben"}, "email": {"ben@example.org"},
			"password": {"quiet harbour lantern"}, "full_name": {"Ben"}}); r.status != http.StatusOK {
			t.Fatalf("sign up: %d", r.status)
		}
		v := s.visitor()
		if r := v.through("trudy"); r.status != http.StatusUnprocessableEntity {
			t.Errorf("takeover: %d at %s", r.status, r.url)
		}
		v.signedOut()
	})

	t.Run("link and unlink in the settings", func(t *testing.T) {
		v := s.visitor()
		if r := v.post("/login", url.Values{"login": {"ann"}, "password": {"quiet harbour lantern"}}); r.url.Path != "/" {
			t.Fatalf("log in: %d at %s", r.status, r.url)
		}
		if r := v.through("olga"); r.url.Path != "/settings/connections" || !strings.Contains(r.body, "is linked") {
			t.Errorf("link: %d at %s", r.status, r.url)
		}
		other := s.visitor()
		other.through("olga")
		other.signedInAs("ann")
		if r := v.through("nina"); r.status != http.StatusConflict {
			t.Errorf("linking a login that belongs to another account: %d", r.status)
		}
		if r := v.post("/settings/connections/unlink",
			url.Values{"provider": {"oidc"}, "subject": {"subject-olga"}}); r.status != http.StatusOK {
			t.Errorf("unlink: %d", r.status)
		}
		again := s.visitor()
		if r := again.through("olga"); r.url.Path != "/auth/finish" {
			t.Errorf("an unlinked login still leads somewhere: %s", r.url)
		}
	})

	t.Run("a stray or foreign answer is refused", func(t *testing.T) {
		v := s.visitor()
		for _, path := range []string{"/auth/oidc/callback", "/auth/oidc/callback?code=x&state=", "/auth/oidc/callback?code=x&state=y"} {
			if r := v.get(path); r.status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", path, r.status)
			}
		}
		v.post("/auth/oidc", nil)
		if r := v.get("/auth/oidc/callback?code=x&state=guessed"); r.status != http.StatusUnprocessableEntity {
			t.Errorf("a wrong state: %d", r.status)
		}
		v.signedOut()
	})
}
