package order

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/money"
)

// Checkout is what a buyer says to order what is in a cart.
type Checkout struct {
	Seller               models.ID
	Address              Address
	Email, Payment, Note string
	Total                *int64 // as the buyer saw it; nil takes no changed price
	Key                  string // of this very order, however often it is sent
}

// Offer is what an order would be.
type Offer struct {
	Cart       *Cart
	Address    Address
	Email      string
	Payment    string
	Note       string
	Lines      []Line
	Total, Tax int64
}

// Money is an amount in the currency of the offer.
func (o *Offer) Money(minor int64) money.Amount { return o.Cart.Shop.money(minor) }

// Shipping is what shipping costs.
func (o *Offer) Shipping() int64 { return o.Lines[len(o.Lines)-1].Gross }

// TaxSums are the taxes by rate.
func (o *Offer) TaxSums() []TaxSum { return taxSums(o.Lines) }

func (shop *Shop) money(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: shop.Currency}
}

// Limits of orders that are not paid.
const (
	maxUnpaid      = 20 // of one buyer at one shop
	maxUnpaidGuest = 5  // to one address
)

var limitGuests = models.Limit{Name: "guest-orders", Count: 200, Per: time.Hour} // of one network

// clean checks what was written.
func (in *Checkout) clean(b Buyer, shop *Shop) error {
	var p models.Problems
	in.Address = in.Address.clean(&p)
	email, err := account.CleanEmail(in.Email)
	_ = p.Add(err)
	in.Email = email
	note, err := models.CleanText("note", in.Note, MaxNote, true)
	_ = p.Add(err)
	in.Note = note
	if !slices.Contains(shop.Payments, in.Payment) {
		_ = p.Add(models.Invalidf("payment", "order.error.choose-way-payment", "join", strings.Join(shop.Payments, ", ")))
	}
	if in.Address.Country != "" && !shop.Ships(in.Address.Country) {
		_ = p.Add(models.Invalidf("country", "order.error.shop-does-not-ship", "country", CountryName(in.Address.Country)))
	}
	if len(in.Key) > 200 {
		_ = p.Add(models.Invalidf("key", "order.error.at-most-200-characters"))
	}
	return p.Err()
}

// Review says what an order would be, and what is wrong with what the buyer wrote.
func Review(ctx context.Context, s *models.Store, b Buyer, in Checkout) (*Offer, error) {
	cart, err := CartAt(ctx, s, b, in.Seller)
	if err != nil {
		return nil, err
	}
	if err := fillEmail(ctx, s, b, &in); err != nil {
		return nil, err
	}
	if err := in.clean(b, cart.Shop); err != nil {
		return nil, err
	}
	return cart.offer(in)
}

// fillEmail takes the account's address where none is written.
func fillEmail(ctx context.Context, s *models.Store, b Buyer, in *Checkout) error {
	if in.Email != "" || b.User == 0 {
		return nil
	}
	err := models.Read(ctx, s.Pool(), &in.Email, `SELECT email FROM users WHERE id = @user`, models.Args{"user": b.User})
	if err != nil {
		return fmt.Errorf("read the address of %d: %w", b.User, err)
	}
	return nil
}

