// Package order is about what is bought: shops and how they sell, carts, orders with
// their stock, payments, invoices, shipments, refunds and withdrawals. It must not know
// how a provider of payments is asked, nor how products come into a catalogue.
package order

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/money"
)

// State is how far an order is. States go forward only.
type State string

// The states.
const (
	Placed    State = "placed"    // not paid yet
	Expired   State = "expired"   // nobody paid in time, and its pieces are free again
	Confirmed State = "confirmed" // accepted by the seller, to be paid on delivery
	Paid      State = "paid"
	Shipped   State = "shipped" // all of it
	Delivered State = "delivered"
	Cancelled State = "cancelled"
)

// States are all of them, in their order.
var States = []State{Placed, Expired, Confirmed, Paid, Shipped, Delivered, Cancelled}

// open are the states in which one of the two waits for the other.
var open = []string{string(Placed), string(Confirmed), string(Paid), string(Shipped)}

// Ways of payment.
const (
	Transfer   = "transfer"
	OnDelivery = "on_delivery"
	Stripe     = "stripe"
)

// Payments are all of them.
var Payments = []string{Transfer, OnDelivery, Stripe}

// Key names an order.
type Key struct{ Seller, ID models.ID }

// Order is one order, as it was placed and as far as it is.
type Order struct {
	SellerID, ID, BuyerID                                             models.ID
	State                                                             State
	Number, Currency, Payment, Email                                  string
	Address                                                           Address
	Country, Note                                                     string
	Seller                                                            Seller
	Total, Tax, Paid, Refunded                                        int64
	Held                                                              bool
	ReservedUntil                                                     time.Time
	Session, SessionURL, Reason                                       string
	SessionTries                                                      int
	PlacedAt, NumberedAt, PaidAt, ShippedAt, DeliveredAt, CancelledAt time.Time
	UpdatedAt                                                         time.Time
}

const columns = `o.seller_id, o.id, o.buyer_id, o.state, o.number, o.currency, o.payment, o.email, o.address, o.country, o.note, o.seller,
	o.total, o.tax, o.paid, o.refunded, o.held, o.reserved_until, o.session, o.session_url, o.session_tries, o.reason, o.placed_at,
	o.numbered_at, o.paid_at, o.shipped_at, o.delivered_at, o.cancelled_at, o.updated_at`

// Key is the order's key.
func (o *Order) Key() Key { return Key{o.SellerID, o.ID} }

// Money is an amount in the order's currency.
func (o *Order) Money(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: o.Currency}
}

// Sum is what the order costs.
func (o *Order) Sum() money.Amount { return o.Money(o.Total) }

// Left is what may still be refunded.
func (o *Order) Left() int64 { return o.Paid - o.Refunded }

// Due is what is still to be paid.
func (o *Order) Due() int64 {
	if o.State == Cancelled || o.State == Expired {
		return 0
	}
	return max(0, o.Total-o.Paid)
}

// Numbered is whether the order has a number and an invoice.
func (o *Order) Numbered() bool { return o.Number != "" }

// Name is how people call the order: its number, or its code before it has one.
func (o *Order) Name() string {
	if o.Number != "" {
		return o.Number
	}
	return o.ID.Code()
}

// Seller is who sells, as it was when the order was placed.
type Seller struct {
	Name       string `json:"name"`
	Address    string `json:"address"`
	Email      string `json:"email"`
	VatID      string `json:"vat_id"`
	Country    string `json:"country"`
	Bank       string `json:"bank"`
	Terms      string `json:"terms"`
	Withdrawal string `json:"withdrawal"`
}

// Line is a part of an order: some pieces of a product, or shipping.
type Line struct {
	SellerID, OrderID                                       models.ID
	Line                                                    int
	Kind                                                    string
	ProductID                                               models.ID
	RetailerID, Title, Options, CoverKey                    string
	Quantity                                                int
	ListPrice, Price, Gross                                 int64
	Rate                                                    money.Rate
	Tax, Weight                                             int64
	Reserved, Sold, Shipped, Returned, Withdrawn, Restocked int
	Credited, CreditedTax                                   int64
	PostOwnerID, PostID                                     models.ID
}

const lineColumns = `l.seller_id, l.order_id, l.line, l.kind, l.product_id, l.retailer_id, l.title, l.options, l.cover_key, l.quantity,
	l.list_price, l.price, l.gross, l.rate, l.tax, l.weight, l.reserved, l.sold, l.shipped, l.returned, l.withdrawn, l.restocked,
	l.credited, l.credited_tax, l.post_owner_id, l.post_id`

const (
	lineProduct  = "product"
	lineShipping = "shipping"
)

// Goods is whether the line is of a product, and not shipping.
func (l *Line) Goods() bool { return l.Kind == lineProduct }

// ToShip is how many pieces are still to be shipped.
func (l *Line) ToShip() int {
	if !l.Goods() {
		return 0
	}
	return max(0, l.Quantity-l.Shipped-max(l.Withdrawn, l.Restocked-l.Returned))
}

// Full is an order with its parts.
type Full struct {
	Order
	Lines       []Line
	Received    []Payment
	Refunds     []Refund
	Shipments   []Shipment
	Withdrawals []Withdrawal
	Documents   []Document
	BuyerName   string // the account's, "" for guests
	SellerName  string
}

