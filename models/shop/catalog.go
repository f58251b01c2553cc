package shop

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/post"
	"photogram/models/tally"
)

// Catalog is a list of products with one currency.
type Catalog struct {
	OwnerID       models.ID
	ID            models.ID
	Name          string
	Currency      string
	Language      string
	ProductsCount int64
	LowStock      int64 // of how few its owner is told; 0 for none
	Mapping       json.RawMessage
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

// CatalogEdit changes a catalogue. What is nil stays as it is.
type CatalogEdit struct {
	Name     *string
	Currency *string // as long as nothing is in it
	Language *string
	LowStock *int64 // of how few of a product its owner is told; 0 for none
}

func cleanName(s string) (string, error) {
	name, err := models.CleanText("name", s, MaxCatalogName, false)
	if err == nil && name == "" {
		err = models.Invalidf("name", "shop.error.give-catalogue-name")
	}
	return name, err
}

func cleanCurrency(s string) (string, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if !money.Known(s) {
		return "", models.Invalidf("currency", "shop.error.send-code-currency-iso-4217")
	}
	return s, nil
}

func cleanLanguage(s string) (string, error) {
	if s == "" {
		return "en", nil
	}
	if len(s) > 20 || !languageForm.MatchString(s) {
		return "", models.Invalidf("language", "shop.error.send-code-language-en-pt")
	}
	return s, nil
}

// CreateCatalog makes an empty catalogue of the viewer's.
func CreateCatalog(ctx context.Context, s *models.Store, viewer models.ID, name, currency, language string) (models.ID, error) {
	var problems models.Problems
	name, err := cleanName(name)
	_ = problems.Add(err)
	currency, err = cleanCurrency(currency)
	_ = problems.Add(err)
	language, err = cleanLanguage(language)
	_ = problems.Add(err)
	if err := problems.Err(); err != nil {
		return 0, err
	}
	id := s.NewID()
	return id, s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, viewer); err != nil { // for the count
			return err
		}
		var n int
		if err := models.Read(ctx, t.PG, &n, `SELECT count(*) FROM catalogs WHERE owner_id = @viewer`,
			models.Args{"viewer": viewer}); err != nil {
			return err
		}
		if n >= MaxCatalogs {
			return models.Invalidf("name", "shop.error.catalogues-limit-delete-one-first", "n2", n)
		}
		if err := models.Do(ctx, t.PG, `INSERT INTO catalogs (owner_id, id, name, currency, language, created_at, updated_at)
			VALUES (@viewer, @id, @name, @currency, @language, @now, @now)`, models.Args{"viewer": viewer, "id": id, "name": name,
			"currency": currency, "language": language, "now": s.Now()}); err != nil {
			return fmt.Errorf("create a catalogue: %w", err)
		}
		if err := own(ctx, t, viewer, id); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
}

// Catalogs lists the viewer's catalogues, newest first.
func Catalogs(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]Catalog, models.ID, error) {
	var rows []Catalog
	err := models.Find(ctx, s.Pool(), &rows, `SELECT * FROM catalogs WHERE owner_id = @viewer AND id < @before
		ORDER BY id DESC LIMIT @limit`, models.Args{"viewer": viewer, "before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read catalogues of %d: %w", viewer, err)
	}
	if len(rows) > limit {
		return rows[:limit], rows[limit-1].ID, nil
	}
	return rows, 0, nil
}

// OwnCatalog finds a catalogue of the viewer's.
func OwnCatalog(ctx context.Context, s *models.Store, viewer, id models.ID) (*Catalog, error) {
	return catalogOf(ctx, s.Pool(), viewer, id, "")
}

// lockCatalog locks a catalogue. Whatever adds products to it, counts them or takes them
// away holds this lock.
func lockCatalog(ctx context.Context, t *models.Tx, owner, id models.ID) (*Catalog, error) {
	return catalogOf(ctx, t.PG, owner, id, " FOR UPDATE")
}

func catalogOf(ctx context.Context, q models.Querier, owner, id models.ID, lock string) (*Catalog, error) {
	var c Catalog
	err := models.Take(ctx, q, &c, `SELECT * FROM catalogs WHERE owner_id = @owner AND id = @id`+lock,
		models.Args{"owner": owner, "id": id})
	if models.IsNoRows(err) {
		return nil, ErrNoCatalog
	}
	if err != nil {
		return nil, fmt.Errorf("read catalogue %d: %w", id, err)
	}
	return &c, nil
}

// EditCatalog changes a catalogue of the viewer's.
func EditCatalog(ctx context.Context, s *models.Store, viewer, id models.ID, in CatalogEdit) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		c, err := lockCatalog(ctx, t, viewer, id)
		if err != nil {
			return err
		}
		var problems models.Problems
		for _, f := range []struct {
			value *string
			into  *string
			clean func(string) (string, error)
		}{{in.Name, &c.Name, cleanName}, {in.Currency, &c.Currency, cleanCurrency}, {in.Language, &c.Language, cleanLanguage}} {
			if f.value == nil {
				continue
			}
			was := *f.into
			if *f.into, err = f.clean(*f.value); err != nil {
				_ = problems.Add(err)
			} else if f.value == in.Currency && *f.into != was {
				if err := problems.Add(empty(ctx, t, c)); err != nil {
					return err
				}
			}
		}
		if set(&c.LowStock, in.LowStock); c.LowStock < 0 || c.LowStock > MaxLow {
			problems = append(problems, models.Invalidf("low_stock", "shop.error.number-pieces-up", "maxLow", MaxLow))
		}
		if err := problems.Err(); err != nil {
			return err
		}
		if err := models.Do(ctx, t.PG, `UPDATE catalogs SET name = @name, currency = @currency, language = @language, low_stock = @low,
			updated_at = @now
			WHERE owner_id = @owner AND id = @id`, models.Args{"name": c.Name, "currency": c.Currency, "language": c.Language,
			"low": c.LowStock,
			"now": s.Now(), "owner": viewer, "id": id}); err != nil {
			return fmt.Errorf("change catalogue %d: %w", id, err)
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
}

