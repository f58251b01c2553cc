package post

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/money"
)

// MaxProducts is how many products a post or a story shows.
const MaxProducts = 20

// What is asked for a product, products AS pr, at @now: with the sale that is on.
const (
	OnSale = `(pr.sale_price IS NOT NULL AND (pr.sale_from IS NULL OR pr.sale_from <= @now) AND (pr.sale_to IS NULL OR pr.sale_to >
		@now))`
	AskedPrice = `CASE WHEN ` + OnSale + ` THEN pr.sale_price ELSE pr.price END`
	// LowestPrice is the lowest price that was asked in the 30 days before the sale that
	// is on began; null without a sale, and where nothing was asked before.
	LowestPrice = `CASE WHEN ` + OnSale + ` THEN (
		SELECT least(CASE WHEN pr.sale_from > pr.priced_at THEN pr.price END, min(pp.price)) FROM product_prices pp
		WHERE pp.owner_id = pr.owner_id AND pp.product_id = pr.id
		AND pp.until > greatest(pr.priced_at, pr.sale_from) - interval '30 days'
		AND pp.until <= greatest(pr.priced_at, pr.sale_from)) END`
	// InStockNow is whether it can be had: what is counted and used up is out of stock.
	InStockNow = `CASE WHEN pr.availability = 'in_stock' AND pr.counted AND pr.stock <= pr.reserved THEN 'out_of_stock' ELSE
		pr.availability END`
)

// Units are the units of unit prices, in the order of a form.
var Units = []string{"kg", "l", "m", "m2", "piece"}

// perUnit is how much of unit_amount each of them is.
var perUnit = map[string]int64{"kg": 1_000_000, "l": 1_000, "m": 1_000, "m2": 1_000_000, "piece": 1}

// MaxUnitAmount bounds what a product holds of its unit.
const MaxUnitAmount = 1_000_000_000_000

// UnitPrice is what one unit costs of which so much is asked for an amount; false where
// nothing is known.
func UnitPrice(asked money.Amount, amount int64, unit string) (money.Amount, bool) {
	per := perUnit[unit]
	if per == 0 || amount <= 0 {
		return money.Amount{}, false
	}
	whole, rest := asked.Minor/amount, asked.Minor%amount
	if whole > MaxUnitAmount || rest > MaxUnitAmount {
		return money.Amount{}, false
	}
	return money.Amount{Minor: whole*per + (rest*per+amount/2)/amount, Currency: asked.Currency}, true
}

// ProductTag is a product at a place on a post or a story, as a viewer sees it now.
type ProductTag struct {
	OwnerID, HolderID models.ID
	MediaID           models.ID // the item; 0 for none
	ProductOwner      models.ID
	ProductID         models.ID
	X, Y              *float64 // fractions of the picture; nil for no place

	Title        string
	RetailerID   string
	CatalogID    models.ID
	Price        int64 // that is asked
	Usual        int64
	Currency     string
	Availability string
	Key          string // of its cover
	Width        int
	Height       int
	Placeholder  string
}

// Asked is what the product costs.
func (t *ProductTag) Asked() money.Amount { return money.Amount{Minor: t.Price, Currency: t.Currency} }

// Picture is the product's cover.
func (t *ProductTag) Picture() Picture {
	return Picture{Key: t.Key, Width: t.Width, Height: t.Height, Placeholder: t.Placeholder, Alt: t.Title}
}

// ProductInput places a product. Item names a photo of an album by its id, or by its
// place from 0 on.
type ProductInput struct {
	ProductID models.ID
	X, Y      *float64
	Item      string
}

// ProductTags are the products on posts and stories that the viewer may see, in the
// order in which they were placed. Whether the viewer may see those is asked before.
func ProductTags(ctx context.Context, s *models.Store, viewer models.ID, holders []models.Key) (map[models.ID][]ProductTag, error) {
	out := map[models.ID][]ProductTag{}
	if len(holders) == 0 {
		return out, nil
	}
	owners, ids := models.Columns(holders)
	var rows []ProductTag
	err := models.Find(ctx, s.Pool(), &rows, `SELECT t.owner_id, t.holder_id, t.media_id, t.product_owner, t.product_id, t.x, t.y,
			pr.title, pr.retailer_id, pr.catalog_id, `+AskedPrice+` AS price, pr.price AS usual, pr.currency, `+InStockNow+` AS
			availability,
			pr.cover_key AS key, pr.cover_width AS width, pr.cover_height AS height, pr.cover_placeholder AS placeholder
		FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[])) h (owner_id, id)
		JOIN product_tags t ON t.owner_id = h.owner_id AND t.holder_id = h.id
		JOIN products pr ON pr.owner_id = t.product_owner AND pr.id = t.product_id JOIN users u ON u.id = pr.owner_id
		WHERE pr.state <> 'archived' AND `+access.VisibleProduct+` ORDER BY t.holder_id, t.created_at, t.product_id`,
		models.Args{"owners": owners, "ids": ids, "viewer": viewer, "now": s.Now()})
	if err != nil {
		return nil, fmt.Errorf("read products of posts: %w", err)
	}
	for _, r := range rows {
		out[r.HolderID] = append(out[r.HolderID], r)
	}
	return out, nil
}

func completeProducts(ctx context.Context, s *models.Store, viewer models.ID, posts []View) error {
	var keys []models.Key
	for i := range posts {
		if posts[i].HasProducts {
			keys = append(keys, models.Key{Owner: posts[i].OwnerID, ID: posts[i].ID})
		}
	}
	tags, err := ProductTags(ctx, s, viewer, keys)
	for i := range posts {
		posts[i].Products = tags[posts[i].ID]
	}
	return err
}

