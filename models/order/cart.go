package order

import (
	"context"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/money"
	"photogram/models/post"
)

// Limits of carts.
const (
	MaxQuantity = 999
	MaxLines    = 50 // of one cart
	MaxCarts    = 20 // of one person
	// CartLife is how long a guest's cart is kept after its last change.
	CartLife = 30 * 24 * time.Hour
)

// Buyer is whose cart it is: an account, or a guest by the hash of a secret.
type Buyer struct {
	User  models.ID
	Guest []byte
}

func (b Buyer) args(more models.Args) models.Args {
	guest := b.Guest
	if b.User != 0 || guest == nil {
		guest = []byte{}
	}
	more["viewer"], more["guest"] = b.User, guest
	return more
}

// nobody is a buyer of whom nothing is known, who has no cart.
func (b Buyer) nobody() bool { return b.User == 0 && len(b.Guest) == 0 }

const ofBuyer = `k.user_id = @viewer AND k.guest = @guest`

// CartLine is some pieces of a product in a cart, as the product is now.
type CartLine struct {
	SellerID, ProductID                  models.ID
	Quantity                             int
	Seen                                 int64 // what it cost when it was put in, or was last told
	RetailerID, Title, Options, CoverKey string
	Currency                             string
	Lowest                               int64 // of the 30 days before a sale that is on (98/6/EC, article 6a); 0 without one
	ListPrice, Price, Weight             int64
	Tax                                  int
	UnitAmount                           int64
	Unit                                 string
	Counted, Buyable                     bool
	Available                            int64
	PostOwnerID, PostID                  models.ID
	AddedAt                              time.Time
	ShopOpen                             bool
	ShopCurrency                         string
}

// Money is an amount in what the shop sells in.
func (l *CartLine) Money(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: l.ShopCurrency}
}

// UnitPrice is what a kilogram, a litre … of it costs; false where nothing is known.
func (l *CartLine) UnitPrice() (money.Amount, bool) {
	return post.UnitPrice(l.Money(l.Price), l.UnitAmount, l.Unit)
}

// Changed is whether the price is another one than what the buyer was told.
func (l *CartLine) Changed() bool { return l.Buyable && l.Price != l.Seen }

// Problem says why the line cannot be bought, or nothing.
func (l *CartLine) Problem() string {
	switch {
	case !l.ShopOpen:
		return "This shop takes no orders at the moment."
	case !l.Buyable:
		return "This is not available any more."
	case l.Currency != l.ShopCurrency:
		return "This is not sold in " + l.ShopCurrency + ", in which this shop takes orders."
	case l.Counted && l.Available <= 0:
		return "This is sold out."
	case l.Counted && l.Available < int64(l.Quantity):
		return fmt.Sprintf("Only %d of these are left.", l.Available)
	}
	return ""
}

// Cart is what somebody is about to buy at one shop.
type Cart struct {
	Shop   *Shop
	Seller access.Author
	Lines  []CartLine
}

// Sum is what the lines cost that can be bought, without shipping.
func (c *Cart) Sum() money.Amount {
	sum := money.Amount{Currency: c.Shop.Currency}
	for _, l := range c.Lines {
		line, err := l.Money(l.Price).Times(int64(l.Quantity))
		if err == nil && l.Problem() == "" {
			sum, _ = sum.Plus(line)
		}
	}
	return sum
}

// Ready is whether everything in the cart can be bought.
func (c *Cart) Ready() bool {
	return len(c.Lines) > 0 && !slices.ContainsFunc(c.Lines, func(l CartLine) bool { return l.Problem() != "" })
}

// Changed is whether a price changed since the buyer saw it.
func (c *Cart) Changed() bool {
	return slices.ContainsFunc(c.Lines, func(l CartLine) bool { return l.Changed() })
}

// Weight is what the cart weighs, in grams.
func (c *Cart) Weight() (grams int64) {
	for _, l := range c.Lines {
		grams += l.Weight * int64(l.Quantity)
	}
	return grams
}

var cartSQL = `SELECT k.seller_id, k.product_id, k.quantity, k.price AS seen, k.post_owner_id, k.post_id, k.added_at,
		x.retailer_id, x.title, x.options, x.cover_key, x.currency, x.list_price, x.lowest, x.price, x.weight, x.tax, x.unit_amount, x.unit,
		x.counted, x.buyable, x.available, coalesce(s.open, false) AS shop_open, coalesce(s.currency, '') AS shop_currency
	FROM cart_lines k JOIN users u ON u.id = k.seller_id LEFT JOIN LATERAL (
		SELECT y.open, y.currency FROM shops y WHERE y.user_id = k.seller_id OFFSET 0) s ON true
	LEFT JOIN LATERAL (SELECT ` + productColumns + ` FROM products pr WHERE pr.owner_id = k.seller_id AND pr.id = k.product_id) x ON true
	WHERE ` + ofBuyer + ` AND (@seller = 0::bigint OR k.seller_id = @seller) AND ` + access.VisibleShop + `
	ORDER BY k.seller_id, k.added_at, k.product_id`

