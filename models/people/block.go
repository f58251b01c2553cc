package people

import (
	"context"
	"fmt"

	"photogram/models"
)

// untag takes two accounts out of each other's photos.
func untag(ctx context.Context, t *models.Tx, a, b models.ID) error {
	for _, sql := range []string{
		`SELECT 1 FROM posts p WHERE (p.owner_id, p.id) IN (SELECT owner_id, post_id FROM post_people WHERE user_id = $1
			AND owner_id = $2 OR user_id = $2 AND owner_id = $1)
			ORDER BY p.owner_id, p.id FOR NO KEY UPDATE`,
		`WITH n AS (DELETE FROM post_people WHERE (user_id = $1 AND owner_id = $2 OR user_id = $2 AND owner_id = $1)
			RETURNING owner_id, post_id, state),
			k AS (SELECT owner_id, post_id, count(*) AS by FROM n WHERE state <> 'removed' GROUP BY 1, 2)
			UPDATE posts p SET people_count = people_count - k.by FROM k WHERE p.owner_id = k.owner_id AND p.id = k.post_id`,
	} {
		if _, err := t.PG.Exec(ctx, sql, a, b); err != nil {
			return fmt.Errorf("untag %d and %d: %w", a, b, err)
		}
	}
	return nil
}
