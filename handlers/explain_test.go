package handlers_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/models"
	"photogram/models/index"
	"photogram/models/modelstest"
	"photogram/web"
	"photogram/web/webtest"
)

// recorder keeps every statement that goes to the database, with its arguments.
type recorder struct {
	mu   sync.Mutex
	seen map[string][]any
}

func (r *recorder) keep(sql string, args []any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.seen[sql]; !ok {
		r.seen[sql] = slices.Clone(args)
	}
}

func (r *recorder) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	r.keep(d.SQL, d.Args)
	return ctx
}
func (r *recorder) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (r *recorder) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (r *recorder) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	r.keep(d.SQL, d.Args)
}
func (r *recorder) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// large is from how many rows on a table may not be read from end to end.
const large = 10_000

// Every page, call and background step is carried out on a filled database, and
// none of their statements reads a large table from end to end.
func TestNoUnindexedQuery(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	must(t, modelstest.Fill(t.Context(), db.Pool(),
		modelstest.Size{People: 12_000, Posts: 15_000, Follows: 8, Likes: 2, Talk: 1, Wide: 2000, Feed: 10, Stories: 2}))
	fillSubscriptions(t, db)
	fillOrders(t, db)
	fillShops(t, db)
	cfg, err := pgxpool.ParseConfig(db.DSN)
	must(t, err)
	rec := &recorder{seen: map[string][]any{}}
	cfg.ConnConfig.Tracer = rec
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	must(t, err)
	t.Cleanup(pool.Close)
	plain := db.Store
	db.Store, err = models.Open(t.Context(), pool, models.Options{Now: db.Clock.Now, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	t.Cleanup(func() {
		must(t, db.Close())
		db.Store = plain
	})
	s := webtest.From(t, db, func(site *web.Site) { site.RateLimit, site.ActionLimit = 1_000_000, 1_000_000 })
	s.StartOn(t)
	must(t, index.RankPrefixes(t.Context(), plain))
	drive(t, s)

	sizes := map[string]int{}
	rows, err := plain.Pool().Query(t.Context(), `SELECT relname, reltuples::int FROM pg_class WHERE relkind IN ('r', 'p')
		AND relnamespace = 'public'::regnamespace`)
	must(t, err)
	var name string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&name, &n}, func() error { sizes[name] = n; return nil })
	must(t, err)
	explained := 0
	conn, err := plain.Pool().Acquire(t.Context())
	must(t, err)
	defer conn.Release()
	for sql, args := range rec.seen {
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(sql)), " ")
		if !slices.Contains([]string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}, strings.Fields(verb + " ")[0]) {
			continue
		}
		explained++
		// What a look-up costs is a setting: of the built-in database, and of PostgreSQL
		// as it comes.
		for _, price := range []string{"1.1", "4"} {
			_, err := conn.Exec(t.Context(), "SELECT set_config('random_page_cost', $1, false)", price)
			must(t, err)
			var plan []byte
			if err := conn.QueryRow(t.Context(), "EXPLAIN (FORMAT JSON) "+sql, args...).Scan(&plan); err != nil {
				t.Errorf("%v: %s", err, sql)
				break
			}
			var tree []struct{ Plan node }
			must(t, json.Unmarshal(plan, &tree))
			for _, table := range tree[0].Plan.scanned(false) {
				if sizes[table] >= large {
					t.Errorf("%s (%d rows) is read from end to end, where a page costs %s, by\n%s", table, sizes[table], price, sql)
				}
			}
		}
	}
	big := 0
	for _, n := range sizes {
		if n >= large {
			big++
		}
	}
	t.Logf("%d statements, %d large tables", explained, big)
	if explained < 60 || big < 8 {
		t.Errorf("only %d statements and %d large tables", explained, big)
	}
}

type node struct {
	Type     string `json:"Node Type"`
	Relation string `json:"Relation Name"`
	Cond     string `json:"Index Cond"`
	Plans    []node
}

// scanned lists the tables that a plan reads from end to end, or whose index it
// does without a limit.
func (n node) scanned(limited bool) []string {
	var out []string
	limited = limited || n.Type == "Limit"
	if strings.HasSuffix(n.Type, "Seq Scan") || strings.HasPrefix(n.Type, "Index") && n.Cond == "" && !limited {
		out = append(out, n.Relation)
	}
	for _, child := range n.Plans {
		out = append(out, child.scanned(limited)...)
	}
	return out
}
