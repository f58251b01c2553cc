// Package feed brings posts to followers, and counts how often they are seen.
package feed

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// Feed design: a published post is pushed to the feeds of followers who visited
// lately. Three things are read when a feed is, and merged by key:
//
//   - posts of accounts with very many followers (pulled_accounts), for whom a
//     push would take minutes;
//   - public posts with a hashtag that the reader follows;
//   - for readers without a feed, and beyond its end, the posts of all the people
//     they follow, which is exact but dearer.
//
// All are ordered by pub_id alone: by time, and nothing else.

const (
	// Life is how long a feed is kept up for somebody who does not visit.
	Life = 14 * 24 * time.Hour
	// feedLength is how many posts a feed keeps.
	feedLength = 500
	// fanOutChunk is how many readers one job step serves.
	fanOutChunk = 5000
)

// feedColumns are scanned by hand in feedRows: this is the hottest read. They
// need feedLikes in the FROM clause, which costs less than a subquery a row.
const FeedColumns = `p.owner_id, p.id, p.pub_id, p.kind, p.caption, p.caption_id, p.captioned_at,
	p.location, p.place_id, p.latitude, p.longitude, p.filter, p.audience, p.comments_enabled,
	p.media_count, p.cover_id, p.cover_key, p.cover_width, p.cover_height, p.cover_placeholder, p.cover_alt, p.cover_avif, p.credit,
	p.likes_count, p.comments_count, p.published_at, p.edited_at, p.created_at, p.comments_from, p.people_count, p.has_products,
	p.likes_hidden, p.pinned_at, l.user_id IS NOT NULL AS liked, k.user_id IS NOT NULL AS saved`

const FeedLikes = `LEFT JOIN likes l ON l.owner_id = p.owner_id AND l.post_id = p.id AND l.user_id = $1
	LEFT JOIN saves k ON k.owner_id = p.owner_id AND k.post_id = p.id AND k.user_id = $1`

// feedAudience is what visiblePost asks beyond a follow, which is why a post is in a feed.
const feedAudience = `(p.audience <> 'close_friends' OR p.owner_id = $1 OR
	EXISTS (SELECT 1 FROM close_friends vc WHERE vc.user_id = p.owner_id AND vc.friend_id = $1))`

// feedWanted leaves out the words that the reader muted, but never their own posts.
var feedWanted = `(p.owner_id = $1 OR ` + access.ForViewer(access.Unmuted("p.caption"), "$1") + `)`

var pushedFeed = `SELECT ` + FeedColumns + `
	FROM feed f JOIN posts p ON p.owner_id = f.owner_id AND p.id = f.post_id AND p.state = 'published' AND ` + feedAudience + `
	AND ` + feedWanted + ` ` + FeedLikes + `
	WHERE f.user_id = $1 AND f.pub_id > $2 AND f.pub_id < $3 ORDER BY f.pub_id DESC LIMIT $4`

// pulledFeed takes the newest posts of each followed account, the authors of
// the newest of those, and then their posts. A plain join of follows and posts
// falls off a planner cliff and is never used.
var pulledFeed = `WITH followed AS (
		SELECT target_id AS id FROM following WHERE user_id = $1 AND state = 'follows' AND NOT mutes_posts UNION ALL SELECT $1),
	newest AS (
		SELECT f.id, n.pub_id FROM followed f CROSS JOIN LATERAL (
			SELECT pub_id FROM posts p WHERE owner_id = f.id AND state = 'published' AND ` + feedAudience + ` AND ` + feedWanted + `
			AND pub_id > $2 AND pub_id < $3 ORDER BY pub_id DESC LIMIT 1) n
		ORDER BY n.pub_id DESC LIMIT $4)
	SELECT p.* FROM newest CROSS JOIN LATERAL (
		SELECT ` + FeedColumns + ` FROM posts p ` + FeedLikes + `
		WHERE p.owner_id = newest.id AND p.state = 'published' AND ` + feedAudience + ` AND ` + feedWanted + ` AND p.pub_id > $2
		AND p.pub_id < $3 ORDER BY p.pub_id DESC LIMIT $4) p
	ORDER BY p.pub_id DESC LIMIT $4`

