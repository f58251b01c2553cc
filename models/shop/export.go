package shop

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/shopfile"
)

// exportStretch is how many products of an export are read at a time.
const exportStretch = 500

// Link is the secret part of the addresses at which others fetch what a catalogue of the
// viewer's has; "" before there is one.
func Link(ctx context.Context, s *models.Store, viewer, catalog models.ID) (link string, err error) {
	err = models.Read(ctx, s.Pool(), &link, `SELECT link FROM catalog_links WHERE owner_id = @viewer AND catalog_id = @catalog`,
		models.Args{"viewer": viewer, "catalog": catalog})
	return link, err
}

// NewLink makes another secret address for a catalogue of the viewer's; the one before
// leads nowhere from then on. With none there is no address any more.
func NewLink(ctx context.Context, s *models.Store, viewer, catalog models.ID, none bool) (link string, err error) {
	random := make([]byte, 24)
	if _, err := rand.Read(random); err != nil {
		return "", fmt.Errorf("make a link: %w", err)
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		if _, err := lockCatalog(ctx, t, viewer, catalog); err != nil {
			return err
		}
		args := models.Args{"owner": viewer, "catalog": catalog, "link": base64.RawURLEncoding.EncodeToString(random)}
		if err := models.Do(ctx, t.PG, `DELETE FROM catalog_links WHERE owner_id = @owner AND catalog_id = @catalog`, args); err != nil {
			return err
		}
		if none {
			return t.Use(ctx, models.BudgetShop, viewer, 1)
		}
		link = args["link"].(string)
		if err := models.Do(ctx, t.PG, `INSERT INTO catalog_links (link, owner_id, catalog_id) VALUES (@link, @owner, @catalog)`,
			args); err != nil {
			return fmt.Errorf("link catalogue %d: %w", catalog, err)
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
	return link, err
}

// ByLink finds the catalogue of a secret address, with the name of its seller.
func ByLink(ctx context.Context, s *models.Store, link string) (*Catalog, error) {
	if link == "" || len(link) > 64 || !models.Storable(link) {
		return nil, ErrNoCatalog
	}
	var c Catalog
	err := models.Take(ctx, s.Pool(), &c, `SELECT c.* FROM catalog_links l JOIN catalogs c ON c.owner_id = l.owner_id AND c.id =
		l.catalog_id
		JOIN users u ON u.id = c.owner_id WHERE l.link = @link AND u.suspended_at IS NULL`, models.Args{"link": link})
	if models.IsNoRows(err) {
		return nil, ErrNoCatalog
	}
	return &c, err
}

// Export gives the published products of a catalogue in the order in which they came,
// a stretch at a time, until each says that it is enough.
func Export(ctx context.Context, s *models.Store, c *Catalog, each func([]View) bool) error {
	for from := models.ID(0); ; {
		var list []View
		err := models.Find(ctx, s.Pool(), &list, `SELECT `+columns+` FROM products pr WHERE pr.owner_id = @owner AND pr.catalog_id =
			@catalog
			AND pr.state = 'published' AND pr.id > @from ORDER BY pr.id LIMIT @limit`,
			models.Args{"owner": c.OwnerID, "catalog": c.ID, "from": from, "limit": exportStretch})
		if err != nil {
			return fmt.Errorf("export catalogue %d: %w", c.ID, err)
		}
		if err := complete(ctx, s, list); err != nil {
			return err
		}
		if len(list) > 0 && !each(list) || len(list) < exportStretch {
			return nil
		}
		from = list[len(list)-1].ID
	}
}

// Item is the product as feeds have it, with the address of its page and those of its
// photos.
func (v *View) Item(link string, images []string) shopfile.Item {
	i := shopfile.Item{RetailerID: v.RetailerID, GroupID: v.GroupID, Title: v.Title, Description: v.Description, Price: v.Usual(),
		Availability: v.Available(), Condition: v.Condition, Brand: v.Brand, GTIN: v.GTIN, MPN: v.MPN, Category: v.Category,
		GoogleCategory: v.GoogleCategory, Link: link, Images: images, Options: v.Options, WeightGrams: int(v.Weight),
		Status: shopfile.Active}
	if v.SalePrice != nil {
		i.SalePrice = &money.Amount{Minor: *v.SalePrice, Currency: v.Currency}
		set(&i.SaleFrom, v.SaleFrom)
		set(&i.SaleTo, v.SaleTo)
	}
	if v.Counted {
		left := int(v.Left())
		i.Stock = &left
	}
	if v.URL != "" {
		i.Link = v.URL
	}
	copy(i.Labels[:], v.Labels)
	if per := feedUnit[v.Unit]; per.unit != "" && v.UnitAmount > 0 {
		i.UnitMeasure = &shopfile.Measure{Milli: max(1, v.UnitAmount*per.times/per.by), Unit: per.unit}
		i.UnitBase = &shopfile.Measure{Milli: per.base * 1000, Unit: per.unit}
	}
	return i
}

// feedUnit is how feeds write what unit_amount counts: times / by makes thousandths of
// the unit of it, base is the number of units that a unit price is for.
var feedUnit = map[string]struct {
	unit            string
	times, by, base int64
}{"kg": {"g", 1, 1, 1000}, "l": {"ml", 1000, 1, 1000}, "m": {"cm", 100, 1, 100}, "m2": {"sqm", 1, 1000, 1}, "piece": {"ct", 1000, 1, 1}}

// unitsIn are the units of files: ours, and how much of it one is.
var unitsIn = map[string]struct {
	unit   string
	amount int64
}{"mg": {"kg", 1}, "g": {"kg", 1_000}, "kg": {"kg", 1_000_000}, "oz": {"kg", 28_350}, "lb": {"kg", 453_592}, "ml": {"l", 1},
	"cl": {"l", 10}, "l": {"l", 1_000}, "cm": {"m", 10}, "m": {"m", 1_000}, "in": {"m", 25}, "ft": {"m", 305}, "yd": {"m", 914},
	"sqm": {"m2", 1_000_000}, "sqft": {"m2", 92_903}, "ct": {"piece", 1}}

// fromItem puts what a file says of an item into a product.
func fromItem(p *Product, item *shopfile.Item) {
	p.RetailerID, p.GroupID, p.Title, p.Description = item.RetailerID, item.GroupID, item.Title, item.Description
	p.Price, p.Availability, p.Condition = item.Price.Minor, item.Availability, item.Condition
	p.Brand, p.GTIN, p.MPN, p.Category, p.GoogleCategory = item.Brand, item.GTIN, item.MPN, item.Category, item.GoogleCategory
	p.URL, p.Images, p.Options, p.Weight = item.Link, item.Images, item.Options, int64(item.WeightGrams)
	if item.SalePrice != nil {
		sale := item.SalePrice.Minor
		p.SalePrice = &sale
		if from := item.SaleFrom; !from.IsZero() {
			p.SaleFrom = &from
		}
		if to := item.SaleTo; !to.IsZero() {
			p.SaleTo = &to
		}
	}
	if item.Stock != nil {
		p.Counted, p.Stock = true, int64(*item.Stock)
	}
	p.Labels = item.Labels[:]
	if m := item.UnitMeasure; m != nil {
		if in, ok := unitsIn[m.Unit]; ok {
			p.Unit, p.UnitAmount = in.unit, max(1, (m.Milli*in.amount+500)/1000)
		}
	}
	switch item.Status {
	case shopfile.Draft:
		p.State = Draft
	case shopfile.Archived:
		p.State = Archived
	}
}
