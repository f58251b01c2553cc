// Package embedded runs a private PostgreSQL server as a child process, so
// that Photogram starts on a machine where nobody set up a database.
//
// It promises that a database is never lost or half made: the data directory
// belongs to one Photogram at a time, survives kill -9 at any moment, and is
// never deleted or converted. It knows nothing of tables or of Photogram's
// other packages; it hands out a connection string.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"syscall"
	"time"
)

// Options say where a cluster lives and how it runs.
type Options struct {
	// DataDir is Photogram's data directory; the cluster is kept in DataDir/postgres.
	DataDir string
	// Logger hears of starts, restarts and stops; nil is silent. PostgreSQL's own log is a file in DataDir.
	Logger *slog.Logger
	// Settings are PostgreSQL parameters put on top of the defaults.
	Settings map[string]string
	// Fast gives up durability for speed. Only for data that nobody will miss.
	Fast bool
}

// Cluster is a PostgreSQL server in use: one that this process runs, or one
// that another Photogram runs and this process is a guest of.
type Cluster struct {
	opts     Options
	layout   layout
	tools    tools
	password string
	socket   string
	lock     *os.File

	done   chan struct{} // closed when the server has ended for good; nil for a guest
	life   context.Context
	cancel context.CancelFunc
	remove string // directory that Stop deletes: throwaway clusters only

	stopOnce sync.Once
	mu       sync.Mutex
	current  *process
	err      error
}

// ErrNotRunning says that no server is ready in the data directory.
var ErrNotRunning = errors.New("no Photogram database is running in this data directory")

// Start runs a cluster in opts.DataDir, making it at the first start, and
// returns when it takes connections. A data directory in use gives a
// *RunningError, which is ErrRunning. The context bounds the start only.
func Start(ctx context.Context, opts Options) (*Cluster, error) {
	opts, l, err := prepare(opts)
	if err != nil {
		return nil, err
	}
	lock, err := takeLock(l)
	if err != nil {
		return nil, err
	}
	c, err := startLockedCluster(ctx, opts, l, lock)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return c, nil
}

// Open uses the cluster in opts.DataDir: as a guest when another Photogram
// runs it, or else by running it until Stop.
func Open(ctx context.Context, opts Options) (*Cluster, error) {
	for {
		c, err := Start(ctx, opts)
		if !errors.Is(err, ErrRunning) {
			return c, err
		}
		guest, attachErr := attach(opts.DataDir)
		if attachErr == nil {
			return guest, nil
		}
		if !errors.Is(attachErr, ErrNotRunning) {
			return nil, attachErr
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the database of process %d: %w", lockHolder(err), ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Attach returns the connection string of the cluster that another process
// runs in dataDir, or ErrNotRunning.
func Attach(dataDir string) (string, error) {
	c, err := attach(dataDir)
	if err != nil {
		return "", err
	}
	return c.DSN(), nil
}

func attach(dataDir string) (*Cluster, error) {
	l, err := newLayout(dataDir)
	if err != nil {
		return nil, err
	}
	pf, err := readPIDFile(l.data)
	if errors.Is(err, os.ErrNotExist) || err == nil && (!pf.ready || !isPostmaster(pf.pid, l.data)) {
		return nil, ErrNotRunning
	}
	if err != nil {
		return nil, fmt.Errorf("attach to the database: %w", err)
	}
	password, err := readPassword(l)
	if err != nil {
		return nil, fmt.Errorf("attach to the database: %w", err)
	}
	return &Cluster{layout: l, password: password, socket: pf.socketDir}, nil
}

func prepare(opts Options) (Options, layout, error) {
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	l, err := newLayout(opts.DataDir)
	if err != nil {
		return opts, l, err
	}
	return opts, l, l.makeDataDir()
}

func startLockedCluster(ctx context.Context, opts Options, l layout, lock *os.File) (*Cluster, error) {
	c := &Cluster{opts: opts, layout: l, lock: lock, done: make(chan struct{})}
	if err := c.layout.chooseAccount(); err != nil {
		return nil, err
	}
	var err error
	if c.tools, err = findTools(l.data); err != nil {
		return nil, err
	}
	if err := c.layout.makeRoot(ctx, c.tools); err != nil {
		return nil, err
	}
	if c.socket, err = c.layout.socketDir(); err != nil {
		return nil, err
	}
	if err := c.makeData(ctx); err != nil {
		return nil, err
	}
	began := time.Now()
	p, err := c.launch(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.provision(ctx); err != nil {
		p.stop(ctx)
		return nil, err
	}
	opts.Logger.Info("PostgreSQL is ready", "version", c.tools.major, "data", l.data, "took", time.Since(began).Round(time.Millisecond))
	c.life, c.cancel = context.WithCancel(context.Background())
	c.current = p
	go c.supervise(p)
	return c, nil
}

// Done is closed when the server has ended and will not be restarted. It is
// nil, and so never ready, where another process runs the server.
func (c *Cluster) Done() <-chan struct{} { return c.done }

// Err tells, after Done, why the server ended; nil after Stop.
func (c *Cluster) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Guest reports that another process runs the server.
func (c *Cluster) Guest() bool { return c.done == nil }

// Stop ends the server and releases the data directory. Open transactions are
// rolled back. When ctx ends first the server is stopped at once, which is
// safe and costs a recovery at the next start. For a guest it does nothing.
func (c *Cluster) Stop(ctx context.Context) error {
	if c.Guest() {
		return nil
	}
	var err error
	c.stopOnce.Do(func() {
		c.cancel()
		c.mu.Lock()
		p := c.current
		c.mu.Unlock()
		p.stop(ctx)
		<-c.done
		if c.remove != "" {
			err = os.RemoveAll(c.remove)
		}
		// Unlocked first: a process that is just being started holds a copy of the file.
		err = errors.Join(err, syscall.Flock(int(c.lock.Fd()), syscall.LOCK_UN), c.lock.Close())
		c.opts.Logger.Info("PostgreSQL has stopped", "data", c.layout.data)
	})
	return err
}
