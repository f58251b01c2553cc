package embedded

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestWrongVersion(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	data := filepath.Join(dir, "postgres", "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	version := filepath.Join(data, "PG_VERSION")
	if err := os.WriteFile(version, []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{DataDir: dir})
	for _, want := range []string{data, "made by PostgreSQL 9", "apt install postgresql-9", "pg_upgrade", "nothing was changed"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
	if _, err := os.Stat(version); err != nil {
		t.Errorf("the data was touched: %v", err)
	}
	if err := os.Remove(version); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Options{DataDir: dir}); err == nil ||
		!strings.Contains(err.Error(), "not a PostgreSQL data directory") {
		t.Errorf("a data directory without PG_VERSION: %v", err)
	}
}

func TestChooseTools(t *testing.T) {
	t.Parallel()
	installed := []tools{{"/new", 17}, {"/old", 15}}
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := chooseTools(data, installed); err != nil || got.bin != "/old" {
		t.Errorf("existing data: %v %v", got, err)
	}
	missing := filepath.Join(data, "missing")
	if got, err := chooseTools(missing, installed); err != nil || got.bin != "/new" {
		t.Errorf("new data: %v %v", got, err)
	}
	for _, few := range [][]tools{nil, {{"/ancient", 13}}} {
		if _, err := chooseTools(missing, few); err == nil || !strings.Contains(err.Error(), "apt install postgresql") {
			t.Errorf("with %v: %v", few, err)
		}
	}
	if got := majorOf("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"); got != 15 {
		t.Errorf("major %d", got)
	}
}

func TestAwkwardPaths(t *testing.T) {
	t.Parallel()
	base := dataDir(t)
	for _, name := range []string{strings.Repeat("long", 30), "comma, space 'quote' ünï"} {
		dir := filepath.Join(base, name)
		c := start(t, Options{DataDir: dir, Fast: true})
		if strings.HasPrefix(c.socket, dir) {
			t.Errorf("the socket is in %s", c.socket)
		}
		t.Cleanup(func() { _ = os.RemoveAll(c.socket) })
		query(t, c.DSN(), `select 1`)
		stop(t, c)
		again := start(t, Options{DataDir: dir, Fast: true})
		if again.socket != c.socket {
			t.Errorf("a second directory %s beside %s", again.socket, c.socket)
		}
		stop(t, again)
	}
}

func TestUnreachableDataDir(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root has another account to run PostgreSQL as")
	}
	dir := dataDir(t)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{DataDir: dir})
	for _, want := range []string{"cannot enter " + dir, "chmod o+x " + dir, "PHOTOGRAM_DATA_DIR"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}

// Runs the other tests as a user without rights.
func TestAsOrdinaryUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("the other tests run as an ordinary user already")
	}
	dir := dataDir(t)
	nobody := account{uid: 65534, gid: 65534, drop: true}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, int(nobody.uid), int(nobody.gid)); err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "embedded.test")
	if err := os.WriteFile(name, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command(name, "-test.v", "-test.short", "-test.run", "StartStop|StartTemp|Killed|Orphan|Stale|Lost")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+dir)
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.SysProcAttr = nobody.attr(syscall.SIGTERM)
	if err := runLocked(cmd); err != nil {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	t.Logf("as nobody:\n%s", out.Bytes())
}

// Data that an ordinary user owns keeps its owner when root takes over.
func TestRootKeepsTheOwner(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	l, err := newLayout(dataDir(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(l.root, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(l.root, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if err := l.chooseAccount(); err != nil || l.account.uid != 65534 || !l.account.drop {
		t.Errorf("account %+v: %v", l.account, err)
	}
}

func TestLogIsLimited(t *testing.T) {
	t.Parallel()
	l, err := newLayout(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(l.root, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(l.log, bytes.Repeat([]byte("line\n"), maxLog/4), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := limitLog(l); err != nil {
		t.Fatal(err)
	}
	now, err1 := os.Stat(l.log)
	old, err2 := os.Stat(l.log + ".old")
	if err1 != nil || err2 != nil || now.Size() != 0 || old.Size() == 0 {
		t.Errorf("log %v %v, old %v %v", now, err1, old, err2)
	}
}
