package embedded

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models/modelstest/tmpfs"
)

// TestMain lets the test binary play a Photogram that the tests can kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("EMBEDDED_TEST_PARENT"); dir != "" {
		if err := playParent(dir); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	done := tmpfs.Use()
	code := m.Run()
	done()
	os.Exit(code)
}

// playParent starts a cluster and commits row after row, telling each.
func playParent(dir string) error {
	ctx := context.Background()
	c, err := Start(ctx, Options{DataDir: dir})
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, c.DSN())
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `create table if not exists kept (n bigint primary key)`); err != nil {
		return err
	}
	fmt.Println("ready", c.current.cmd.Process.Pid)
	for {
		var n int64
		if err := conn.QueryRow(ctx, `insert into kept select coalesce(max(n), 0) + 1 from kept returning n`).Scan(&n); err != nil {
			return err
		}
		fmt.Println("committed", n)
	}
}

type parent struct {
	cmd   *exec.Cmd
	lines chan string
	last  int64 // highest row that it told
}

func startParent(t *testing.T, dir string) *parent {
	t.Helper()
	p := &parent{cmd: exec.Command(os.Args[0]), lines: make(chan string, 1<<16)}
	p.cmd.Env = append(os.Environ(), "EMBEDDED_TEST_PARENT="+dir)
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines <- s.Text()
		}
	}()
	t.Cleanup(p.kill)
	return p
}

// expect returns the rest of the next line that begins with word.
func (p *parent) expect(t *testing.T, word string) string {
	t.Helper()
	for line := range p.lines {
		if rest, ok := strings.CutPrefix(line, word+" "); ok {
			return rest
		}
		if strings.HasPrefix(line, "error ") {
			t.Fatal(line)
		}
	}
	t.Fatalf("the parent ended without saying %q", word)
	return ""
}

func (p *parent) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	for line := range p.lines {
		if n, ok := strings.CutPrefix(line, "committed "); ok {
			p.last, _ = strconv.ParseInt(n, 10, 64)
		}
	}
	_ = p.cmd.Wait()
}

func TestKilledWhileWriting(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	for range rounds(10) {
		p := startParent(t, dir)
		pid, err := strconv.Atoi(p.expect(t, "ready"))
		if err != nil {
			t.Fatal(err)
		}
		p.expect(t, "committed")
		time.Sleep(rand.N(200 * time.Millisecond)) // the random moment is the test
		p.kill()
		c, err := Start(t.Context(), Options{DataDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if isPostmaster(pid, c.layout.data) {
			t.Fatal("the killed parent's server is still there")
		}
		rows, err := strconv.ParseInt(query(t, c.DSN(), `select count(*) from kept`), 10, 64)
		if err != nil || rows < p.last {
			t.Errorf("%d rows were committed and %d are there: %v", p.last, rows, err)
		}
		stop(t, c)
	}
}

func TestKilledWhileStarting(t *testing.T) {
	t.Parallel()
	var dir string
	for i := range rounds(20) {
		if i%4 == 0 {
			dir = dataDir(t)
		}
		p := startParent(t, dir)
		time.Sleep(rand.N(900 * time.Millisecond)) // the random moment is the test
		p.kill()
	}
	c := start(t, Options{DataDir: dir})
	if got := query(t, c.DSN(), `select 1`); got != "1" {
		t.Error(got)
	}
	left, err := filepath.Glob(filepath.Join(c.layout.root, unfinished+"*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func rounds(n int) int {
	if testing.Short() {
		return max(n/4, 1)
	}
	return n
}

// An orphan that ignores the parent's death, as after a failed Pdeathsig.
func TestOrphanIsTakenOver(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	c := start(t, Options{DataDir: dir})
	query(t, c.DSN(), `create table kept (n int)`)
	stop(t, c)
	log, _, err := openLog(c.layout)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	orphan := exec.Command(c.tools.postgres(), c.arguments()...)
	orphan.Env, orphan.Dir, orphan.Stderr = environment(), c.layout.root, log
	orphan.SysProcAttr = c.layout.account.attr(0)
	if err := orphan.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = orphan.Wait() }()
	eventually(t, "the orphan is ready", func() bool {
		pf, err := readPIDFile(c.layout.data)
		return err == nil && pf.ready
	})
	again := start(t, Options{DataDir: dir})
	if again.current.cmd.Process.Pid == orphan.Process.Pid {
		t.Error("the orphan was kept")
	}
	query(t, again.DSN(), `select count(*) from kept`)
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	var ps []*parent
	for range 4 {
		ps = append(ps, startParent(t, dir))
	}
	ready, refused := 0, 0
	for _, p := range ps {
		switch line := <-p.lines; {
		case strings.HasPrefix(line, "ready "):
			ready++
		case strings.Contains(line, "another Photogram, process "):
			refused++
		default:
			t.Errorf("unexpected: %s", line)
		}
	}
	if ready != 1 || refused != 3 {
		t.Errorf("%d ready, %d refused", ready, refused)
	}
}

func TestServerKilled(t *testing.T) {
	t.Parallel()
	c := start(t, Options{DataDir: dataDir(t)})
	query(t, c.DSN(), `create table kept (n int)`)
	if err := c.current.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server is back", func() bool {
		_, err := tryQuery(t.Context(), c.DSN(), `select count(*) from kept`)
		return err == nil
	})
	select {
	case <-c.Done():
		t.Error("Done is closed though the server is back")
	default:
	}

	c.mu.Lock()
	p := c.current
	c.mu.Unlock()
	gone := c.layout.data + ".gone"
	if err := os.Rename(c.layout.data, gone); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Done():
	case <-time.After(10 * time.Minute):
		t.Fatal("Done is not closed though the data directory is gone")
	}
	if c.Err() == nil {
		t.Error("no reason is given")
	}
	stop(t, c)
}

func TestStalePIDFile(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	c := start(t, Options{DataDir: dir})
	stop(t, c)
	innocent := exec.Command("sleep", "600")
	innocent.Dir = "/"
	innocent.SysProcAttr = c.layout.account.attr(syscall.SIGKILL) // PostgreSQL heeds only its own user's processes
	p, err := startLocked(innocent)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = innocent.Process.Kill() }()
	text := fmt.Sprintf("%d\n%s\n%d\n5432\n%s\n\n  5432001     65536\nready   \n", innocent.Process.Pid, c.layout.data,
		time.Now().Unix(), c.socket)
	for _, path := range []string{filepath.Join(c.layout.data, "postmaster.pid"), filepath.Join(c.socket, ".s.PGSQL.5432.lock")} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(path, int(c.layout.account.uid), int(c.layout.account.gid)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Attach(dir); err == nil {
		t.Error("attached to a process that is no server")
	}
	again := start(t, Options{DataDir: dir})
	query(t, again.DSN(), `select 1`)
	select {
	case <-p.done:
		t.Error("the innocent process was ended")
	default:
	}
}
