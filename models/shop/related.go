package shop

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/access"
)

// RelatedMost is how many products a product leads to.
const RelatedMost = 8

// Related are the newest products to be had that the viewer may see and that are like
// one: of its category or with a label of it in its catalogue, or on the same posts.
func Related(ctx context.Context, s *models.Store, viewer models.ID, v *View) ([]View, error) {
	var list []View
	err := models.Find(ctx, s.Pool(), &list, `SELECT `+columns+` FROM (
			(SELECT owner_id, id FROM products WHERE owner_id = @owner AND catalog_id = @catalog AND category = @category
				AND category <> '' ORDER BY id DESC LIMIT @some)
			UNION (SELECT owner_id, id FROM (SELECT owner_id, id, labels FROM products WHERE owner_id = @owner AND catalog_id = @catalog
				AND CAST(@labels AS text[]) <> '{}' ORDER BY id DESC LIMIT @many) newest WHERE labels && CAST(@labels AS text[]))
			UNION (SELECT t.product_owner, t.product_id FROM (SELECT DISTINCT owner_id, holder_id FROM product_tags
				WHERE product_owner = @owner AND product_id = @product ORDER BY holder_id DESC LIMIT @some) h
				JOIN posts p ON p.owner_id = h.owner_id AND p.id = h.holder_id JOIN users u ON u.id = p.owner_id
				JOIN product_tags t ON t.owner_id = h.owner_id AND t.holder_id = h.holder_id
				WHERE `+access.ListedPost+`)) x
		JOIN products pr ON pr.owner_id = x.owner_id AND pr.id = x.id JOIN users u ON u.id = pr.owner_id
		WHERE pr.id <> @product AND pr.state = 'published' AND `+buyable+` AND pr.lead
		AND NOT (pr.owner_id = @owner AND pr.catalog_id = @catalog AND pr.group_id = @group AND pr.group_id <> '')
		AND `+access.VisibleProduct+` ORDER BY pr.id DESC LIMIT @most`, models.Args{"viewer": viewer, "owner": v.OwnerID,
		"catalog": v.CatalogID, "product": v.ID, "category": v.Category, "labels": v.Labels, "group": v.GroupID, "most": RelatedMost,
		"some": 50, "many": 200})
	if err != nil {
		return nil, fmt.Errorf("find products like %d: %w", v.ID, err)
	}
	return list, complete(ctx, s, list)
}
