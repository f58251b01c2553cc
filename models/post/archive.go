package post

import (
	"context"

	"photogram/models"
	"photogram/models/activity"
)

// Archive takes a post of the viewer's out of everybody else's sight. It keeps
// its likes, its comments and its place.
func Archive(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		p, err := Lock(ctx, t, viewer, id)
		if err != nil || p.State == Archived {
			return err
		}
		if p.State != Published {
			return models.Say(models.Error{Kind: models.Conflict}, "post.error.only-published-posts-can-archived")
		}
		if err := unlist(ctx, t, viewer, id); err != nil {
			return err
		}
		return models.Do(ctx, t.PG, `UPDATE posts SET state = 'archived', pinned_at = NULL, updated_at = @now
			WHERE owner_id = @viewer AND id = @id`,
			models.Args{"now": s.Now(), "viewer": viewer, "id": id})
	})
}

// Unarchive brings a post back to where it was.
func Unarchive(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		p, err := Lock(ctx, t, viewer, id)
		if err != nil || p.State == Published {
			return err
		}
		if p.State != Archived {
			return models.Say(models.Error{Kind: models.Conflict}, "post.error.post-not-archived")
		}
		if err := list(ctx, t, p, *p.PubID, *p.PublishedAt); err != nil {
			return err
		}
		return activity.RecountPost(ctx, t, viewer, id)
	})
}

// ListArchived lists the viewer's archived posts, the newest first.
func ListArchived(ctx context.Context, s *models.Store, viewer models.ID, page models.Page) ([]View, models.ID, error) {
	return Posts(ctx, s, viewer, `SELECT p.*, `+LikedColumn+` FROM posts p
		WHERE p.owner_id = @viewer AND p.state = 'archived' AND p.pub_id > @low AND p.pub_id < @high
		ORDER BY p.pub_id DESC LIMIT @limit`, map[string]any{}, page)
}
