package e2e

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"photogram/media/blob/blobtest"
)

// outageSite is a site with a photo, on the built-in database and on S3.
type outageSite struct {
	*server
	s3       *blobtest.Server
	token    string // ana's, who shared it
	id       string
	pictures []string
	ana      *http.Client
	body     []byte // of a form with a photo
	kind     string
}

func newOutageSite(t *testing.T) *outageSite {
	t.Helper()
	o := &outageSite{s3: blobtest.Start(t)}
	o.server = newServer(t, append(blobtest.Env(), "PHOTOGRAM_STORAGE_URL="+o.s3.Bucket("photos"), "PHOTOGRAM_API_RATE_LIMIT=1000000")...)
	o.run("user", "add", "--username", "ana", "--email", "ana@example.org", "--password", "quiet harbour lantern")
	o.token = o.run("token", "--user", "ana", "--scopes", "all")
	o.start()
	o.id = o.shares(o.token, o.token, "By the lake")
	waitFor(t, "the pictures are made", func() bool {
		o.pictures = o.server.pictures()
		return len(o.pictures) > 0
	})
	o.ana = o.loggedIn("ana", "quiet harbour lantern")
	o.body, o.kind = photo(t, "static/demo/gradient-fold.jpg")
	return o
}

// question is one request, and how its failure is told.
type question struct {
	method, path, body, kind string
	client                   *http.Client
	token                    bool
	words                    string
}

const (
	formKind  = "application/x-www-form-urlencoded"
	away      = "can’t reach our database"
	readOnly  = "can’t save anything right now"
	storeAway = "can’t reach our storage"
)

func (o *outageSite) reads(words string) []question {
	return []question{
		{method: "GET", path: "/", client: o.ana, words: words},
		{method: "GET", path: "/explore", words: words},
		{method: "GET", path: "/ana", client: o.ana, words: words},
		{method: "GET", path: "/v1/users/self", token: true, words: words},
		{method: "GET", path: "/v1/media/" + o.id + "/comments", token: true, words: words},
		{method: "GET", path: "/v18.0/me", token: true, words: words},
	}
}

func (o *outageSite) writes(words string) []question {
	return []question{
		{method: "POST", path: "/settings/profile", body: "full_name=Ana", kind: formKind, client: o.ana, words: words},
		{method: "POST", path: "/v1/media/" + o.id + "/comments", body: "text=Fine", kind: formKind, token: true, words: words},
		{method: "POST", path: "/" + strings.Split(o.id, "_")[0] + "/comments", body: "message=Fine", kind: formKind, token: true,
			words: words},
		{method: "POST", path: "/oauth/token", body: "grant_type=client_credentials&client_id=1&client_secret=x", kind: formKind,
			words: words},
	}
}

func (o *outageSite) uploads(words string) []question {
	return []question{
		{method: "POST", path: "/new", body: string(o.body), kind: o.kind, client: o.ana, words: words},
		{method: "POST", path: "/v1/media/upload", body: string(o.body), kind: o.kind, token: true, words: words},
	}
}

