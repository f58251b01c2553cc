package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type serverProcess struct {
	cmd  *exec.Cmd
	base string
}

func (s *serverProcess) pid() int { return s.cmd.Process.Pid }

func (s *serverProcess) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

func (s *serverProcess) wait() error {
	for range 300 {
		if res, err := http.Get(s.base + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the server did not get ready")
}

// load sends requests over a fixed number of kept connections.
type load struct {
	base   string
	site   *site
	client *http.Client
}

func newLoad(base string, s *site) *load {
	return &load{base, s, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}}
}

func (l *load) close() { l.client.CloseIdleConnections() }

func (l *load) send(p pair) error {
	method, path := p.request(l)
	req, err := http.NewRequest(method, l.base+path, nil)
	if err != nil {
		return err
	}
	n := rand.IntN(readers)
	if p.page {
		req.AddCookie(&http.Cookie{Name: "photogram", Value: l.site.sessions[n]})
	} else {
		req.Header.Set("Authorization", "Bearer "+l.site.tokens[n])
	}
	res, err := l.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %d %.300s", method, path, res.StatusCode, body)
	}
	if p.page && bytes.Count(body, []byte("<article")) < 10 {
		return fmt.Errorf("%s: the page lacks its posts", path)
	}
	return nil
}

// warm lets every token and session be used once, which is when they are marked as used.
func (l *load) warm(ctx context.Context, _ string) error {
	for i := range readers {
		for _, r := range []struct {
			path  string
			apply func(*http.Request)
		}{
			{"/v1/users/self/feed?count=30", func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+l.site.tokens[i]) }},
			{"/", func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "photogram", Value: l.site.sessions[i]}) }},
		} {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.base+r.path, nil)
			if err != nil {
				return err
			}
			r.apply(req)
			res, err := l.client.Do(req)
			if err != nil {
				return err
			}
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
		}
	}
	return nil
}

// settle lets connections that were closed end, whose time would be counted twice or not at all.
func settle() { time.Sleep(300 * time.Millisecond) }

func (l *load) measure(p pair, pid, postmaster int) (figures, error) {
	settle()
	var done atomic.Int64
	var failed atomic.Pointer[error]
	latencies := make([][]time.Duration, *conns)
	serverBefore, dbBefore := processTime(pid), clusterTime(postmaster)
	start := time.Now()
	var wg sync.WaitGroup
	for i := range *conns {
		wg.Go(func() {
			for time.Since(start) < *length {
				t := time.Now()
				if err := l.send(p); err != nil {
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
		return figures{}, *err
	}
	n := time.Duration(done.Load())
	db := clusterTime(postmaster) - dbBefore
	all := slices.Concat(latencies...)
	slices.Sort(all)
	return figures{cpu: (processTime(pid) - serverBefore + db) / n, db: db / n, rate: float64(n) / took.Seconds(),
		p50: all[len(all)/2], p99: all[len(all)*99/100]}, nil
}

func pgbench(ctx context.Context, dsn, script string, postmaster int) (figures, error) {
	f, err := os.CreateTemp("", "photogram-*.sql")
	if err != nil {
		return figures{}, err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if _, err := f.WriteString(script); err != nil {
		return figures{}, err
	}
	if err := f.Close(); err != nil {
		return figures{}, err
	}
	program := "pgbench"
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench"); len(found) > 0 {
		program = found[len(found)-1]
	}
	settle()
	before := clusterTime(postmaster)
	cmd := exec.CommandContext(ctx, program, "-n", "-M", "prepared", "-c", strconv.Itoa(*conns), "-j", "2", "-T", strconv.Itoa(int(length.Seconds())), "-f", f.Name(), dsn)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return figures{}, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	settle()
	var n int
	var rate float64
	for line := range strings.Lines(string(out)) {
		_, _ = fmt.Sscanf(line, "number of transactions actually processed: %d", &n)
		_, _ = fmt.Sscanf(line, "tps = %f", &rate)
	}
	if n == 0 {
		return figures{}, fmt.Errorf("pgbench did nothing:\n%s", out)
	}
	return figures{cpu: (clusterTime(postmaster) - before) / time.Duration(n), rate: rate}, nil
}
