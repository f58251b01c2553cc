package comment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// Below reads a page of the comments below each of some posts that were
// read already, newest first and without replies, and one row more for each
// post that has others. Keys bound the page; Back reads it from its other end.
func Below(ctx context.Context, s *models.Store, viewer models.ID, posts []*post.Post, page models.Page) ([]View, error) {
	keys := make([]models.Key, len(posts))
	for i, p := range posts {
		keys[i] = models.Key{Owner: p.OwnerID, ID: p.ID}
	}
	return below(ctx, s, viewer, keys, "posts h", "c.post_id = h.id AND c.parent_id IS NULL", true, page)
}

// RepliesBelow is CommentsBelow for the replies to comments, oldest first.
func RepliesBelow(ctx context.Context, s *models.Store, viewer models.ID, comments []*Comment, page models.Page) ([]View, error) {
	keys := make([]models.Key, len(comments))
	for i, c := range comments {
		keys[i] = models.Key{Owner: c.OwnerID, ID: c.ID}
	}
	return below(ctx, s, viewer, keys, "comments h", "c.parent_id = h.id", false, page)
}

func below(ctx context.Context, s *models.Store, viewer models.ID, keys []models.Key, heads, match string, newest bool,
	page models.Page) ([]View, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	order := "c.id"
	if newest != page.Back {
		order = "c.id DESC"
	}
	low, high := page.Bounds()
	owners, ids := models.Columns(keys)
	var rows []View
	err := models.Find(ctx, s.Pool(), &rows, `SELECT r.* FROM `+heads+` CROSS JOIN LATERAL (
			SELECT `+commentColumns+` FROM comments c JOIN users u ON u.id = c.user_id
			WHERE c.owner_id = h.owner_id AND `+match+` AND c.id > @low AND c.id < @high AND `+access.ListedComment+`
			ORDER BY `+order+` LIMIT @limit) r
		WHERE (h.owner_id, h.id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])))`,
		models.Args{"viewer": viewer, "owners": owners, "ids": ids, "low": low, "high": high, "limit": page.Limit + 1})
	if err != nil {
		return nil, fmt.Errorf("read comments: %w", err)
	}
	slices.SortFunc(rows, func(a, b View) int {
		if newest {
			a, b = b, a
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return rows, addAuthors(ctx, s, rows)
}
