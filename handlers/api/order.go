package api

import (
	"encoding/json"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/order"
	"photogram/payment"
	"photogram/urls"
)

var orderRoutes = []route{
	{"GET", "/orders", "shopping", "", (*API).orders},
	{"GET", "/orders/:order", "shopping", "", (*API).order},
	{"POST", "/orders/:order/confirm", "shopping", "", (*API).confirmOrder},
	{"POST", "/orders/:order/pay", "shopping", "amount reference?", (*API).payOrder},
	{"POST", "/orders/:order/ship", "shopping", "carrier? tracking? lines*", (*API).shipOrder},
	{"POST", "/orders/:order/deliver", "shopping", "", (*API).deliverOrder},
	{"POST", "/orders/:order/cancel", "shopping", "reason?", (*API).cancelOrder},
	{"POST", "/orders/:order/refund", "shopping", "amount lines* restock reason?", (*API).refundOrder},
	{"POST", "/orders/:order/return", "shopping", "lines* restock", (*API).returnOrder},
	{"POST", "/orders/:order/withdraw", "shopping", "name? email? reason? lines*", (*API).withdrawOrder},
	{"POST", "/orders/:order/withdraw/:withdrawal", "shopping", "", (*API).confirmWithdrawal},
}

var shopRoutes = []route{
	{"GET", "/shop", "shopping", "", (*API).shop},
	{"PATCH", "/shop", "shopping",
		"open name? address? email? vat_id? country currency tax rates? zones? payments* bank? terms? withdrawal?" +
			" hold_minutes hold_days stripe_key? stripe_hook?", (*API).changeShop},
}

var errNoOrder = models.Say(models.Error{Kind: models.NotFound}, "api.error.order-does-not-exist")

func (r *request) orderID() (models.ID, error) {
	s := r.Param("order")
	if id, err := models.ParseID(s); err == nil {
		return id, nil
	}
	id, err := models.ParseCode(s)
	if err != nil {
		return 0, errNoOrder
	}
	return id, nil
}

func hideOrder(err error) error {
	if err == order.ErrNone {
		return errNoOrder
	}
	return err
}

// orders lists what the person sold, or with role=buyer what they bought.
func (a *API) orders(r *request) (any, *page, error) {
	role := r.Text("role")
	if role != "" && role != "seller" && role != "buyer" {
		return nil, nil, models.Invalidf("role", "api.error.send-seller-buyer")
	}
	show := func(o *order.Row) orderObject { return r.showOrder(&o.Order) }
	return keyPage(r, "cursor", each(show), func(before models.ID, n int) ([]order.Row, models.ID, error) {
		if role == "buyer" {
			return order.Bought(r.Ctx(), a.Store, r.Viewer(), before, n)
		}
		return order.Sold(r.Ctx(), a.Store, r.Viewer(), order.Filter{State: order.State(r.Text("state")), Query: r.Text("q")}, before, n)
	})
}

// answerOrder answers with an order as it is after a change.
func (a *API) answerOrder(r *request, id models.ID, err error) (any, *page, error) {
	if err != nil {
		return nil, nil, hideOrder(err)
	}
	f, err := order.Get(r.Ctx(), a.Store, order.Who{Viewer: r.Viewer()}, id)
	if err != nil {
		return nil, nil, hideOrder(err)
	}
	return r.showFull(f), nil, nil
}

func (a *API) order(r *request) (any, *page, error) {
	id, err := r.orderID()
	return a.answerOrder(r, id, err)
}

