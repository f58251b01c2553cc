package models

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Tag is a hashtag with the number of public posts that carry it.
type Tag struct {
	ID             ID
	Name           string
	MediaCount     int64
	FollowersCount int64
}

// TagView is a hashtag as one viewer sees it.
type TagView struct {
	Tag
	Followed bool
}

// MaxFollowedTags is how many hashtags one account may follow.
const MaxFollowedTags = 500

var errNoTag = NotFoundf("This is not a hashtag.")

// TagByName finds a hashtag. One that nobody used yet has a count of zero.
func (s *Store) TagByName(ctx context.Context, name string) (Tag, error) {
	tag, err := s.TagFor(ctx, 0, name)
	return tag.Tag, err
}

// TagFor is TagByName with whether the viewer follows it.
func (s *Store) TagFor(ctx context.Context, viewer ID, name string) (TagView, error) {
	clean := TagName(name)
	if clean == "" {
		return TagView{}, errNoTag
	}
	tag := TagView{Tag: Tag{Name: clean}}
	err := s.gorm(ctx).Raw(`SELECT t.*, EXISTS (SELECT 1 FROM tag_follows f WHERE f.user_id = @viewer AND f.tag_id = t.id) AS followed
		FROM tags t WHERE t.name = @name`, map[string]any{"viewer": viewer, "name": clean}).Take(&tag).Error
	if isNoRows(err) {
		err = nil
	}
	return tag, err
}

// TagPosts lists the posts with a hashtag, newest first.
func (s *Store) TagPosts(ctx context.Context, viewer ID, tag string, page Page) ([]PostView, ID, error) {
	return s.posts(ctx, viewer, inOrder(`SELECT * FROM post_tags WHERE tag_id = (SELECT id FROM tags WHERE name = @tag)`), map[string]any{"tag": TagName(tag)}, page)
}

// TopTagPosts lists the posts with a hashtag that most people liked and talked
// about lately; see topPosts.
func (s *Store) TopTagPosts(ctx context.Context, viewer ID, tag string, after TopKey, limit int) ([]PostView, TopKey, error) {
	return s.topPosts(ctx, viewer, `SELECT owner_id, post_id FROM post_tags WHERE tag_id = (SELECT id FROM tags WHERE name = @name) ORDER BY pub_id DESC`,
		map[string]any{"name": TagName(tag)}, after, limit)
}

// relatedPosts is how many of a tag's newest posts say which tags are related to it.
const relatedPosts = 500

// RelatedTags are those that stand beside a tag in its newest public posts, the
// most frequent first.
func (s *Store) RelatedTags(ctx context.Context, tag ID, limit int) ([]Tag, error) {
	if tag == 0 {
		return nil, nil
	}
	var out []Tag
	err := s.gorm(ctx).Raw(`WITH recent AS MATERIALIZED (SELECT owner_id, post_id FROM post_tags WHERE tag_id = @tag AND public ORDER BY pub_id DESC LIMIT @posts),
			beside AS (SELECT o.tag_id, count(*) AS n FROM recent r CROSS JOIN LATERAL (SELECT tag_id FROM post_tags WHERE owner_id = r.owner_id AND post_id = r.post_id OFFSET 0) o
				WHERE o.tag_id <> @tag GROUP BY 1 ORDER BY n DESC, o.tag_id LIMIT @limit)
		SELECT t.* FROM beside b JOIN tags t ON t.id = b.tag_id ORDER BY b.n DESC, t.media_count DESC, t.id`,
		map[string]any{"tag": tag, "posts": relatedPosts, "limit": limit}).Scan(&out).Error
	return out, err
}

