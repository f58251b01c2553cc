// Command scale shows how reads and publishing grow with the site: at several
// numbers of posts, with one person followed by 100,000 and one who follows 5,000.
// Each read is held against pgbench sending the same statements, in one run.
//
//	go build -o build/photogram . && go run ./bench/scale -posts 10000,100000,1000000
//
// It makes a throwaway database for each size, needs PostgreSQL's programs and
// some 8 GB of disk for the largest, and sends traffic to loopback only.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"photogram/bench/kit"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/modelstest"
	"photogram/models/post"
)

var (
	sizes  = flag.String("posts", "10000,100000,1000000", "numbers of posts, with commas")
	people = flag.Int("people", 6000, "accounts that share and read")
	crowd  = flag.Int("crowd", 100_000, "silent followers of one account")
	length = flag.Duration("time", 3*time.Second, "time of one measurement")
	conns  = flag.Int("c", 4, "connections")
	binary = flag.String("binary", "build/photogram", "the server")
)

// variants is how many readers or texts one read is measured with.
const variants = 8

// read is something that people read: a call of the API, and the store's
// method behind it.
type read struct {
	name  string
	path  func(reader int) string
	store func(ctx context.Context, s *models.Store, viewer models.ID) error
	who   func(i int) int // the account that reads, for each variant
}