func (a *API) confirmOrder(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err == nil {
		_, err = order.Confirm(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return a.answerOrder(r, id, err)
}

// number reads a whole number that is not below zero; nil when none was sent.
func (r *request) number(name string) (*int64, error) {
	if !r.Has(name) {
		return nil, nil
	}
	n, err := strconv.ParseInt(r.Text(name), 10, 64)
	if err != nil || n < 0 {
		return nil, models.Invalidf(name, "api.error.send-whole-number-not-below")
	}
	return &n, nil
}

// payOrder notes for the seller that money came in. For the buyer it gives the page to pay at.
func (a *API) payOrder(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err != nil {
		return nil, nil, err
	}
	f, err := order.Get(r.Ctx(), a.Store, order.Who{Viewer: r.Viewer()}, id)
	if err != nil {
		return nil, nil, hideOrder(err)
	}
	if r.Viewer() != f.SellerID {
		url, err := a.payAt(r, &f.Order)
		if err != nil {
			return nil, nil, err
		}
		out := r.showFull(f)
		out.PayURL = url
		return out, nil, nil
	}
	amount, err := r.number("amount")
	if err == nil {
		_, err = order.Pay(r.Ctx(), a.Store, r.Viewer(), id, order.PayInput{Amount: amount, Reference: r.Text("reference")})
	}
	return a.answerOrder(r, id, err)
}

// payAt is the page at which a buyer pays, or "".
func (a *API) payAt(r *request, o *order.Order) (string, error) {
	back := a.Site.BaseURL + urls.Order(o.ID, "")
	return a.Payments.For(o.Payment).Begin(r.Ctx(), o, payment.Back{Done: back, Left: back})
}

// objects reads a list of objects, as JSON sends it or as a text of JSON.
func objects[T any](r *request, name string) ([]T, error) {
	var out []T
	for _, s := range r.Values[name] {
		s = strings.TrimSpace(s)
		var list []T
		var one T
		dec := json.NewDecoder(strings.NewReader(s))
		dec.DisallowUnknownFields()
		var err error
		if strings.HasPrefix(s, "[") {
			err = dec.Decode(&list)
		} else if err = dec.Decode(&one); err == nil {
			list = []T{one}
		}
		if out = append(out, list...); err != nil || len(out) > order.MaxLines+1 {
			return nil, models.Invalidf(name, "api.error.send-list-line-1-quantity", "maxLines", order.MaxLines+1)
		}
	}
	if r.Has(name) && len(out) == 0 {
		return nil, models.Invalidf(name, "api.error.name-at-least-one-line")
	}
	return out, nil
}

func (a *API) shipOrder(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err != nil {
		return nil, nil, err
	}
	lines, err := objects[order.Pieces](r, "lines")
	if err == nil {
		_, err = order.Ship(r.Ctx(), a.Store, r.Viewer(), id, order.ShipInput{Carrier: r.Text("carrier"), Tracking: r.Text("tracking"),
			Lines: lines})
	}
	return a.answerOrder(r, id, err)
}

func (a *API) deliverOrder(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err == nil {
		_, err = order.Deliver(r.Ctx(), a.Store, order.Who{Viewer: r.Viewer()}, id)
	}
	return a.answerOrder(r, id, err)
}

func (a *API) cancelOrder(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err == nil {
		_, err = order.Cancel(r.Ctx(), a.Store, order.Who{Viewer: r.Viewer()}, id, r.Text("reason"))
	}
	return a.answerOrder(r, id, err)
}

// refundLine is a line as a program names it.
type refundLine struct {
	Line     int   `json:"line"`
	Quantity int   `json:"quantity"`
	Amount   int64 `json:"amount"`
}

func (a *API) refundOrder(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err != nil {
		return nil, nil, err
	}
	in := order.RefundInput{Reason: r.Text("reason")}
	var p models.Problems
	in.Amount, err = r.number("amount")
	_ = p.Add(err)
	lines, err := objects[refundLine](r, "lines")
	_ = p.Add(err)
	for _, l := range lines {
		in.Lines = append(in.Lines, order.RefundLine(l))
	}
	restock, err := r.Boolean("restock")
	_ = p.Add(err)
	in.Restock = restock != nil && *restock
	if err := p.Err(); err != nil {
		return nil, nil, err
	}
	_, _, err = order.MakeRefund(r.Ctx(), a.Store, r.Viewer(), id, in)
	return a.answerOrder(r, id, err)
}

func (a *API) returnOrder(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err != nil {
		return nil, nil, err
	}
	lines, err := objects[order.Pieces](r, "lines")
	if err != nil {
		return nil, nil, err
	}
	restock, err := r.Boolean("restock")
	if err == nil {
		_, err = order.Return(r.Ctx(), a.Store, r.Viewer(), id, order.ReturnInput{Lines: lines, Restock: restock != nil && *restock})
	}
	return a.answerOrder(r, id, err)
}

// withdrawOrder is the first step of a withdrawal; nothing follows until it is confirmed.
func (a *API) withdrawOrder(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err != nil {
		return nil, nil, err
	}
	lines, err := objects[order.Pieces](r, "lines")
	if err != nil {
		return nil, nil, err
	}
	w, err := order.RequestWithdrawal(r.Ctx(), a.Store, order.Who{Viewer: r.Viewer()}, id, order.WithdrawInput{Name: r.Text("name"),
		Email: r.Text("email"), Reason: r.Text("reason"), Lines: lines})
	if err != nil {
		return nil, nil, hideOrder(err)
	}
	return showWithdrawal(w), nil, nil
}

func (a *API) confirmWithdrawal(r *request) (any, *page, error) {
	id, err := r.orderID()
	if err != nil {
		return nil, nil, err
	}
	withdrawal, err := models.ParseID(r.Param("withdrawal"))
	if err != nil {
		return nil, nil, models.NotFoundf("api.error.withdrawal-does-not-exist")
	}
	w, err := order.ConfirmWithdrawal(r.Ctx(), a.Store, order.Who{Viewer: r.Viewer()}, id, withdrawal)
	if err != nil {
		return nil, nil, hideOrder(err)
	}
	return showWithdrawal(w), nil, nil
}

func (a *API) shop(r *request) (any, *page, error) {
	shop, err := order.Settings(r.Ctx(), a.Store, r.Viewer())
	if err != nil {
		return nil, nil, err
	}
	return r.showShop(shop), nil, nil
}

func (a *API) changeShop(r *request) (any, *page, error) {
	in := order.ShopInput{Name: r.Optional("name"), Address: r.Optional("address"), Email: r.Optional("email"), VatID: r.Optional("vat_id"),
		Country: r.Optional("country"), Currency: r.Optional("currency"), Tax: r.Optional("tax"), Rates: r.Optional("rates"),
		Zones: r.Optional("zones"), Bank: r.Optional("bank"), Terms: r.Optional("terms"), Withdrawal: r.Optional("withdrawal"),
		StripeKey: r.Optional("stripe_key"), StripeHook: r.Optional("stripe_hook")}
	var p models.Problems
	var err error
	in.Open, err = r.Boolean("open")
	_ = p.Add(err)
	if r.Has("payments") {
		in.Payments = append([]string{}, r.List("payments")...)
	}
	for name, into := range map[string]**int{"hold_minutes": &in.HoldMinutes, "hold_days": &in.HoldDays} {
		n, err := r.number(name)
		if _ = p.Add(err); n != nil {
			small := int(min(*n, 1<<20))
			*into = &small
		}
	}
	if err := p.Err(); err != nil {
		return nil, nil, err
	}
	shop, err := order.SaveShop(r.Ctx(), a.Store, r.Viewer(), in)
	if err != nil {
		return nil, nil, err
	}
	return r.showShop(shop), nil, nil
}