// feedExtras is whether a reader's feed has parts that are never pushed.
const feedExtras = `EXISTS (SELECT 1 FROM tag_follows WHERE user_id = $1)
	OR EXISTS (SELECT 1 FROM pulled_accounts a JOIN following f ON f.user_id = $1 AND f.target_id = a.user_id AND f.state = 'follows')`

// bigFeed is the part of a feed by accounts with very many followers.
var bigFeed = `SELECT p.* FROM pulled_accounts a JOIN following f ON f.user_id = $1 AND f.target_id = a.user_id
	AND f.state = 'follows' AND NOT f.mutes_posts
	CROSS JOIN LATERAL (SELECT ` + FeedColumns + ` FROM posts p ` + FeedLikes + `
		WHERE p.owner_id = a.user_id AND p.state = 'published' AND ` + feedAudience + ` AND ` + feedWanted + ` AND p.pub_id > $2
		AND p.pub_id < $3 ORDER BY p.pub_id DESC LIMIT $4) p
	ORDER BY p.pub_id DESC LIMIT $4`

// tagFeed is the part of a feed with hashtags that the reader follows: what
// everybody may see, and the reader too.
var tagFeed = `SELECT p.* FROM tag_follows t CROSS JOIN LATERAL (
		SELECT ` + FeedColumns + ` FROM post_tags pt JOIN posts p ON p.owner_id = pt.owner_id AND p.id = pt.post_id
		JOIN users u ON u.id = p.owner_id ` + FeedLikes + `
		WHERE pt.tag_id = t.tag_id AND pt.pub_id > $2 AND pt.pub_id < $3 AND ` + access.PublicPost + `
		AND ` + access.VisibleTo("$1") + ` AND ` + feedWanted + `
			AND NOT EXISTS (SELECT 1 FROM following m WHERE m.user_id = $1 AND m.target_id = p.owner_id AND m.mutes_posts)
		ORDER BY pt.pub_id DESC LIMIT $4) p
	WHERE t.user_id = $1 ORDER BY p.pub_id DESC LIMIT $4`

// Page is the home feed: the posts of the people and hashtags that the viewer
// follows and the viewer's own, newest first.
func Page(ctx context.Context, s *models.Store, viewer models.ID, page models.Page) ([]post.View, models.ID, error) {
	low, high := page.Bounds()
	want := page.Limit + 1
	var ready, extras bool
	batch := &pgx.Batch{}
	batch.Queue(`SELECT EXISTS (SELECT 1 FROM feed_readers WHERE user_id = $1 AND built_at IS NOT NULL), `+feedExtras, viewer)
	batch.Queue(pushedFeed, viewer, low, high, want)
	results := s.Pool().SendBatch(ctx, batch)
	err := results.QueryRow().Scan(&ready, &extras)
	var posts []post.View
	if err == nil {
		posts, err = nextFeedRows(results, want)
	}
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read the feed of %d: %w", viewer, err)
	}
	if !ready {
		if err := requestFeed(ctx, s, viewer); err != nil {
			return nil, 0, err
		}
		posts = nil
	}
	if !ready || len(posts) < want {
		if posts, err = pullMore(ctx, s, viewer, posts, low, high, want); err != nil {
			return nil, 0, err
		}
	}
	if extras {
		if posts, err = mergeExtras(ctx, s, viewer, posts, low, high, want); err != nil {
			return nil, 0, err
		}
	}
	posts, next := post.CutPosts(page, posts)
	if err := post.Complete(ctx, s, viewer, posts, post.AlbumItems); err != nil {
		return nil, 0, err
	}
	return withoutSuspended(posts), next, nil
}

// pullMore continues a page from the posts themselves, where the feed ends.
func pullMore(ctx context.Context, s *models.Store, viewer models.ID, posts []post.View, low, high models.ID,
	want int) ([]post.View, error) {
	if n := len(posts); n > 0 {
		high = posts[n-1].Key()
	}
	rows, err := s.Pool().Query(ctx, pulledFeed, viewer, low, high, want-len(posts))
	if err != nil {
		return nil, fmt.Errorf("pull the feed of %d: %w", viewer, err)
	}
	more, err := FeedRows(rows, want)
	return append(posts, more...), err
}

