package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/bench/kit"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/insight"
	"photogram/models/post"
	"photogram/models/tally"
)

// pace measures small batches, as they are where a million views come in a whole day.
func pace(ctx context.Context, b *kit.Bench, plain kit.Figures) error {
	pool, err := models.NewPool(ctx, b.DSN, 4)
	if err != nil {
		return err
	}
	defer pool.Close()
	store, err := models.Open(ctx, pool, models.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	targets, err := publicPosts(ctx, pool)
	if err != nil {
		return err
	}
	const batch = 1_000_000 * 5 / 86_400 // in five seconds
	r := rand.New(rand.NewPCG(11, 12))
	f, err := b.Work(1, 300, func(n int) error {
		for range batch {
			t := targets[int(float64(len(targets))*math.Pow(r.Float64(), 3))]
			tally.Count(store, tally.Look{Post: t.ID, Guest: fmt.Sprint(r.IntN(*guests)), Source: tally.Feed})
		}
		return tally.Flush(ctx, store)
	})
	if err != nil {
		return err
	}
	fmt.Printf("a view in batches of %d, as of a million a day: %.1f µs, %.1f µs of it the database's; beside a plain INSERT %.2f\n", batch,
		us(f.CPU)/batch, us(f.DB)/batch, float64(f.CPU)/batch/float64(plain.CPU))
	return nil
}

func publicPosts(ctx context.Context, pool *pgxpool.Pool) ([]target, error) {
	rows, err := pool.Query(ctx, `SELECT p.id, p.owner_id FROM posts p JOIN users u ON u.id = p.owner_id WHERE p.state = 'published'
		AND p.audience = 'everyone' AND NOT u.is_private ORDER BY p.id % 7919, p.id LIMIT 8000`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[target])
}

// counter counts statements.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}
func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (c *counter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) { c.n.Add(1) }
func (c *counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

// year makes a busy account's year and measures its report beside a profile with its first page of posts.
func year(ctx context.Context, b *kit.Bench) error {
	cfg, err := pgxpool.ParseConfig(b.DSN)
	if err != nil {
		return err
	}
	count := &counter{}
	cfg.ConnConfig.Tracer = count
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	clock := time.Now().UTC()
	store, err := models.Open(ctx, pool, models.Options{Now: func() time.Time { return clock }})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	owner, err := busy(ctx, store, &clock)
	if err != nil {
		return err
	}
	to := tally.DayOf(clock, time.UTC)
	r := insight.Range{From: to.AddDate(-1, 0, 1), To: to}
	ask := func() error {
		_, err := insight.Of(ctx, store, owner, r)
		return err
	}
	read := func() error {
		p, err := account.ByID(ctx, store, 1, owner)
		if err == nil {
			_, _, err = post.ByUser(ctx, store, 1, p.ID, models.Page{Limit: 30})
		}
		return err
	}
	queries := func(do func() error) int64 {
		before := count.n.Load()
		_ = do()
		return count.n.Load() - before
	}
	report, err := insight.Of(ctx, store, owner, r)
	if err != nil {
		return err
	}
	var own, profile kit.Figures
	for range 3 {
		if profile, err = b.LoadSelf(2, 4*time.Second, read); err != nil {
			return err
		}
		if own, err = b.LoadSelf(2, 4*time.Second, ask); err != nil {
			return err
		}
	}
	fmt.Printf("a year of a busy account, %d views that reached %d, beside the year before: %.0f µs in %d queries, "+
		"%.0f µs of it the database's\n"+
		"a profile with its first posts: %.0f µs in %d queries\nthe report takes %.2f of it\n", report.Totals.Views.Value,
		report.Totals.Reach.Value, us(own.CPU), queries(ask), us(own.DB), us(profile.CPU), queries(read),
		float64(own.CPU)/float64(profile.CPU))
	return nil
}

// busy is an account of whose posts many were seen each day for two years.
func busy(ctx context.Context, store *models.Store, clock *time.Time) (models.ID, error) {
	var owner models.ID
	if err := store.Pool().QueryRow(ctx, `SELECT u.id FROM users u WHERE NOT u.is_private
		ORDER BY u.posts_count DESC LIMIT 1`).Scan(&owner); err != nil {
		return 0, err
	}
	const pause = 54 * time.Hour // from one post to the next
	posts := make([]models.ID, 300)
	for i := range posts {
		shared := clock.Add(-time.Duration(i) * pause)
		posts[i] = models.IdAt(shared) + models.ID(4000-i)
		if _, err := store.Pool().Exec(ctx, `WITH o AS (INSERT INTO post_owners (post_id, owner_id) VALUES ($2, $1))
			INSERT INTO posts (owner_id, id, pub_id, state, caption_id, media_count, cover_key, published_at)
			VALUES ($1, $2, $3, 'published', $3, 1, 'none', $4)`, owner, posts[i], store.NewID(),
			shared); err != nil {
			return 0, err
		}
	}
	if _, err := store.Pool().Exec(ctx, `INSERT INTO insight_accounts (user_id, since) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE
		SET since = $2`, owner, clock.AddDate(-2, 0, 0)); err != nil {
		return 0, err
	}
	r := rand.New(rand.NewPCG(3, 4))
	end := *clock
	for *clock = end.AddDate(-2, 0, 0); clock.Before(end); *clock = clock.AddDate(0, 0, 1) {
		there := posts[min(int(end.Sub(*clock)/pause)+1, len(posts)-1):] // the newest first
		for range *daily {
			tally.Count(store, tally.Look{Post: there[int(float64(len(there))*math.Pow(r.Float64(), 2))], Guest: fmt.Sprint("g",
				r.IntN(*guests)),
				Source: tally.Source(1 + r.IntN(8)), Lang: []string{"en", "de", "fr", "es"}[r.IntN(4)]})
		}
		if err := tally.Flush(ctx, store); err != nil {
			return 0, err
		}
		if clock.Day() == 3 {
			if err := tally.Merge(ctx, store); err != nil {
				return 0, err
			}
		}
	}
	*clock = end
	if err := tally.Merge(ctx, store); err != nil { // as its job does every six hours
		return 0, err
	}
	_, err := store.Pool().Exec(ctx, `VACUUM ANALYZE insight_counts, insight_sketches`)
	return owner, err
}
