package e2e

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"photogram/jobs"
	"photogram/models"
	"photogram/models/embedded"
)

// tryRun runs a command that may fail.
func (s *server) tryRun(args ...string) (code int, out, errs string) {
	s.t.Helper()
	cmd := s.command(args...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), o.String(), e.String()
}

func (s *server) setting(name string) string {
	for _, v := range s.env {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}

func TestBadSettingsAreAllTold(t *testing.T) {
	t.Parallel()
	s := freshServer(t, "PHOTOGRAM_UPLOAD_MAX_BYTES=lots", "PHOTOGRAM_SIGNUPS=maybe", "PHOTOGRAM_LISTENN=x",
		"PHOTOGRAM_GITHUB_CLIENT_ID=id")
	for _, command := range []string{"serve", "check", "token"} {
		code, _, errs := s.tryRun(command)
		if code != 2 {
			t.Errorf("%s exits with %d", command, code)
		}
		for _, want := range []string{"PHOTOGRAM_UPLOAD_MAX_BYTES", "PHOTOGRAM_SIGNUPS", "PHOTOGRAM_LISTENN",
			"PHOTOGRAM_GITHUB_CLIENT_SECRET"} {
			if !strings.Contains(errs, want) {
				t.Errorf("%s does not tell of %s:\n%s", command, want, errs)
			}
		}
	}
}

func TestASecondCopyIsToldAndExits(t *testing.T) {
	t.Parallel()
	s := freshServer(t)
	s.start()
	address := s.setting("PHOTOGRAM_LISTEN")
	code, _, errs := s.tryRun("serve")
	if code != 1 || !strings.Contains(errs, address) {
		t.Errorf("the same address: %d %s", code, errs)
	}
	other := *s
	other.env = append([]string{}, s.env...)
	for i, v := range other.env {
		if strings.HasPrefix(v, "PHOTOGRAM_LISTEN=") {
			other.env[i] = "PHOTOGRAM_LISTEN=127.0.0.1:0"
		}
	}
	code, _, errs = other.tryRun("serve")
	if code == 0 || !strings.Contains(errs, "another Photogram") {
		t.Errorf("the same data directory: %d %s", code, errs)
	}
	if res, err := http.Get(s.base + "/healthz"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("the first copy suffered: %v", err)
	} else {
		_ = res.Body.Close()
	}
}

func TestDemoComesAndGoesWithoutATrace(t *testing.T) {
	t.Parallel()
	s, _ := newDemo(t)
	if out := demoSite.told; !strings.Contains(out, "12 people, 22 posts and 6 stories are there") ||
		!strings.Contains(out, "Demo logins") {
		t.Fatalf("demo: %s", out)
	}
	s.start()
	token := s.run("token", "--user", "mira.aldana", "--scopes", "all")
	if strings.ContainsAny(token, " \n") || len(token) < 40 {
		t.Errorf("token prints %q", token)
	}
	a, ok := s.call(t.Context(), token, http.MethodGet, "/v1/users/search?q=mira", nil, "")
	if !ok || !strings.Contains(string(a.Data), "mira.aldana") {
		t.Errorf("search: %s", a.Data)
	}
	v := s.visitor()
	page := v.get("/mira.aldana")
	for _, want := range []string{"Demo", "Mira Aldana"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the profile lacks %q", want)
		}
	}
	if home := v.get("/explore"); home.status != http.StatusOK {
		t.Errorf("explore: %d", home.status)
	}
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("stop: %d\n%s", code, s.log.String())
	}
	if out := s.run("demo"); !strings.Contains(out, "there already") {
		t.Errorf("a second demo: %s", out)
	}
	s.run("demo", "--remove")
	if after := s.trace(); after != demoSite.before {
		t.Errorf("traces of the demo\nbefore: %s\nafter:  %s", demoSite.before, after)
	}
	if out := s.run("check", "--grace", "0s"); out != "Nothing is wrong." {
		t.Error(out)
	}
}

