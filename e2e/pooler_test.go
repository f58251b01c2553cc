package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	osuser "os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// pooler is a PgBouncer in transaction mode before one database.
type pooler struct {
	t       *testing.T
	address string
	name    string // of the database
	cmd     *exec.Cmd
}

// unprivileged makes a command run as the user of the database where this is
// root, since PgBouncer refuses to be root. It gives who that is.
func unprivileged(t *testing.T, cmd *exec.Cmd) (uid, gid int) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if os.Geteuid() != 0 {
		return os.Getuid(), os.Getgid()
	}
	u, err := osuser.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return uid, gid
}

// startPooler runs a PgBouncer with few connections, so that statements of all
// clients meet in them.
func startPooler(t *testing.T, dsn string) *pooler {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	p := &pooler{t: t, address: freeAddress(t), name: strings.TrimPrefix(u.Path, "/")}
	host, port, _ := net.SplitHostPort(p.address)
	password, _ := u.User.Password()
	dir, err := os.MkdirTemp("", "photogram-pooler-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	ini := filepath.Join(dir, "pgbouncer.ini")
	program := "/usr/sbin/pgbouncer" // not in everybody's PATH
	if found, err := exec.LookPath("pgbouncer"); err == nil {
		program = found
	}
	p.cmd = exec.Command(program, ini)
	uid, gid := unprivileged(t, p.cmd)
	text := fmt.Sprintf(`[databases]
%s = host=%s port=%s user=%s password=%s
[pgbouncer]
listen_addr = %s
listen_port = %s
unix_socket_dir =
auth_type = any
admin_users = admin
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
`, p.name, u.Query().Get("host"), u.Query().Get("port"), u.User.Username(), password, host, port)
	if err := os.WriteFile(ini, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, ini} {
		if err := os.Chown(path, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	said := new(output)
	p.cmd.Stdout, p.cmd.Stderr = said, said
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("PgBouncer is missing; ./test installs it: %v", err)
	}
	t.Cleanup(p.stop)
	waitFor(t, "PgBouncer answers", func() bool {
		conn, err := net.Dial("tcp", p.address)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("PgBouncer: %s", said)
		}
	})
	return p
}

func (p *pooler) stop() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	p.cmd = nil
}

func (p *pooler) dsn() string { return "postgres://anybody@" + p.address + "/" + p.name }

// sessions are the database's processes that the pooler uses.
func (p *pooler) sessions() (out []int32) {
	p.t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, "postgres://admin@"+p.address+"/pgbouncer?default_query_exec_mode=simple_protocol")
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	rows, err := conn.Query(ctx, "SHOW SERVERS")
	if err != nil {
		p.t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToMap)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, s := range list {
		pid, err := strconv.ParseInt(fmt.Sprint(s["remote_pid"]), 10, 32)
		if err != nil {
			p.t.Fatal(err)
		}
		out = append(out, int32(pid))
	}
	return out
}

