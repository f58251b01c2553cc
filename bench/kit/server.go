package kit

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"photogram/models/embedded"
)

// Bench is a throwaway PostgreSQL in a directory of its own.
type Bench struct {
	Dir        string
	DSN        string
	Postmaster int // the process whose family's time is the database's
	cluster    *embedded.Cluster
}

// Open starts PostgreSQL with room for the benchmark's rows.
func Open(ctx context.Context) (*Bench, error) {
	dir, err := os.MkdirTemp("", "photogram-bench-")
	if err != nil {
		return nil, err
	}
	b := &Bench{Dir: dir}
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, err
	}
	b.cluster, err = embedded.Start(ctx,
		embedded.Options{DataDir: dir, Settings: map[string]string{"shared_buffers": "512MB", "max_wal_size": "4GB",
			"max_connections": "200"}})
	if err != nil {
		return nil, err
	}
	b.DSN = b.cluster.DSN()
	b.Postmaster, err = postmasterPID(filepath.Join(dir, "postgres", "data"))
	return b, err
}

// Close stops PostgreSQL and removes its directory.
func (b *Bench) Close(ctx context.Context) {
	_ = b.cluster.Stop(ctx)
	_ = os.RemoveAll(b.Dir)
}

// Server is the real program on the benchmark's database.
type Server struct {
	Base string
	cmd  *exec.Cmd
}

// Serve starts the program at path, without limits on how often it is asked.
func (b *Bench) Serve(binary string) (*Server, error) {
	path, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	site := filepath.Join(b.Dir, "site")
	if err := os.MkdirAll(site, 0o755); err != nil {
		return nil, err
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "PHOTOGRAM_LISTEN=127.0.0.1:18080", "PHOTOGRAM_DATA_DIR=" + site,
		"DATABASE_URL=" + b.DSN,
		"PHOTOGRAM_API_RATE_LIMIT=100000000", "PHOTOGRAM_API_ACTION_LIMIT=100000000", "PHOTOGRAM_LOG_LEVEL=WARN"}
	// The rows were made without files.
	adopt := exec.Command(path, "storage", "adopt", "--yes")
	adopt.Dir, adopt.Env = b.Dir, env
	if out, err := adopt.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("adopt the storage: %w: %s", err, out)
	}
	cmd := exec.Command(path, "serve")
	cmd.Dir, cmd.Env, cmd.Stderr = b.Dir, env, os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &Server{"http://127.0.0.1:18080", cmd}
	return s, s.wait()
}

// PID is the server's process.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// CPU is the server's processor time so far.
func (s *Server) CPU() time.Duration { return processTime(s.PID()) }

// Kill ends the server at once, as a crash would.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// Stop ends the server and waits for it.
func (s *Server) Stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

func (s *Server) wait() error {
	for range 300 {
		if res, err := http.Get(s.Base + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the server did not get ready")
}