// placed is a row of tags to be written.
type placed struct {
	media   models.ID
	owner   models.ID
	product models.ID
	x, y    *float64
}

// SetProducts says which products a locked holder shows, in their order; items are those
// of a post, none of anything else.
func SetProducts(ctx context.Context, t *models.Tx, owner, holder models.ID, items []models.ID, list []ProductInput) error {
	rows, err := checkProducts(ctx, t, owner, items, list)
	if err != nil {
		return err
	}
	args := models.Args{"owner": owner, "holder": holder}
	if err := models.Do(ctx, t.PG, `DELETE FROM product_tags WHERE owner_id = @owner AND holder_id = @holder`, args); err != nil {
		return fmt.Errorf("take products off %d: %w", holder, err)
	}
	now := t.Store.Now()
	for i, r := range rows {
		if err := models.Do(ctx, t.PG, `INSERT INTO product_tags (owner_id, holder_id, media_id, product_owner, product_id, x, y,
			created_at)
			VALUES (@owner, @holder, @media, @seller, @product, @x, @y, @at)`, models.Args{"owner": owner, "holder": holder,
			"media":  r.media,
			"seller": r.owner, "product": r.product, "x": r.x, "y": r.y, "at": now.Add(time.Duration(i) * time.Microsecond)}); err != nil {
			return fmt.Errorf("place a product on %d: %w", holder, err)
		}
	}
	return nil
}

func checkProducts(ctx context.Context, t *models.Tx, owner models.ID, items []models.ID, list []ProductInput) ([]placed, error) {
	const field = "product_tags"
	if len(list) > MaxProducts {
		return nil, models.Invalidf(field, "post.error.at-most-products-can-shown", "maxProducts", MaxProducts, "list", len(list))
	}
	ids := make([]models.ID, len(list))
	for i, in := range list {
		ids[i] = in.ProductID
	}
	var found []struct{ OwnerID, ID models.ID }
	err := models.Find(ctx, t.PG, &found, `SELECT pr.owner_id, pr.id FROM shop_owners o JOIN products pr ON pr.owner_id = o.owner_id AND
		pr.id = o.id
		JOIN users u ON u.id = pr.owner_id WHERE o.id = ANY(@ids) AND pr.state <> 'archived' AND `+access.VisibleProduct,
		models.Args{"ids": ids, "viewer": owner})
	if err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	seller := map[models.ID]models.ID{}
	for _, f := range found {
		seller[f.ID] = f.OwnerID
	}
	var rows []placed
	for _, in := range list {
		r := placed{owner: seller[in.ProductID], product: in.ProductID, x: in.X, y: in.Y}
		switch {
		case r.owner == 0:
			return nil, models.Invalidf(field, "post.error.product-does-not-exist-not", "productID", in.ProductID)
		case (in.X == nil) != (in.Y == nil):
			return nil, models.Invalidf(field, "post.error.place-both-x-y")
		case in.X != nil && !(*in.X >= 0 && *in.X <= 1 && *in.Y >= 0 && *in.Y <= 1):
			return nil, models.Invalidf(field, "post.error.x-y-fractions-picture-from")
		}
		if r.media, err = in.itemOf(items); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(rows, func(o placed) bool { return o.media == r.media && o.product == r.product }) {
			return nil, models.Invalidf(field, "post.error.product-named-twice", "productID", in.ProductID)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func (in *ProductInput) itemOf(items []models.ID) (models.ID, error) {
	if len(items) == 0 {
		return 0, nil
	}
	for i, id := range items {
		if in.Item == "" || in.Item == strconv.Itoa(i) || in.Item == id.String() {
			return id, nil
		}
	}
	return 0, models.Invalidf("product_tags", "post.error.post-items-name-one-id", "items", len(items))
}

// setProducts is the step of editPost.
func setProducts(ctx context.Context, t *models.Tx, p *Post, list *[]ProductInput) error {
	if list == nil {
		return nil
	}
	var items []models.ID
	if err := models.Find(ctx, t.PG, &items, `SELECT id FROM media WHERE owner_id = @owner AND post_id = @post ORDER BY pos, id`,
		models.Args{"owner": p.OwnerID, "post": p.ID}); err != nil {
		return err
	}
	if err := SetProducts(ctx, t, p.OwnerID, p.ID, items, *list); err != nil {
		return err
	}
	return NoteProducts(ctx, t, p.OwnerID, p.ID)
}

// NoteProducts brings a locked post up to the products on it.
func NoteProducts(ctx context.Context, t *models.Tx, owner, id models.ID) error {
	return models.Do(ctx, t.PG, `UPDATE posts SET has_products = EXISTS (SELECT 1 FROM product_tags WHERE owner_id = @owner
		AND holder_id = @id) WHERE owner_id = @owner AND id = @id`, models.Args{"owner": owner, "id": id})
}

// MoveProducts gives the products on one holder to another, where its item is.
func MoveProducts(ctx context.Context, t *models.Tx, owner, from, to, item models.ID) error {
	return models.Do(ctx, t.PG, `UPDATE product_tags SET holder_id = @to, media_id = @item WHERE owner_id = @owner AND holder_id = @from`,
		models.Args{"owner": owner, "from": from, "to": to, "item": item})
}