// Subtotal is what the products cost, and Shipping the rest.
func (f *Full) Subtotal() (sum int64) {
	for _, l := range f.Lines {
		if l.Goods() {
			sum += l.Gross
		}
	}
	return sum
}

// Shipping is what shipping costs.
func (f *Full) Shipping() int64 { return f.Total - f.Subtotal() }

// TaxSums are the taxes by rate, as an invoice has them.
func (f *Full) TaxSums() []TaxSum { return taxSums(f.Lines) }

// Errors that several statements share.
var (
	ErrNone    = models.NotFoundf("order.error.order-does-not-exist")
	ErrNoShop  = models.NotFoundf("order.error.shop-does-not-exist")
	ErrNoThing = models.NotFoundf("order.error.product-does-not-exist")
)

func conflict(id string, pairs ...any) error {
	return models.Say(models.Error{Kind: models.Conflict}, id, pairs...)
}

// Who asks for an order: somebody with an account, or who has the link of a mail.
type Who struct {
	Viewer models.ID
	Link   string
}

// LinkOf is the secret in the link by which a guest sees an order.
func LinkOf(s *models.Store, k Key) string {
	mac := hmac.New(sha256.New, s.Secret())
	fmt.Fprintf(mac, "link of order\x00%d\x00%d", k.Seller, k.ID)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// may is whether who asks bought or sold the order.
func (w Who) may(s *models.Store, o *Order) bool {
	if w.Viewer != 0 && (w.Viewer == o.SellerID || w.Viewer == o.BuyerID) {
		return true
	}
	return w.Link != "" && hmac.Equal([]byte(w.Link), []byte(LinkOf(s, o.Key())))
}

// Buys is whether who asks is the buyer and not the seller.
func (w Who) Buys(o *Order) bool { return w.Viewer != o.SellerID }

// one reads an order by its id, for whoever may see it.
func one(ctx context.Context, s *models.Store, q models.Querier, who Who, id models.ID, lock string) (*Order, error) {
	var o Order
	err := models.Take(ctx, q, &o, `SELECT `+columns+` FROM shop_owners w JOIN orders o ON o.seller_id = w.owner_id AND o.id = w.id
		WHERE w.id = @id`+lock, models.Args{"id": id})
	if models.IsNoRows(err) || err == nil && !who.may(s, &o) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, fmt.Errorf("read order %d: %w", id, err)
	}
	return &o, nil
}

const forUpdate = ` FOR UPDATE OF o`

// change carries out what somebody does to an order, with its row locked.
func change(ctx context.Context, s *models.Store, who Who, id models.ID, do func(t *models.Tx, o *Order) error) (*Order, error) {
	var out *Order
	err := s.InTx(ctx, func(t *models.Tx) error {
		o, err := one(ctx, s, t.PG, who, id, forUpdate)
		if err != nil {
			return err
		}
		out = o
		return do(t, o)
	})
	return out, err
}

// bySeller is change for what only the seller does.
func bySeller(ctx context.Context, s *models.Store, seller, id models.ID, do func(t *models.Tx, o *Order) error) (*Order, error) {
	return change(ctx, s, Who{Viewer: seller}, id, func(t *models.Tx, o *Order) error {
		if o.SellerID != seller {
			return models.Say(models.Error{Kind: models.Forbidden}, "order.error.only-seller-can-do")
		}
		return do(t, o)
	})
}

// linesOf reads the lines of orders.
func linesOf(ctx context.Context, q models.Querier, keys ...Key) (out []Line, err error) {
	var sellers, ids []models.ID
	for _, k := range keys {
		sellers, ids = append(sellers, k.Seller), append(ids, k.ID)
	}
	err = models.Find(ctx, q, &out, `SELECT `+lineColumns+` FROM unnest(@sellers::bigint[], @ids::bigint[]) AS k (seller_id, order_id)
		JOIN order_lines l USING (seller_id, order_id) ORDER BY l.seller_id, l.order_id, l.line`,
		models.Args{"sellers": models.Int64s(sellers), "ids": models.Int64s(ids)})
	if err != nil {
		return nil, fmt.Errorf("read lines of orders: %w", err)
	}
	return out, nil
}

// forward moves an order to a state, from one of those before it, and notes the time
// in the column. What is not moved was moved by somebody else.
func forward(ctx context.Context, t *models.Tx, o *Order, to State, at string, from ...State) error {
	list := make([]string, len(from))
	for i, f := range from {
		list[i] = string(f)
	}
	n, err := models.DoCount(ctx, t.PG, `UPDATE orders SET state = @to, `+at+` = coalesce(`+at+`, @now), updated_at = @now
		WHERE seller_id = @seller AND id = @id AND state = ANY(@from)`,
		models.Args{"to": to, "now": t.Store.Now(), "seller": o.SellerID, "id": o.ID, "from": list})
	if err != nil {
		return fmt.Errorf("move order %d to %s: %w", o.ID, to, err)
	}
	if n == 0 {
		return conflict("order.error.order-so-cannot-become", "state", o.State, "to", to)
	}
	o.State = to
	return nil
}

func (o *Order) in(states ...State) bool { return slices.Contains(states, o.State) }
