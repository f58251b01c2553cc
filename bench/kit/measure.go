package kit

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Figures of one measurement.
type Figures struct {
	CPU  time.Duration // for each request: server and database
	DB   time.Duration // of that, the database
	Rate float64       // requests a second
	P50  time.Duration
	P99  time.Duration
}

// NewClient is an HTTP client that keeps its connections.
func NewClient() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
}

// settle lets connections that were closed end, whose time would be counted twice or not at all.
func settle() { time.Sleep(300 * time.Millisecond) }

// Load calls send over and over on so many connections for a time.
func (b *Bench) Load(s *Server, connections int, length time.Duration, send func() error) (Figures, error) {
	settle()
	start := time.Now()
	return b.measure(s.PID(), connections, func() bool { return time.Since(start) < length }, send)
}

// LoadSelf is Load for what this program does itself.
func (b *Bench) LoadSelf(connections int, length time.Duration, send func() error) (Figures, error) {
	settle()
	start := time.Now()
	return b.measure(os.Getpid(), connections, func() bool { return time.Since(start) < length }, send)
}

// Work carries out n things, numbered from 0, so many at once, in this program.
func (b *Bench) Work(connections, n int, do func(i int) error) (Figures, error) {
	settle()
	var begun, next atomic.Int64
	return b.measure(os.Getpid(), connections, func() bool { return begun.Add(1) <= int64(n) },
		func() error { return do(int(next.Add(1)) - 1) })
}

func (b *Bench) measure(pid, connections int, more func() bool, send func() error) (Figures, error) {
	var done atomic.Int64
	var failed atomic.Pointer[error]
	latencies := make([][]time.Duration, connections)
	ownBefore, dbBefore := processTime(pid), clusterTime(b.Postmaster)
	start := time.Now()
	var wg sync.WaitGroup
	for i := range connections {
		wg.Go(func() {
			for more() {
				t := time.Now()
				if err := send(); err != nil {
					failed.Store(&err)
					return
				}
				latencies[i] = append(latencies[i], time.Since(t))
				done.Add(1)
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	if err := failed.Load(); err != nil {
		return Figures{}, *err
	}
	n := time.Duration(done.Load())
	db := clusterTime(b.Postmaster) - dbBefore
	all := slices.Concat(latencies...)
	slices.Sort(all)
	return Figures{CPU: (processTime(pid) - ownBefore + db) / n, DB: db / n, Rate: float64(n) / took.Seconds(),
		P50: all[len(all)/2], P99: all[len(all)*99/100]}, nil
}

// PGBench runs one of the scripts at a time, chosen at random, on so many connections.
func (b *Bench) PGBench(ctx context.Context, connections int, length time.Duration, scripts ...string) (Figures, error) {
	args := []string{"-n", "-M", "prepared", "-c", strconv.Itoa(connections), "-j", "2", "-T", strconv.Itoa(int(length.Seconds()))}
	for _, script := range scripts {
		f, err := os.CreateTemp("", "photogram-*.sql")
		if err != nil {
			return Figures{}, err
		}
		defer func() { _ = os.Remove(f.Name()) }()
		if _, err := f.WriteString(script); err != nil {
			return Figures{}, err
		}
		if err := f.Close(); err != nil {
			return Figures{}, err
		}
		args = append(args, "-f", f.Name())
	}
	program := "pgbench"
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench"); len(found) > 0 {
		program = found[len(found)-1]
	}
	settle()
	before := clusterTime(b.Postmaster)
	out, err := exec.CommandContext(ctx, program, append(args, b.DSN)...).CombinedOutput()
	if err != nil {
		return Figures{}, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	settle()
	var n int
	var rate float64
	for line := range strings.Lines(string(out)) {
		_, _ = fmt.Sscanf(line, "number of transactions actually processed: %d", &n)
		_, _ = fmt.Sscanf(line, "tps = %f", &rate)
	}
	if n == 0 {
		return Figures{}, fmt.Errorf("pgbench did nothing:\n%s", out)
	}
	return Figures{CPU: (clusterTime(b.Postmaster) - before) / time.Duration(n), Rate: rate}, nil
}

// DBTime is the database's processor time so far.
func (b *Bench) DBTime() time.Duration { return clusterTime(b.Postmaster) }