// empty fails when a catalogue has products, whose prices are in its currency.
func empty(ctx context.Context, t *models.Tx, c *Catalog) error {
	var has bool
	err := models.Read(ctx, t.PG, &has, `SELECT EXISTS (SELECT 1 FROM products WHERE owner_id = @owner AND catalog_id = @id)`,
		models.Args{"owner": c.OwnerID, "id": c.ID})
	if err == nil && has {
		err = models.Invalidf("currency",
			"shop.error.prices-products-currency-catalogue-so")
	}
	return err
}

// maxNamed is how many orders a refusal names.
const maxNamed = 20

// openOrders are those that keep a catalogue from being deleted, by their numbers.
func openOrders(ctx context.Context, t *models.Tx, owner, catalog models.ID) (names []string, err error) {
	var list []struct {
		ID     models.ID
		Number string
	}
	err = models.Find(ctx, t.PG, &list, `SELECT o.id, o.number FROM orders o
		WHERE o.seller_id = @owner AND o.state IN ('placed', 'confirmed', 'paid', 'shipped')
		AND EXISTS (SELECT 1 FROM order_lines l JOIN products p ON p.owner_id = l.seller_id AND p.id = l.product_id
			WHERE l.seller_id = o.seller_id AND l.order_id = o.id AND p.catalog_id = @catalog)
		ORDER BY o.id`, models.Args{"owner": owner, "catalog": catalog})
	if err != nil {
		return nil, fmt.Errorf("find open orders of %d: %w", catalog, err)
	}
	for _, o := range list {
		if o.Number == "" {
			o.Number = o.ID.Code()
		}
		names = append(names, o.Number)
	}
	return names, nil
}

// DeleteCatalog removes a catalogue of the viewer's with its products and their photos.
// It is refused while orders for them are open.
func DeleteCatalog(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := lockCatalog(ctx, t, viewer, id); err != nil {
			return err
		}
		open, err := openOrders(ctx, t, viewer, id)
		if err != nil {
			return err
		}
		if n := len(open); n > 0 {
			list := strings.Join(open[:min(n, maxNamed)], ", ")
			if n > maxNamed {
				return models.Say(models.Error{Kind: models.Conflict}, "shop.error.open-orders-more", "list", list, "more", n-maxNamed)
			}
			return models.Say(models.Error{Kind: models.Conflict}, "shop.error.open-orders", "list", list)
		}
		var products, others []models.ID
		args := models.Args{"owner": viewer, "id": id}
		if err := models.Find(ctx, t.PG, &products, `SELECT id FROM products WHERE owner_id = @owner AND catalog_id = @id`,
			args); err != nil {
			return err
		}
		if err := models.Find(ctx, t.PG, &others, `SELECT id FROM catalog_imports WHERE owner_id = @owner AND catalog_id = @id
			UNION ALL SELECT id FROM product_feeds WHERE owner_id = @owner AND catalog_id = @id`, args); err != nil {
			return err
		}
		if err := dropProducts(ctx, t, viewer, products); err != nil {
			return err
		}
		if err := disown(ctx, t, viewer, append(others, id)...); err != nil {
			return err
		}
		for _, sql := range []string{`DELETE FROM catalog_links WHERE owner_id = @owner AND catalog_id = @id`,
			`DELETE FROM catalogs WHERE owner_id = @owner AND id = @id`} {
			if err := models.Do(ctx, t.PG, sql, args); err != nil {
				return fmt.Errorf("delete catalogue %d: %w", id, err)
			}
		}
		return t.Use(ctx, models.BudgetShop, viewer, 1)
	})
}

// dropProducts removes products with their photos and the tags of them, but for the
// numbers of their catalogue.
func dropProducts(ctx context.Context, t *models.Tx, owner models.ID, ids []models.ID) error {
	if len(ids) == 0 {
		return nil
	}
	if err := post.DropOfProducts(ctx, t, owner, ids); err != nil {
		return err
	}
	if err := tally.ForgetProducts(ctx, t, owner, ids); err != nil {
		return err
	}
	for _, sql := range []string{`DELETE FROM product_tags WHERE product_owner = @owner AND product_id = ANY(@ids)`,
		`DELETE FROM saved_products WHERE product_owner = @owner AND product_id = ANY(@ids)`,
		`DELETE FROM shop_owners WHERE owner_id = @owner AND id = ANY(@ids)`,
		`DELETE FROM products WHERE owner_id = @owner AND id = ANY(@ids)`} {
		if err := models.Do(ctx, t.PG, sql, models.Args{"owner": owner, "ids": ids}); err != nil {
			return fmt.Errorf("delete products of %d: %w", owner, err)
		}
	}
	return nil
}