func cartLines(ctx context.Context, q models.Querier, b Buyer, seller models.ID, now time.Time) (lines []CartLine, err error) {
	err = models.Find(ctx, q, &lines, cartSQL, b.args(models.Args{"seller": seller, "now": now}))
	if err != nil {
		return nil, fmt.Errorf("read a cart: %w", err)
	}
	return lines, nil
}

// Carts are somebody's carts, one for each shop.
func Carts(ctx context.Context, s *models.Store, b Buyer) ([]Cart, error) { return carts(ctx, s, b, 0) }

// CartAt is somebody's cart at one shop, with what the shop says of itself.
func CartAt(ctx context.Context, s *models.Store, b Buyer, seller models.ID) (*Cart, error) {
	list, err := carts(ctx, s, b, seller)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, models.NotFoundf("order.error.nothing-cart")
	}
	return &list[0], nil
}

func carts(ctx context.Context, s *models.Store, b Buyer, seller models.ID) ([]Cart, error) {
	if b.nobody() {
		return nil, nil
	}
	lines, err := cartLines(ctx, s.Pool(), b, seller, s.Now())
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	var out []Cart
	var sellers []models.ID
	for _, l := range lines {
		if n := len(out); n == 0 || out[n-1].Lines[0].SellerID != l.SellerID {
			out, sellers = append(out, Cart{Shop: newShop(l.SellerID)}), append(sellers, l.SellerID)
		}
		out[len(out)-1].Lines = append(out[len(out)-1].Lines, l)
	}
	var shops []struct {
		Shop
		Author access.Author `gorm:"embedded;embeddedPrefix:author_"`
	}
	err = models.Find(ctx, s.Pool(), &shops, `SELECT u.id AS user_id, u.id AS author_id, u.username AS author_username,
			u.full_name AS author_full_name, u.avatar_key AS author_avatar_key, s.open, s.name, s.address, s.email, s.vat_id, s.country,
			s.currency, s.tax, s.rates, s.zones, s.payments, s.bank, s.terms, s.withdrawal, s.hold_minutes, s.hold_days
		FROM users u LEFT JOIN shops s ON s.user_id = u.id WHERE u.id = ANY(@ids)`, models.Args{"ids": sellers})
	if err != nil {
		return nil, fmt.Errorf("read shops: %w", err)
	}
	for i := range out {
		for j := range shops {
			if shops[j].UserID == out[i].Shop.UserID {
				out[i].Shop, out[i].Seller = &shops[j].Shop, shops[j].Author
			}
		}
	}
	return out, nil
}

// CartInput puts pieces of a product into the cart.
type CartInput struct {
	Product  models.ID
	Quantity int
	Add      bool      // to those that are in it; otherwise there are so many then, and 0 takes it out
	Post     models.ID // on which it was found
}

// Put changes a buyer's cart.
func Put(ctx context.Context, s *models.Store, b Buyer, in CartInput) error {
	if b.nobody() {
		return models.Say(models.Error{Kind: models.Unauthorized}, "order.error.log-first")
	}
	if in.Quantity < 0 || in.Add && in.Quantity == 0 || in.Quantity > MaxQuantity {
		return models.Invalidf("quantity", "order.error.send-whole-number-from-1", "maxQuantity", MaxQuantity)
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		if !in.Add && in.Quantity == 0 {
			return models.Do(ctx, t.PG, `DELETE FROM cart_lines k WHERE `+ofBuyer+` AND k.product_id = @product`,
				b.args(models.Args{"product": in.Product}))
		}
		seller, currency, p, err := product(ctx, t.PG, b.User, in.Product, s.Now())
		if err != nil {
			return err
		}
		if seller == b.User {
			return models.Invalidf("product_id", "order.error.from-own-shop")
		}
		if p.Currency != currency {
			return models.Invalidf("product_id", "order.error.priced-shop-takes-orders", "currency", p.Currency, "currency2", currency)
		}
		if err := roomFor(ctx, t, b, seller); err != nil {
			return err
		}
		n, err := putLine(ctx, t, b, seller, in, p.Price)
		if err != nil {
			return err
		}
		return fits(n, p)
	})
}

func fits(n int, p stock) error {
	switch {
	case n > MaxQuantity:
		return models.Invalidf("quantity", "order.error.can-product-cart-at-most", "maxQuantity", MaxQuantity, "n2", n)
	case !p.Buyable:
		return models.Invalidf("product_id", "order.error.not-available")
	case p.Counted && p.Available <= 0:
		return models.Invalidf("quantity", "order.error.sold-out")
	case p.Counted && int64(n) > p.Available:
		return models.Invalidf("quantity", "order.error.only-these-left", "available", p.Available)
	}
	return nil
}

