package shop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"photogram/models"
	"photogram/models/shopfile"
)

// numbered are fields of which a file may have several.
var numbered = regexp.MustCompile(`^(option|option_name|option_value|label):.{1,60}$`)

// reading is one import under way.
type reading struct {
	*Import
	s        *models.Store
	catalog  *Catalog
	mapped   map[shopfile.Field]bool // which fields the file has
	known    bool                    // a template, which may have any
	seen     map[string]bool         // ids in the file
	at       int                     // of what the file gives
	sum      shopfile.Summary
	batch    []*shopfile.Item
	lines    []Line
	analyzed int // how many products there were when the planner counted them
}

// RunImport reads a file into the catalogue, in batches, each a transaction with how
// far it came. It may be called again after it died and goes on there.
func RunImport(ctx context.Context, s *models.Store, i *Import, f *shopfile.File) error {
	c, err := OwnCatalog(ctx, s, i.OwnerID, i.CatalogID)
	if err != nil {
		return FailImport(ctx, s, i, err)
	}
	mapping, err := i.mappingFor(c, f)
	if err != nil {
		return FailImport(ctx, s, i, err)
	}
	r := &reading{Import: i, s: s, catalog: c, mapped: map[shopfile.Field]bool{}, seen: map[string]bool{},
		known: !slices.Contains([]string{"", shopfile.Plain, shopfile.Meta, shopfile.Google}, f.Template)}
	found := f.Detected
	found.Mapping = mapping
	for _, column := range mapping.Columns {
		base, _, _ := strings.Cut(string(column.Field), ":")
		r.mapped[shopfile.Field(base)] = true
	}
	raw, err := json.Marshal(found)
	if err != nil {
		return fmt.Errorf("note what was found: %w", err)
	}
	r.Total = f.Count()
	if err := models.Do(ctx, s.Pool(), `UPDATE catalog_imports SET detected = CAST(@found AS jsonb), total = @total
		WHERE owner_id = @owner AND id = @id`, models.Args{"found": string(raw), "total": r.Total, "owner": i.OwnerID,
		"id": i.ID}); err != nil {
		return err
	}
	for item, problems := range f.Items(mapping, shopfile.Options{Currency: c.Currency}) {
		if err := r.take(ctx, item, problems); err != nil {
			return r.ended(ctx, err)
		}
	}
	if err := r.flush(ctx); err != nil {
		return r.ended(ctx, err)
	}
	return r.finish(ctx)
}

// ended notes an error that trying again would not mend.
func (r *reading) ended(ctx context.Context, err error) error {
	var e *models.Error
	if errors.As(err, &e) && e.Kind != models.Unavailable {
		return FailImport(ctx, r.s, r.Import, err)
	}
	return err
}

// FailImport ends an import that can't be read, and says why.
func FailImport(ctx context.Context, s *models.Store, i *Import, cause error) error {
	message := "The file could not be read."
	var e *models.Error
	if errors.As(cause, &e) {
		message = e.Message()
	}
	return models.Do(ctx, s.Pool(), `UPDATE catalog_imports SET state = 'failed', failure = @failure, done_at = @now
		WHERE owner_id = @owner AND id = @id AND state = 'running'`, models.Args{"failure": message, "now": s.Now(), "owner": i.OwnerID,
		"id": i.ID})
}

// mappingFor is the one chosen by hand, or that of an earlier file with the same
// columns, or what is found.
func (i *Import) mappingFor(c *Catalog, f *shopfile.File) (shopfile.Mapping, error) {
	var header []string
	for _, column := range f.Mapping.Columns {
		header = append(header, column.Name)
	}
	for _, raw := range []json.RawMessage{i.Mapping, c.Mapping} {
		var m shopfile.Mapping
		if len(raw) == 0 || json.Unmarshal(raw, &m) != nil || len(m.Columns) == 0 {
			continue
		}
		if m.Fits(header) && len(m.Columns) == len(header) {
			return m, nil
		}
		if string(raw) == string(i.Mapping) {
			return m, models.Invalidf("mapping", "shop.error.mapping-file-other-columns")
		}
	}
	return f.Mapping, nil
}

// take takes what a row gave. What was done before a job died is not done again.
func (r *reading) take(ctx context.Context, item shopfile.Item, problems []shopfile.Problem) error {
	r.at++
	r.sum.Count(item, problems)
	if item.RetailerID != "" {
		r.seen[item.RetailerID] = true
	}
	if r.at <= r.Position {
		return nil
	}
	for _, p := range problems {
		r.note(Line{Kind: string(p.Severity), File: p.File, RowNo: p.Row, Field: string(p.Field), Item: item.RetailerID,
			Message: p.Message})
	}
	switch {
	case shopfile.Refused(problems):
		r.Refused++
	case item.RetailerID != "":
		r.batch = append(r.batch, &item)
	}
	if len(r.batch) >= importBatch || r.at-r.Position >= 4*importBatch {
		return r.flush(ctx)
	}
	return nil
}

