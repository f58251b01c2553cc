// Package order shows carts, checkout, orders to buyers and sellers, and how a shop
// sells. It receives all it shows and fetches nothing.
package order

import (
	"context"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/order"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Adding is what the form "Add to cart" needs to know of a product. It stands on any
// page that shows one.
type Adding struct {
	Product models.ID
	Post    models.ID // where it was found, or 0
	Most    int64     // pieces that are there; 0 where they are not counted
}

// Carts is what somebody is about to buy.
type Carts struct {
	List []order.Cart
	Form ui.Form
}

// Checkout asks where an order goes, and how it is paid.
type Checkout struct {
	Cart      *order.Cart
	Form      ui.Form
	Countries []ui.Choice
	Guest     bool
}

// Review shows an order before it is placed.
type Review struct {
	Offer  *order.Offer
	Seller models.ID
	Key    string
	Hidden [][2]string // what was written before
	Form   ui.Form
}

// Detail is one order as its buyer or its seller sees it.
type Detail struct {
	*order.Full
	Link     string // a guest's secret
	Form     ui.Form
	Until    time.Time // to withdraw, zero before delivery
	Paying   bool      // the buyer comes from the provider's page
	Withdraw bool      // may
}

// Withdraw is one of the two steps of a withdrawal.
type Withdraw struct {
	Detail
	Asked *order.Withdrawal // nil in the first
}

// List is a page of orders.
type List struct {
	Rows   []order.Row
	Older  string
	State  order.State
	Query  string
	Seller bool
}

// Settings is how a shop sells.
type Settings struct {
	Shop    *order.Shop
	Form    ui.Form
	Webhook string // the address for Stripe
}

var stateNames = map[order.State]string{order.Placed: "order.state-placed", order.Expired: "order.state-expired",
	order.Confirmed: "order.state-confirmed", order.Paid: "order.state-paid", order.Shipped: "order.state-shipped",
	order.Delivered: "order.state-delivered", order.Cancelled: "order.state-cancelled"}

func stateName(ctx context.Context, s order.State) string { return text.T(ctx, stateNames[s]) }

var paymentNames = map[string]string{order.Transfer: "order.payment-transfer", order.OnDelivery: "order.payment-on_delivery",
	order.Stripe: "order.payment-stripe"}

// PaymentName is a way of payment in words.
func PaymentName(ctx context.Context, kind string) string { return text.T(ctx, paymentNames[kind]) }

func amount(ctx context.Context, a money.Amount) string { return a.For(text.Of(ctx)) }

func moment(ctx context.Context, t time.Time) string {
	r := text.Of(ctx)
	return r.Day(t) + ", " + r.Clock(t)
}

func shopName(c *order.Cart) string {
	if c.Shop.Name != "" {
		return c.Shop.Name
	}
	return c.Seller.DisplayName()
}

func number(n int) string { return strconv.Itoa(n) }

// most is the highest number that a field takes.
func most(n int64) string {
	if n <= 0 || n > order.MaxQuantity {
		n = order.MaxQuantity
	}
	return strconv.FormatInt(n, 10)
}

func (d Detail) path(action string) string { return urls.OrderAction(d.ID, action, d.Link) }

// piecesOf are pieces of lines in words.
func piecesOf(ctx context.Context, lines []order.Line, pieces []order.Pieces) string {
	var out []string
	for _, p := range pieces {
		if p.Line >= 1 && p.Line <= len(lines) {
			l := lines[p.Line-1]
			out = append(out, text.T(ctx, "order.pieces-of", "count", p.Quantity, "title", title(l.Title, l.Options)))
		}
	}
	return strings.Join(out, ", ")
}

func title(name, options string) string {
	if options != "" {
		return name + " (" + options + ")"
	}
	return name
}

// Pieces are pieces of lines in words, for mails.
func Pieces(ctx context.Context, lines []order.Line, pieces []order.Pieces) string {
	return piecesOf(ctx, lines, pieces)
}

// late is money that was paid for an order that is over, and is to go back.
func (d Detail) late() bool {
	return d.Left() > 0 && (d.State == order.Cancelled || d.State == order.Expired)
}

func (d Detail) toShip() (n int) {
	for i := range d.Lines {
		n += d.Lines[i].ToShip()
	}
	return n
}

func (d Detail) is(states ...order.State) bool {
	for _, s := range states {
		if d.State == s {
			return true
		}
	}
	return false
}

func (d Detail) shippedAny() bool {
	for _, l := range d.Lines {
		if l.Shipped > l.Returned {
			return true
		}
	}
	return false
}

func (l List) path(s order.State) string {
	if s == "" {
		return urls.ShopOrders
	}
	return urls.WithQuery(urls.ShopOrders, "state", string(s))
}

func addressFields(ctx context.Context, guest bool) []ui.FieldProps {
	t := func(key string) string { return text.T(ctx, key) }
	return []ui.FieldProps{
		{Name: "name", Label: t("order.name"), Max: order.MaxName, Required: true, Autocomplete: "name"},
		{Name: "company", Label: t("order.company"), Max: order.MaxName, Autocomplete: "organization"},
		{Name: "street", Label: t("order.street"), Max: order.MaxStreet, Required: true, Autocomplete: "address-line1"},
		{Name: "street2", Label: t("order.street2"), Max: order.MaxStreet, Autocomplete: "address-line2"},
		{Name: "postcode", Label: t("order.postcode"), Max: order.MaxShort, Autocomplete: "postal-code"},
		{Name: "city", Label: t("order.city"), Max: order.MaxName, Required: true, Autocomplete: "address-level2"},
		{Name: "region", Label: t("order.region"), Max: order.MaxName, Autocomplete: "address-level1"},
		{Name: "phone", Label: t("order.phone"), Kind: "tel", Max: order.MaxShort, Autocomplete: "tel"},
		{Name: "email", Label: t("order.email"), Hint: t("order.email-hint"), Kind: "email", Required: guest, Autocomplete: "email"},
	}
}

// takes is whether a way of payment is chosen.
func (d Settings) takes(kind string) bool {
	for _, k := range d.Shop.Payments {
		if k == kind {
			return true
		}
	}
	return false
}

// unitKeys are the words for units.
var unitKeys = map[string]string{"kg": "shop.unit-kg", "l": "shop.unit-l", "m": "shop.unit-m", "m2": "shop.unit-m2",
	"piece": "shop.unit-piece"}

// UnitPrice says what one unit costs.
func UnitPrice(ctx context.Context, price money.Amount, unit string) string {
	return text.T(ctx, "shop.unit-price", "price", amount(ctx, price), "unit", text.T(ctx, unitKeys[unit]))
}
