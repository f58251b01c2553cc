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
	"slices"
	"time"

	"photogram/bench/kit"
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
	b, err := kit.Open(ctx)
	if err != nil {
		return err
	}
	defer b.Close(ctx)
	site, err := seed(ctx, b.DSN)
	if err != nil {
		return err
	}
	server, err := b.Serve(*binary)
	if err != nil {
		return err
	}
	defer server.Stop()
	l := newLoad(server.Base, site)
	defer l.close()
	fmt.Println("building the readers' feeds")
	if err := l.warm(ctx); err != nil {
		return err
	}
	pairs := []pair{
		{"feed JSON, 30 posts", 0.55, func(l *load) (string, string) { return "GET", "/v1/users/self/feed?count=30" }, false,
			fmt.Sprintf(rawFeed, *people, 30)},
		{"feed page, 10 posts", 0.50, func(l *load) (string, string) { return "GET", "/" }, true, fmt.Sprintf(rawFeed, *people, 10)},
		{"like", 0.40, func(l *load) (string, string) { return "POST", "/v1/media/" + l.site.anyPost() + "/likes" }, false,
			fmt.Sprintf(rawLike, *people, *posts)},
	}
	results := make([][]result, len(pairs))
	for round := range *rounds {
		fmt.Printf("round %d of %d\n", round+1, *rounds)
		for i, p := range pairs {
			raw, err := b.PGBench(ctx, *conns, *length, p.script)
			if err != nil {
				return err
			}
			served, err := b.Load(server, *conns, *length, func() error { return l.send(p) })
			if err != nil {
				return err
			}
			results[i] = append(results[i], result{raw, served})
		}
	}
	report(pairs, results, server.PID())
	return nil
}

type result struct{ raw, served kit.Figures }

func report(pairs []pair, results [][]result, pid int) {
	fmt.Printf("\n%d people, %d posts, %d connections, %d rounds of %s; medians\n", *people, *posts, *conns, *rounds, *length)
	fmt.Printf("%-22s %10s %10s %10s %10s %8s %8s %6s %10s %10s %8s\n", "", "raw cpu", "our cpu", "of it db", "raw/s", "ours/s",
		"rate", "CPU", "p50", "p99", "goal")
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
			us(func(r result) time.Duration { return r.raw.CPU }), us(func(r result) time.Duration { return r.served.CPU }),
			us(func(r result) time.Duration { return r.served.DB }),
			pick(func(r result) float64 { return r.raw.Rate }), pick(func(r result) float64 { return r.served.Rate }),
			pick(func(r result) float64 { return r.served.Rate / r.raw.Rate }),
			pick(func(r result) float64 { return float64(r.raw.CPU) / float64(r.served.CPU) }),
			us(func(r result) time.Duration { return r.served.P50 }), us(func(r result) time.Duration { return r.served.P99 }), p.goal)
	}
	fmt.Printf("CPU is raw processor time divided by ours; goal is what it should reach. Server memory: %d MiB.\n", kit.ResidentMiB(pid))
}
