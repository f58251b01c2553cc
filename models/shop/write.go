package shop

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"photogram/models"
)

// row is a product as the table has it.
type row struct {
	*Product
	Lead bool   `json:"lead"`
	Doc  string `json:"doc"`
}

// written is what write did.
type written struct {
	created, changed int
	fetch            bool
}

// setColumns leaves out what other commands change, or nobody.
const setColumns = `catalog_id = excluded.catalog_id, retailer_id = excluded.retailer_id, group_id = excluded.group_id,
	state = excluded.state,
	title = excluded.title, description = excluded.description, brand = excluded.brand, gtin = excluded.gtin, mpn = excluded.mpn,
	category = excluded.category, google_category = excluded.google_category, condition = excluded.condition,
	availability = excluded.availability, url = excluded.url, price = excluded.price, sale_price = excluded.sale_price,
	sale_from = excluded.sale_from, sale_to = excluded.sale_to, counted = excluded.counted, stock = excluded.stock,
	weight = excluded.weight, unit_amount = excluded.unit_amount, unit = excluded.unit, options = excluded.options,
	labels = excluded.labels, images = excluded.images, tax = excluded.tax, maker = excluded.maker, warnings = excluded.warnings,
	wants_photos = products.wants_photos OR excluded.wants_photos, doc = excluded.doc, updated_at = excluded.updated_at,
	low_stock = excluded.low_stock, lead = products.lead OR excluded.group_id = ''`

// write puts products into a locked catalogue: those that were there before, whose rows
// are locked too, and new ones. Nothing is checked any more.
func write(ctx context.Context, t *models.Tx, c *Catalog, was map[models.ID]*Product, list []*Product) (w written, err error) {
	if len(list) == 0 {
		return w, nil
	}
	now := t.Store.Now()
	rows := make([]row, 0, len(list))
	var added []models.ID
	var groups []string
	delta := int64(0)
	group := func(g string) (first bool) {
		if first = !slices.Contains(groups, g); g != "" && first {
			groups = append(groups, g)
		}
		return g == "" || first
	}
	for _, p := range list {
		p.UpdatedAt = now
		old := was[p.ID]
		if old == nil {
			w.created++
			added = append(added, p.ID)
			p.Fetch = len(p.Images) > 0
		} else {
			w.changed++
			p.Fetch = !slices.Equal(old.Images, p.Images)
			if old.GroupID != p.GroupID {
				group(old.GroupID)
			}
		}
		delta += counts(p) - counts(old)
		w.fetch = w.fetch || p.Fetch
		rows = append(rows, row{p, group(p.GroupID), p.doc()})
	}
	if c.ProductsCount+int64(len(added)) > MaxProducts {
		return w, models.Invalidf("catalog_id", "shop.error.catalogue-at-most-products", "maxProducts", MaxProducts)
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return w, fmt.Errorf("write products: %w", err)
	}
	err = models.Do(ctx, t.PG, `INSERT INTO products SELECT * FROM jsonb_populate_recordset(NULL::products, CAST(@rows AS jsonb))
		ON CONFLICT (owner_id, id) DO UPDATE SET `+setColumns, models.Args{"rows": string(raw)})
	if models.HasCode(err, models.CodeUnique) {
		return w, models.Say(models.Error{Kind: models.Conflict, Field: "retailer_id"}, "shop.error.product-id-catalogue-already")
	}
	if err != nil {
		return w, fmt.Errorf("write products of %d: %w", c.ID, err)
	}
	if len(added) > 0 {
		if err := own(ctx, t, c.OwnerID, added...); err != nil {
			return w, err
		}
	}
	return w, recount(ctx, t, c, groups, delta)
}

// writeNow is write for what people change by hand, whose photos are fetched at once.
func writeNow(ctx context.Context, t *models.Tx, c *Catalog, was map[models.ID]*Product, list []*Product) error {
	w, err := write(ctx, t, c, was, list)
	if err != nil || !w.fetch {
		return err
	}
	return t.Enqueue(ctx, FetchImages{c.OwnerID, c.ID}, nil)
}

// counts is 1 for a product that its catalogue counts.
func counts(p *Product) int64 {
	if p == nil || p.State == Archived {
		return 0
	}
	return 1
}

// recount brings a locked catalogue up to a change: how many products it has, and which
// stands for each group.
func recount(ctx context.Context, t *models.Tx, c *Catalog, groups []string, delta int64) error {
	c.ProductsCount += delta
	if delta != 0 {
		if err := models.Do(ctx, t.PG, `UPDATE catalogs SET products_count = products_count + @delta WHERE owner_id = @owner AND id = @id`,
			models.Args{"delta": delta, "owner": c.OwnerID, "id": c.ID}); err != nil {
			return fmt.Errorf("count products of %d: %w", c.ID, err)
		}
	}
	if len(groups) == 0 {
		return nil
	}
	err := models.Do(ctx, t.PG, `UPDATE products pr SET lead = x.lead FROM (
			SELECT id, row_number() OVER (PARTITION BY group_id ORDER BY state = 'published' DESC, id) = 1 AS lead FROM products
			WHERE owner_id = @owner AND catalog_id = @id AND group_id <> '' AND group_id = ANY(@groups)) x
		WHERE pr.owner_id = @owner AND pr.id = x.id AND pr.lead <> x.lead`,
		models.Args{"owner": c.OwnerID, "id": c.ID, "groups": groups})
	if err != nil {
		return fmt.Errorf("lead groups of %d: %w", c.ID, err)
	}
	return nil
}

// lockProducts locks products of the viewer's and the catalogues that they are in.
func lockProducts(ctx context.Context, t *models.Tx, viewer models.ID, ids []models.ID) (map[models.ID]*Product, map[models.ID]*Catalog,
	error) {
	var catalogs []Catalog
	args := models.Args{"viewer": viewer, "ids": ids}
	if err := models.Find(ctx, t.PG, &catalogs, `SELECT * FROM catalogs WHERE owner_id = @viewer AND id IN (
		SELECT catalog_id FROM products WHERE owner_id = @viewer AND id = ANY(@ids)) ORDER BY id FOR UPDATE`, args); err != nil {
		return nil, nil, fmt.Errorf("lock catalogues: %w", err)
	}
	var rows []Product
	if err := models.Find(ctx, t.PG, &rows, `SELECT `+columns+` FROM products pr WHERE owner_id = @viewer AND id = ANY(@ids)
		ORDER BY id FOR NO KEY UPDATE`, args); err != nil {
		return nil, nil, fmt.Errorf("lock products: %w", err)
	}
	products, in := map[models.ID]*Product{}, map[models.ID]*Catalog{}
	for i := range rows {
		products[rows[i].ID] = &rows[i]
	}
	for i := range catalogs {
		in[catalogs[i].ID] = &catalogs[i]
	}
	return products, in, nil
}