// waitFor asks until the answer is yes, and fails the test when it takes too long.
func waitFor(t *testing.T, what string, ask func() bool) {
	t.Helper()
	for end := time.Now().Add(stepTime); ; time.Sleep(20 * time.Millisecond) {
		if ask() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func (s *server) must(token, method, path string, form url.Values) json.RawMessage {
	s.t.Helper()
	a, ok := s.call(s.t.Context(), token, method, path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
	if !ok {
		s.t.Fatalf("%s %s: %d %s\n%s", method, path, a.Meta.Code, a.Meta.ErrorMessage, s.log)
	}
	return a.Data
}

// shares uploads a photo and publishes it, and waits until a reader sees it.
func (s *server) shares(token, reader, caption string) (id string) {
	s.t.Helper()
	body, kind := photo(s.t, "static/demo/gradient-fold.jpg")
	a, ok := s.call(s.t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
	if !ok {
		s.t.Fatalf("upload: %d %s\n%s", a.Meta.Code, a.Meta.ErrorMessage, s.log)
	}
	var media struct{ ID string }
	if err := json.Unmarshal(a.Data, &media); err != nil {
		s.t.Fatal(err)
	}
	s.must(token, http.MethodPost, "/v1/media/"+media.ID+"/publish", url.Values{"caption": {caption}})
	waitFor(s.t, "the photo is shared", func() bool {
		_, ok := s.call(s.t.Context(), reader, http.MethodGet, "/v1/media/"+media.ID, nil, "")
		return ok
	})
	return media.ID
}

// trouble is what a transaction pooler makes of what needs a session, in words of the log.
var trouble = []string{"26000", "42P05", "prepared statement", "unrecognized configuration", "level=ERROR",
	"signals of other servers", "listener"}

func (s *server) calm(what string) {
	s.t.Helper()
	for _, w := range trouble {
		if strings.Contains(s.log.String(), w) {
			s.t.Errorf("%s: the log says %q:\n%s", what, w, s.log)
			return
		}
	}
}

// events reads a session's stream of events until one has the name. It is open
// when this returns.
func (s *server) events(c *http.Client, name string) <-chan error {
	open, heard := make(chan error, 1), make(chan error, 1)
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.base+"/events", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Accept", "text/event-stream")
	go func() {
		res, err := c.Do(req)
		open <- err
		if err != nil {
			return
		}
		defer func() { _ = res.Body.Close() }()
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() {
			if lines.Text() == "event: "+name {
				heard <- nil
				return
			}
		}
		heard <- fmt.Errorf("%s, and the stream ended: %w", res.Status, lines.Err())
	}()
	if err := <-open; err != nil {
		s.t.Fatal(err)
	}
	return heard
}

// Behind PgBouncer in transaction mode everything works, start after start.
func TestThroughATransactionPooler(t *testing.T) {
	t.Parallel()
	direct := emptyDatabases(t, "pooled")[0]
	p := startPooler(t, direct)
	s := newServer(t, "DATABASE_URL="+p.dsn(), "PHOTOGRAM_DATABASE_DIRECT_URL="+direct, "PHOTOGRAM_DATABASE_POOL=12",
		"PHOTOGRAM_API_RATE_LIMIT=1000000", "PHOTOGRAM_API_ACTION_LIMIT=1000000")
	password := "quiet harbour lantern"
	tokens := map[string]string{}
	for _, name := range []string{"ana", "bo"} {
		s.run("user", "add", "--username", name, "--email", name+"@example.org", "--password", password)
		tokens[name] = s.run("token", "--user", name, "--scopes", "all")
	}
	conn, err := pgx.Connect(t.Context(), direct)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var posts []string
	for round := range 5 {
		s.start()
		word := "larch" + strconv.Itoa(round)
		if round == 0 {
			var ana struct{ ID string }
			if err := json.Unmarshal(s.must(tokens["ana"], http.MethodGet, "/v1/users/self", nil), &ana); err != nil {
				t.Fatal(err)
			}
			s.must(tokens["bo"], http.MethodPost, "/v1/users/"+ana.ID+"/relationship", url.Values{"action": {"follow"}})
		}
		ana := s.loggedIn("ana", password)
		told := s.events(ana, "notification")
		id := s.shares(tokens["ana"], tokens["bo"], "A "+word+" by the lake #"+word)
		posts = append(posts, id)
		s.must(tokens["bo"], http.MethodPost, "/v1/media/"+id+"/likes", nil)
		s.must(tokens["bo"], http.MethodPost, "/v1/media/"+id+"/comments", url.Values{"text": {"Fine " + word}})
		if err := <-told; err != nil {
			t.Errorf("round %d: nobody was told: %v", round, err)
		}
		waitFor(t, "the post is in the feed", func() bool {
			return bytes.Contains(s.must(tokens["bo"], http.MethodGet, "/v1/users/self/feed", nil), []byte(word))
		})
		waitFor(t, "the post is found", func() bool {
			return bytes.Contains(s.must(tokens["bo"], http.MethodGet, "/v1/search/media?q="+word, nil), []byte(id)) &&
				bytes.Contains(s.must(tokens["bo"], http.MethodGet, "/v1/search/media?q=lxrch"+strconv.Itoa(round), nil), []byte("["))
		})
		for _, path := range []string{"/", "/explore", "/ana", "/notifications", "/search?q=anna", "/settings", "/inbox", "/planner"} {
			if got := s.tell(ana, http.MethodGet, path, nil, nil); got.status != http.StatusOK {
				t.Errorf("round %d: %s: %v", round, path, got)
			}
		}
		// Nothing listens through the pooler, where nothing would be heard.
		var listening, lost int
		err := conn.QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE pid <> ALL($1)), count(*)
			FILTER (WHERE pid = ANY($1) AND query LIKE 'LISTEN %')
			FROM pg_stat_activity WHERE query LIKE 'LISTEN %'
			OR query = '-- ping'`, p.sessions()).Scan(&listening, &lost) // what waits long is asked whether it is there
		if err != nil {
			t.Fatal(err)
		}
		if listening < 2 || lost > 0 {
			t.Errorf("round %d: %d listen, %d of them through the pooler", round, listening, lost)
		}
		if len(p.sessions()) > 3 {
			t.Errorf("%d sessions", len(p.sessions()))
		}
		if code := s.stop(); code != 0 {
			t.Errorf("round %d: a stop exits with %d", round, code)
		}
		s.calm(fmt.Sprintf("round %d", round))
	}
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Errorf("check: %s", out)
	}
	dir := t.TempDir()
	if out := s.run("backup", dir); !strings.Contains(out, "read back and compared") {
		t.Errorf("backup: %s", out)
	}
	waitFor(t, "the backup's server number is given back", func() bool {
		code, out, errs := s.tryRun("restore", "--overwrite", dir)
		if code != 0 && !strings.Contains(errs, "is running with this database") || code == 0 &&
			!strings.Contains(out, "is restored: 2 accounts") {
			t.Fatalf("restore: %s%s", out, errs)
		}
		return code == 0
	})
	s.start()
	for _, id := range posts {
		s.must(tokens["bo"], http.MethodGet, "/v1/media/"+id, nil)
	}
	s.calm("after the restore")

	// Without the direct address, and with another database's, the way out is told.
	lone := s.with("PHOTOGRAM_DATABASE_DIRECT_URL=")
	lone.env = slices.DeleteFunc(lone.env, func(v string) bool { return strings.HasPrefix(v, "PHOTOGRAM_DATABASE_DIRECT_URL=") })
	if _, _, errs := lone.tryRun("check"); !strings.Contains(errs, "set PHOTOGRAM_DATABASE_DIRECT_URL") {
		t.Errorf("no word of the pooler: %s", errs)
	}
	s.with("PHOTOGRAM_DATABASE_DIRECT_URL="+emptyDatabases(t, "elsewhere")[0]).refuses([]string{"check"},
		"PHOTOGRAM_DATABASE_DIRECT_URL", "another database")
}
