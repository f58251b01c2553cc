package api

import (
	"time"

	"photogram/models/money"
	"photogram/models/order"
	"photogram/urls"
)

// taxObject is what is in an order at one rate.
type taxObject struct {
	Rate  string       `json:"rate"` // percent
	Gross money.Amount `json:"gross"`
	Net   money.Amount `json:"net"`
	Tax   money.Amount `json:"tax"`
}

func showTaxes(list []order.TaxSum, show func(int64) money.Amount) []taxObject {
	out := make([]taxObject, len(list))
	for i, t := range list {
		out[i] = taxObject{order.RateText(t.Rate), show(t.Gross), show(t.Net), show(t.Tax)}
	}
	return out
}

// lineObject is a part of an order.
type lineObject struct {
	Line       int          `json:"line"`
	Type       string       `json:"type"` // product or shipping
	ProductID  *string      `json:"product_id"`
	RetailerID string       `json:"retailer_id"`
	Title      string       `json:"title"`
	Options    string       `json:"options"`
	Quantity   int          `json:"quantity"`
	ListPrice  money.Amount `json:"list_price"`
	Price      money.Amount `json:"price"`
	Gross      money.Amount `json:"gross"`
	TaxRate    string       `json:"tax_rate"`
	Tax        money.Amount `json:"tax"`
	Shipped    int          `json:"shipped"`
	Returned   int          `json:"returned"`
	Withdrawn  int          `json:"withdrawn"`
	Refunded   money.Amount `json:"refunded"`
	MediaID    *string      `json:"media_id"` // of the post that it was found on
}

func showLine(l *order.Line, show func(int64) money.Amount) lineObject {
	out := lineObject{Line: l.Line, Type: l.Kind, RetailerID: l.RetailerID, Title: l.Title, Options: l.Options, Quantity: l.Quantity,
		ListPrice: show(l.ListPrice), Price: show(l.Price), Gross: show(l.Gross), TaxRate: order.RateText(l.Rate), Tax: show(l.Tax),
		Shipped: l.Shipped, Returned: l.Returned, Withdrawn: l.Withdrawn, Refunded: show(l.Credited)}
	if l.ProductID != 0 {
		id := l.ProductID.String()
		out.ProductID = &id
	}
	if l.PostID != 0 {
		id := l.PostID.String() + "_" + l.PostOwnerID.String()
		out.MediaID = &id
	}
	return out
}

// orderObject is one order; in lists it has no lines and what follows them.
type orderObject struct {
	ID            string        `json:"id"`
	Code          string        `json:"code"`
	Number        string        `json:"number"`
	State         string        `json:"state"`
	Role          string        `json:"role"` // of who asks: buyer or seller
	SellerID      string        `json:"seller_id"`
	BuyerID       *string       `json:"buyer_id"` // null for a guest
	Payment       string        `json:"payment"`
	Total         money.Amount  `json:"total"`
	Tax           money.Amount  `json:"tax"`
	Paid          money.Amount  `json:"paid"`
	Refunded      money.Amount  `json:"refunded"`
	Due           money.Amount  `json:"due"`
	ReservedUntil *string       `json:"reserved_until"`
	CreatedTime   string        `json:"created_time"`
	PaidTime      *string       `json:"paid_time"`
	ShippedTime   *string       `json:"shipped_time"`
	DeliveredTime *string       `json:"delivered_time"`
	CancelledTime *string       `json:"cancelled_time"`
	Reason        string        `json:"reason"`
	Link          string        `json:"link"`
	Details       *orderDetails `json:"details,omitempty"`
	PayURL        string        `json:"pay_url,omitempty"`
}

// orderDetails are what one order has beside.
type orderDetails struct {
	Email       string             `json:"email"`
	Address     order.Address      `json:"address"`
	Note        string             `json:"note"`
	Seller      order.Seller       `json:"seller"`
	Lines       []lineObject       `json:"lines"`
	Subtotal    money.Amount       `json:"subtotal"`
	Shipping    money.Amount       `json:"shipping"`
	Taxes       []taxObject        `json:"taxes"`
	Payments    []paymentObject    `json:"payments"`
	Refunds     []refundObject     `json:"refunds"`
	Shipments   []shipmentObject   `json:"shipments"`
	Withdrawals []withdrawalObject `json:"withdrawals"`
	Documents   []documentObject   `json:"documents"`
}

type paymentObject struct {
	ID          string       `json:"id"`
	Provider    string       `json:"provider"`
	Reference   string       `json:"reference"`
	Amount      money.Amount `json:"amount"`
	CreatedTime string       `json:"created_time"`
}

