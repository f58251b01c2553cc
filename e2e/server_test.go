package e2e

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
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"photogram/models/modelstest/tmpfs"
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
	cmd := exec.Command("go", "build", "-o", binary, ".")
	cmd.Env = append(os.Environ(), "GOTMPDIR="+tmpfs.Disk)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	if err := os.Chdir(".."); err != nil { // where the program's files are
		panic(err)
	}
	done := tmpfs.Use()
	code := m.Run()
	if binary, err := build(); err == nil {
		_ = os.RemoveAll(filepath.Dir(binary))
	}
	done()
	os.Exit(code)
}

// ports are handed out one after the other from below those that outgoing
// connections get, so that a server that was killed finds its own free again.
var ports = func() func() int {
	var taken atomic.Int64
	taken.Store(rand.Int64N(20_000))
	return func() int { return 12_000 + int(taken.Add(1)%20_000) }
}()

// freeAddress is one that nothing listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 1000 {
		address := fmt.Sprintf("127.0.0.1:%d", ports())
		if listener, err := net.Listen("tcp", address); err == nil {
			_ = listener.Close()
			return address
		}
	}
	t.Fatal("no port is free")
	return ""
}

// freshServer prepares a site of its own, which does not exist yet, in a
// directory that the database's user can reach.
func freshServer(t *testing.T, settings ...string) *server {
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
	address := freeAddress(t)
	s := &server{t: t, binary: binary, data: data, log: new(output), base: "http://" + address,
		env: append([]string{"PATH=" + os.Getenv("PATH"), "PHOTOGRAM_DATA_DIR=" + data, "PHOTOGRAM_LISTEN=" + address,
			"PHOTOGRAM_BASE_URL=http://" + address, "PHOTOGRAM_AVIF=false"}, settings...)}
	t.Cleanup(func() {
		s.kill()
		_ = os.RemoveAll(data)
	})
	return s
}

// keptSite is a site that was made once, for tests to begin with a copy of.
type keptSite struct {
	once   sync.Once
	dir    string
	told   string // what the command demo printed
	before string // what there was before the demo came: see trace
}

var emptySite, demoSite keptSite

// keep keeps the site of a server that has ended.
func (k *keptSite) keep(s *server, name string) {
	s.t.Helper()
	dir := filepath.Join(filepath.Dir(s.binary), name)
	if out, err := exec.Command("cp", "-a", s.data, dir).CombinedOutput(); err != nil {
		s.t.Fatalf("keep a site: %v\n%s", err, out)
	}
	k.dir = dir
}

// copyTo makes a site as this one was.
func (k *keptSite) copyTo(s *server) {
	s.t.Helper()
	if k.dir == "" {
		s.t.Fatal("the site to begin with could not be made")
	}
	if out, err := exec.Command("cp", "-a", k.dir+"/.", s.data).CombinedOutput(); err != nil {
		s.t.Fatalf("copy a site: %v\n%s", err, out)
	}
}

// newServer prepares an empty site that was started once before. All of them
// are copies, so their databases have the same identity: see freshServer.
func newServer(t *testing.T, settings ...string) *server {
	t.Helper()
	s := freshServer(t, settings...)
	if s.setting("DATABASE_URL") != "" {
		return s
	}
	emptySite.once.Do(func() {
		first := freshServer(t)
		first.start()
		if code := first.stop(); code != 0 {
			t.Fatalf("the first stop of a site: %d\n%s", code, first.log.String())
		}
		emptySite.keep(first, "empty")
	})
	emptySite.copyTo(s)
	return s
}

// newDemo prepares a site of its own with demo content beside the account "stays",
// and tells the password of the demo's people.
func newDemo(t *testing.T) (*server, string) {
	t.Helper()
	s := freshServer(t)
	demoSite.once.Do(func() {
		first := freshServer(t)
		first.run("user", "add", "--username", "stays", "--email", "stays@example.org", "--password", "quiet harbour lantern")
		demoSite.before = first.trace()
		demoSite.told = first.run("demo")
		demoSite.keep(first, "demo")
	})
	demoSite.copyTo(s)
	_, password, found := strings.Cut(demoSite.told, "password ")
	if !found {
		t.Fatalf("demo: %s", demoSite.told)
	}
	return s, strings.TrimSpace(password)
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
	deadline := time.Now().Add(stepTime)
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

// told is what the log says beside the requests.
func (s *server) told() string {
	var out strings.Builder
	for line := range strings.Lines(s.log.String()) {
		if !strings.Contains(line, "msg=request ") {
			out.WriteString(line)
		}
	}
	return out.String()
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
