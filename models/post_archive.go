package models

import "context"

// Archive takes a post of the viewer's out of everybody else's sight. It keeps
// its likes, its comments and its place.
func (s *Store) Archive(ctx context.Context, viewer, id ID) error {
	return s.inTx(ctx, func(t *tx) error {
		p, err := t.ownForUpdate(ctx, viewer, id)
		if err != nil || p.State == Archived {
			return err
		}
		if p.State != Published {
			return &Error{Kind: Conflict, Message: "Only published posts can be archived."}
		}
		if err := t.unlist(ctx, viewer, id); err != nil {
			return err
		}
		return t.Exec(`UPDATE posts SET state = 'archived', updated_at = ? WHERE owner_id = ? AND id = ?`, s.Now(), viewer, id).Error
	})
}

// Unarchive brings a post back to where it was.
func (s *Store) Unarchive(ctx context.Context, viewer, id ID) error {
	return s.inTx(ctx, func(t *tx) error {
		p, err := t.ownForUpdate(ctx, viewer, id)
		if err != nil || p.State == Published {
			return err
		}
		if p.State != Archived {
			return &Error{Kind: Conflict, Message: "This post is not archived."}
		}
		if err := t.list(ctx, p, *p.PubID, *p.PublishedAt); err != nil {
			return err
		}
		return t.recountPost(ctx, viewer, id)
	})
}

// ArchivedPosts lists the viewer's archived posts, the newest first.
func (s *Store) ArchivedPosts(ctx context.Context, viewer ID, page Page) ([]PostView, ID, error) {
	return s.posts(ctx, viewer, `SELECT p.*, `+likedColumn+` FROM posts p
		WHERE p.owner_id = @viewer AND p.state = 'archived' AND p.pub_id > @low AND p.pub_id < @high
		ORDER BY p.pub_id DESC LIMIT @limit`, map[string]any{}, page)
}