// mergeExtras puts what is never pushed into a page. What the page has already,
// down to its last post, is exact, so nothing below that can be missing.
func mergeExtras(ctx context.Context, s *models.Store, viewer models.ID, posts []post.View, low, high models.ID,
	want int) ([]post.View, error) {
	if len(posts) == want {
		low = max(low, posts[want-1].Key())
	}
	batch := &pgx.Batch{}
	batch.Queue(bigFeed, viewer, low, high, want)
	batch.Queue(tagFeed, viewer, low, high, want)
	results := s.Pool().SendBatch(ctx, batch)
	big, err := nextFeedRows(results, want)
	var tagged []post.View
	if err == nil {
		tagged, err = nextFeedRows(results, want)
	}
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("read what is not pushed to the feed of %d: %w", viewer, err)
	}
	for i := range tagged {
		tagged[i].ByTag = true
	}
	merged := append(append(posts, big...), tagged...)
	// Stable, so that a post that is there for its author too counts as the author's.
	slices.SortStableFunc(merged, func(a, b post.View) int { return cmp.Compare(b.Key(), a.Key()) })
	merged = slices.CompactFunc(merged, func(a, b post.View) bool { return a.Key() == b.Key() })
	return merged[:min(len(merged), want)], nil
}

func nextFeedRows(results pgx.BatchResults, capacity int) ([]post.View, error) {
	rows, err := results.Query()
	if err != nil {
		return nil, err
	}
	return FeedRows(rows, capacity)
}

func FeedRows(rows pgx.Rows, capacity int) ([]post.View, error) {
	defer rows.Close()
	posts := make([]post.View, 0, capacity)
	for rows.Next() {
		posts = append(posts, post.View{})
		p := &posts[len(posts)-1]
		err := rows.Scan(&p.OwnerID, &p.ID, &p.PubID, &p.Kind, &p.Caption, &p.CaptionID, &p.CaptionedAt, &p.Location, &p.PlaceID,
			&p.Latitude, &p.Longitude, &p.Filter, &p.Audience, &p.CommentsEnabled,
			&p.MediaCount, &p.CoverID, &p.CoverKey, &p.CoverWidth, &p.CoverHeight, &p.CoverPlaceholder, &p.CoverAlt, &p.CoverAVIF,
			&p.Credit,
			&p.LikesCount, &p.CommentsCount, &p.PublishedAt, &p.EditedAt, &p.CreatedAt, &p.CommentsFrom, &p.PeopleCount, &p.HasProducts,
			&p.LikesHidden, &p.PinnedAt, &p.Liked, &p.Saved)
		if err != nil {
			return nil, fmt.Errorf("read a feed row: %w", err)
		}
		p.State = post.Published
	}
	return posts, rows.Err()
}

// withoutSuspended drops the posts of accounts that are hidden for now but
// still stand in feeds. A page may be shorter for it; its key stays right.
func withoutSuspended(posts []post.View) []post.View {
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
func requestFeed(ctx context.Context, s *models.Store, viewer models.ID) error {
	tag, err := s.Pool().Exec(ctx, `INSERT INTO feed_readers (user_id) VALUES ($1) ON CONFLICT DO NOTHING`, viewer)
	if err != nil {
		return fmt.Errorf("request the feed of %d: %w", viewer, err)
	}
	if tag.RowsAffected() == 0 {
		return nil
	}
	_, err = s.Queue.Insert(ctx, models.RebuildFeed{UserID: viewer}, &river.InsertOpts{Priority: 2})
	return err
}

// Rebuild fills a reader's feed. The reader's row was committed before, so
// whatever is published meanwhile is pushed as well.
func Rebuild(ctx context.Context, s *models.Store, reader models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		// The account's lock keeps follows and unfollows from happening in between.
		if _, err := t.LockUsers(ctx, reader); err != nil {
			return err
		}
		rows, err := t.PG.Query(ctx, pulledFeed, reader, 0, models.OrNewest(0), feedLength)
		if err != nil {
			return fmt.Errorf("rebuild the feed of %d: %w", reader, err)
		}
		posts, err := FeedRows(rows, feedLength)
		if err != nil {
			return err
		}
		var pubs, owners, ids []int64
		for _, p := range posts {
			pubs, owners, ids = append(pubs, int64(p.Key())), append(owners, int64(p.OwnerID)), append(ids, int64(p.ID))
		}
		if _, err = t.PG.Exec(ctx, `INSERT INTO feed (user_id, pub_id, owner_id, post_id)
			SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) ON CONFLICT
			DO NOTHING`, reader, pubs, owners, ids); err != nil {
			return err
		}
		_, err = t.PG.Exec(ctx, `UPDATE feed_readers SET built_at = $2 WHERE user_id = $1`, reader, s.Now())
		return err
	})
}

