package shop

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
)

// LowestDays is over how many days before a reduction the lowest price is told.
const LowestDays = 30

// lowest adds to products that are reduced the lowest price of the 30 days before the
// reduction began.
func lowest(ctx context.Context, s *models.Store, list []View) error {
	var owners, ids []models.ID
	var began []time.Time
	at := map[models.ID]*View{}
	for i := range list {
		v := &list[i]
		if !v.OnSale(v.Now) {
			continue
		}
		start := v.PricedAt
		if v.SaleFrom != nil && v.SaleFrom.After(start) {
			start = *v.SaleFrom
			usual := v.Price // was asked from the last change on
			v.Lowest = &usual
		}
		owners, ids, began = append(owners, v.OwnerID), append(ids, v.ID), append(began, start)
		at[v.ID] = v
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		ProductID models.ID
		Price     int64
	}
	err := models.Find(ctx, s.Pool(), &rows, `SELECT x.product_id, min(p.price) AS price
		FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[]), CAST(@began AS timestamptz[])) x (owner_id, product_id, began)
		JOIN product_prices p ON p.owner_id = x.owner_id AND p.product_id = x.product_id
		AND p.until > x.began - make_interval(days => @days) AND p.until <= x.began GROUP BY x.product_id`,
		models.Args{"owners": owners, "ids": ids, "began": began, "days": LowestDays})
	if err != nil {
		return fmt.Errorf("read prices of before: %w", err)
	}
	for _, r := range rows {
		if v := at[r.ProductID]; v.Lowest == nil || r.Price < *v.Lowest {
			price := r.Price
			v.Lowest = &price
		}
	}
	return nil
}