type refundObject struct {
	ID          string       `json:"id"`
	Amount      money.Amount `json:"amount"`
	Reason      string       `json:"reason"`
	State       string       `json:"state"`
	Problem     string       `json:"problem"`
	CreatedTime string       `json:"created_time"`
}

type shipmentObject struct {
	ID          string         `json:"id"`
	Carrier     string         `json:"carrier"`
	Tracking    string         `json:"tracking"`
	Lines       []order.Pieces `json:"lines"`
	CreatedTime string         `json:"created_time"`
}

type withdrawalObject struct {
	ID            string         `json:"id"`
	Name          string         `json:"name"`
	Email         string         `json:"email"`
	Reason        string         `json:"reason"`
	Lines         []order.Pieces `json:"lines"`
	CreatedTime   string         `json:"created_time"`
	ConfirmedTime *string        `json:"confirmed_time"`
}

type documentObject struct {
	Type        string       `json:"type"` // invoice or credit
	Number      string       `json:"number"`
	Total       money.Amount `json:"total"`
	URL         string       `json:"url"`
	CreatedTime string       `json:"created_time"`
}

func timeOrNull(at time.Time) *string {
	if at.IsZero() {
		return nil
	}
	return secondsOrNull(&at)
}

func (r *request) showOrder(o *order.Order) orderObject {
	out := orderObject{ID: o.ID.String(), Code: o.ID.Code(), Number: o.Number, State: string(o.State), Role: "buyer",
		SellerID: o.SellerID.String(), Payment: o.Payment, Total: o.Sum(), Tax: o.Money(o.Tax), Paid: o.Money(o.Paid),
		Refunded: o.Money(o.Refunded), Due: o.Money(o.Due()), CreatedTime: seconds(o.PlacedAt), PaidTime: timeOrNull(o.PaidAt),
		ShippedTime: timeOrNull(o.ShippedAt), DeliveredTime: timeOrNull(o.DeliveredAt), CancelledTime: timeOrNull(o.CancelledAt),
		Reason: o.Reason, Link: r.api.Site.BaseURL + urls.Order(o.ID, "")}
	if r.Viewer() == o.SellerID {
		out.Role, out.Link = "seller", r.api.Site.BaseURL+urls.SoldOrder(o.ID)
	}
	if o.BuyerID != 0 {
		id := o.BuyerID.String()
		out.BuyerID = &id
	}
	if o.Held {
		out.ReservedUntil = timeOrNull(o.ReservedUntil)
	}
	return out
}

func (r *request) showFull(f *order.Full) orderObject {
	out := r.showOrder(&f.Order)
	d := &orderDetails{Email: f.Email, Address: f.Address, Note: f.Note, Seller: f.Seller, Lines: []lineObject{},
		Subtotal: f.Money(f.Subtotal()), Shipping: f.Money(f.Shipping()), Taxes: showTaxes(f.TaxSums(), f.Money),
		Payments: []paymentObject{}, Refunds: []refundObject{}, Shipments: []shipmentObject{}, Withdrawals: []withdrawalObject{},
		Documents: []documentObject{}}
	for i := range f.Lines {
		d.Lines = append(d.Lines, showLine(&f.Lines[i], f.Money))
	}
	for _, p := range f.Received {
		d.Payments = append(d.Payments, paymentObject{p.ID.String(), p.Provider, p.Reference, f.Money(p.Amount), seconds(p.At)})
	}
	for _, x := range f.Refunds {
		d.Refunds = append(d.Refunds, refundObject{x.ID.String(), f.Money(x.Amount), x.Reason, x.State, x.Problem, seconds(x.At)})
	}
	for _, x := range f.Shipments {
		d.Shipments = append(d.Shipments, shipmentObject{x.ID.String(), x.Carrier, x.Tracking, x.Lines, seconds(x.At)})
	}
	for i := range f.Withdrawals {
		d.Withdrawals = append(d.Withdrawals, showWithdrawal(&f.Withdrawals[i]))
	}
	for i := range f.Documents {
		x := &f.Documents[i]
		d.Documents = append(d.Documents, documentObject{x.Kind, x.Name(), f.Money(x.Content.Total),
			r.api.Site.BaseURL + urls.OrderDocument(f.ID, x.Name(), ""), seconds(x.At)})
	}
	out.Details = d
	return out
}

func showWithdrawal(w *order.Withdrawal) withdrawalObject {
	return withdrawalObject{w.ID.String(), w.Name, w.Email, w.Reason, w.Lines, seconds(w.RequestedAt), timeOrNull(w.ConfirmedAt)}
}