// FollowTag makes the viewer follow a hashtag, also one that nobody used yet.
func (s *Store) FollowTag(ctx context.Context, viewer ID, name string) error {
	clean := TagName(name)
	if clean == "" {
		return errNoTag
	}
	return s.inTx(ctx, func(t *tx) error {
		// The account's lock makes the limit exact.
		there, err := t.lockUsers(ctx, viewer)
		if err != nil {
			return err
		}
		if _, ok := there[viewer]; !ok {
			return errNoUser
		}
		var n int
		if err := t.pgx.QueryRow(ctx, `SELECT count(*) FROM tag_follows WHERE user_id = $1`, viewer).Scan(&n); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		batch.Queue(`INSERT INTO tags (id, name, key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, s.NewID(), clean, foldText(clean))
		batch.Queue(`SELECT 1 FROM tags WHERE name = $1 FOR NO KEY UPDATE`, clean)
		batch.Queue(`WITH n AS (INSERT INTO tag_follows (user_id, tag_id, id, created_at) SELECT $1, id, $3, $4 FROM tags WHERE name = $2
				ON CONFLICT DO NOTHING RETURNING tag_id)
			UPDATE tags SET followers_count = followers_count + 1 WHERE id = ANY(ARRAY(SELECT tag_id FROM n))`, viewer, clean, s.NewID(), s.Now())
		results := t.pgx.SendBatch(ctx, batch)
		var added int64
		for range batch.Len() {
			tag, err := results.Exec()
			if err != nil {
				_ = results.Close()
				return fmt.Errorf("follow #%s: %w", clean, err)
			}
			added = tag.RowsAffected()
		}
		if err := results.Close(); err != nil {
			return err
		}
		if added > 0 && n >= MaxFollowedTags {
			return Invalidf("tag", "You follow %d hashtags, and that is the limit. Unfollow some first.", n)
		}
		if added == 0 {
			return nil
		}
		return t.use(ctx, BudgetFollow, viewer, 1)
	})
}

// UnfollowTag takes the viewer's follow of a hashtag back.
func (s *Store) UnfollowTag(ctx context.Context, viewer ID, name string) error {
	clean := TagName(name)
	if clean == "" {
		return errNoTag
	}
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.lockUsers(ctx, viewer); err != nil {
			return err
		}
		_, err := t.pgx.Exec(ctx, `WITH n AS (DELETE FROM tag_follows WHERE user_id = $1 AND tag_id = (SELECT id FROM tags WHERE name = $2) RETURNING tag_id)
			UPDATE tags SET followers_count = followers_count - 1 WHERE id = ANY(ARRAY(SELECT tag_id FROM n))`, viewer, clean)
		if err != nil {
			return fmt.Errorf("unfollow #%s: %w", clean, err)
		}
		return nil
	})
}

// FollowedTags lists the hashtags that the viewer follows, the newest follow first.
func (s *Store) FollowedTags(ctx context.Context, viewer, before ID, limit int) ([]TagView, ID, error) {
	var rows []struct {
		TagView
		EdgeID ID
	}
	err := s.gorm(ctx).Raw(`SELECT t.*, true AS followed, f.id AS edge_id FROM tag_follows f JOIN tags t ON t.id = f.tag_id
		WHERE f.user_id = @viewer AND f.id < @before ORDER BY f.id DESC LIMIT @limit`,
		map[string]any{"viewer": viewer, "before": orNewest(before), "limit": limit + 1}).Scan(&rows).Error
	if err != nil {
		return nil, 0, err
	}
	var next ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].EdgeID
	}
	out := make([]TagView, len(rows))
	for i := range rows {
		out[i] = rows[i].TagView
	}
	return out, next, nil
}

// setTags makes the tags of a post be these, and counts them if it is public.
// Names are handled in one order everywhere so that two posts cannot block each other.
func (t *tx) setTags(ctx context.Context, owner, post, pub ID, names []string, public bool) error {
	ids, keys := make([]int64, len(names)), make([]string, len(names))
	for i := range names {
		ids[i], keys[i] = int64(t.store.NewID()), foldText(names[i])
	}
	if names == nil {
		names = []string{}
	}
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO tags (id, name, key) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[]) AS n (id, name, key) ORDER BY name ON CONFLICT DO NOTHING`, ids, names, keys)
	// Later statements see every change that this one waited for.
	batch.Queue(`SELECT 1 FROM tags WHERE id = ANY(ARRAY(SELECT id FROM tags WHERE name = ANY($3) UNION SELECT tag_id FROM post_tags WHERE owner_id = $1 AND post_id = $2))
		ORDER BY name FOR NO KEY UPDATE`, owner, post, names)
	batch.Queue(`WITH gone AS (DELETE FROM post_tags WHERE owner_id = $1 AND post_id = $2 AND tag_id <> ALL(ARRAY(SELECT id FROM tags WHERE name = ANY($3))) RETURNING tag_id, public)
		UPDATE tags SET media_count = media_count - 1 WHERE id = ANY(ARRAY(SELECT tag_id FROM gone WHERE public))`, owner, post, names)
	batch.Queue(`WITH flipped AS (UPDATE post_tags SET public = $3 WHERE owner_id = $1 AND post_id = $2 AND public <> $3 RETURNING tag_id)
		UPDATE tags SET media_count = media_count + CASE WHEN $3 THEN 1 ELSE -1 END WHERE id = ANY(ARRAY(SELECT tag_id FROM flipped))`, owner, post, public)
	batch.Queue(`WITH fresh AS (INSERT INTO post_tags (tag_id, pub_id, owner_id, post_id, public) SELECT id, $4, $1, $2, $5 FROM tags WHERE name = ANY($3)
			ON CONFLICT DO NOTHING RETURNING tag_id)
		UPDATE tags SET media_count = media_count + 1 WHERE $5 AND id = ANY(ARRAY(SELECT tag_id FROM fresh))`, owner, post, names, pub, public)
	if err := t.pgx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("tag post %d with %s: %w", post, strings.Join(names, ", "), err)
	}
	return nil
}
