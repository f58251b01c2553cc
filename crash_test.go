package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"photogram/web/webtest"
)

// server is the real program as a process of its own.
type server struct {
	t      *testing.T
	binary string
	data   string // directory
	base   string
	env    []string
	cmd    *exec.Cmd
	log    *output
}

// output is what a process printed, while it still prints.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// build compiles the program once for all tests that run it.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "photogram-build-")
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "photogram")
	out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if binary, err := build(); err == nil {
		_ = os.RemoveAll(filepath.Dir(binary))
	}
	os.Exit(code)
}

// newServer prepares a site of its own in a directory that the database's user can reach.
func newServer(t *testing.T, settings ...string) *server {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.MkdirTemp("", "photogram-site-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(data, 0o755); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	s := &server{t: t, binary: binary, data: data, log: new(output), base: "http://" + address,
		env: append([]string{"PATH=" + os.Getenv("PATH"), "PHOTOGRAM_DATA_DIR=" + data, "PHOTOGRAM_LISTEN=" + address, "PHOTOGRAM_BASE_URL=http://" + address, "PHOTOGRAM_AVIF=false"}, settings...)}
	t.Cleanup(func() {
		s.kill()
		_ = os.RemoveAll(data)
	})
	return s
}

// demoSite is the data directory of a site with demo content, made once, and the
// password of its people.
var demoSite struct {
	once          sync.Once
	dir, password string
}

// newDemo prepares a site of its own with demo content.
func newDemo(t *testing.T) (*server, string) {
	t.Helper()
	s := newServer(t)
	demoSite.once.Do(func() {
		_, password, found := strings.Cut(s.run("demo"), "password ")
		if !found {
			return
		}
		dir := filepath.Join(filepath.Dir(s.binary), "demo")
		if out, err := exec.Command("cp", "-a", s.data, dir).CombinedOutput(); err != nil {
			t.Fatalf("keep the demo: %v\n%s", err, out)
		}
		demoSite.dir, demoSite.password = dir, strings.TrimSpace(password)
	})
	if demoSite.dir == "" {
		t.Fatal("no demo")
	}
	if out, err := exec.Command("cp", "-a", demoSite.dir+"/.", s.data).CombinedOutput(); err != nil {
		t.Fatalf("copy the demo: %v\n%s", err, out)
	}
	return s, demoSite.password
}

func (s *server) command(args ...string) *exec.Cmd {
	cmd := exec.Command(s.binary, args...)
	cmd.Env, cmd.Dir = s.env, s.t.TempDir()
	return cmd
}

func (s *server) start(args ...string) {
	s.t.Helper()
	s.cmd = s.command(append([]string{"serve"}, args...)...)
	s.cmd.Stderr = s.log
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		res, err := http.Get(s.base + "/readyz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.t.Fatalf("the server was not ready in time:\n%s", s.log.String())
}

// kill ends the server without any chance to clean up.
func (s *server) kill() {
	if s.cmd == nil || s.cmd.Process == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	s.cmd = nil
}

// stop ends the server as a service manager does and gives its exit code.
func (s *server) stop() int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	_ = s.cmd.Wait()
	code := s.cmd.ProcessState.ExitCode()
	s.cmd = nil
	return code
}

// run runs another command of the program beside the server.
func (s *server) run(args ...string) string {
	s.t.Helper()
	cmd := s.command(args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("photogram %s: %v\n%s%s", strings.Join(args, " "), err, out.String(), errs.String())
	}
	return strings.TrimSpace(out.String())
}

type answer struct {
	Meta struct {
		Code         int
		ErrorMessage string `json:"error_message"`
	}
	Data json.RawMessage
}

// call makes one API call; ok means that the server acknowledged it.
func (s *server) call(ctx context.Context, token, method, path string, body io.Reader, kind string) (a answer, ok bool) {
	req, err := http.NewRequestWithContext(ctx, method, s.base+path, body)
	if err != nil {
		return a, false
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return a, false
	}
	defer func() { _ = res.Body.Close() }()
	if json.NewDecoder(res.Body).Decode(&a) != nil {
		return a, false
	}
	return a, res.StatusCode == http.StatusOK
}

