package post

import (
	"context"
	"fmt"

	"photogram/models"
)

// openStory is an error when a locked post holds the media of a story that is shared.
func openStory(ctx context.Context, t *models.Tx, p *Post) error {
	if p.State != InStory {
		return nil
	}
	var state State
	err := t.PG.QueryRow(ctx, `SELECT state FROM stories WHERE owner_id = $1 AND id = $2 FOR UPDATE`, p.OwnerID, p.ID).Scan(&state)
	if models.IsNoRows(err) {
		return models.ErrNoPost
	}
	if err != nil || state == Draft || state == Scheduled {
		return err
	}
	return &models.Error{Kind: models.Conflict, Message: "This story is shared already. Delete it to share another."}
}

// ForgetStory removes a story and what others did with it.
func ForgetStory(ctx context.Context, t *models.Tx, owner, id models.ID) error {
	for _, sql := range []string{
		`DELETE FROM story_views WHERE owner_id = $1 AND story_id = $2`,
		`DELETE FROM stories WHERE owner_id = $1 AND id = $2`, // with its answers and its place in highlights
	} {
		if _, err := t.PG.Exec(ctx, sql, owner, id); err != nil {
			return fmt.Errorf("delete story %d: %w", id, err)
		}
	}
	return nil
}
