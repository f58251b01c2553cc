package shop

import (
	"context"
	"fmt"

	"photogram/models"
)

// BatchItem is one request of a batch: a product by its id in its shop.
type BatchItem struct {
	Method     string // CREATE, UPDATE or DELETE
	RetailerID string
	Change     Change
	Errors     []*models.Error // what was wrong with it before it came here
	Warnings   []*models.Error // fields that were left out
}

// BatchResult is what became of an item of a batch.
type BatchResult struct {
	RetailerID string
	Errors     []*models.Error
	Warnings   []*models.Error
}

// Batch carries out requests for a catalogue of the viewer's in their order. Each that is
// wrong is refused by itself. With upsert a product is made that is to be changed, and
// changed that is to be made. The outcome is kept as an import, whose id is returned; 0
// when nothing was taken.
func Batch(ctx context.Context, s *models.Store, viewer, catalog models.ID, items []BatchItem, upsert bool) (id models.ID,
	results []BatchResult, err error) {
	if len(items) == 0 || len(items) > MaxBatch {
		return 0, nil, models.Invalidf("requests", "shop.error.batch-1-requests", "maxBatch", MaxBatch, "items", len(items))
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		c, err := lockCatalog(ctx, t, viewer, catalog)
		if err != nil {
			return err
		}
		b := &batch{t: t, c: c, upsert: upsert, named: map[string]*Product{}, was: map[models.ID]*Product{}, to: map[models.ID]*Product{},
			gone: map[models.ID]*Product{}}
		if err := b.read(ctx, items); err != nil {
			return err
		}
		results = make([]BatchResult, len(items))
		taken := 0
		for i := range items {
			in := &items[i]
			results[i] = BatchResult{in.RetailerID, in.Errors, in.Warnings}
			if len(in.Errors) == 0 {
				results[i].Errors = models.ProblemsOf(b.one(in))
			}
			if len(results[i].Errors) == 0 {
				taken++
			}
		}
		if id = 0; taken == 0 {
			return nil
		}
		if err := b.write(ctx); err != nil {
			return err
		}
		id = s.NewID()
		if err := b.note(ctx, id, results); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1+len(items)/100)
	})
	return id, results, err
}

// batch is a batch under way.
type batch struct {
	t       *models.Tx
	c       *Catalog
	upsert  bool
	named   map[string]*Product    // as they are by now
	was     map[models.ID]*Product // in the database
	to      map[models.ID]*Product // to be written
	order   []models.ID
	gone    map[models.ID]*Product
	created int
	changed int
}

func (b *batch) read(ctx context.Context, items []BatchItem) error {
	ids := make([]string, 0, len(items))
	for i := range items {
		if models.Storable(items[i].RetailerID) {
			ids = append(ids, items[i].RetailerID)
		}
	}
	var rows []Product
	err := models.Find(ctx, b.t.PG, &rows, `SELECT `+columns+` FROM products pr WHERE pr.owner_id = @owner AND pr.catalog_id = @catalog
		AND pr.retailer_id = ANY(@ids) ORDER BY pr.id FOR NO KEY UPDATE`,
		models.Args{"owner": b.c.OwnerID, "catalog": b.c.ID, "ids": ids})
	if err != nil {
		return fmt.Errorf("read products of a batch: %w", err)
	}
	for i := range rows {
		b.was[rows[i].ID], b.named[rows[i].RetailerID] = &rows[i], &rows[i]
	}
	return nil
}

// one notes what an item changes.
func (b *batch) one(in *BatchItem) error {
	old := b.named[in.RetailerID]
	switch {
	case in.Method == "DELETE":
		return b.remove(in.RetailerID, old)
	case in.Method == "CREATE" && old != nil && !b.upsert:
		return models.Invalidf("retailer_id", "shop.error.product-id-catalogue-already")
	case in.Method == "UPDATE" && old == nil && !b.upsert:
		return models.Invalidf("retailer_id", "shop.error.no-product-id-catalogue")
	case in.Method != "CREATE" && in.Method != "UPDATE":
		return models.Invalidf("method", "shop.error.method-create-update-delete")
	}
	var p *Product
	if old == nil {
		p = fresh(b.c, b.t.Store.NewID(), b.t.Store.Now())
		if in.Change.Price == nil {
			return models.Invalidf("price", "shop.error.new-product-needs-price")
		}
	} else {
		copied := *old
		p = &copied
	}
	in.Change.apply(p)
	p.RetailerID = in.RetailerID
	if err := p.clean(); err != nil {
		return err
	}
	if old != nil && same(old, p) {
		return nil
	}
	if b.to[p.ID] == nil {
		b.order = append(b.order, p.ID)
	}
	b.to[p.ID], b.named[p.RetailerID] = p, p
	delete(b.gone, p.ID)
	return nil
}

func (b *batch) remove(retailer string, old *Product) error {
	if old == nil {
		return models.Invalidf("retailer_id", "shop.error.no-product-id-catalogue")
	}
	if old.Reserved > 0 {
		return models.Invalidf("retailer_id", "shop.error.pieces-reserved-open-orders", "reserved", old.Reserved)
	}
	delete(b.named, retailer)
	delete(b.to, old.ID)
	if was := b.was[old.ID]; was != nil {
		b.gone[old.ID] = was
	}
	return nil
}

func (b *batch) write(ctx context.Context) error {
	if len(b.gone) > 0 {
		if err := remove(ctx, b.t, b.c.OwnerID, b.gone, map[models.ID]*Catalog{b.c.ID: b.c}); err != nil {
			return err
		}
	}
	var list []*Product
	for _, id := range b.order {
		if p := b.to[id]; p != nil {
			list = append(list, p)
			if b.was[id] == nil {
				b.created++
			} else {
				b.changed++
			}
		}
	}
	return writeNow(ctx, b.t, b.c, b.was, list)
}

// note keeps the outcome.
func (b *batch) note(ctx context.Context, id models.ID, results []BatchResult) error {
	var lines []Line
	refused, warnings := 0, 0
	for i, r := range results {
		if len(r.Errors) > 0 {
			refused++
		}
		warnings += len(r.Warnings)
		for kind, list := range map[string][]*models.Error{"error": r.Errors, "warning": r.Warnings} {
			for _, e := range list {
				lines = append(lines, Line{N: len(lines) + 1, Kind: kind, RowNo: i + 1, Field: e.Field, Item: short(r.RetailerID),
					Message: e.Message()})
			}
		}
	}
	now := b.t.Store.Now()
	err := models.Do(ctx, b.t.PG, `INSERT INTO catalog_imports (owner_id, id, catalog_id, state, total, position, created, updated, removed,
			refused, warnings, lines, created_at, done_at)
		VALUES (@owner, @id, @catalog, 'done', @total, @total, @created, @changed, @removed, @refused, @warnings, @lines, @now, @now)`,
		models.Args{"owner": b.c.OwnerID, "id": id, "catalog": b.c.ID, "total": len(results), "created": b.created, "changed": b.changed,
			"removed": len(b.gone), "refused": refused, "warnings": warnings, "lines": len(lines), "now": now})
	if err != nil {
		return fmt.Errorf("note a batch: %w", err)
	}
	if err := own(ctx, b.t, b.c.OwnerID, id); err != nil {
		return err
	}
	return writeLines(ctx, b.t, b.c.OwnerID, id, lines)
}