// note notes a line, as long as there are not too many.
func (r *reading) note(l Line) {
	if l.Kind == string(shopfile.SeverityWarning) {
		r.Warnings++
	}
	if r.Lines >= MaxLines {
		return
	}
	r.Lines++
	l.N = r.Lines
	l.Message = string([]rune(l.Message)[:min(len([]rune(l.Message)), 500)])
	r.lines = append(r.lines, l)
}

// flush writes a batch. What fails for the moment leaves the import as it was.
func (r *reading) flush(ctx context.Context) error {
	before, lines := *r.Import, slices.Clone(r.lines)
	err := r.s.InTx(ctx, func(t *models.Tx) error {
		*r.Import, r.lines = before, slices.Clone(lines)
		c, err := lockCatalog(ctx, t, r.OwnerID, r.CatalogID)
		if err != nil {
			return err
		}
		var there bool
		if err := models.Read(ctx, t.PG, &there, `SELECT true FROM catalog_imports WHERE owner_id = @owner AND id = @id
			AND state = 'running' FOR UPDATE`, models.Args{"owner": r.OwnerID, "id": r.ID}); err != nil {
			return err
		}
		if !there {
			return errNoImport
		}
		if err := r.put(ctx, t, c); err != nil {
			return err
		}
		r.Position = r.at
		return r.save(ctx, t)
	})
	if err != nil {
		*r.Import, r.lines = before, lines
		return err
	}
	r.batch, r.lines = r.batch[:0], r.lines[:0]
	return r.analyze(ctx)
}

// analyze has the planner count products again whenever an import has doubled them: it
// would take a catalogue that is being filled for an empty one, and read all of it for
// every batch.
func (r *reading) analyze(ctx context.Context) error {
	if r.Created < max(importBatch, 2*r.analyzed) {
		return nil
	}
	r.analyzed = r.Created
	if _, err := r.s.Pool().Exec(ctx, `ANALYZE products`); err != nil {
		return fmt.Errorf("count products for the planner: %w", err)
	}
	return nil
}

// save notes how far the import is, in the transaction that brought it there.
func (r *reading) save(ctx context.Context, t *models.Tx) error {
	if err := writeLines(ctx, t, r.OwnerID, r.ID, r.lines); err != nil {
		return err
	}
	return models.Do(ctx, t.PG, `UPDATE catalog_imports SET position = @position, created = @created, updated = @updated, same = @same,
		removed = @removed, refused = @refused, warnings = @warnings, lines = @lines WHERE owner_id = @owner AND id = @id`,
		models.Args{"position": r.Position, "created": r.Created, "updated": r.Updated, "same": r.Same, "removed": r.Removed,
			"refused": r.Refused, "warnings": r.Warnings, "lines": r.Lines, "owner": r.OwnerID, "id": r.ID})
}

func writeLines(ctx context.Context, t *models.Tx, owner, id models.ID, lines []Line) error {
	if len(lines) == 0 {
		return nil
	}
	raw, err := json.Marshal(lines)
	if err != nil {
		return err
	}
	err = models.Do(ctx, t.PG, `INSERT INTO catalog_import_lines (owner_id, import_id, n, kind, file, row_no, field, item, message)
		SELECT @owner, @id, "N", "Kind", "File", "RowNo", "Field", "Item", "Message" FROM jsonb_to_recordset(CAST(@lines AS jsonb))
		x ("N" int, "Kind" text, "File" text, "RowNo" int, "Field" text, "Item" text, "Message" text)`,
		models.Args{"owner": owner, "id": id, "lines": string(raw)})
	if err != nil {
		return fmt.Errorf("note lines of import %d: %w", id, err)
	}
	return nil
}