// offer calculates what is in a cart.
func (c *Cart) offer(in Checkout) (*Offer, error) {
	var p models.Problems
	for _, l := range c.Lines {
		if problem := l.Problem(); problem != "" {
			_ = p.Add(models.Invalidf("cart", "order.error.wrong", "title", l.Title, "problem", problem))
		}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	out := &Offer{Cart: c, Address: in.Address, Email: in.Email, Payment: in.Payment, Note: in.Note}
	country := in.Address.Country
	for i, l := range c.Lines {
		out.Lines = append(out.Lines, Line{Line: i + 1, Kind: lineProduct, ProductID: l.ProductID, RetailerID: l.RetailerID, Title: l.Title,
			Options: l.Options, CoverKey: l.CoverKey, Quantity: l.Quantity, ListPrice: l.ListPrice, Price: l.Price,
			Rate: c.Shop.RateFor(country, l.Tax), Weight: l.Weight, PostOwnerID: l.PostOwnerID, PostID: l.PostID})
		if l.Counted {
			out.Lines[i].Reserved = l.Quantity
		}
	}
	shipping, err := c.Shop.ShipTo(country, c.Weight())
	if err != nil {
		return nil, err
	}
	out.Lines = append(out.Lines, Line{Line: len(c.Lines) + 1, Kind: lineShipping, Quantity: 1,
		Title: "Shipping to " + CountryName(country), ListPrice: shipping, Price: shipping, Rate: c.Shop.RateFor(country, -1)})
	out.Total, out.Tax, err = totals(out.Lines, c.Shop.Currency)
	return out, err
}

// Place orders what is in a cart, and holds its pieces. The same key gives the same order.
func Place(ctx context.Context, s *models.Store, b Buyer, in Checkout) (*Order, error) {
	if b.nobody() {
		return nil, models.NotFoundf("order.error.nothing-cart")
	}
	if err := fillEmail(ctx, s, b, &in); err != nil {
		return nil, err
	}
	if in.Key == "" {
		key, err := account.NewToken()
		if err != nil {
			return nil, err
		}
		in.Key = key
	}
	var out *Order
	err := s.InTx(ctx, func(t *models.Tx) (err error) {
		out, err = place(ctx, t, b, in)
		return err
	})
	return out, err
}

func place(ctx context.Context, t *models.Tx, b Buyer, in Checkout) (*Order, error) {
	var wanted []int64
	if err := models.Find(ctx, t.PG, &wanted, `SELECT k.product_id FROM cart_lines k WHERE `+ofBuyer+` AND k.seller_id = @seller
		ORDER BY k.product_id FOR UPDATE`, b.args(models.Args{"seller": in.Seller})); err != nil {
		return nil, fmt.Errorf("lock a cart: %w", err)
	}
	checkout := []byte(account.HashToken(b.User.String() + "\x00" + string(b.Guest) + "\x00" + in.Key))
	var before Order
	err := models.Take(ctx, t.PG, &before, `SELECT `+columns+` FROM orders o WHERE o.seller_id = @seller AND o.checkout = @checkout`,
		models.Args{"seller": in.Seller, "checkout": checkout})
	if err == nil {
		return &before, nil
	}
	if !models.IsNoRows(err) {
		return nil, err
	}
	shop, err := visible(ctx, t.PG, b.User, in.Seller)
	if err != nil {
		return nil, err
	}
	if err := in.clean(b, shop); err != nil {
		return nil, err
	}
	if err := mayOrder(ctx, t, b, in); err != nil {
		return nil, err
	}
	if err := freeExpired(ctx, t, in.Seller, wanted); err != nil {
		return nil, err
	}
	offer, err := fresh(ctx, t, b, shop, in)
	if err != nil {
		return nil, err
	}
	return offer.write(ctx, t, b, checkout)
}

// fresh is what is in the cart, with its products locked as they are now.
func fresh(ctx context.Context, t *models.Tx, b Buyer, shop *Shop, in Checkout) (*Offer, error) {
	lines, err := cartLines(ctx, t.PG, b, in.Seller, t.Store.Now())
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		return nil, models.NotFoundf("order.error.nothing-cart")
	}
	cart := &Cart{Shop: shop, Lines: lines}
	offer, err := cart.offer(in)
	if err != nil {
		return nil, err
	}
	if in.Total != nil && *in.Total != offer.Total {
		return nil, models.Say(models.Error{Kind: models.Conflict, Field: "total"}, "order.error.costs-now-not-any-more", "total",
			offer.Money(offer.Total), "money", offer.Money(*in.Total))
	}
	if in.Total == nil && cart.Changed() {
		var p models.Problems
		for _, l := range lines {
			if l.Changed() {
				p = append(p, models.Say(models.Error{Kind: models.Conflict, Field: "total"}, "order.error.costs-now-not-any-more-2",
					"title", l.Title, "price", l.Money(l.Price), "seen", l.Money(l.Seen), "total", offer.Total))
			}
		}
		return nil, p
	}
	return offer, nil
}

// mayOrder keeps one from holding everything without paying.
func mayOrder(ctx context.Context, t *models.Tx, b Buyer, in Checkout) error {
	most, where := maxUnpaid, `buyer_id = @buyer AND buyer_id <> 0`
	if b.User == 0 {
		most, where = maxUnpaidGuest, `buyer_id = 0 AND email = @email`
		if network := models.NetworkFrom(ctx); network != "" {
			if err := t.Take(ctx, limitGuests, network,
				"order.error.many-orders"); err != nil {
				return err
			}
		}
	}
	var unpaid int
	if err := models.Take(ctx, t.PG, &unpaid, `SELECT count(*) FROM orders WHERE seller_id = @seller AND state = 'placed' AND `+where,
		models.Args{"seller": in.Seller, "buyer": b.User, "email": in.Email}); err != nil {
		return fmt.Errorf("count unpaid orders: %w", err)
	}
	if unpaid >= most {
		return models.Say(models.Error{Kind: models.TooMany, Plural: "orders", RetryAfter: 3600}, "order.error.orders-at-shop-not-paid",
			"unpaid", unpaid)
	}
	return nil
}