// putLine writes a line and says how many pieces it has then.
func putLine(ctx context.Context, t *models.Tx, b Buyer, seller models.ID, in CartInput, price int64) (n int, err error) {
	owner, post, err := sourceOf(ctx, t, b.User, in.Post)
	if err != nil {
		return 0, err
	}
	err = models.Take(ctx, t.PG, &n, `INSERT INTO cart_lines AS k (user_id, guest, seller_id, product_id, quantity, price, post_owner_id,
			post_id, added_at, updated_at)
		VALUES (@viewer, @guest, @seller, @product, @quantity, @price, @post_owner, @post, @now, @now)
		ON CONFLICT (user_id, guest, seller_id, product_id) DO UPDATE SET quantity = CASE WHEN @add THEN k.quantity ELSE 0 END
				+ excluded.quantity, price = excluded.price, updated_at = excluded.updated_at,
			post_owner_id = CASE WHEN excluded.post_id <> 0 THEN excluded.post_owner_id ELSE k.post_owner_id END,
			post_id = CASE WHEN excluded.post_id <> 0 THEN excluded.post_id ELSE k.post_id END
		RETURNING quantity`, b.args(models.Args{"seller": seller, "product": in.Product, "quantity": in.Quantity, "price": price,
		"post_owner": owner, "post": post, "add": in.Add, "now": t.Store.Now()}))
	if err != nil {
		return 0, fmt.Errorf("put %d into a cart: %w", in.Product, err)
	}
	return n, nil
}

// sourceOf is the post that a product was found on, if the buyer may see it.
func sourceOf(ctx context.Context, t *models.Tx, viewer, post models.ID) (owner, id models.ID, err error) {
	if post == 0 {
		return 0, 0, nil
	}
	var found models.Key
	err = models.Read(ctx, t.PG, &found, `SELECT p.owner_id AS owner, p.id FROM post_owners w JOIN posts p ON p.owner_id = w.owner_id
		AND p.id = w.post_id JOIN users u ON u.id = p.owner_id WHERE w.post_id = @post AND `+access.ListedPost,
		models.Args{"post": post, "viewer": viewer})
	if err != nil {
		return 0, 0, fmt.Errorf("read where a product was found: %w", err)
	}
	return found.Owner, found.ID, nil
}

// roomFor refuses more lines and carts than fit.
func roomFor(ctx context.Context, t *models.Tx, b Buyer, seller models.ID) error {
	var have struct{ Lines, Carts int }
	if err := models.Take(ctx, t.PG, &have, `SELECT count(*) FILTER (WHERE k.seller_id = @seller) AS lines,
			count(DISTINCT k.seller_id) FILTER (WHERE k.seller_id <> @seller) AS carts FROM cart_lines k WHERE `+ofBuyer,
		b.args(models.Args{"seller": seller})); err != nil {
		return fmt.Errorf("count a cart: %w", err)
	}
	if have.Lines >= MaxLines {
		return models.Invalidf("product_id", "order.error.cart-room-products", "maxLines", MaxLines)
	}
	if have.Carts >= MaxCarts {
		return models.Invalidf("product_id", "order.error.can-carts-at-shops-at", "maxCarts", MaxCarts)
	}
	return nil
}

// Seen notes that the buyer saw the prices as they are now.
func Seen(ctx context.Context, s *models.Store, b Buyer, seller models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		lines, err := cartLines(ctx, t.PG, b, seller, s.Now())
		if err != nil {
			return err
		}
		var ids, prices []int64
		for _, l := range lines {
			if l.Changed() {
				ids, prices = append(ids, int64(l.ProductID)), append(prices, l.Price)
			}
		}
		if len(ids) == 0 {
			return nil
		}
		return models.Do(ctx, t.PG, `UPDATE cart_lines k SET price = w.price FROM unnest(@ids::bigint[], @prices::bigint[]) AS w (id, price)
			WHERE `+ofBuyer+` AND k.seller_id = @seller AND k.product_id = w.id`,
			b.args(models.Args{"seller": seller, "ids": ids, "prices": prices}))
	})
}

// Adopt gives a guest's carts to the account that they logged in to. What both have
// is there once, as many as in the one with more.
func Adopt(ctx context.Context, s *models.Store, guest []byte, user models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		err := models.Do(ctx, t.PG, `WITH gone AS (DELETE FROM cart_lines WHERE user_id = 0 AND guest = @guest AND guest <> '' RETURNING *)
			INSERT INTO cart_lines AS k (user_id, guest, seller_id, product_id, quantity, price, post_owner_id, post_id, added_at,
				updated_at)
			SELECT @user, '', seller_id, product_id, quantity, price, post_owner_id, post_id, added_at, @now FROM gone
			WHERE seller_id <> @user ORDER BY seller_id, product_id
			ON CONFLICT (user_id, guest, seller_id, product_id) DO UPDATE SET quantity = greatest(k.quantity, excluded.quantity)`,
			models.Args{"guest": guest, "user": user, "now": s.Now()})
		if err != nil {
			return fmt.Errorf("give a guest's carts to %d: %w", user, err)
		}
		return nil
	})
}
