package shop

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// seenMost is how many posts a product names.
const seenMost = 12

// AddSeen adds to products the newest posts that show them and that the viewer may see.
func AddSeen(ctx context.Context, s *models.Store, viewer models.ID, list []View) error {
	if len(list) == 0 {
		return nil
	}
	owners, ids := keysOf(list)
	var rows []struct{ ProductID, OwnerID, ID models.ID }
	err := models.Find(ctx, s.Pool(), &rows, `SELECT x.id AS product_id, n.owner_id, n.id
		FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])) x (owner_id, id)
		CROSS JOIN LATERAL (SELECT p.owner_id, p.id FROM (SELECT DISTINCT owner_id, holder_id FROM product_tags
			WHERE product_owner = x.owner_id AND product_id = x.id ORDER BY holder_id DESC) pt
			JOIN posts p ON p.owner_id = pt.owner_id AND p.id = pt.holder_id JOIN users u ON u.id = p.owner_id
			WHERE `+access.ListedPost+` ORDER BY pt.holder_id DESC LIMIT @most) n`,
		models.Args{"viewer": viewer, "owners": owners, "ids": ids, "most": seenMost})
	if err != nil {
		return fmt.Errorf("find posts of products: %w", err)
	}
	at := map[models.ID]*View{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	for _, r := range rows {
		v := at[r.ProductID]
		v.Shown = append(v.Shown, Post{r.OwnerID, r.ID})
	}
	return nil
}

func keysOf(list []View) (owners, ids []models.ID) {
	for i := range list {
		owners, ids = append(owners, list[i].OwnerID), append(ids, list[i].ID)
	}
	return owners, ids
}

// SeenIn lists posts that show a product and that the viewer may see, newest first.
func SeenIn(ctx context.Context, s *models.Store, viewer models.ID, v *View, before models.ID, limit int) ([]post.View, models.ID, error) {
	return post.Keyed(ctx, s, viewer, `SELECT p.*, `+post.LikedColumn+`, x.holder_id AS list_key
		FROM (SELECT DISTINCT owner_id, holder_id FROM product_tags WHERE product_owner = @owner AND product_id = @product
			AND holder_id < @before) x
		JOIN posts p ON p.owner_id = x.owner_id AND p.id = x.holder_id JOIN users u ON u.id = p.owner_id
		WHERE `+access.ListedPost+` ORDER BY x.holder_id DESC LIMIT @limit`, map[string]any{"owner": v.OwnerID, "product": v.ID}, before,
		limit)
}

// VariantsOf are the variants of each of some products that the viewer may see, without
// photos.
func VariantsOf(ctx context.Context, s *models.Store, viewer models.ID, list []View) (map[models.ID][]View, error) {
	out := map[models.ID][]View{}
	var owners, ids []models.ID
	for i := range list {
		if list[i].GroupID != "" {
			owners, ids = append(owners, list[i].OwnerID), append(ids, list[i].ID)
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	const most = 100
	var rows []struct {
		View
		OfID models.ID
	}
	err := models.Find(ctx, s.Pool(), &rows, `SELECT v.*, g.id AS of_id
		FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])) x (owner_id, id)
		JOIN products g ON g.owner_id = x.owner_id AND g.id = x.id
		CROSS JOIN LATERAL (SELECT `+columns+` FROM products pr JOIN users u ON u.id = pr.owner_id WHERE pr.owner_id = g.owner_id
			AND pr.catalog_id = g.catalog_id AND pr.group_id = g.group_id AND pr.group_id <> '' AND pr.state = g.state
			AND `+access.VisibleProduct+` ORDER BY pr.id LIMIT @most) v`,
		models.Args{"viewer": viewer, "owners": owners, "ids": ids, "most": most})
	if err != nil {
		return nil, fmt.Errorf("read variants: %w", err)
	}
	for _, r := range rows {
		r.Now = s.Now()
		out[r.OfID] = append(out[r.OfID], r.View)
	}
	return out, nil
}
