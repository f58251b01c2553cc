// Command feed measures the hot paths of a running server against PostgreSQL
// itself doing the same work through pgbench, in one run: processor time of
// server and database for each request, and requests a second.
//
//	go build -o build/photogram . && go run ./bench/feed
//
// It makes a throwaway database of -people and -posts, needs PostgreSQL's
// programs, and sends traffic to loopback only, for -rounds rounds.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"photogram/models/embedded"
)

var (
	people = flag.Int("people", 2000, "accounts")
	posts  = flag.Int("posts", 100_000, "posts")
	rounds = flag.Int("rounds", 5, "rounds; the median counts")
	length = flag.Duration("time", 3*time.Second, "time of one measurement")
	conns  = flag.Int("c", 16, "connections")
	binary = flag.String("binary", "build/photogram", "the server")
)

// pair is a request and the SQL that it is held against.
type pair struct {
	name    string
	goal    float64
	request func(*load) (string, string) // method and path; sets who asks
	page    bool
	script  string
}

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "photogram-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	cluster, err := embedded.Start(ctx, embedded.Options{DataDir: dir, Settings: map[string]string{"shared_buffers": "512MB", "max_wal_size": "4GB"}})
	if err != nil {
		return err
	}
	defer func() { _ = cluster.Stop(ctx) }()
	site, err := seed(ctx, cluster.DSN())
	if err != nil {
		return err
	}
	server, err := startServer(dir, cluster.DSN())
	if err != nil {
		return err
	}
	defer server.stop()
	postmaster, err := postmasterPID(filepath.Join(dir, "postgres", "data"))
	if err != nil {
		return err
	}
	l := newLoad(server.base, site)
	defer l.close()
	fmt.Println("building the readers' feeds")
	if err := l.warm(ctx, cluster.DSN()); err != nil {
		return err
	}
	pairs := []pair{
		{"feed JSON, 30 posts", 0.55, func(l *load) (string, string) { return "GET", "/v1/users/self/feed?count=30" }, false, fmt.Sprintf(rawFeed, *people, 30)},
		{"feed page, 10 posts", 0.50, func(l *load) (string, string) { return "GET", "/" }, true, fmt.Sprintf(rawFeed, *people, 10)},
		{"like", 0.40, func(l *load) (string, string) { return "POST", "/v1/media/" + l.site.anyPost() + "/likes" }, false, fmt.Sprintf(rawLike, *people, *posts)},
	}
	results := make([][]result, len(pairs))
	for round := range *rounds {
		fmt.Printf("round %d of %d\n", round+1, *rounds)
		for i, p := range pairs {
			raw, err := pgbench(ctx, cluster.DSN(), p.script, postmaster)
			if err != nil {
				return err
			}
			served, err := l.measure(p, server.pid(), postmaster)
			if err != nil {
				return err
			}
			results[i] = append(results[i], result{raw, served})
		}
	}
	report(pairs, results, server.pid())
	return nil
}

// figures of one measurement
type figures struct {
	cpu  time.Duration // for each request: server and database
	db   time.Duration // of that, the database
	rate float64
	p50  time.Duration
	p99  time.Duration
}

type result struct{ raw, served figures }

func report(pairs []pair, results [][]result, pid int) {
	fmt.Printf("\n%d people, %d posts, %d connections, %d rounds of %s; medians\n", *people, *posts, *conns, *rounds, *length)
	fmt.Printf("%-22s %10s %10s %10s %10s %8s %8s %6s %10s %10s %8s\n", "", "raw cpu", "our cpu", "of it db", "raw/s", "ours/s", "rate", "CPU", "p50", "p99", "goal")
	for i, p := range pairs {
		pick := func(f func(result) float64) float64 {
			values := make([]float64, len(results[i]))
			for j, r := range results[i] {
				values[j] = f(r)
			}
			slices.Sort(values)
			return values[len(values)/2]
		}
		us := func(f func(result) time.Duration) string {
			return fmt.Sprintf("%.0f µs", pick(func(r result) float64 { return float64(f(r).Nanoseconds()) / 1000 }))
		}
		fmt.Printf("%-22s %10s %10s %10s %10.0f %8.0f %8.2f %6.2f %10s %10s %8.2f\n", p.name,
			us(func(r result) time.Duration { return r.raw.cpu }), us(func(r result) time.Duration { return r.served.cpu }),
			us(func(r result) time.Duration { return r.served.db }),
			pick(func(r result) float64 { return r.raw.rate }), pick(func(r result) float64 { return r.served.rate }),
			pick(func(r result) float64 { return r.served.rate / r.raw.rate }),
			pick(func(r result) float64 { return float64(r.raw.cpu) / float64(r.served.cpu) }),
			us(func(r result) time.Duration { return r.served.p50 }), us(func(r result) time.Duration { return r.served.p99 }), p.goal)
	}
	fmt.Printf("CPU is raw processor time divided by ours; goal is what it should reach. Server memory: %d MiB.\n", residentMiB(pid))
}

// startServer runs the real program on the benchmark's database.
func startServer(dir, dsn string) (*serverProcess, error) {
	path, err := filepath.Abs(*binary)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(path, "serve")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "PHOTOGRAM_LISTEN=127.0.0.1:18080", "PHOTOGRAM_DATA_DIR=" + filepath.Join(dir, "site"), "DATABASE_URL=" + dsn,
		"PHOTOGRAM_API_RATE_LIMIT=100000000", "PHOTOGRAM_API_ACTION_LIMIT=100000000", "PHOTOGRAM_LOG_LEVEL=WARN"}
	cmd.Stderr = os.Stderr
	if err := os.MkdirAll(filepath.Join(dir, "site"), 0o755); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &serverProcess{cmd, "http://127.0.0.1:18080"}
	return s, s.wait()
}