func (s *server) form(ctx context.Context, token, path string, form url.Values) (answer, bool) {
	return s.call(ctx, token, http.MethodPost, path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
}

func photo(t *testing.T, path string) (body []byte, kind string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	part, err := w.CreateFormFile("file", "photo.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes(), w.FormDataContentType()
}

// acknowledged is what the server said it had done.
type acknowledged struct {
	mu       sync.Mutex
	uploaded map[string]bool            // media id → publication acknowledged
	liked    map[string]map[string]bool // media id → tokens
	comments map[string][]string        // media id → comment ids
}

func (k *acknowledged) any() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	for id, published := range k.uploaded {
		if published {
			return id
		}
	}
	return ""
}

// counts says how much was acknowledged.
func (k *acknowledged) counts() (published, reactions int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for id, done := range k.uploaded {
		if done {
			published++
		}
		reactions += len(k.liked[id]) + len(k.comments[id])
	}
	return published, reactions
}

func TestNothingAcknowledgedIsLostByKills(t *testing.T) {
	const rounds = 10
	s := newServer(t, "PHOTOGRAM_API_RATE_LIMIT=1000000", "PHOTOGRAM_API_ACTION_LIMIT=1000000")
	s.start()
	names := []string{"ann", "ben", "cleo"}
	var tokens []string
	for _, name := range names {
		s.run("user", "add", "--username", name, "--email", name+"@example.org", "--password", "correct horse battery "+name)
		tokens = append(tokens, s.run("token", "--user", name, "--scopes", "all"))
	}
	body, kind := photo(t, "static/demo/gradient-fold.jpg")
	known := &acknowledged{uploaded: map[string]bool{}, liked: map[string]map[string]bool{}, comments: map[string][]string{}}
	for round := range rounds {
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for _, token := range tokens {
			wg.Go(func() { s.share(ctx, token, known, body, kind) })
			wg.Go(func() { s.react(ctx, token, known) })
		}
		// Sooner or later after something of each sort was acknowledged in this round.
		published, reactions := known.counts()
		more := rand.IntN(12)
		webtest.Eventually(t, "the server acknowledges something", func() bool {
			p, r := known.counts()
			return p > published && r >= reactions+2+more
		})
		time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
		s.kill()
		cancel()
		wg.Wait()
		s.start()
		s.verify(tokens, known, round)
		if out := s.run("check"); out != "Nothing is wrong." {
			t.Errorf("round %d: %s", round, out)
		}
	}
	published, likes, comments := 0, 0, 0
	for id, done := range known.uploaded {
		if done {
			published++
		}
		likes += len(known.liked[id])
		comments += len(known.comments[id])
	}
	t.Logf("%d kills; acknowledged and found again: %d uploads, %d publications, %d likes, %d comments", rounds, len(known.uploaded), published, likes, comments)
	if published < rounds || likes == 0 || comments < rounds {
		t.Errorf("too little happened to prove anything")
	}
	if code := s.stop(); code != 0 {
		t.Errorf("a polite stop exits with %d\n%s", code, s.log.String())
	}
}

func (s *server) share(ctx context.Context, token string, known *acknowledged, body []byte, kind string) {
	for ctx.Err() == nil {
		a, ok := s.call(ctx, token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
		if !ok {
			return
		}
		var media struct{ ID string }
		if json.Unmarshal(a.Data, &media) != nil {
			return
		}
		known.mu.Lock()
		known.uploaded[media.ID] = false
		known.mu.Unlock()
		if _, ok := s.form(ctx, token, "/v1/media/"+media.ID+"/publish", url.Values{"caption": {"#crash"}}); ok {
			known.mu.Lock()
			known.uploaded[media.ID] = true
			known.mu.Unlock()
		}
	}
}

func (s *server) react(ctx context.Context, token string, known *acknowledged) {
	for ctx.Err() == nil {
		id := known.any()
		if id == "" {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if _, ok := s.form(ctx, token, "/v1/media/"+id+"/likes", nil); ok {
			known.mu.Lock()
			if known.liked[id] == nil {
				known.liked[id] = map[string]bool{}
			}
			known.liked[id][token] = true
			known.mu.Unlock()
		}
		if a, ok := s.form(ctx, token, "/v1/media/"+id+"/comments", url.Values{"text": {"still here"}}); ok {
			var comment struct{ ID string }
			if json.Unmarshal(a.Data, &comment) == nil {
				known.mu.Lock()
				known.comments[id] = append(known.comments[id], comment.ID)
				known.mu.Unlock()
			}
		}
	}
}

// verify looks every acknowledged thing up again.
func (s *server) verify(tokens []string, known *acknowledged, round int) {
	s.t.Helper()
	ctx := s.t.Context()
	for id, published := range known.uploaded {
		deadline := time.Now().Add(60 * time.Second)
		for {
			owner := ""
			var media struct {
				State    string
				HasLiked bool `json:"user_has_liked"`
			}
			for _, token := range tokens {
				if a, ok := s.call(ctx, token, http.MethodGet, "/v1/media/"+id, nil, ""); ok && json.Unmarshal(a.Data, &media) == nil {
					owner = token
					break
				}
			}
			if owner == "" {
				s.t.Fatalf("round %d: media %s was acknowledged and is gone", round, id)
			}
			if !published || media.State == "published" {
				break
			}
			if time.Now().After(deadline) {
				s.t.Fatalf("round %d: the publication of %s was acknowledged, and its state is %s\n%s", round, id, media.State, s.log.String())
			}
			time.Sleep(50 * time.Millisecond)
		}
		for token := range known.liked[id] {
			var media struct {
				HasLiked bool `json:"user_has_liked"`
			}
			if a, ok := s.call(ctx, token, http.MethodGet, "/v1/media/"+id, nil, ""); !ok || json.Unmarshal(a.Data, &media) != nil || !media.HasLiked {
				s.t.Fatalf("round %d: a like of %s was acknowledged and is gone", round, id)
			}
		}
		s.verifyComments(ctx, tokens[0], id, known.comments[id], round)
	}
}

func (s *server) verifyComments(ctx context.Context, token, id string, want []string, round int) {
	s.t.Helper()
	if len(want) == 0 {
		return
	}
	have := map[string]bool{}
	before := ""
	for {
		req := "/v1/media/" + id + "/comments?count=100&max_id=" + before
		var page struct {
			Data       []struct{ ID string }
			Pagination struct {
				Next string `json:"next_max_id"`
			}
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+req, nil)
		if err != nil {
			s.t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			s.t.Fatal(err)
		}
		err = json.NewDecoder(res.Body).Decode(&page)
		_ = res.Body.Close()
		if err != nil {
			s.t.Fatal(err)
		}
		for _, c := range page.Data {
			have[c.ID] = true
		}
		if before = page.Pagination.Next; before == "" {
			break
		}
	}
	for _, c := range want {
		if !have[c] {
			s.t.Fatalf("round %d: comment %s on %s was acknowledged and is gone", round, c, id)
		}
	}
}
