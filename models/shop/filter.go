package shop

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"photogram/models"
	"photogram/models/shopfile"
)

// Filter is which products of a catalogue its owner asks for.
type Filter struct {
	Retailers    []string // these ids
	Title        string   // part of it
	Brand        string   // part of it
	Availability shopfile.Availability
	Group        string
	Low, High    *int64 // of the price
}

func (f *Filter) empty() bool {
	return f.Retailers == nil && f.Title == "" && f.Brand == "" && f.Availability == "" && f.Group == "" && f.Low == nil && f.High == nil
}

func (f *Filter) where() string {
	where := []string{`pr.owner_id = @owner AND pr.catalog_id = @catalog AND pr.state <> 'archived'`}
	for _, c := range []struct {
		asked bool
		sql   string
	}{{f.Retailers != nil, `pr.retailer_id = ANY(@retailers)`}, {f.Title != "", `position(lower(@title) IN lower(pr.title)) > 0`},
		{f.Brand != "", `position(lower(@brand) IN lower(pr.brand)) > 0`}, {f.Availability != "", available + ` = @availability`},
		{f.Group != "", `pr.group_id = @group AND pr.group_id <> ''`}, {f.Low != nil, `pr.price >= @low`}, {f.High != nil, `pr.price <=
			@high`}} {
		if c.asked {
			where = append(where, c.sql)
		}
	}
	return strings.Join(where, ` AND `)
}

func (f *Filter) args(viewer, catalog models.ID) models.Args {
	return models.Args{"owner": viewer, "catalog": catalog, "retailers": f.Retailers, "title": f.Title, "brand": f.Brand,
		"availability": string(f.Availability), "group": f.Group, "low": f.Low, "high": f.High}
}

// Filtered lists products of a catalogue of the viewer's, newest first, and says whether
// there are more in the direction of the page.
func Filtered(ctx context.Context, s *models.Store, viewer, catalog models.ID, f Filter, p models.Page) (list []View, more bool,
	err error) {
	low, high := p.Bounds()
	args := f.args(viewer, catalog)
	args["from"], args["until"], args["limit"] = low, high, p.Limit+1
	order := ` DESC`
	if p.Back {
		order = ``
	}
	err = models.Find(ctx, s.Pool(), &list, `SELECT `+columns+` FROM products pr WHERE `+f.where()+` AND pr.id > @from AND pr.id < @until
		ORDER BY pr.id`+order+` LIMIT @limit`, args)
	if err != nil {
		return nil, false, fmt.Errorf("list products of %d: %w", catalog, err)
	}
	if more = len(list) > p.Limit; more {
		list = list[:p.Limit]
	}
	if p.Back {
		slices.Reverse(list)
	}
	return list, more, complete(ctx, s, list)
}

// CountFiltered counts them.
func CountFiltered(ctx context.Context, s *models.Store, viewer models.ID, c *Catalog, f Filter) (n int64, err error) {
	if f.empty() {
		return c.ProductsCount, nil
	}
	err = models.Read(ctx, s.Pool(), &n, `SELECT count(*) FROM products pr WHERE `+f.where(), f.args(viewer, c.ID))
	if err != nil {
		return 0, fmt.Errorf("count products of %d: %w", c.ID, err)
	}
	return n, nil
}
