package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "embedded-test-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// What a killed initdb leaves running writes on for a moment.
		eventually(t, "the data directory can be deleted", func() bool { return os.RemoveAll(dir) == nil })
	})
	return filepath.Join(dir, "data")
}

func start(t *testing.T, opts Options) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, c) })
	return c
}

func stop(t *testing.T, c *Cluster) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if err := c.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// query returns one value as text.
func query(t *testing.T, dsn, sql string) string {
	t.Helper()
	s, err := tryQuery(t.Context(), dsn, sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return s
}

func tryQuery(ctx context.Context, dsn, sql string) (string, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	var v any
	if err := conn.QueryRow(ctx, sql).Scan(&v); err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", err
	}
	return fmt.Sprint(v), nil
}

// eventually polls until ok or fails after a while.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("waited in vain: %s", what)
}

func TestStartStopStart(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	c := start(t, Options{DataDir: dir, Settings: map[string]string{"work_mem": "5MB"}})
	query(t, c.DSN(), `create table kept (n int)`)
	query(t, c.DSN(), `insert into kept values (42)`)
	for setting, want := range map[string]string{
		"listen_addresses": "", "fsync": "on", "timezone": "UTC", "jit": "off",
		"work_mem": "5MB", "server_encoding": "UTF8", "data_checksums": "on", "max_connections": "100",
	} {
		if got := query(t, c.DSN(), "select current_setting('"+setting+"')"); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	if got := query(t, c.DSN(), `select lower('ÄÉ')`); got != "äé" {
		t.Errorf("lower case of ÄÉ is %q: the locale knows no Unicode", got)
	}
	if got := query(t, c.DSN(), `select similarity('photo', 'photos') > 0.5`); got != "true" {
		t.Error("pg_trgm is not there")
	}
	if got := query(t, c.DSN(), `select rolsuper from pg_roles where rolname = current_user`); got != "false" {
		t.Error("Photogram's role is a superuser")
	}
	// An extension that earlier versions made goes at the next start.
	former := `select count(*) from pg_extension where extname = 'hll'`
	if got := query(t, c.DSN(), former); got != "0" {
		t.Errorf("hll was made: %s", got)
	}
	if query(t, c.DSN(), `select count(*) from pg_available_extensions where name = 'hll'`) == "1" {
		if err := c.asSuperuser(t.Context(), database, func(conn *pgx.Conn) error {
			_, err := conn.Exec(t.Context(), `create extension hll`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	query(t, c.DSN(), `create database another`)
	if got := query(t, c.DatabaseDSN("another"), `select current_database()`); got != "another" {
		t.Errorf("connected to %q", got)
	}
	info, err := os.Stat(filepath.Join(dir, "postgres.password"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("password file: %v %v", info, err)
	}
	stop(t, c)
	if err := c.Err(); err != nil {
		t.Errorf("after Stop: %v", err)
	}

	began := time.Now()
	c = start(t, Options{DataDir: dir})
	t.Logf("second start: %v", time.Since(began))
	if got := query(t, c.DSN(), former); got != "0" {
		t.Errorf("hll stays: %s", got)
	}
	if got := query(t, c.DSN(), `select n from kept`); got != "42" {
		t.Errorf("row after restart: %q", got)
	}
	if got := query(t, c.DSN(), `select current_setting('work_mem')`); got == "5MB" {
		t.Error("a setting outlived its start")
	}
}

func TestWrongPassword(t *testing.T) {
	t.Parallel()
	c := start(t, Options{DataDir: dataDir(t), Fast: true})
	wrong := strings.Replace(c.DSN(), c.password, "wrong", 1)
	if _, err := tryQuery(t.Context(), wrong, `select 1`); err == nil {
		t.Error("a wrong password was taken")
	}
}

func TestSecondCopy(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	if _, err := Attach(dir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("attach before the start: %v", err)
	}
	first := start(t, Options{DataDir: dir, Fast: true})
	_, err := Start(t.Context(), Options{DataDir: dir})
	var running *RunningError
	if !errors.Is(err, ErrRunning) || !errors.As(err, &running) || running.PID != os.Getpid() {
		t.Errorf("second start: %v", err)
	}
	guest, err := Open(t.Context(), Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if !guest.Guest() || guest.DSN() != first.DSN() || guest.Done() != nil {
		t.Errorf("open beside a running server: %+v", guest)
	}
	stop(t, guest)
	if dsn, err := Attach(dir); err != nil || dsn != first.DSN() {
		t.Errorf("attach: %v", err)
	}
	if got := query(t, first.DSN(), `select 1`); got != "1" {
		t.Error("the guest's Stop stopped the server")
	}
	stop(t, first)
	own, err := Open(t.Context(), Options{DataDir: dir, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, own)
	if own.Guest() {
		t.Error("open of a free data directory is a guest")
	}
}

// locked is a data directory that another holds.
func locked(t *testing.T) layout {
	t.Helper()
	c, err := newLayout(dataDir(t))
	if err == nil {
		err = c.makeDataDir()
	}
	if err != nil {
		t.Fatal(err)
	}
	lock, err := takeLock(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.Close() })
	return c
}

func TestOpenWaitsForAStartingServer(t *testing.T) {
	t.Parallel()
	c := locked(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, Options{DataDir: c.dir}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("open while another is starting: %v", err)
	}
}

// Between its lock and its number a new holder's file names an earlier process.
func TestAnEndedProcessIsNotNamed(t *testing.T) {
	t.Parallel()
	c := locked(t)
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.lock, []byte(strconv.Itoa(ended.Process.Pid)), 0o600); err != nil {
		t.Fatal(err)
	}
	var running *RunningError
	if _, err := takeLock(c); !errors.As(err, &running) || running.PID != 0 {
		t.Errorf("the lock of another, with an ended process's number: %v", err)
	}
	if err := os.WriteFile(c.lock, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := takeLock(c); !errors.As(err, &running) || running.PID != os.Getpid() {
		t.Errorf("the lock of another, with its number: %v", err)
	}
}

func TestStartTemp(t *testing.T) {
	t.Parallel()
	c, err := StartTemp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := query(t, c.DSN(), `select current_setting('fsync')`); got != "off" {
		t.Errorf("fsync = %s", got)
	}
	stop(t, c)
	if _, err := os.Stat(c.remove); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is left: %v", c.remove, err)
	}
}

func TestCancelledStart(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	for _, after := range []time.Duration{0, 20 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		c, err := Start(ctx, Options{DataDir: dir, Fast: true})
		cancel()
		if err == nil {
			stop(t, c)
		}
	}
	c := start(t, Options{DataDir: dir, Fast: true})
	if got := query(t, c.DSN(), `select 1`); got != "1" {
		t.Error(got)
	}
}

func TestLostPasswordFile(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	c := start(t, Options{DataDir: dir, Fast: true})
	query(t, c.DSN(), `create table kept (n int)`)
	stop(t, c)
	if err := os.Remove(filepath.Join(dir, "postgres.password")); err != nil {
		t.Fatal(err)
	}
	again := start(t, Options{DataDir: dir, Fast: true})
	if again.DSN() == c.DSN() {
		t.Error("the password is the old one")
	}
	query(t, again.DSN(), `select count(*) from kept`)
}
