package shop

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/post"
)

// lowest adds to products that are reduced the lowest price of the 30 days before.
func lowest(ctx context.Context, s *models.Store, list []View) error {
	var owners, ids []models.ID
	at := map[models.ID]*View{}
	for i := range list {
		if v := &list[i]; v.OnSale(v.Now) {
			owners, ids = append(owners, v.OwnerID), append(ids, v.ID)
			at[v.ID] = v
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		ID     models.ID
		Lowest *int64
	}
	err := models.Find(ctx, s.Pool(), &rows, `SELECT pr.id, `+post.LowestPrice+` AS lowest
		FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])) x (owner_id, id)
		JOIN products pr ON pr.owner_id = x.owner_id AND pr.id = x.id`,
		models.Args{"owners": owners, "ids": ids, "now": list[0].Now})
	if err != nil {
		return fmt.Errorf("read prices of before: %w", err)
	}
	for _, r := range rows {
		at[r.ID].Lowest = r.Lowest
	}
	return nil
}