// trace is all that a site holds: the rows of every table and the files in storage,
// but for what names nobody and goes by its age.
func (s *server) trace() string {
	s.t.Helper()
	ctx := s.t.Context()
	cluster, err := embedded.Open(ctx, embedded.Options{DataDir: s.setting("PHOTOGRAM_DATA_DIR")})
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = cluster.Stop(ctx) }()
	pool, err := models.NewPool(ctx, cluster.DSN(), 4)
	if err != nil {
		s.t.Fatal(err)
	}
	defer pool.Close()
	rows, err := pool.Query(ctx, `SELECT table_name || ' ' || (xpath('/row/c/text()',
		query_to_xml(format('SELECT count(*) AS c FROM %I', table_name), false, true, '')))[1]::text
		FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
		AND table_name NOT SIMILAR TO '(river|goose)%'
			AND table_name NOT IN ('id_servers', 'insight_batches', 'rate_limits') ORDER BY 1`)
	if err != nil {
		s.t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		s.t.Fatal(err)
	}
	root := filepath.Join(s.setting("PHOTOGRAM_DATA_DIR"), "blobs")
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path != filepath.Join(root, jobs.ClaimKey) {
			all = append(all, path)
		}
		return nil
	})
	return strings.Join(all, "\n")
}

func TestDeletingAnAccount(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	password := "quiet harbour lantern"
	s.run("user", "add", "--username", "ann", "--email", "ann@example.org", "--password", password)
	token := s.run("token", "--user", "ann", "--scopes", "all")
	if _, ok := s.call(t.Context(), token, http.MethodGet, "/v1/users/self", nil, ""); !ok {
		t.Fatal("the token does not work")
	}
	if out := s.run("user", "delete", "@ann"); !strings.Contains(out, "ann is hidden, and deleted on") {
		t.Errorf("delete: %s", out)
	}
	if _, ok := s.call(t.Context(), token, http.MethodGet, "/v1/users/self", nil, ""); ok {
		t.Error("the token works on")
	}
	v := s.visitor()
	if page := v.get("/ann"); page.status != http.StatusNotFound {
		t.Errorf("the profile is there: %d", page.status)
	}
	if r := v.post("/login", url.Values{"login": {"ann"}, "password": {password}}); r.status != http.StatusOK ||
		!strings.Contains(r.body, "Welcome back") {
		t.Errorf("a login does not bring it back: %d", r.status)
	}
	if page := s.visitor().get("/ann"); page.status != http.StatusOK {
		t.Errorf("the profile is not back: %d", page.status)
	}
	for _, args := range [][]string{{"user", "delete"}, {"user", "delete", "--now"}, {"user", "delete", "ann", "--at-once"}} {
		if code, _, _ := s.tryRun(args...); code != 2 {
			t.Errorf("%v: exit %d", args, code)
		}
	}
	if out := s.run("user", "delete", "--now", "ann"); !strings.Contains(out, "is deleted") || !strings.Contains(out, "90 days") {
		t.Errorf("delete --now: %s", out)
	}
	v.signedOut()
	if code, _, errs := s.tryRun("user", "delete", "ann", "--now"); code == 0 || !strings.Contains(errs, "there is no account") {
		t.Errorf("a second deletion: %d %s", code, errs)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("stop: %d\n%s", code, s.log.String())
	}
	trace := s.trace() + "\n"
	for _, empty := range []string{"users 0", "credentials 0", "emails 0", "api_tokens 0", "people_keys 0", "usernames 1"} {
		if !strings.Contains(trace, empty+"\n") {
			t.Errorf("not %s: %s", empty, trace)
		}
	}
}

func TestSuspensionEndsAccess(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	s.run("user", "add", "--username", "ann", "--email", "ann@example.org", "--password", "quiet harbour lantern")
	token := s.run("token", "--user", "ann")
	if _, ok := s.call(t.Context(), token, http.MethodGet, "/v1/users/self", nil, ""); !ok {
		t.Fatal("the token does not work")
	}
	s.run("user", "suspend", "--username", "ann")
	if a, ok := s.call(t.Context(), token, http.MethodGet, "/v1/users/self", nil, ""); ok || a.Meta.Code != http.StatusBadRequest {
		t.Errorf("the token of a suspended account answers %d", a.Meta.Code)
	}
	if code, _, errs := s.tryRun("user", "add", "--username", "x", "--email", "nonsense", "--password", "123"); code != 2 ||
		!strings.Contains(errs, "email") || !strings.Contains(errs, "password") {
		t.Errorf("a bad account: %d %s", code, errs)
	}
	if out := s.run("config"); strings.Contains(out, "quiet") || !strings.Contains(out, "PHOTOGRAM_LISTEN") {
		t.Errorf("config: %s", out)
	}
}
