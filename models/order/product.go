package order

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// Every statement of this room about products is in this file.

// stock is what an order needs to know of a product.
type stock struct {
	ID                                   models.ID
	RetailerID, Title, Options, CoverKey string
	Currency                             string
	Lowest                               int64 // of the 30 days before a sale that is on; 0 without one
	ListPrice, Price, Weight             int64 // Price is what it costs at this time, sales included
	Tax                                  int
	UnitAmount                           int64
	Unit                                 string
	Counted, Buyable                     bool
	Free                                 int64 // of what is counted
	Available                            int64 // of what is counted, with what expired orders hold still
}

// productColumns are those of stock, from products AS pr at the time @now.
const productColumns = `pr.id, pr.retailer_id, pr.title, pr.cover_key, pr.currency, pr.price AS list_price,
	coalesce((SELECT string_agg(x->>'value', ', ') FROM jsonb_array_elements(pr.options) x), '') AS options,
	` + post.AskedPrice + ` AS price, ` + post.LowestPrice + ` AS lowest, pr.weight, pr.tax, pr.unit_amount, pr.unit,
	pr.counted,
	pr.state = 'published' AND pr.availability IN ('in_stock', 'preorder', 'backorder') AS buyable, pr.stock - pr.reserved AS free,
	pr.stock - pr.reserved + coalesce((SELECT sum(h.reserved) FROM order_lines h
		JOIN orders e ON e.seller_id = h.seller_id AND e.id = h.order_id
		WHERE h.seller_id = pr.owner_id AND h.product_id = pr.id AND h.reserved > 0 AND e.held
		AND e.reserved_until <= @now), 0)::bigint AS available`

// product finds one thing for somebody who may buy it, with whose it is and what the shop sells in.
func product(ctx context.Context, q models.Querier, viewer, id models.ID, now time.Time) (seller models.ID, currency string, p stock,
	err error) {
	var row struct {
		Seller       models.ID
		ShopCurrency string
		stock
	}
	err = models.Take(ctx, q, &row, `SELECT u.id AS seller, s.currency AS shop_currency, `+productColumns+`
		FROM shop_owners w JOIN products pr ON pr.owner_id = w.owner_id AND pr.id = w.id JOIN users u ON u.id = w.owner_id
		JOIN shops s ON s.user_id = u.id AND s.open
		WHERE w.id = @id AND pr.state = 'published' AND `+access.VisibleShop, models.Args{"id": id, "viewer": viewer, "now": now})
	if models.IsNoRows(err) {
		return 0, "", p, ErrNoThing
	}
	if err != nil {
		return 0, "", p, fmt.Errorf("read product %d: %w", id, err)
	}
	return row.Seller, row.ShopCurrency, row.stock, nil
}

// MayBuy is whether somebody may put a product into a cart, and how many pieces there
// are; 0 where they are not counted.
func MayBuy(ctx context.Context, s *models.Store, viewer, id models.ID) (most int64, yes bool, err error) {
	_, _, p, err := product(ctx, s.Pool(), viewer, id, s.Now())
	if models.KindOf(err) == models.NotFound {
		return 0, false, nil
	}
	if err != nil || !p.Buyable || p.Counted && p.Available <= 0 {
		return 0, false, err
	}
	if p.Counted {
		most = p.Available
	}
	return most, true, nil
}

// pieces are how many of what, as the two arrays that a statement takes.
type pieces struct {
	seller models.ID
	ids    []int64
	counts []int64
}

func (p *pieces) add(id models.ID, n int) {
	if n > 0 {
		p.ids, p.counts = append(p.ids, int64(id)), append(p.counts, int64(n))
	}
}

// lockProducts locks products in the order of their ids, as every statement does that
// changes stock, and reads them as they are then.
func lockProducts(ctx context.Context, t *models.Tx, seller models.ID, ids []int64) (map[models.ID]stock, error) {
	if err := models.Do(ctx, t.PG, `SELECT 1 FROM products WHERE owner_id = @seller AND id = ANY(@ids) ORDER BY id FOR NO KEY UPDATE`,
		models.Args{"seller": seller, "ids": ids}); err != nil {
		return nil, fmt.Errorf("lock products: %w", err)
	}
	var list []stock
	if err := models.Find(ctx, t.PG, &list, `SELECT `+productColumns+` FROM products pr WHERE pr.owner_id = @seller AND pr.id = ANY(@ids)`,
		models.Args{"seller": seller, "ids": ids, "now": t.Store.Now()}); err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	out := make(map[models.ID]stock, len(list))
	for _, p := range list {
		out[p.ID] = p
	}
	return out, nil
}

// moveStock changes the stock of products that are locked, where all of them allow it.
func moveStock(ctx context.Context, t *models.Tx, p pieces, set, where string) error {
	if len(p.ids) == 0 {
		return nil
	}
	n, err := models.DoCount(ctx, t.PG, `UPDATE products p SET `+set+`, updated_at = @now
		FROM unnest(@ids::bigint[], @counts::bigint[]) AS w (id, n) WHERE p.owner_id = @seller AND p.id = w.id AND `+where,
		models.Args{"seller": p.seller, "ids": p.ids, "counts": p.counts, "now": t.Store.Now()})
	if err != nil {
		return fmt.Errorf("change stock: %w", err)
	}
	if where != "true" && n != int64(len(p.ids)) {
		return conflict("order.error.somebody-else-was-faster-not")
	}
	return nil
}

// reserve holds pieces that are free.
func reserve(ctx context.Context, t *models.Tx, p pieces) error {
	return moveStock(ctx, t, p, `reserved = p.reserved + w.n`, `p.stock - p.reserved >= w.n`)
}

// release frees pieces that were held. A product whose stock is not counted any more
// has nothing to hold.
func release(ctx context.Context, t *models.Tx, p pieces) error {
	return moveStock(ctx, t, p, `reserved = greatest(p.reserved - w.n, 0)`, `true`)
}

// orderPopularity is how many looks an ordered piece is worth, for what is popular.
const orderPopularity = `10`

// sell takes pieces that were held out of the stock.
func sell(ctx context.Context, t *models.Tx, p pieces) error {
	return moveStock(ctx, t, p, `reserved = greatest(p.reserved - w.n, 0), stock = greatest(p.stock - w.n, 0),
		popularity = p.popularity + w.n * `+orderPopularity, `true`)
}

// restock puts pieces back on the shelf.
func restock(ctx context.Context, t *models.Tx, p pieces) error {
	return moveStock(ctx, t, p, `stock = p.stock + w.n`, `true`)
}