// cartObject is what somebody is about to buy at one shop.
type cartObject struct {
	SellerID string           `json:"seller_id"`
	Shop     string           `json:"shop"`
	Username string           `json:"username"`
	Payments []string         `json:"payments"`
	Lines    []cartLineObject `json:"lines"`
	Total    money.Amount     `json:"total"` // without shipping
	Ready    bool             `json:"ready"` // all of it can be ordered
}

type cartLineObject struct {
	ProductID    string        `json:"product_id"`
	RetailerID   string        `json:"retailer_id"`
	Title        string        `json:"title"`
	Options      string        `json:"options"`
	Quantity     int           `json:"quantity"`
	Price        money.Amount  `json:"price"`
	ListPrice    money.Amount  `json:"list_price"`
	LowestPrice  *money.Amount `json:"lowest_price_30_days"` // before the reduction that is on
	UnitPrice    *unitPrice    `json:"unit_price"`
	PriceChanged bool          `json:"price_changed"`
	SeenPrice    *money.Amount `json:"seen_price"` // before the change
	Available    *int64        `json:"available"`  // null where stock is not counted
	Problem      string        `json:"problem"`    // why it cannot be ordered
}

func showCart(c *order.Cart) cartObject {
	out := cartObject{SellerID: c.Shop.UserID.String(), Shop: c.Shop.Name, Username: c.Seller.Username, Payments: c.Shop.Payments,
		Lines: []cartLineObject{}, Total: c.Sum(), Ready: c.Ready()}
	if out.Payments == nil {
		out.Payments = []string{}
	}
	for i := range c.Lines {
		l := &c.Lines[i]
		one := cartLineObject{ProductID: l.ProductID.String(), RetailerID: l.RetailerID, Title: l.Title, Options: l.Options,
			Quantity: l.Quantity, Price: l.Money(l.Price), ListPrice: l.Money(l.ListPrice), PriceChanged: l.Changed(), Problem: l.Problem()}
		if price, ok := l.UnitPrice(); ok {
			one.UnitPrice = &unitPrice{price, l.Unit}
		}
		if l.Lowest > 0 {
			lowest := l.Money(l.Lowest)
			one.LowestPrice = &lowest
		}
		if l.Changed() {
			seen := l.Money(l.Seen)
			one.SeenPrice = &seen
		}
		if l.Counted {
			n := max(l.Available, 0)
			one.Available = &n
		}
		out.Lines = append(out.Lines, one)
	}
	return out
}

// offerObject is what an order would be.
type offerObject struct {
	Lines    []lineObject `json:"lines"`
	Shipping money.Amount `json:"shipping"`
	Taxes    []taxObject  `json:"taxes"`
	Tax      money.Amount `json:"tax"`
	Total    money.Amount `json:"total"`
}

func showOffer(o *order.Offer) offerObject {
	out := offerObject{Lines: []lineObject{}, Shipping: o.Money(o.Shipping()), Taxes: showTaxes(o.TaxSums(), o.Money), Tax: o.Money(o.Tax),
		Total: o.Money(o.Total)}
	for i := range o.Lines {
		out.Lines = append(out.Lines, showLine(&o.Lines[i], o.Money))
	}
	return out
}

// shopObject is how a shop sells.
type shopObject struct {
	Open          bool     `json:"open"`
	Name          string   `json:"name"`
	Address       string   `json:"address"`
	Email         string   `json:"email"`
	VatID         string   `json:"vat_id"`
	Country       string   `json:"country"`
	Currency      string   `json:"currency"`
	Tax           string   `json:"tax"`
	Rates         string   `json:"rates"`
	Zones         string   `json:"zones"`
	Payments      []string `json:"payments"`
	Bank          string   `json:"bank"`
	Terms         string   `json:"terms"`
	Withdrawal    string   `json:"withdrawal"`
	HoldMinutes   int      `json:"hold_minutes"`
	HoldDays      int      `json:"hold_days"`
	StripeKey     bool     `json:"stripe_key"`  // there is one
	StripeHook    bool     `json:"stripe_hook"` // there is one
	StripeWebhook string   `json:"stripe_webhook"`
}

func (r *request) showShop(s *order.Shop) shopObject {
	return shopObject{Open: s.Open, Name: s.Name, Address: s.Address, Email: s.Email, VatID: s.VatID, Country: s.Country,
		Currency: s.Currency, Tax: order.RateText(s.Tax), Rates: s.RatesText(), Zones: s.ZonesText(), Payments: s.Payments, Bank: s.Bank,
		Terms: s.Terms, Withdrawal: s.Withdrawal, HoldMinutes: s.HoldMinutes, HoldDays: s.HoldDays, StripeKey: len(s.StripeSealed) > 0,
		StripeHook: len(s.StripeHook) > 0, StripeWebhook: r.api.Site.BaseURL + urls.StripeEventsOf(s.UserID)}
}
