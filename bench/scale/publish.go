package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"photogram/bench/kit"
	"photogram/models"
	"photogram/models/feed"
	"photogram/models/making"
	"photogram/models/modelstest"
	"photogram/models/post"
)

// publishing measures what a post costs until all its readers can see it: the
// publication and every step of the fan-out, without rendering.
func publishing(ctx context.Context, b *kit.Bench, posts int) ([]row, error) {
	var out []row
	for _, c := range []struct {
		name  string
		owner models.ID
		push  bool
	}{
		{"publish, about 105 followers", 20, false},
		{"publish, 100,000 followers", modelstest.Star, false},
		{"the same, were it pushed", modelstest.Star, true},
	} {
		cost, err := publish(ctx, b, c.owner, c.push)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		out = append(out, row{posts: posts, name: c.name, cost: cost})
	}
	return out, nil
}

func publish(ctx context.Context, b *kit.Bench, owner models.ID, push bool) (string, error) {
	pool, err := models.NewPool(ctx, b.DSN, 4)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	store, err := models.Open(ctx, pool, models.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", err
	}
	defer func() { _ = store.Close() }()
	if push { // everybody reads their feed, and the account is not pulled
		for _, sql := range []string{`DELETE FROM pulled_accounts`, `INSERT INTO feed_readers SELECT id, now() FROM users
			ON CONFLICT DO NOTHING`} {
			if _, err := pool.Exec(ctx, sql); err != nil {
				return "", err
			}
		}
	}
	const times = 5
	var wall time.Duration
	steps := 0
	before := b.DBTime()
	for range times {
		up := post.Upload{ID: store.NewID(), FileName: "a.jpg", Format: "jpeg", Bytes: 1000, SHA256: []byte("x"), Width: 1080, Height: 1350}
		postID, items, err := post.AddMedia(ctx, store, owner, 0, up)
		if err != nil {
			return "", err
		}
		if _, err := making.MediaRendered(ctx, store, owner, items[0].ID,
			making.Rendered{Key: items[0].WantedKey, Width: 1080, Height: 1350, Color: "#000000"}); err != nil {
			return "", err
		}
		start := time.Now()
		caption := "A new one #everyday"
		if err := post.Publish(ctx, store, owner, postID, post.PublishInput{Edit: post.Edit{Caption: &caption}}); err != nil {
			return "", err
		}
		n, err := fanOut(ctx, store, models.FanOutPost{OwnerID: owner, PostID: postID})
		if err != nil {
			return "", err
		}
		steps += n
		wall += time.Since(start)
	}
	return fmt.Sprintf("%.1f ms and %.1f ms of the database, in %d steps of the fan-out", float64(wall.Microseconds())/1000/times,
		float64((b.DBTime()-before).Microseconds())/1000/times, steps/times), nil
}

// fanOut carries out the job and those that it orders.
func fanOut(ctx context.Context, s *models.Store, job models.FanOutPost) (int, error) {
	for steps := 1; ; steps++ {
		if err := feed.FanOut(ctx, s, job); err != nil {
			return steps, err
		}
		var next []byte
		err := s.Pool().QueryRow(ctx, `DELETE FROM river_job
			WHERE id = (SELECT id FROM river_job WHERE kind = 'fan_out_post' AND (args->>'post_id') = $1
			AND (args->>'after')::bigint > $2 ORDER BY id LIMIT 1) RETURNING args->>'after'`,
			job.PostID.String(), job.After).Scan(&next)
		if err != nil {
			return steps, nil // there was no further step
		}
		after, err := models.ParseID(string(next))
		if err != nil {
			return steps, err
		}
		job.After = after
	}
}