// write reserves the pieces and writes the order.
func (offer *Offer) write(ctx context.Context, t *models.Tx, b Buyer, checkout []byte) (*Order, error) {
	shop, now := offer.Cart.Shop, t.Store.Now()
	hold := pieces{seller: shop.UserID}
	for _, l := range offer.Lines {
		hold.add(l.ProductID, l.Reserved)
	}
	if err := reserve(ctx, t, hold); err != nil {
		return nil, err
	}
	o := &Order{SellerID: shop.UserID, ID: t.Store.NewID(), BuyerID: b.User, State: Placed, Currency: shop.Currency, Payment: offer.Payment,
		Email: offer.Email, Address: offer.Address, Country: offer.Address.Country, Note: offer.Note, Seller: shop.seller(),
		Total: offer.Total, Tax: offer.Tax, Held: true, ReservedUntil: now.Add(shop.hold(offer.Payment)), PlacedAt: now, UpdatedAt: now}
	if err := models.Do(ctx, t.PG, `INSERT INTO shop_owners (id, owner_id) VALUES (@id, @seller)`,
		models.Args{"id": o.ID, "seller": o.SellerID}); err != nil {
		return nil, fmt.Errorf("write an order: %w", err)
	}
	if err := models.Do(ctx, t.PG, `INSERT INTO orders (seller_id, id, buyer_id, currency, payment, email, address, country, note, seller,
			total, tax, held, reserved_until, checkout, placed_at, updated_at)
		VALUES (@seller_id, @id, @buyer, @currency, @payment, @email, @address, @country, @note, @seller, @total, @tax, true, @until,
			@checkout, @now, @now)`, models.Args{"seller_id": o.SellerID, "id": o.ID, "buyer": o.BuyerID, "currency": o.Currency,
		"payment": o.Payment, "email": o.Email, "address": o.Address, "country": o.Country, "note": o.Note, "seller": o.Seller,
		"total": o.Total, "tax": o.Tax, "until": o.ReservedUntil, "checkout": checkout, "now": now}); err != nil {
		return nil, fmt.Errorf("write an order: %w", err)
	}
	if err := writeLines(ctx, t, o, offer.Lines); err != nil {
		return nil, err
	}
	if err := models.Do(ctx, t.PG, `DELETE FROM cart_lines k WHERE `+ofBuyer+` AND k.seller_id = @seller`,
		b.args(models.Args{"seller": o.SellerID})); err != nil {
		return nil, fmt.Errorf("empty a cart: %w", err)
	}
	if err := record(ctx, t, o, activity.OrderPlaced); err != nil {
		return nil, err
	}
	if err := mail(ctx, t, o, MailPlaced, 0, ToBuyer, ToSeller); err != nil || o.Total > 0 {
		return o, err
	}
	return o, o.paid(ctx, t) // there is nothing to pay
}

// newLine is a line as it is written.
type newLine struct {
	Line        int        `json:"line"`
	Kind        string     `json:"kind"`
	ProductID   models.ID  `json:"product_id"`
	RetailerID  string     `json:"retailer_id"`
	Title       string     `json:"title"`
	Options     string     `json:"options"`
	CoverKey    string     `json:"cover_key"`
	Quantity    int        `json:"quantity"`
	ListPrice   int64      `json:"list_price"`
	Price       int64      `json:"price"`
	Gross       int64      `json:"gross"`
	Rate        money.Rate `json:"rate"`
	Tax         int64      `json:"tax"`
	Weight      int64      `json:"weight"`
	Reserved    int        `json:"reserved"`
	PostOwnerID models.ID  `json:"post_owner_id"`
	PostID      models.ID  `json:"post_id"`
}

func writeLines(ctx context.Context, t *models.Tx, o *Order, lines []Line) error {
	rows := make([]newLine, len(lines))
	for i, l := range lines {
		rows[i] = newLine{l.Line, l.Kind, l.ProductID, l.RetailerID, l.Title, l.Options, l.CoverKey, l.Quantity, l.ListPrice, l.Price,
			l.Gross, l.Rate, l.Tax, l.Weight, l.Reserved, l.PostOwnerID, l.PostID}
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	err = models.Do(ctx, t.PG, `INSERT INTO order_lines (seller_id, order_id, line, kind, product_id, retailer_id, title, options,
			cover_key, quantity, list_price, price, gross, rate, tax, weight, reserved, post_owner_id, post_id)
		SELECT @seller::bigint, @order::bigint, x.* FROM jsonb_to_recordset(@rows::jsonb) AS x (line integer, kind text,
			product_id bigint, retailer_id text, title text, options text, cover_key text, quantity integer, list_price bigint,
			price bigint, gross bigint, rate integer, tax bigint, weight bigint, reserved integer, post_owner_id bigint, post_id bigint)`,
		models.Args{"seller": o.SellerID, "order": o.ID, "rows": raw})
	if err != nil {
		return fmt.Errorf("write lines of an order: %w", err)
	}
	return nil
}
