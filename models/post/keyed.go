package post

import (
	"context"

	"photogram/models"
)

// Keyed reads a page of posts whose order is that of another row, which
// the statement selects as list_key; it uses @before and @limit.
func Keyed(ctx context.Context, s *models.Store, viewer models.ID, sql string, args map[string]any, before models.ID,
	limit int) ([]View, models.ID, error) {
	args["viewer"], args["before"], args["limit"] = viewer, models.OrNewest(before), limit+1
	var rows []struct {
		View
		ListKey models.ID
	}
	if err := models.Find(ctx, s.Pool(), &rows, sql, args); err != nil {
		return nil, 0, err
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ListKey
	}
	posts := make([]View, len(rows))
	for i := range rows {
		posts[i] = rows[i].View
	}
	return posts, next, Complete(ctx, s, viewer, posts, AlbumItems)
}
