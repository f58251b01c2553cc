package index

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// Tag is a hashtag with the number of public posts that carry it.
type Tag struct {
	ID             models.ID
	Name           string
	MediaCount     int64
	FollowersCount int64
}

// setTags makes the tags of a post be these, and counts them if it is public.
// Names are handled in one order everywhere so that two posts cannot block each other.
func setTags(ctx context.Context, t *models.Tx, owner, post, pub models.ID, names []string, public bool) error {
	ids, keys := make([]int64, len(names)), make([]string, len(names))
	for i := range names {
		ids[i], keys[i] = int64(t.Store.NewID()), FoldText(names[i])
	}
	if names == nil {
		names = []string{}
	}
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO tags (id, name, key) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[]) AS n (id, name, key)
		ORDER BY name ON CONFLICT DO NOTHING`, ids, names, keys)
	// Later statements see every change that this one waited for.
	batch.Queue(`SELECT 1 FROM tags WHERE id = ANY(ARRAY(SELECT id FROM tags WHERE name = ANY($3) UNION SELECT tag_id FROM post_tags
		WHERE owner_id = $1 AND post_id = $2))
		ORDER BY name FOR NO KEY UPDATE`, owner, post, names)
	batch.Queue(`WITH gone AS (DELETE FROM post_tags WHERE owner_id = $1 AND post_id = $2
		AND tag_id <> ALL(ARRAY(SELECT id FROM tags WHERE name = ANY($3))) RETURNING tag_id, public)
		UPDATE tags SET media_count = media_count - 1 WHERE id = ANY(ARRAY(SELECT tag_id FROM gone WHERE public))`, owner, post, names)
	batch.Queue(`WITH flipped AS (UPDATE post_tags SET public = $3 WHERE owner_id = $1 AND post_id = $2 AND public <> $3 RETURNING tag_id)
		UPDATE tags SET media_count = media_count + CASE WHEN $3 THEN 1 ELSE -1 END
		WHERE id = ANY(ARRAY(SELECT tag_id FROM flipped))`, owner, post, public)
	batch.Queue(`WITH fresh AS (INSERT INTO post_tags (tag_id, pub_id, owner_id, post_id, public) SELECT id, $4, $1, $2, $5
		FROM tags WHERE name = ANY($3)
			ON CONFLICT DO NOTHING RETURNING tag_id)
		UPDATE tags SET media_count = media_count + 1 WHERE $5
		AND id = ANY(ARRAY(SELECT tag_id FROM fresh))`, owner, post, names, pub, public)
	if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("tag post %d with %s: %w", post, strings.Join(names, ", "), err)
	}
	return nil
}

// DropUnusedTags removes hashtags that no post carries and nobody follows.
func DropUnusedTags(ctx context.Context, s *models.Store) error {
	return models.Do(ctx, s.Pool(), `DELETE FROM tags t WHERE media_count = 0 AND followers_count = 0 AND
		NOT EXISTS (SELECT 1 FROM post_tags p WHERE p.tag_id = t.id)`, nil)
}
