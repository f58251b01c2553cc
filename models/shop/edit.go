package shop

import (
	"context"
	"fmt"

	"photogram/models"
)

// Create puts a product into a catalogue of the viewer's. Without an id of its shop it
// gets one.
func Create(ctx context.Context, s *models.Store, viewer, catalog models.ID, in Change) (models.ID, error) {
	id := s.NewID()
	return id, s.InTx(ctx, func(t *models.Tx) error {
		c, err := lockCatalog(ctx, t, viewer, catalog)
		if err != nil {
			return err
		}
		p := fresh(c, id, s.Now())
		p.RetailerID = id.String()
		in.apply(p)
		var problems models.Problems
		if in.Price == nil {
			problems = append(problems, models.Invalidf("price", "shop.error.send-price-minor-units-599"))
		}
		if err := problems.With(p.clean()); err != nil {
			return err
		}
		if err := writeNow(ctx, t, c, nil, []*Product{p}); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
}

// Edit is a change of one product.
type Edit struct {
	ID models.ID
	Change
}

// Update changes a product of the viewer's.
func Update(ctx context.Context, s *models.Store, viewer, id models.ID, in Change) error {
	_, err := Bulk(ctx, s, viewer, []Edit{{id, in}})
	return err
}

// Bulk changes products of the viewer's, all of them or none. It returns the edits that
// undo it.
func Bulk(ctx context.Context, s *models.Store, viewer models.ID, edits []Edit) (back []Edit, err error) {
	if len(edits) > MaxBulk {
		return nil, models.Invalidf("ids", "shop.error.at-most-products-can-changed", "maxBulk", MaxBulk)
	}
	ids := make([]models.ID, len(edits))
	for i, e := range edits {
		ids[i] = e.ID
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		back = nil
		was, in, err := lockProducts(ctx, t, viewer, ids)
		if err != nil {
			return err
		}
		var problems models.Problems
		changed := map[models.ID][]*Product{}
		seen := map[models.ID]bool{}
		for i, e := range edits {
			old := was[e.ID]
			if old == nil {
				return ErrNone
			}
			if seen[e.ID] {
				return models.Invalidf("ids", "shop.error.product-named-twice", "id", e.ID)
			}
			seen[e.ID] = true
			p := *old
			e.apply(&p)
			prefix := ""
			if len(edits) > 1 {
				prefix = fmt.Sprintf("products[%d].", i)
			}
			if err := problems.AddBeside(prefix, p.clean()); err != nil {
				return err
			}
			back = append(back, Edit{e.ID, e.back(old)})
			if !same(old, &p) {
				changed[p.CatalogID] = append(changed[p.CatalogID], &p)
			}
		}
		if err := problems.Err(); err != nil {
			return err
		}
		for catalog, list := range changed {
			if err := writeNow(ctx, t, in[catalog], was, list); err != nil {
				return err
			}
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
	return back, err
}

// Delete removes products of the viewer's for good. Those of open orders stay.
func Delete(ctx context.Context, s *models.Store, viewer models.ID, ids ...models.ID) error {
	if len(ids) > MaxBulk {
		return models.Invalidf("ids", "shop.error.at-most-products-can-deleted", "maxBulk", MaxBulk)
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		was, in, err := lockProducts(ctx, t, viewer, ids)
		if err != nil {
			return err
		}
		if len(was) == 0 {
			return ErrNone
		}
		if err := remove(ctx, t, viewer, was, in); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
}

// remove deletes locked products.
func remove(ctx context.Context, t *models.Tx, viewer models.ID, was map[models.ID]*Product, in map[models.ID]*Catalog) error {
	var ids []models.ID
	delta := map[models.ID]int64{}
	groups := map[models.ID][]string{}
	for id, p := range was {
		if p.Reserved > 0 {
			return models.Say(models.Error{Kind: models.Conflict}, "shop.error.pieces-reserved-open-orders-archive", "reserved",
				p.Reserved, "title", p.Title)
		}
		ids = append(ids, id)
		delta[p.CatalogID] -= counts(p)
		if p.GroupID != "" {
			groups[p.CatalogID] = append(groups[p.CatalogID], p.GroupID)
		}
	}
	if err := dropProducts(ctx, t, viewer, ids); err != nil {
		return err
	}
	for id, c := range in {
		if err := recount(ctx, t, c, groups[id], delta[id]); err != nil {
			return err
		}
	}
	return nil
}