func (o *outageSite) send(q question) (status int, retry string, text string, err error) {
	req, err := http.NewRequestWithContext(o.t.Context(), q.method, o.base+q.path, strings.NewReader(q.body))
	if err != nil {
		return 0, "", "", err
	}
	if q.kind != "" {
		req.Header.Set("Content-Type", q.kind)
	}
	if q.token {
		req.Header.Set("Authorization", "Bearer "+o.token)
	}
	client := &http.Client{Timeout: 90 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if q.client != nil {
		client.Jar = q.client.Jar
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, "", "", err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header.Get("Retry-After"), string(raw), err
}

// told wants all questions, asked at once, to be answered 503 in these words.
func (o *outageSite) told(what string, questions ...question) {
	o.t.Helper()
	var all sync.WaitGroup
	for _, q := range questions {
		all.Go(func() {
			status, retry, text, err := o.send(q)
			if err != nil || status != http.StatusServiceUnavailable || retry == "" || !strings.Contains(text, q.words) {
				o.t.Errorf("%s: %s %s: %d, Retry-After %q, %v: %.300s", what, q.method, q.path, status, retry, err, text)
			}
		})
	}
	all.Wait()
}

// status wants an answer of this status, as soon as nothing remembers another.
func (o *outageSite) status(what, path string, status int, words ...string) {
	o.t.Helper()
	waitFor(o.t, fmt.Sprintf("%s: %s answers %d", what, path, status), func() bool {
		got, _, text, err := o.send(question{method: "GET", path: path})
		for _, w := range words {
			if !strings.Contains(text, w) {
				return false
			}
		}
		return err == nil && got == status
	})
}

// well wants everything to work again, by itself.
func (o *outageSite) well(what string) {
	o.t.Helper()
	o.status(what, "/readyz", http.StatusOK)
	waitFor(o.t, what+": everything works again", func() bool {
		for _, q := range append(o.reads(""), question{method: "POST", path: "/v1/media/" + o.id + "/likes", token: true},
			question{method: "GET", path: strings.TrimPrefix(o.pictures[0], o.base)}) {
			if status, _, _, err := o.send(q); err != nil || status != http.StatusOK {
				return false
			}
		}
		return true
	})
	o.status(what, "/statusz", http.StatusOK)
}

// postgres are the processes of the built-in database, the postmaster first.
func (o *outageSite) postgres() (pids []int) {
	o.t.Helper()
	raw, err := os.ReadFile(filepath.Join(o.data, "postgres", "data", "postmaster.pid"))
	if err != nil {
		o.t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	main, err := strconv.Atoi(first)
	if err != nil {
		o.t.Fatal(err)
	}
	pids = append(pids, main)
	found, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range found {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it ended
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) > 1 && fields[1] == first {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			pids = append(pids, pid)
		}
	}
	return pids
}

func (o *outageSite) signal(sig syscall.Signal) {
	o.t.Helper()
	for _, pid := range o.postgres() {
		if err := syscall.Kill(pid, sig); err != nil && err != syscall.ESRCH {
			o.t.Fatal(err)
		}
	}
}

const endSessions = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
	AND pid <> pg_backend_pid() AND usename = current_user`

func TestOutagesAreToldInWords(t *testing.T) {
	t.Parallel()
	o := newOutageSite(t)
	o.well("at first")

	// A database that hangs does not hang whoever asks.
	o.signal(syscall.SIGSTOP)
	o.told("hung", append(append(o.reads(away), o.writes(away)...), o.uploads(away)...)...)
	o.status("hung", "/readyz", http.StatusServiceUnavailable)
	o.status("hung", "/healthz", http.StatusOK)
	o.status("hung", "/statusz", http.StatusServiceUnavailable, "The database cannot be reached")
	o.signal(syscall.SIGCONT)
	o.well("hung no more")

	// One that takes no writes, as after a failover, is read and not ready.
	o.sql(`ALTER DATABASE photogram SET default_transaction_read_only = on`, endSessions)
	o.status("read-only", "/readyz", http.StatusServiceUnavailable)
	for _, q := range o.writes(readOnly)[1:3] {
		waitFor(t, "the sessions from before are gone", func() bool {
			status, retry, text, err := o.send(q)
			return err == nil && status == http.StatusServiceUnavailable && retry != "" && strings.Contains(text, q.words)
		})
	}
	o.status("read-only", "/statusz", http.StatusServiceUnavailable, "takes no writes")
	o.status("read-only", "/explore", http.StatusOK)
	o.sql(`SET default_transaction_read_only = off`, `ALTER DATABASE photogram RESET default_transaction_read_only`, endSessions)
	o.well("read-only no more")

	// Sessions that end in the middle of work.
	var all sync.WaitGroup
	seen, lock := map[int]int{}, sync.Mutex{}
	for range 4 {
		all.Go(func() {
			for range 12 {
				for _, q := range o.reads("") {
					status, retry, text, err := o.send(q)
					lock.Lock()
					seen[status]++
					lock.Unlock()
					if err != nil || status != http.StatusOK && (status != http.StatusServiceUnavailable || retry == "") {
						t.Errorf("sessions end: %s: %d %v %.300s", q.path, status, err, text)
					}
				}
			}
		})
	}
	over := make(chan struct{})
	go func() { all.Wait(); close(over) }()
	for ended := false; !ended; {
		select {
		case <-over:
			ended = true
		default:
			o.sql(endSessions)
		}
	}
	t.Logf("while sessions were ended: %v", seen)
	o.well("sessions stay")

	// A socket that somebody removed comes back, with its directory.
	if err := os.RemoveAll(filepath.Join(o.data, "postgres", "socket")); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the socket is missed", func() bool { return strings.Contains(o.log.String(), "socket was removed") })
	o.well("the socket is there")
}

func TestStorageOutagesAreToldInWords(t *testing.T) {
	t.Parallel()
	o := newOutageSite(t)
	for _, way := range []struct {
		name       string
		begin, end func()
	}{{"S3 is away", o.s3.Stop, o.s3.Resume}, {"S3 hangs", o.s3.Hang, o.s3.Continue}} {
		way.begin()
		picture := question{method: "GET", path: strings.TrimPrefix(o.pictures[0], o.base), words: "Service Unavailable"}
		o.told(way.name, append(o.uploads(storeAway), picture)...)
		o.status(way.name, "/statusz", http.StatusServiceUnavailable, "Storage cannot be reached", "The database answers")
		o.status(way.name, "/readyz", http.StatusOK)
		o.status(way.name, "/explore", http.StatusOK)
		way.end()
		o.well(way.name + " no more")
	}

	// What is wrong with keys and bucket is told at the start.
	if code := o.stop(); code != 0 {
		t.Errorf("a stop exits with %d", code)
	}
	for words, settings := range map[string][]string{
		"look at AWS_ACCESS_KEY_ID":     {"AWS_ACCESS_KEY_ID=nobody"},
		"look at AWS_SECRET_ACCESS_KEY": {"AWS_SECRET_ACCESS_KEY=wrong"},
		"there is no such bucket":       {"PHOTOGRAM_STORAGE_URL=" + o.s3.URL("elsewhere")},
	} {
		s := o.with(settings...)
		s.refuses([]string{"serve"}, "PHOTOGRAM_STORAGE_URL", words)
	}
	o.s3.Stop()
	o.refuses([]string{"serve"}, "PHOTOGRAM_STORAGE_URL", "storage is away")
}

// slowBody is a body whose end comes when it is let go.
type slowBody struct {
	io.Reader
	release chan struct{}
}

func (b *slowBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		<-b.release
	}
	return n, err
}

func TestUploadsAreToldOfAStop(t *testing.T) {
	t.Parallel()
	s := newServer(t, "PHOTOGRAM_STOP_SECONDS=5")
	s.run("user", "add", "--username", "ana", "--email", "ana@example.org", "--password", "quiet harbour lantern")
	token := s.run("token", "--user", "ana", "--scopes", "all")
	s.start()
	ana := s.loggedIn("ana", "quiet harbour lantern")
	raw, err := os.ReadFile("static/demo/gradient-fold.jpg")
	if err != nil {
		t.Fatal(err)
	}
	form, kind := photo(t, "static/demo/gradient-fold.jpg")
	began := s.tell(ana, http.MethodPost, "/new/tus", nil,
		map[string]string{"Upload-Length": strconv.Itoa(len(raw)), "Upload-Metadata": "filename cGhvdG8uanBn,batch YmF0Y2g="})
	place := began.header.Get("Location")
	if place == "" {
		t.Fatalf("begin: %v", began)
	}
	release := make(chan struct{})
	defer close(release)
	half := len(raw) / 2
	type way struct {
		name, method, path, kind string
		body                     []byte
		half                     int
		client                   *http.Client
	}
	ways := []way{
		{"parts", http.MethodPatch, place, "application/offset+octet-stream", raw, half, ana},
		{"page", http.MethodPost, "/new", kind, form, len(form) / 2, ana},
		{"API", http.MethodPost, "/v1/media/upload", kind, form, len(form) / 2, nil},
	}
	answers := make(chan string, len(ways))
	for _, w := range ways {
		req, err := http.NewRequestWithContext(t.Context(), w.method, s.base+w.path, &slowBody{bytes.NewReader(w.body[:w.half]), release})
		if err != nil {
			t.Fatal(err)
		}
		req.ContentLength = int64(len(w.body))
		req.Header.Set("Content-Type", w.kind)
		client := &http.Client{}
		if w.client != nil {
			client.Jar = w.client.Jar
			req.Header.Set("Tus-Resumable", "1.0.0")
			req.Header.Set("Upload-Offset", "0")
		} else {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		go func() {
			res, err := client.Do(req)
			if err != nil {
				answers <- w.name + ": " + err.Error()
				return
			}
			defer func() { _ = res.Body.Close() }()
			text, _ := io.ReadAll(res.Body)
			if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" ||
				!bytes.Contains(text, []byte("re restarting the site")) {
				answers <- fmt.Sprintf("%s: %s %v %.300s", w.name, res.Status, res.Header, text)
				return
			}
			answers <- ""
		}()
	}
	// The halves are here: the part in its file, the forms in temporary ones.
	temporary := func() (n int) {
		found, _ := filepath.Glob(filepath.Join(s.data, "tmp", "run-*", "upload-*"))
		for _, path := range found {
			if info, err := os.Stat(path); err == nil && info.Size() > int64(half)*3/4 {
				n++
			}
		}
		return n
	}
	part := filepath.Join(s.data, "uploads", filepath.Base(place))
	waitFor(t, "the halves have come", func() bool {
		info, err := os.Stat(part)
		return err == nil && info.Size() == int64(half) && temporary() == 2
	})
	if code := s.stop(); code != 0 {
		t.Errorf("a stop exits with %d\n%s", code, s.log)
	}
	for range ways {
		if bad := <-answers; bad != "" {
			t.Error(bad)
		}
	}
	if !strings.Contains(s.log.String(), "uploads=3") {
		t.Errorf("the stop is not told of in the log:\n%s", s.log)
	}
	if left, _ := filepath.Glob(filepath.Join(s.data, "tmp", "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}

	// What came of the part is kept, and the upload goes on where it was.
	s.start()
	head := s.tell(ana, http.MethodHead, place, nil, nil)
	if got := head.header.Get("Upload-Offset"); got != strconv.Itoa(half) {
		t.Fatalf("offset %q of %d: %v", got, half, head)
	}
	rest := s.tell(ana, http.MethodPatch, place, raw[half:],
		map[string]string{"Upload-Offset": strconv.Itoa(half), "Content-Type": "application/offset+octet-stream"})
	if rest.status != http.StatusNoContent {
		t.Errorf("the rest: %v", rest)
	}
}

// What a killed program left in its own directory goes with the next start, and
// what others hold stays.
func TestTemporaryFilesOfAKilledServer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	dir := filepath.Join(s.data, "tmp")
	own := func() []string {
		found, _ := filepath.Glob(filepath.Join(dir, "run-*"))
		return found
	}
	s.start()
	first := own()
	if len(first) != 1 {
		t.Fatalf("%v", first)
	}
	if err := os.WriteFile(filepath.Join(first[0], "upload-1"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	worker := s.with()
	worker.cmd = worker.command("work")
	worker.cmd.Stderr = worker.log
	if err := worker.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the worker works", func() bool { return strings.Contains(worker.log.String(), "working jobs") })
	s.kill()
	s.start()
	after := own()
	if len(after) != 2 {
		t.Errorf("%v, at first %v", after, first)
	}
	if _, err := os.Stat(first[0]); err == nil {
		t.Error("what the killed server left stays")
	}
	worker.kill()
	if code := s.stop(); code != 0 {
		t.Errorf("a stop exits with %d", code)
	}
	if left := own(); len(left) != 1 { // the worker's, who was killed
		t.Errorf("left: %v", left)
	}
}
