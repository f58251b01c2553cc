package discover

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/index"
	"photogram/models/post"
)

// TagView is a hashtag as one viewer sees it.
type TagView struct {
	index.Tag
	Followed bool
}

// MaxFollowedTags is how many hashtags one account may follow.
const MaxFollowedTags = 500

var ErrNoTag = models.NotFoundf("discover.error.not-hashtag")

// TagByName finds a hashtag. One that nobody used yet has a count of zero.
func TagByName(ctx context.Context, s *models.Store, name string) (index.Tag, error) {
	tag, err := TagFor(ctx, s, 0, name)
	return tag.Tag, err
}

// TagFor is TagByName with whether the viewer follows it.
func TagFor(ctx context.Context, s *models.Store, viewer models.ID, name string) (TagView, error) {
	clean := models.TagName(name)
	if clean == "" {
		return TagView{}, ErrNoTag
	}
	tag := TagView{Tag: index.Tag{Name: clean}}
	err := models.Take(ctx, s.Pool(), &tag,
		`SELECT t.*, EXISTS (SELECT 1 FROM tag_follows f WHERE f.user_id = @viewer AND f.tag_id = t.id) AS followed
		FROM tags t WHERE t.name = @name`, models.Args{"viewer": viewer, "name": clean})
	if models.IsNoRows(err) {
		err = nil
	}
	return tag, err
}

// TagPosts lists the posts with a hashtag, newest first.
func TagPosts(ctx context.Context, s *models.Store, viewer models.ID, tag string, page models.Page) ([]post.View, models.ID, error) {
	return post.Posts(ctx, s, viewer, inOrder(`SELECT * FROM post_tags WHERE tag_id = (SELECT id FROM tags WHERE name = @tag)`),
		map[string]any{"tag": models.TagName(tag)}, page)
}

// TopTagPosts lists the posts with a hashtag that most people liked and talked
// about lately; see topPosts.
func TopTagPosts(ctx context.Context, s *models.Store, viewer models.ID, tag string, after TopKey, limit int) ([]post.View, TopKey, error) {
	return topPosts(ctx, s, viewer, `SELECT owner_id, post_id FROM post_tags WHERE tag_id = (SELECT id FROM tags WHERE name = @name)
		ORDER BY pub_id DESC`,
		map[string]any{"name": models.TagName(tag)}, after, limit)
}

// relatedPosts is how many of a tag's newest posts say which tags are related to it.
const relatedPosts = 500

// RelatedTags are those that stand beside a tag in its newest public posts, the
// most frequent first.
func RelatedTags(ctx context.Context, s *models.Store, tag models.ID, limit int) ([]index.Tag, error) {
	if tag == 0 {
		return nil, nil
	}
	var out []index.Tag
	err := models.Find(ctx, s.Pool(), &out,
		`WITH recent AS MATERIALIZED (SELECT owner_id, post_id FROM post_tags WHERE tag_id = @tag AND public
		ORDER BY pub_id DESC LIMIT @posts),
			beside AS (SELECT o.tag_id, count(*) AS n FROM recent r
			CROSS JOIN LATERAL (SELECT tag_id FROM post_tags WHERE owner_id = r.owner_id AND post_id = r.post_id OFFSET 0) o
				WHERE o.tag_id <> @tag GROUP BY 1 ORDER BY n DESC, o.tag_id LIMIT @limit)
		SELECT t.* FROM beside b JOIN tags t ON t.id = b.tag_id ORDER BY b.n DESC, t.media_count DESC, t.id`,
		models.Args{"tag": tag, "posts": relatedPosts, "limit": limit})
	return out, err
}

// FollowTag makes the viewer follow a hashtag, also one that nobody used yet.
func FollowTag(ctx context.Context, s *models.Store, viewer models.ID, name string) error {
	clean := models.TagName(name)
	if clean == "" {
		return ErrNoTag
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		// The account's lock makes the limit exact.
		there, err := t.LockUsers(ctx, viewer)
		if err != nil {
			return err
		}
		if _, ok := there[viewer]; !ok {
			return models.ErrNoUser
		}
		var n int
		if err := t.PG.QueryRow(ctx, `SELECT count(*) FROM tag_follows WHERE user_id = $1`, viewer).Scan(&n); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		batch.Queue(`INSERT INTO tags (id, name, key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, s.NewID(), clean, index.FoldText(clean))
		batch.Queue(`SELECT 1 FROM tags WHERE name = $1 FOR NO KEY UPDATE`, clean)
		batch.Queue(`WITH n AS (INSERT INTO tag_follows (user_id, tag_id, id, created_at) SELECT $1, id, $3, $4 FROM tags WHERE name = $2
				ON CONFLICT DO NOTHING RETURNING tag_id)
			UPDATE tags SET followers_count = followers_count + 1
			WHERE id = ANY(ARRAY(SELECT tag_id FROM n))`, viewer, clean, s.NewID(), s.Now())
		results := t.PG.SendBatch(ctx, batch)
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
			return models.Invalidf("tag", "discover.error.follow-hashtags-limit-unfollow-some", "n2", n)
		}
		if added == 0 {
			return nil
		}
		return t.Use(ctx, models.BudgetFollow, viewer, 1)
	})
}

// UnfollowTag takes the viewer's follow of a hashtag back.
func UnfollowTag(ctx context.Context, s *models.Store, viewer models.ID, name string) error {
	clean := models.TagName(name)
	if clean == "" {
		return ErrNoTag
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, viewer); err != nil {
			return err
		}
		_, err := t.PG.Exec(ctx, `WITH n AS (DELETE FROM tag_follows WHERE user_id = $1
			AND tag_id = (SELECT id FROM tags WHERE name = $2) RETURNING tag_id)
			UPDATE tags SET followers_count = followers_count - 1 WHERE id = ANY(ARRAY(SELECT tag_id FROM n))`, viewer, clean)
		if err != nil {
			return fmt.Errorf("unfollow #%s: %w", clean, err)
		}
		return nil
	})
}

// FollowedTags lists the hashtags that the viewer follows, the newest follow first.
func FollowedTags(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]TagView, models.ID, error) {
	var rows []struct {
		TagView
		EdgeID models.ID
	}
	err := models.Find(ctx, s.Pool(), &rows,
		`SELECT t.*, true AS followed, f.id AS edge_id FROM tag_follows f JOIN tags t ON t.id = f.tag_id
		WHERE f.user_id = @viewer AND f.id < @before ORDER BY f.id DESC LIMIT @limit`,
		models.Args{"viewer": viewer, "before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, err
	}
	var next models.ID
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
