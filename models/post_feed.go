package models

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// Feed design: a published post is pushed to the feeds of followers who visited
// lately. Readers without a feed, and pages beyond its end, are served from the
// posts of the people they follow, which is exact but dearer.

const (
	// FeedLife is how long a feed is kept up for somebody who does not visit.
	FeedLife = 14 * 24 * time.Hour
	// feedLength is how many posts a feed keeps.
	feedLength = 500
	// fanOutChunk is how many readers one job step serves.
	fanOutChunk = 5000
)

// feedColumns are scanned by hand in feedRows: this is the hottest read. They
// need feedLikes in the FROM clause, which costs less than a subquery a row.
const feedColumns = `p.owner_id, p.id, p.pub_id, p.kind, p.caption, p.caption_id, p.captioned_at, p.location, p.place_id, p.latitude, p.longitude, p.filter, p.audience, p.comments_enabled,
	p.media_count, p.cover_id, p.cover_key, p.cover_width, p.cover_height, p.cover_placeholder, p.cover_alt, p.credit,
	p.likes_count, p.comments_count, p.published_at, p.edited_at, p.created_at, l.user_id IS NOT NULL AS liked`

const feedLikes = `LEFT JOIN likes l ON l.owner_id = p.owner_id AND l.post_id = p.id AND l.user_id = $1`

// feedAudience is what visiblePost asks beyond a follow, which is why a post is in a feed.
const feedAudience = `(p.audience <> 'close_friends' OR p.owner_id = $1 OR EXISTS (SELECT 1 FROM close_friends vc WHERE vc.user_id = p.owner_id AND vc.friend_id = $1))`

const pushedFeed = `SELECT ` + feedColumns + `
	FROM feed f JOIN posts p ON p.owner_id = f.owner_id AND p.id = f.post_id AND p.state = 'published' AND ` + feedAudience + ` ` + feedLikes + `
	WHERE f.user_id = $1 AND f.pub_id > $2 AND f.pub_id < $3 ORDER BY f.pub_id DESC LIMIT $4`

// pulledFeed takes the newest posts of each followed account, the authors of
// the newest of those, and then their posts. A plain join of follows and posts
// falls off a planner cliff and is never used.
const pulledFeed = `WITH followed AS (
		SELECT target_id AS id FROM following WHERE user_id = $1 AND state = 'follows' UNION ALL SELECT $1),
	newest AS (
		SELECT f.id, n.pub_id FROM followed f CROSS JOIN LATERAL (
			SELECT pub_id FROM posts p WHERE owner_id = f.id AND state = 'published' AND ` + feedAudience + ` AND pub_id > $2 AND pub_id < $3 ORDER BY pub_id DESC LIMIT 1) n
		ORDER BY n.pub_id DESC LIMIT $4)
	SELECT p.* FROM newest CROSS JOIN LATERAL (
		SELECT ` + feedColumns + ` FROM posts p ` + feedLikes + `
		WHERE p.owner_id = newest.id AND p.state = 'published' AND ` + feedAudience + ` AND p.pub_id > $2 AND p.pub_id < $3 ORDER BY p.pub_id DESC LIMIT $4) p
	ORDER BY p.pub_id DESC LIMIT $4`

// Feed is the home feed: the posts of the people that the viewer follows and
// the viewer's own, newest first.
func (s *Store) Feed(ctx context.Context, viewer ID, page Page) ([]PostView, ID, error) {
	low, high := page.bounds()
	var ready bool
	batch := &pgx.Batch{}
	batch.Queue(`SELECT EXISTS (SELECT 1 FROM feed_readers WHERE user_id = $1 AND built_at IS NOT NULL)`, viewer)
	batch.Queue(pushedFeed, viewer, low, high, page.Limit+1)
	results := s.pool.SendBatch(ctx, batch)
	err := results.QueryRow().Scan(&ready)
	var posts []PostView
	if err == nil {
		var rows pgx.Rows
		if rows, err = results.Query(); err == nil {
			posts, err = feedRows(rows, page.Limit+1)
		}
	}
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read the feed of %d: %w", viewer, err)
	}
	if !ready || len(posts) <= page.Limit {
		if !ready {
			if err := s.requestFeed(ctx, viewer); err != nil {
				return nil, 0, err
			}
			posts = nil
		}
		if posts, err = s.pullMore(ctx, viewer, posts, low, high, page.Limit+1); err != nil {
			return nil, 0, err
		}
	}
	posts, next := page.cut(posts)
	if err := s.completePosts(ctx, viewer, posts, false); err != nil {
		return nil, 0, err
	}
	return withoutSuspended(posts), next, nil
}

// pullMore continues a page from the posts themselves, where the feed ends.
func (s *Store) pullMore(ctx context.Context, viewer ID, posts []PostView, low, high ID, want int) ([]PostView, error) {
	if n := len(posts); n > 0 {
		high = posts[n-1].Key()
	}
	rows, err := s.pool.Query(ctx, pulledFeed, viewer, low, high, want-len(posts))
	if err != nil {
		return nil, fmt.Errorf("pull the feed of %d: %w", viewer, err)
	}
	more, err := feedRows(rows, want)
	return append(posts, more...), err
}

