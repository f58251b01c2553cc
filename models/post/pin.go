package post

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
)

// MaxPinned is how many posts an account may pin.
const MaxPinned = 3

// Pin has a post of the viewer's stand first on their profile.
func Pin(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		p, err := Lock(ctx, t, viewer, id)
		if err != nil || p.PinnedAt != nil {
			return err
		}
		if p.State != Published {
			return models.Say(models.Error{Kind: models.Conflict}, "post.error.pin-published")
		}
		if _, err := t.LockUsers(ctx, viewer); err != nil { // for the count
			return err
		}
		var pinned int
		if err := models.Read(ctx, t.PG, &pinned, `SELECT count(*) FROM posts WHERE owner_id = @viewer AND pinned_at IS NOT NULL`,
			models.Args{"viewer": viewer}); err != nil {
			return err
		}
		if pinned >= MaxPinned {
			return models.Invalidf("media_id", "post.error.pins", "max", pinned)
		}
		return setPinned(ctx, t, p, s.Now())
	})
}

// Unpin puts a post back among the others.
func Unpin(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		p, err := Lock(ctx, t, viewer, id)
		if err != nil || p.PinnedAt == nil {
			return err
		}
		return setPinned(ctx, t, p, nil)
	})
}

func setPinned(ctx context.Context, t *models.Tx, p *Post, at any) error {
	return models.Do(ctx, t.PG, `UPDATE posts SET pinned_at = @at, updated_at = @now WHERE owner_id = @owner AND id = @post`,
		models.Args{"at": at, "now": t.Store.Now(), "owner": p.OwnerID, "post": p.ID})
}

// Profile lists an account's published posts as its profile shows them: on the first
// page those that are pinned, then the others, the newest first.
func Profile(ctx context.Context, s *models.Store, viewer, user models.ID, page models.Page) ([]View, models.ID, error) {
	rule := ` FROM posts p JOIN users u ON u.id = p.owner_id WHERE p.owner_id = @user AND ` + access.ListedPost + ` AND p.pinned_at `
	sql := `(SELECT p.*, ` + LikedColumn + rule + `IS NULL AND p.pub_id < @before ORDER BY p.pub_id DESC LIMIT @limit)`
	if page.Before == 0 {
		sql = `(SELECT p.*, ` + LikedColumn + rule + `IS NOT NULL ORDER BY p.pinned_at DESC, p.id DESC LIMIT @pinned) UNION ALL ` + sql
	}
	var rows []View
	if err := models.Find(ctx, s.Pool(), &rows, sql, models.Args{"viewer": viewer, "user": user, "pinned": MaxPinned,
		"before": models.OrNewest(page.Before), "limit": page.Limit + 1}); err != nil {
		return nil, 0, fmt.Errorf("read the posts of %d: %w", user, err)
	}
	pinned := 0
	for pinned < len(rows) && rows[pinned].PinnedAt != nil {
		pinned++
	}
	rest, next := CutPosts(page, rows[pinned:])
	rows = rows[:pinned+len(rest)]
	return rows, next, Complete(ctx, s, viewer, rows, AlbumItems)
}
