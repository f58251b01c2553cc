package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/bench/kit"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/story"
)

// rawTray is the least that a tray asks of this database: one look for the live
// stories of each followed account, without any rule, without what was seen,
// and by time alone.
const rawTray = `SELECT s.owner_id, count(*), max(s.pub_id) FROM following f
	CROSS JOIN LATERAL (SELECT owner_id, pub_id FROM stories WHERE owner_id = f.target_id AND state = 'published'
	AND expires_at > now() OFFSET 0) s
	WHERE f.user_id = $1 GROUP BY 1 ORDER BY 3 DESC LIMIT 20`

const trayPage = 20

func someReader() int { return 1 + rand.IntN(readers) }

// trays measures the tray in this program, and over HTTP by the real server.
func trays(ctx context.Context, b *kit.Bench, store *models.Store) error {
	pool, err := raw(ctx, b, *conns)
	if err != nil {
		return err
	}
	defer pool.Close()
	tokens, sessions, err := logins(ctx, store)
	if err != nil {
		return err
	}
	server, err := b.Serve(*binary)
	if err != nil {
		return err
	}
	defer server.Stop()
	client := kit.NewClient()
	defer client.CloseIdleConnections()
	get := func(path, want string, times int) error {
		n := someReader() - 1
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.Base+path, nil)
		if err != nil {
			return err
		}
		if strings.HasPrefix(path, "/v1/") {
			req.Header.Set("Authorization", "Bearer "+tokens[n])
		} else {
			req.AddCookie(&http.Cookie{Name: "photogram", Value: sessions[n]})
		}
		res, err := client.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		if err == nil && (res.StatusCode != http.StatusOK || bytes.Count(body, []byte(want)) < times) {
			err = fmt.Errorf("%s: %d, %d of %s: %.300s", path, res.StatusCode, bytes.Count(body, []byte(want)), want, body)
		}
		return err
	}
	limit := &line{name: "one look for each account"}
	lines := []*line{limit, {name: "models.StoryTray", limit: limit}, {name: "GET /v1/users/self/stories/tray", limit: limit},
		{name: "GET /stories, the page", limit: limit}, {name: "GET /, the home page", limit: limit}}
	var live int
	for reader := range readers {
		n, err := liveEntries(ctx, store, models.ID(reader+1))
		if err != nil {
			return err
		}
		live += n
	}
	sends := []func() error{
		func() error {
			rows, err := pool.Query(ctx, rawTray, someReader())
			if err != nil {
				return err
			}
			var owner, n, newest int64
			got := 0
			_, err = pgx.ForEachRow(rows, []any{&owner, &n, &newest}, func() error { got++; return nil })
			if err == nil && got != trayPage {
				err = fmt.Errorf("the limit read %d rows", got)
			}
			return err
		},
		func() error {
			rows, next, err := story.Tray(ctx, store, models.ID(someReader()), nil, trayPage)
			if err == nil && (len(rows) != trayPage || next == nil) {
				err = fmt.Errorf("a tray of %d", len(rows))
			}
			return err
		},
		func() error { return get("/v1/users/self/stories/tray?count=20", `"unseen_count"`, trayPage) },
		func() error { return get("/stories", `class="tray-`, 1) },
		func() error { return get("/", `<article`, 10) },
	}
	for _, send := range sends { // sessions, tokens and feeds are used for the first time
		for range 5 * readers {
			if err := send(); err != nil {
				return err
			}
		}
	}
	for round := range *rounds {
		fmt.Printf("the tray, round %d of %d\n", round+1, *rounds)
		for i, l := range lines {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			calls := 0.0
			var f kit.Figures
			if i < 2 {
				f, err = b.LoadSelf(*conns, *length, sends[i])
				calls = f.Rate * length.Seconds()
			} else {
				f, err = b.Load(server, *conns, *length, sends[i])
			}
			if err != nil {
				return err
			}
			runtime.ReadMemStats(&after)
			l.figures = append(l.figures, f)
			if calls > 0 {
				l.kib = append(l.kib, float64(after.TotalAlloc-before.TotalAlloc)/1024/calls)
			}
		}
	}
	report(fmt.Sprintf("%d readers who follow %d, %d of them on average with live stories for them; a page of %d; %d connections",
		readers, *follows, live/readers, trayPage, *conns), lines)
	fmt.Printf("CPU is the processor time of the first line divided by this one's, rate the number a second divided by the "+
		"first's. Server memory: %d MiB.\n", kit.ResidentMiB(server.PID()))
	return nil
}

// liveEntries reads a reader's whole tray, page by page.
func liveEntries(ctx context.Context, store *models.Store, reader models.ID) (n int, err error) {
	var after *story.TrayKey
	for {
		rows, next, err := story.Tray(ctx, store, reader, after, trayPage)
		if n += len(rows); err != nil || next == nil {
			return n, err
		}
		after = next
	}
}

func logins(ctx context.Context, store *models.Store) (tokens, sessions []string, err error) {
	for i := range readers {
		token, err := app.CreateToken(ctx, store, models.ID(i+1), "bench", "basic", 0)
		if err != nil {
			return nil, nil, err
		}
		session, err := account.NewToken()
		if err != nil {
			return nil, nil, err
		}
		if _, err := account.StartSession(ctx, store, session, &account.User{ID: models.ID(i + 1)},
			account.Browser{Agent: "bench"}); err != nil {
			return nil, nil, err
		}
		tokens, sessions = append(tokens, token), append(sessions, session)
	}
	return tokens, sessions, nil
}

// keeper keeps the tray's statement as it goes to the database.
type keeper struct {
	sql  string
	args []any
}

func (k *keeper) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	if strings.Contains(d.SQL, "mutes_stories") && !strings.HasPrefix(d.SQL, "EXPLAIN") {
		k.sql, k.args = d.SQL, d.Args
	}
	return ctx
}
func (k *keeper) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func explainTray(ctx context.Context, dsn string) error {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return err
	}
	k := &keeper{}
	cfg.ConnConfig.Tracer = k
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	store, err := models.Open(ctx, pool, models.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	if _, _, err := story.Tray(ctx, store, 1, nil, trayPage); err != nil {
		return err
	}
	for range 2 { // the second time all is in memory
		rows, err := pool.Query(ctx, "EXPLAIN (ANALYZE, BUFFERS, SETTINGS) "+k.sql, k.args...)
		if err != nil {
			return err
		}
		plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		fmt.Println(strings.Join(plan, "\n"))
	}
	return nil
}