// FanOut pushes a post to one chunk of its author's followers and orders the
// next chunk. A follower's row is share-locked, so an unfollow or a mute at the
// same time either comes first or removes what was pushed. Accounts with very
// many followers are read when a feed is, so nothing is pushed for them.
func FanOut(ctx context.Context, s *models.Store, job models.FanOutPost) error {
	var pub *models.ID
	err := s.InTx(ctx, func(t *models.Tx) error {
		var last *models.ID
		var n int
		err := t.PG.QueryRow(ctx, `WITH chunk AS (
				SELECT f.follower_id FROM followers f WHERE f.user_id = $1 AND f.follower_id > $3 AND f.state = 'follows'
				AND NOT f.mutes_posts
					AND NOT EXISTS (SELECT 1 FROM pulled_accounts WHERE user_id = $1)
				ORDER BY f.follower_id LIMIT $4 FOR SHARE),
			pushed AS (INSERT INTO feed (user_id, pub_id, owner_id, post_id)
				SELECT r.user_id, p.pub_id, p.owner_id, p.id FROM chunk c
				CROSS JOIN LATERAL (SELECT user_id FROM feed_readers WHERE user_id = c.follower_id OFFSET 0) r
				JOIN posts p ON p.owner_id = $1 AND p.id = $2 AND p.state = 'published'
				ORDER BY r.user_id ON CONFLICT DO NOTHING)
			SELECT max(follower_id), count(*), (SELECT pub_id FROM posts WHERE owner_id = $1 AND id = $2 AND state = 'published')
			FROM chunk`,
			job.OwnerID, job.PostID, job.After, fanOutChunk).Scan(&last, &n, &pub)
		if err != nil {
			return fmt.Errorf("fan out post %d: %w", job.PostID, err)
		}
		if n < fanOutChunk {
			return nil
		}
		next := job
		next.After = *last
		return t.Enqueue(ctx, next, nil)
	})
	if err != nil || job.After != 0 || pub == nil {
		return err
	}
	return s.SignalPost(ctx, models.PublishedPost{OwnerID: job.OwnerID, PostID: job.PostID, PubID: *pub})
}

// Trim forgets the feeds of people who stopped visiting and what feeds
// hold beyond their length.
func Trim(ctx context.Context, s *models.Store) error {
	batch := &pgx.Batch{}
	cold := s.Now().Add(-Life)
	batch.Queue(`DELETE FROM feed_readers r USING users u WHERE u.id = r.user_id AND u.active_at < $1`, cold)
	batch.Queue(`DELETE FROM feed f WHERE NOT EXISTS (SELECT 1 FROM feed_readers r WHERE r.user_id = f.user_id)`)
	// Materialized, since the planner would otherwise look for each row's end again.
	batch.Queue(`WITH ends AS MATERIALIZED (
			SELECT r.user_id, e.pub_id FROM feed_readers r CROSS JOIN LATERAL (
				SELECT pub_id FROM feed WHERE user_id = r.user_id ORDER BY pub_id DESC OFFSET $1 LIMIT 1) e)
		DELETE FROM feed f USING ends WHERE f.user_id = ends.user_id AND f.pub_id <= ends.pub_id`, feedLength)
	if err := s.Pool().SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("trim feeds: %w", err)
	}
	return nil
}
