package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// process is one run of the postmaster.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended, after err is set
	err  error
}

// attr makes a child die with us by the given signal, not with the terminal's ^C.
func (a account) attr(death syscall.Signal) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Pdeathsig: death, Setpgid: true}
	if a.drop {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// startLocked starts a command whose Pdeathsig means the death of this
// process. Linux sends it when the starting thread ends, so that thread is
// kept for as long as the command runs.
func startLocked(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.done)
		}
	}()
	return p, <-started
}

func runLocked(cmd *exec.Cmd) error {
	p, err := startLocked(cmd)
	if err != nil {
		return err
	}
	<-p.done
	return p.err
}

// stop asks for a fast shutdown, then for an immediate one when ctx ends, and
// returns when the process is gone.
func (p *process) stop(ctx context.Context) {
	_ = p.cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-p.done:
		return
	case <-time.After(2 * time.Second): // also when ctx has ended already
	}
	select {
	case <-p.done:
		return
	case <-ctx.Done():
	case <-time.After(time.Minute):
	}
	_ = p.cmd.Process.Signal(syscall.SIGQUIT)
	select {
	case <-p.done:
	case <-time.After(5 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

func (c *Cluster) arguments() []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"port":                    "5432",
		"unix_socket_directories": c.socket,
		"unix_socket_permissions": "0700",
		"max_connections":         "100",
		"shared_buffers":          "128MB",
		"fsync":                   "on",
		"wal_compression":         "on",
		"random_page_cost":        "1.1",
		"jit":                     "off",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"log_destination":         "stderr",
		"logging_collector":       "off",
		"log_checkpoints":         "off",
		"log_line_prefix":         "%m [%p] ",
	}
	if c.opts.Fast {
		maps.Copy(settings, map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
			"max_connections": "300",
			"wal_level":       "minimal", "max_wal_senders": "0", "wal_compression": "off", "max_wal_size": "256MB"})
	}
	maps.Copy(settings, c.opts.Settings)
	args := []string{"-D", c.layout.data}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}

// launch starts the postmaster and waits until it takes connections. While an
// earlier one is still letting go of the data it tries again.
func (c *Cluster) launch(ctx context.Context) (*process, error) {
	for began := time.Now(); ; {
		if err := c.clearPrevious(ctx); err != nil {
			return nil, err
		}
		p, logged, err := c.launchOnce(ctx)
		if err == nil {
			return p, nil
		}
		busy := strings.Contains(logged, "is still in use") || strings.Contains(logged, "already exists")
		if !busy || time.Since(began) > 20*time.Second || !pause(ctx, 200*time.Millisecond) {
			return nil, err
		}
	}
}

func (c *Cluster) launchOnce(ctx context.Context) (p *process, logged string, err error) {
	logFile, size, err := openLog(c.layout)
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, logFile.Close()) }()
	cmd := exec.Command(c.tools.postgres(), c.arguments()...)
	cmd.Dir = c.layout.root
	cmd.Env = environment()
	cmd.Stdout, cmd.Stderr = logFile, logFile
	cmd.SysProcAttr = c.layout.account.attr(syscall.SIGINT)
	p, err = startLocked(cmd)
	if err != nil {
		return nil, "", fmt.Errorf("start PostgreSQL: %w", err)
	}
	if err := c.waitReady(ctx, p); err != nil {
		if ctx.Err() != nil {
			p.stop(ctx)
		}
		logged := logSince(c.layout, size)
		return nil, logged, fmt.Errorf("start PostgreSQL: %w (its log is %s)\n%s", err, c.layout.log, tail([]byte(logged)))
	}
	return p, "", nil
}

func (c *Cluster) waitReady(ctx context.Context, p *process) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	patience := time.NewTicker(10 * time.Second)
	defer patience.Stop()
	for {
		select {
		case <-p.done:
			return errors.Join(errors.New("it ended before it was ready"), p.err)
		case <-ctx.Done():
			return ctx.Err()
		case <-patience.C:
			c.opts.Logger.Info("PostgreSQL is recovering; this can take minutes after a crash", "log", c.layout.log)
		case <-tick.C:
			if pf, err := readPIDFile(c.layout.data); err == nil && pf.ready && pf.pid == p.cmd.Process.Pid {
				return nil
			}
		}
	}
}

// socketLook is how often the socket is looked for.
const socketLook = 2 * time.Second

func (c *Cluster) socketThere() bool {
	_, err := os.Lstat(filepath.Join(c.socket, ".s.PGSQL.5432"))
	return !errors.Is(err, fs.ErrNotExist)
}

// supervise restarts a server that ended without being told to or that cannot be
// reached any more, and gives up when it keeps ending.
func (c *Cluster) supervise(p *process) {
	defer close(c.done)
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	look := time.NewTicker(socketLook)
	defer look.Stop()
	var ends []time.Time
	for {
		healing := false
		select {
		case <-look.C:
			if c.socketThere() {
				continue
			}
			// PostgreSQL makes its socket when it starts, and never again.
			c.opts.Logger.Error("PostgreSQL's socket was removed; starting it again", "socket", c.socket)
			p.stop(c.life)
			healing = true
		case <-tick.C:
			if err := limitLog(c.layout); err != nil {
				c.opts.Logger.Warn("PostgreSQL's log could not be cut", "error", err)
			}
			continue
		case <-p.done:
		}
		if c.life.Err() != nil {
			return
		}
		if !healing {
			c.opts.Logger.Error("PostgreSQL ended unexpectedly; starting it again", "error", p.err, "log", c.layout.log)
			ends = append(ends, time.Now())
		}
		err := fmt.Errorf("PostgreSQL ended %d times in a minute: %w", len(ends), p.err)
		if len(ends) < 4 || time.Since(ends[len(ends)-4]) > time.Minute {
			if err = c.layout.renewSocketDir(c.socket); err == nil {
				p, err = c.launch(c.life)
			}
		}
		if c.life.Err() != nil {
			if err == nil {
				p.stop(c.life)
			}
			return
		}
		c.mu.Lock()
		c.err = err
		if err == nil {
			c.current = p
		}
		c.mu.Unlock()
		if err != nil {
			c.opts.Logger.Error("PostgreSQL cannot be started again", "error", err)
			return
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func openLog(l layout) (*os.File, int64, error) {
	if err := limitLog(l); err != nil {
		return nil, 0, err
	}
	f, err := os.OpenFile(l.log, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, 0, fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	info, err := f.Stat()
	if err == nil && l.account.drop {
		err = f.Chown(int(l.account.uid), int(l.account.gid))
	}
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("open PostgreSQL's log: %w", err), f.Close())
	}
	return f, info.Size(), nil
}
