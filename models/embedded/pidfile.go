package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// pidFile is what postmaster.pid tells; PostgreSQL's miscadmin.h lists its lines.
type pidFile struct {
	pid       int
	socketDir string
	ready     bool
	written   time.Time
}

func readPIDFile(data string) (pidFile, error) {
	path := filepath.Join(data, "postmaster.pid")
	info, err := os.Stat(path)
	if err != nil {
		return pidFile{}, err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return pidFile{}, err
	}
	lines := strings.Split(string(b), "\n")
	pf := pidFile{written: info.ModTime()}
	pf.pid, _ = strconv.Atoi(strings.TrimSpace(lines[0])) // 0 while it is being written
	if len(lines) > 4 {
		pf.socketDir = lines[4]
	}
	pf.ready = len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
	return pf, nil
}

// isPostmaster tells whether a live process is a PostgreSQL server of this
// data directory: they work inside it. Another user's process never is ours.
func isPostmaster(pid int, data string) bool {
	if pid <= 0 {
		return false
	}
	proc := "/proc/" + strconv.Itoa(pid)
	cwd, err := os.Stat(proc + "/cwd")
	if err != nil {
		return false
	}
	dir, err := os.Stat(data)
	if err != nil || !os.SameFile(cwd, dir) {
		return false
	}
	exe, err := os.Readlink(proc + "/exe")
	return err == nil && strings.HasPrefix(filepath.Base(exe), "postgres") // "postgres (deleted)" after an upgrade
}

// clearPrevious makes the data directory free: it ends a server whose
// Photogram was killed, and removes a pid file that names no server of ours,
// which PostgreSQL would otherwise respect when that number is in use again.
// The caller holds the lock on the data directory.
func (c *Cluster) clearPrevious(ctx context.Context) error {
	for {
		pf, err := readPIDFile(c.layout.data)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for an earlier database server: %w", err)
		}
		if pf.pid == 0 && time.Since(pf.written) < 2*time.Second && pause(ctx, 50*time.Millisecond) {
			continue // it is just being written
		}
		p, err := os.FindProcess(pf.pid) // holds on to the process, not only its number
		if err == nil && isPostmaster(pf.pid, c.layout.data) {
			c.opts.Logger.Warn("ending the database server of a Photogram that was killed", "pid", pf.pid)
			if err := endOrphan(ctx, p, func() bool { return isPostmaster(pf.pid, c.layout.data) }); err != nil {
				return err
			}
			continue
		}
		for _, path := range []string{
			filepath.Join(c.layout.data, "postmaster.pid"),
			filepath.Join(c.socket, ".s.PGSQL.5432.lock"),
			filepath.Join(c.socket, ".s.PGSQL.5432"),
		} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("remove a stale file: %w", err)
			}
		}
		return nil
	}
}

func endOrphan(ctx context.Context, p *os.Process, alive func() bool) error {
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, 20 * time.Second}, {syscall.SIGQUIT, 10 * time.Second}} {
		if err := p.Signal(step.signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("end an earlier database server, process %d: %w", p.Pid, err)
		}
		for began := time.Now(); time.Since(began) < step.wait; {
			if !alive() {
				return nil
			}
			if !pause(ctx, 10*time.Millisecond) {
				return ctx.Err()
			}
		}
	}
	return fmt.Errorf("an earlier database server, process %d, does not end: end it by hand", p.Pid)
}
