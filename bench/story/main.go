// Command story measures the tray and the views of stories against plain
// statements to the same database, in one run: processor time of program and
// database for each, and how many a second.
//
//	go build -o build/photogram . && go run ./bench/story
//
// It makes a throwaway database in which the readers follow 2,000 accounts,
// needs PostgreSQL's programs, and sends traffic to loopback only, for -rounds
// rounds. -explain shows how PostgreSQL carries out the tray's statement.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/bench/kit"
	"photogram/models"
)

var (
	people  = flag.Int("people", 12_000, "accounts; at least the viewers of one story and 2,100")
	posts   = flag.Int("posts", 40_000, "posts")
	follows = flag.Int("follows", 2000, "accounts that each reader follows")
	viewers = flag.Int("viewers", 6000, "views in one measurement of them")
	rounds  = flag.Int("rounds", 5, "rounds; the median counts")
	length  = flag.Duration("time", 3*time.Second, "time of one measurement of the tray")
	conns   = flag.Int("c", 4, "connections that read the tray")
	binary  = flag.String("binary", "build/photogram", "the server")
	explain = flag.Bool("explain", false, "show the plan of the tray's statement and end")
)

// readers is how many accounts read their tray.
const readers = 8

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// line is one thing that is measured, held against another line of its group.
type line struct {
	name    string
	limit   *line // nil for what others are held against
	figures []kit.Figures
	kib     []float64 // what a call allocates in this program
}

func run(ctx context.Context) error {
	b, err := kit.Open(ctx)
	if err != nil {
		return err
	}
	defer b.Close(ctx)
	if err := seed(ctx, b.DSN); err != nil {
		return err
	}
	pool, err := models.NewPool(ctx, b.DSN, 0)
	if err != nil {
		return err
	}
	defer pool.Close()
	store, err := models.Open(ctx, pool, models.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	if *explain {
		return explainTray(ctx, b.DSN)
	}
	if err := trays(ctx, b, store); err != nil {
		return err
	}
	return views(ctx, b, store)
}

// raw is a pool of plain connections to the benchmark's database.
func raw(ctx context.Context, b *kit.Bench, connections int) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(b.DSN)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = int32(connections)
	return pgxpool.NewWithConfig(ctx, cfg)
}

func report(title string, lines []*line) {
	fmt.Printf("\n%s; medians of %d rounds\n", title, *rounds)
	fmt.Printf("%-34s %10s %10s %10s %10s %10s %10s %6s %6s\n", "", "cpu", "of it db", "a second", "p50", "p99", "allocates", "CPU", "rate")
	for _, l := range lines {
		us := func(f func(kit.Figures) time.Duration) string {
			return fmt.Sprintf("%.0f µs", median(l.figures, func(x kit.Figures) float64 { return float64(f(x).Nanoseconds()) / 1000 }))
		}
		kib, cpu, rate := "", "", ""
		if len(l.kib) > 0 {
			kib = fmt.Sprintf("%.1f KiB", median(l.kib, func(x float64) float64 { return x }))
		}
		if l.limit != nil {
			ratio := func(f func(own, limit kit.Figures) float64) string {
				values := make([]float64, len(l.figures))
				for i := range values {
					values[i] = f(l.figures[i], l.limit.figures[i])
				}
				return fmt.Sprintf("%.2f", median(values, func(x float64) float64 { return x }))
			}
			cpu = ratio(func(own, limit kit.Figures) float64 { return float64(limit.CPU) / float64(own.CPU) })
			rate = ratio(func(own, limit kit.Figures) float64 { return own.Rate / limit.Rate })
		}
		fmt.Printf("%-34s %10s %10s %10.0f %10s %10s %10s %6s %6s\n", l.name,
			us(func(f kit.Figures) time.Duration { return f.CPU }), us(func(f kit.Figures) time.Duration { return f.DB }),
			median(l.figures, func(f kit.Figures) float64 { return f.Rate }),
			us(func(f kit.Figures) time.Duration { return f.P50 }), us(func(f kit.Figures) time.Duration { return f.P99 }), kib, cpu, rate)
	}
}

func median[T any](list []T, of func(T) float64) float64 {
	values := make([]float64, len(list))
	for i, x := range list {
		values[i] = of(x)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
