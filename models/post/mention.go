package post

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
)

var tellCaptionSQL = `WITH fresh AS (INSERT INTO told (owner_id, post_id, comment_id, user_id)
		SELECT p.owner_id, p.id, 0, m.id FROM usernames n JOIN users m ON m.id = n.user_id JOIN posts p ON p.owner_id = $1
		AND p.id = $2 JOIN users u ON u.id = p.owner_id
		WHERE n.name = ANY($3) AND n.held_until IS NULL AND m.id <> $1 AND m.suspended_at IS NULL AND ` + access.VisibleTo("m.id") + `
		ORDER BY m.id ON CONFLICT DO NOTHING RETURNING user_id)
	INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, created_at)
	SELECT user_id, ($4::bigint[])[n], 'mention', $1, $1, $2, $5 FROM (SELECT user_id, row_number() OVER () AS n FROM fresh) f`

// notifyMentioned tells those whom the caption of a published post mentions, if
// they may see the post and were not told before.
func notifyMentioned(ctx context.Context, t *models.Tx, owner, post models.ID, caption string) error {
	names := models.MentionsIn(caption)
	if len(names) == 0 {
		return nil
	}
	if _, err := t.PG.Exec(ctx, tellCaptionSQL, owner, post, names, t.Store.NewIDs(len(names)), t.Store.Now()); err != nil {
		return fmt.Errorf("tell of the caption of %d: %w", post, err)
	}
	t.Acted = true
	return nil
}
