package handlers_test

import (
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"photogram/models/modelstest"
	"photogram/web"
	"photogram/web/webtest"
)

// 120 wrong logins at once from one address are refused or made to wait in
// words, each told when to come back, while somebody elsewhere logs in.
func TestLoginFlood(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.TrustedProxies = []string{"127.0.0.1"} })
	s.UserWithPassword("ada")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	try := func(address, login, password string) (status int, retry, body string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/login",
			strings.NewReader(form("login", login, "password", password).Encode()))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", address)
		res, err := client.Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = res.Body.Close() }()
		raw, _ := io.ReadAll(res.Body)
		return res.StatusCode, res.Header.Get("Retry-After"), string(raw)
	}
	var mu sync.Mutex
	seen := map[int]int{}
	var wg sync.WaitGroup
	for i := range 120 {
		wg.Go(func() {
			status, retry, body := try("2001:db8::"+strconv.FormatInt(int64(i+1), 16), "ada"+strconv.Itoa(i%40), "wrong")
			mu.Lock()
			seen[status]++
			mu.Unlock()
			seconds, err := strconv.Atoi(retry)
			if limited := status == 429 || status == 503; limited != (err == nil && seconds > 0) {
				t.Errorf("%d with Retry-After %q", status, retry)
			}
			if !strings.Contains(body, `class="form-problem"`) && !strings.Contains(body, "Try again in a few seconds") {
				t.Errorf("%d without words", status)
			}
		})
	}
	wg.Go(func() {
		if status, _, _ := try("192.0.2.1", "ada", modelstest.Password); status != 303 {
			t.Errorf("somebody elsewhere: %d", status)
		}
	})
	wg.Wait()
	if seen[401]+seen[503] != 30 || seen[429] != 90 {
		t.Errorf("%v", seen)
	}
}

// A browser that logged in before is known by its cookie; a cookie that nobody
// signed is worth nothing.
func TestKnownBrowser(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.UserWithPassword("ada")
	c := s.LoggedIn("ada")
	c.Post("/logout", nil).Want(303)
	forged := s.Visitor()
	forged.SetCookie("photogram-device", strings.Replace(c.Cookie("photogram-device"), ".", ".0", 1))
	v := s.Visitor()
	for range 10 {
		v.Post("/login", form("login", "ada", "password", "wrong")).Want(401)
	}
	for _, stranger := range []*webtest.Client{v, forged} {
		a := stranger.Post("/login", form("login", "ada@example.org", "password", modelstest.Password)).Want(429)
		if a.Header.Get("Retry-After") == "" {
			t.Error("nothing says when to try again")
		}
	}
	c.Post("/login", form("login", "ada", "password", modelstest.Password)).Want(303)
	// Changing the password here keeps this browser known, and no other.
	other := s.Visitor()
	other.SetCookie("photogram-device", c.Cookie("photogram-device"))
	c.Post("/settings/account/password", form("current_password", modelstest.Password, "password", otherPassword)).Want(303)
	c.Post("/logout", nil).Want(303)
	other.Post("/login", form("login", "ada", "password", otherPassword)).Want(429)
	c.Post("/login", form("login", "ada", "password", otherPassword)).Want(303)
}

func TestNamesAreNormalised(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.UserWithPassword("ada")
	for _, name := range []string{"@ada", " @Ada ", "ADA", "\tada\u00a0", "Ada@Example.org ", " ADA@EXAMPLE.ORG"} {
		s.Visitor().Post("/login", form("login", name, "password", modelstest.Password)).Want(303)
	}
}

// Limits count addresses through one helper, which knows that one customer has
// a whole network of IPv6.
func TestAddressesAreCountedByNetwork(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{".", "../web", "../jobs", "../models"} {
		must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if n := strings.Count(string(source), "ClientIP()") + strings.Count(string(source), "RemoteAddr"); n > 0 &&
				path != "../web/device.go" && path != "../web/session.go" {
				t.Errorf("%s asks for an address by itself", path)
			}
			return err
		}))
	}
}