// put makes products of a batch.
func (r *reading) put(ctx context.Context, t *models.Tx, c *Catalog) error {
	ids := make([]string, len(r.batch))
	for i, item := range r.batch {
		ids[i] = item.RetailerID
	}
	var rows []Product
	if err := models.Find(ctx, t.PG, &rows, `SELECT `+columns+` FROM products pr WHERE pr.owner_id = @owner AND pr.catalog_id = @catalog
		AND pr.retailer_id = ANY(@ids) ORDER BY pr.id FOR NO KEY UPDATE`,
		models.Args{"owner": r.OwnerID, "catalog": r.CatalogID, "ids": ids}); err != nil {
		return fmt.Errorf("read products of a batch: %w", err)
	}
	was := map[models.ID]*Product{}
	named := map[string]*Product{}
	for i := range rows {
		was[rows[i].ID], named[rows[i].RetailerID] = &rows[i], &rows[i]
	}
	var list []*Product
	for _, item := range r.batch {
		if p := r.product(c, item, named[item.RetailerID]); p != nil {
			list = append(list, p)
		}
	}
	if r.DryRun {
		return nil
	}
	_, err := write(ctx, t, c, was, list)
	return err
}

// product is what an item makes of a product, or nil where nothing changes; old is nil
// for a new one.
func (r *reading) product(c *Catalog, item *shopfile.Item, old *Product) *Product {
	p := fresh(c, 0, r.s.Now())
	fromItem(p, item)
	line := func(kind, field, message string) {
		r.note(Line{Kind: kind, File: item.File, RowNo: item.Row, Field: field, Item: item.RetailerID, Message: message})
	}
	if old != nil {
		r.retain(p, old)
		if p.Counted && p.Stock < old.Reserved {
			line("warning", "stock", fmt.Sprintf("%d pieces are reserved in open orders; the stock stays at that.", old.Reserved))
			p.Stock = old.Reserved
		}
	}
	if problems := models.ProblemsOf(p.clean()); len(problems) > 0 {
		r.Refused++
		for _, e := range problems {
			line("error", e.Field, e.Message())
		}
		return nil
	}
	if old == nil {
		r.Created++
		if r.DryRun {
			line("create", "", p.Title+", "+p.Usual().String())
			return nil
		}
		p.ID = r.s.NewID()
		return p
	}
	if same(old, p) {
		r.Same++
		return nil
	}
	r.Updated++
	if r.DryRun {
		differ(old, p, func(f field, was, is string) { line("change", f.name, short(was)+" → "+short(is)) })
	}
	return p
}

// short is a text for a line.
func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) == 0 {
		return "–"
	}
	if len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return string(r)
}

// retain leaves a product what a file does not say of it.
func (r *reading) retain(p, old *Product) {
	p.ID, p.CreatedAt, p.PricedAt, p.Reserved, p.Fetch = old.ID, old.CreatedAt, old.PricedAt, old.Reserved, old.Fetch
	p.Tax, p.Maker, p.Warnings, p.Popularity = old.Tax, old.Maker, old.Warnings, old.Popularity
	p.CoverKey, p.CoverWidth, p.CoverHeight, p.CoverPlaceholder = old.CoverKey, old.CoverWidth, old.CoverHeight, old.CoverPlaceholder
	if r.Mode == Replace {
		return
	}
	has := func(list ...shopfile.Field) bool {
		return slices.ContainsFunc(list, func(f shopfile.Field) bool { return r.mapped[f] })
	}
	for _, f := range []struct {
		is, was *string
		fields  []shopfile.Field
	}{{&p.Description, &old.Description, []shopfile.Field{shopfile.Description, shopfile.Summarized}},
		{&p.Brand, &old.Brand, []shopfile.Field{shopfile.Brand}}, {&p.GTIN, &old.GTIN, []shopfile.Field{shopfile.GTIN}},
		{&p.MPN, &old.MPN, []shopfile.Field{shopfile.MPN}}, {&p.Category, &old.Category, []shopfile.Field{shopfile.Category}},
		{&p.GoogleCategory, &old.GoogleCategory, []shopfile.Field{shopfile.GoogleCategory}},
		{&p.URL, &old.URL, []shopfile.Field{shopfile.Link}},
		{&p.GroupID, &old.GroupID, []shopfile.Field{shopfile.GroupID, shopfile.Parent, shopfile.Variations}}} {
		if *f.is == "" && !has(f.fields...) {
			*f.is = *f.was
		}
	}
	if !has(shopfile.Visible, shopfile.Published) {
		p.State = old.State
	}
	if !has(shopfile.Cond) && p.Condition == shopfile.New {
		p.Condition = old.Condition
	}
	if !has(shopfile.Stock, shopfile.Counted) {
		p.Counted, p.Stock = old.Counted, old.Stock
		if !has(shopfile.Available) {
			p.Availability = old.Availability
		}
	}
	if !has(shopfile.SalePrice, shopfile.CompareAt, shopfile.Discount, shopfile.DiscountAmount, shopfile.DiscountShare) && !r.known &&
		p.SalePrice == nil && old.SalePrice != nil && *old.SalePrice < p.Price {
		p.SalePrice, p.SaleFrom, p.SaleTo = old.SalePrice, old.SaleFrom, old.SaleTo
	}
	r.retainRest(p, old, has)
}