func feedRows(rows pgx.Rows, capacity int) ([]PostView, error) {
	defer rows.Close()
	posts := make([]PostView, 0, capacity)
	for rows.Next() {
		posts = append(posts, PostView{})
		p := &posts[len(posts)-1]
		err := rows.Scan(&p.OwnerID, &p.ID, &p.PubID, &p.Kind, &p.Caption, &p.CaptionID, &p.CaptionedAt, &p.Location, &p.PlaceID, &p.Latitude, &p.Longitude, &p.Filter, &p.Audience, &p.CommentsEnabled,
			&p.MediaCount, &p.CoverID, &p.CoverKey, &p.CoverWidth, &p.CoverHeight, &p.CoverPlaceholder, &p.CoverAlt, &p.Credit,
			&p.LikesCount, &p.CommentsCount, &p.PublishedAt, &p.EditedAt, &p.CreatedAt, &p.Liked)
		if err != nil {
			return nil, fmt.Errorf("read a feed row: %w", err)
		}
		p.State = Published
	}
	return posts, rows.Err()
}

// withoutSuspended drops the posts of accounts that are hidden for now but
// still stand in feeds. A page may be shorter for it; its key stays right.
func withoutSuspended(posts []PostView) []PostView {
	out := posts[:0]
	for _, p := range posts {
		if !p.Author.Suspended {
			out = append(out, p)
		}
	}
	return out
}

// requestFeed makes the viewer an active reader, so that new posts are pushed
// from now on, and orders the rest of the feed.
func (s *Store) requestFeed(ctx context.Context, viewer ID) error {
	tag, err := s.pool.Exec(ctx, `INSERT INTO feed_readers (user_id) VALUES ($1) ON CONFLICT DO NOTHING`, viewer)
	if err != nil {
		return fmt.Errorf("request the feed of %d: %w", viewer, err)
	}
	if tag.RowsAffected() == 0 {
		return nil
	}
	_, err = s.queue.Insert(ctx, RebuildFeed{viewer}, &river.InsertOpts{Priority: 2})
	return err
}

// RebuildFeed fills a reader's feed. The reader's row was committed before, so
// whatever is published meanwhile is pushed as well.
func (s *Store) RebuildFeed(ctx context.Context, reader ID) error {
	return s.inTx(ctx, func(t *tx) error {
		// The account's lock keeps follows and unfollows from happening in between.
		if _, err := t.lockUsers(ctx, reader); err != nil {
			return err
		}
		rows, err := t.pgx.Query(ctx, pulledFeed, reader, 0, orNewest(0), feedLength)
		if err != nil {
			return fmt.Errorf("rebuild the feed of %d: %w", reader, err)
		}
		posts, err := feedRows(rows, feedLength)
		if err != nil {
			return err
		}
		var pubs, owners, ids []int64
		for _, p := range posts {
			pubs, owners, ids = append(pubs, int64(p.Key())), append(owners, int64(p.OwnerID)), append(ids, int64(p.ID))
		}
		if _, err = t.pgx.Exec(ctx, `INSERT INTO feed (user_id, pub_id, owner_id, post_id)
			SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) ON CONFLICT DO NOTHING`, reader, pubs, owners, ids); err != nil {
			return err
		}
		_, err = t.pgx.Exec(ctx, `UPDATE feed_readers SET built_at = $2 WHERE user_id = $1`, reader, s.Now())
		return err
	})
}

// FanOut pushes a post to one chunk of its author's followers and orders the
// next chunk. A follower's row is share-locked, so an unfollow at the same
// time either comes first or removes what was pushed.
func (s *Store) FanOut(ctx context.Context, job FanOutPost) error {
	return s.inTx(ctx, func(t *tx) error {
		var last *ID
		var n int
		err := t.pgx.QueryRow(ctx, `WITH chunk AS (
				SELECT f.follower_id FROM followers f WHERE f.user_id = $1 AND f.follower_id > $3 AND f.state = 'follows'
				ORDER BY f.follower_id LIMIT $4 FOR KEY SHARE),
			pushed AS (INSERT INTO feed (user_id, pub_id, owner_id, post_id)
				SELECT r.user_id, p.pub_id, p.owner_id, p.id FROM chunk c JOIN feed_readers r ON r.user_id = c.follower_id
				JOIN posts p ON p.owner_id = $1 AND p.id = $2 AND p.state = 'published'
				ORDER BY r.user_id ON CONFLICT DO NOTHING)
			SELECT max(follower_id), count(*) FROM chunk`, job.OwnerID, job.PostID, job.After, fanOutChunk).Scan(&last, &n)
		if err != nil {
			return fmt.Errorf("fan out post %d: %w", job.PostID, err)
		}
		if n < fanOutChunk {
			return nil
		}
		job.After = *last
		return t.enqueue(ctx, job, nil)
	})
}

// TrimFeeds forgets the feeds of people who stopped visiting and what feeds
// hold beyond their length.
func (s *Store) TrimFeeds(ctx context.Context) error {
	batch := &pgx.Batch{}
	cold := s.Now().Add(-FeedLife)
	batch.Queue(`DELETE FROM feed_readers r USING users u WHERE u.id = r.user_id AND u.active_at < $1`, cold)
	batch.Queue(`DELETE FROM feed f WHERE NOT EXISTS (SELECT 1 FROM feed_readers r WHERE r.user_id = f.user_id)`)
	// Materialized, since the planner would otherwise look for each row's end again.
	batch.Queue(`WITH ends AS MATERIALIZED (
			SELECT r.user_id, e.pub_id FROM feed_readers r CROSS JOIN LATERAL (
				SELECT pub_id FROM feed WHERE user_id = r.user_id ORDER BY pub_id DESC OFFSET $1 LIMIT 1) e)
		DELETE FROM feed f USING ends WHERE f.user_id = ends.user_id AND f.pub_id <= ends.pub_id`, feedLength)
	if err := s.pool.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("trim feeds: %w", err)
	}
	return nil
}