func main() {
	flag.Parse()
	ctx := context.Background()
	var rows []row
	for s := range strings.SplitSeq(*sizes, ",") {
		posts, err := strconv.Atoi(s)
		if err == nil {
			var more []row
			more, err = run(ctx, posts)
			rows = append(rows, more...)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	report(rows)
}

type row struct {
	posts       int
	name        string
	raw, served kit.Figures
	cost        string // of publishing, instead of figures
}

func run(ctx context.Context, posts int) ([]row, error) {
	b, err := kit.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer b.Close(ctx)
	fmt.Printf("%d posts: filling the database\n", posts)
	pool, err := models.NewPool(ctx, b.DSN, 4)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	if _, err := migrations.Up(ctx, pool); err != nil {
		return nil, err
	}
	size := modelstest.Size{People: *people, Posts: posts, Follows: 105, Likes: 2, Talk: 1, Crowd: *crowd, Wide: 5000, Feed: 500}
	if err := modelstest.Fill(ctx, pool, size); err != nil {
		return nil, err
	}
	rec, err := record(ctx, b.DSN)
	if err != nil {
		return nil, err
	}
	defer rec.close()
	if err := rec.prepare(ctx); err != nil {
		return nil, err
	}
	server, err := b.Serve(*binary)
	if err != nil {
		return nil, err
	}
	defer server.Stop()
	var out []row
	for _, r := range reads() {
		fmt.Printf("%d posts: %s\n", posts, r.name)
		var scripts []string
		paths, tokens := make([]string, variants), make([]string, variants)
		for i := range variants {
			who := r.who(i)
			script, err := rec.script(ctx, func(s *models.Store) error { return r.store(ctx, s, models.ID(who)) })
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
			scripts = append(scripts, script)
			paths[i] = r.path(i)
			if tokens[i], err = app.CreateToken(ctx, rec.store, models.ID(who), "bench", "basic public_content", 0); err != nil {
				return nil, err
			}
		}
		raw, err := b.PGBench(ctx, *conns, *length, scripts...)
		if err != nil {
			return nil, err
		}
		client := kit.NewClient()
		served, err := b.Load(server, *conns, *length, func() error {
			i := rand.IntN(variants)
			return get(client, server.Base+"/v1"+paths[i], tokens[i])
		})
		client.CloseIdleConnections()
		if err != nil {
			return nil, err
		}
		out = append(out, row{posts: posts, name: r.name, raw: raw, served: served})
	}
	server.Stop()
	costs, err := publishing(ctx, b, posts)
	return append(out, costs...), err
}

func get(client *http.Client, url, token string) error {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	var answer struct{ Data []json.RawMessage }
	if err := json.Unmarshal(body, &answer); err != nil || res.StatusCode != http.StatusOK || len(answer.Data) < 10 {
		return fmt.Errorf("%s: %d, %d rows, %v: %.200s", url, res.StatusCode, len(answer.Data), err, body)
	}
	return nil
}

func ordinary(i int) int { return 10 + i*37 }

func reads() []read {
	same := func(n int) func(int) int { return func(int) int { return n } }
	text := func(i int) string { return []string{"an", "be", "cl", "da", "el", "fe", "gr", "hu"}[i%8] }
	page := func(n int) models.Page { return models.Page{Limit: n} }
	return []read{
		{"feed, 30 posts", func(int) string { return "/users/self/feed?count=30" },
			func(ctx context.Context, s *models.Store, v models.ID) error {
				_, _, err := feed.Page(ctx, s, v, page(30))
				return err
			}, ordinary},
		{"feed of one who follows 5,000", func(int) string { return "/users/self/feed?count=30" },
			func(ctx context.Context, s *models.Store, v models.ID) error {
				_, _, err := feed.Page(ctx, s, v, page(30))
				return err
			}, same(modelstest.Wide)},
		{"that feed, page 20", func(int) string { return "/users/self/feed?count=30&max_id=" + rewind },
			func(ctx context.Context, s *models.Store, v models.ID) error {
				_, _, err := feed.Page(ctx, s, v, models.Page{Limit: 30, Before: rewindKey})
				return err
			}, same(modelstest.Wide)},
		{"profile of one with 100,000", func(int) string { return "/users/1/media/recent?count=20" },
			func(ctx context.Context, s *models.Store, v models.ID) error {
				if _, err := account.ByID(ctx, s, v, modelstest.Star); err != nil {
					return err
				}
				_, _, err := post.ByUser(ctx, s, v, modelstest.Star, page(20))
				return err
			}, ordinary},
		{"tag page, on every post", func(int) string { return "/tags/everyday/media/recent?count=20" },
			func(ctx context.Context, s *models.Store, v models.ID) error {
				_, _, err := discover.TagPosts(ctx, s, v, "everyday", page(20))
				return err
			}, ordinary},
		{"people search, two letters", func(i int) string { return "/users/search?count=20&q=" + text(i) },
			func(ctx context.Context, s *models.Store, v models.ID) error {
				_, err := discover.SearchPeople(ctx, s, v, text(int(v)), 20)
				return err
			}, ordinary},
	}
}

// report prints the table, with growth against the smallest size.
func report(rows []row) {
	fmt.Printf("\n%d people, one followed by %d and one who follows 5,000; %d connections; processor time for each request\n",
		*people, *crowd, *conns)
	fmt.Printf("%-32s %9s %10s %10s %10s %9s %9s %7s %8s\n", "", "posts", "raw SQL", "ours", "of it db", "p50", "p99", "ratio", "growth")
	first := map[string]time.Duration{}
	us := func(d time.Duration) string { return fmt.Sprintf("%.0f µs", float64(d.Nanoseconds())/1000) }
	for _, r := range rows {
		if r.cost != "" {
			fmt.Printf("%-32s %9d %s\n", r.name, r.posts, r.cost)
			continue
		}
		if first[r.name] == 0 {
			first[r.name] = r.served.CPU
		}
		fmt.Printf("%-32s %9d %10s %10s %10s %9s %9s %7.2f %7.2f×\n", r.name, r.posts, us(r.raw.CPU), us(r.served.CPU),
			us(r.served.DB), us(r.served.P50), us(r.served.P99),
			float64(r.raw.CPU)/float64(r.served.CPU), float64(r.served.CPU)/float64(first[r.name]))
	}
	fmt.Println("ratio is the processor time of pgbench with the same statements divided by ours.")
}