func (r *reading) retainRest(p, old *Product, has func(...shopfile.Field) bool) {
	if p.Weight == 0 && !has(shopfile.Weight) {
		p.Weight = old.Weight
	}
	if p.Unit == "" && !has(shopfile.UnitMeasure) {
		p.Unit, p.UnitAmount = old.Unit, old.UnitAmount
	}
	if len(p.Images) == 0 && !has(shopfile.Image, shopfile.MoreImages) {
		p.Images = old.Images
	}
	if len(p.Options) == 0 && !has(shopfile.OptionOf, shopfile.OptionName, shopfile.OptionValue, shopfile.Attributes) {
		p.Options = old.Options
	}
	if len(p.Labels) == 0 && !has(shopfile.Label) {
		p.Labels = old.Labels
	}
}

// finish archives, of a file that replaces, what it did not have, and ends the import.
func (r *reading) finish(ctx context.Context) error {
	if r.Mode == Replace {
		if !r.sum.Whole() {
			r.note(Line{Kind: "warning", Message: "Nothing was archived, since the file is empty, mostly refused or cut short."})
		} else if err := r.archive(ctx); err != nil {
			return r.ended(ctx, err)
		}
	}
	return r.s.InTx(ctx, func(t *models.Tx) error {
		if err := r.save(ctx, t); err != nil {
			return err
		}
		if !r.DryRun {
			if err := t.Enqueue(ctx, FetchImages{r.OwnerID, r.CatalogID}, nil); err != nil {
				return err
			}
		}
		state, failure := Done, ""
		if r.sum.Good == 0 {
			state, failure = Failed, "No row of this file could be taken."
		}
		return models.Do(ctx, t.PG, `UPDATE catalog_imports SET state = @state, failure = @failure, cut_short = @cut, done_at = @now
			WHERE owner_id = @owner AND id = @id AND state = 'running'`, models.Args{"state": string(state), "failure": failure,
			"cut": r.sum.CutShort, "now": r.s.Now(), "owner": r.OwnerID, "id": r.ID})
	})
}

// archive takes products off sale that the file did not have, a stretch at a time.
func (r *reading) archive(ctx context.Context) error {
	for from := models.ID(0); ; {
		var stretch []Product
		if err := models.Find(ctx, r.s.Pool(), &stretch, `SELECT id, retailer_id, title, group_id FROM products WHERE owner_id = @owner
			AND catalog_id = @catalog AND id > @from AND state <> 'archived' ORDER BY id LIMIT @limit`,
			models.Args{"owner": r.OwnerID, "catalog": r.CatalogID, "from": from, "limit": importBatch}); err != nil {
			return fmt.Errorf("find what is to be archived: %w", err)
		}
		var gone []models.ID
		var groups []string
		for _, p := range stretch {
			if r.seen[p.RetailerID] {
				continue
			}
			gone = append(gone, p.ID)
			if r.Removed++; r.DryRun {
				r.note(Line{Kind: "remove", Item: p.RetailerID, Message: p.Title})
			}
			if p.GroupID != "" {
				groups = append(groups, p.GroupID)
			}
		}
		if !r.DryRun && len(gone) > 0 {
			if err := r.archiveThese(ctx, gone, groups); err != nil {
				return err
			}
		}
		if len(stretch) < importBatch {
			return nil
		}
		from = stretch[len(stretch)-1].ID
	}
}

func (r *reading) archiveThese(ctx context.Context, ids []models.ID, groups []string) error {
	return r.s.InTx(ctx, func(t *models.Tx) error {
		c, err := lockCatalog(ctx, t, r.OwnerID, r.CatalogID)
		if err != nil {
			return err
		}
		n, err := models.DoCount(ctx, t.PG, `UPDATE products SET state = 'archived', updated_at = @now WHERE owner_id = @owner
			AND id = ANY(@ids) AND state <> 'archived'`, models.Args{"now": r.s.Now(), "owner": r.OwnerID, "ids": ids})
		if err != nil {
			return fmt.Errorf("archive what a file does not have: %w", err)
		}
		if err := recount(ctx, t, c, groups, -n); err != nil {
			return err
		}
		return models.Do(ctx, t.PG, `UPDATE catalog_imports SET removed = @removed WHERE owner_id = @owner AND id = @id`,
			models.Args{"removed": r.Removed, "owner": r.OwnerID, "id": r.ID})
	})
}
