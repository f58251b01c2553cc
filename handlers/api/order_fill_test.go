package api_test

import (
	"strings"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/order"
)

var shipTo = []string{"name", "Ada Lovelace", "street", "Ringstr. 1", "postcode", "10115", "city", "Berlin", "country", "DE",
	"payment", "transfer"}

// shopOf opens somebody's shop and puts something up for sale.
func (w *world) shopOf(u *account.User) models.ID {
	w.T.Helper()
	w.OpenShop(u)
	return w.Product(u, modelstest.Thing{Title: "Print", Price: 1990, Stock: 50, Tax: -1, Weight: 200})
}

// bought is an order of two pieces.
func (w *world) bought(seller, buyer *account.User) *order.Order {
	w.T.Helper()
	product, b := w.shopOf(seller), order.Buyer{User: buyer.ID}
	w.Must(order.Put(w.T.Context(), w.DB.Store, b, order.CartInput{Product: product, Quantity: 2}))
	o, err := order.Place(w.T.Context(), w.DB.Store, b, order.Checkout{Seller: seller.ID, Payment: order.Transfer,
		Address: order.Address{Name: "Bo", Street: "Weg 1", City: "Berlin", Country: "DE"}})
	w.Must(err)
	return o
}

func (w *world) pay(o *order.Order) *order.Order {
	w.T.Helper()
	o, err := order.Pay(w.T.Context(), w.DB.Store, o.SellerID, o.ID, order.PayInput{})
	w.Must(err)
	return o
}

// fillOrder stands for orders of ada's shop, {placed}, {paid} and {shipped}, for what
// ada bought, {bought} and {withdrawn}, and for her cart at bo's shop.
func (w *world) fillOrder(path string) string {
	w.T.Helper()
	ctx := w.T.Context()
	for name, of := range map[string]func() string{
		"{buyable}": func() string { return w.shopOf(w.Bo).String() },
		"{placed}":  func() string { return w.bought(w.Ada, w.Bo).ID.String() },
		"{paid}":    func() string { return w.pay(w.bought(w.Ada, w.Bo)).ID.String() },
		"{bought}":  func() string { return w.pay(w.bought(w.Bo, w.Ada)).ID.String() },
		"{shipped}": func() string {
			o := w.pay(w.bought(w.Ada, w.Bo))
			_, err := order.Ship(ctx, w.DB.Store, w.Ada.ID, o.ID, order.ShipInput{})
			w.Must(err)
			return o.ID.String()
		},
		"{withdrawn}": func() string {
			o := w.pay(w.bought(w.Bo, w.Ada))
			asked, err := order.RequestWithdrawal(ctx, w.DB.Store, order.Who{Viewer: w.Ada.ID}, o.ID, order.WithdrawInput{})
			w.Must(err)
			return o.ID.String() + "/withdraw/" + asked.ID.String()
		},
		"{incart}": func() string { return w.inCart().String() },
		"{cartof}": func() string { w.inCart(); return w.Bo.ID.String() },
	} {
		if strings.Contains(path, name) {
			path = strings.ReplaceAll(path, name, of())
		}
	}
	return path
}

// inCart puts something of bo's into ada's cart.
func (w *world) inCart() models.ID {
	w.T.Helper()
	product := w.shopOf(w.Bo)
	w.Must(order.Put(w.T.Context(), w.DB.Store, order.Buyer{User: w.Ada.ID}, order.CartInput{Product: product, Quantity: 1}))
	return product
}

// everythingSold leaves carts, orders and what came of them, with ada on either side and her
// post as what led to them.
func (w *world) everythingSold() {
	w.T.Helper()
	ctx := w.T.Context()
	w.inCart()
	thing := w.shopOf(w.Ada)
	for _, buy := range []bool{true, false} {
		w.Must(order.Put(ctx, w.DB.Store, order.Buyer{User: w.Bo.ID}, order.CartInput{Product: thing, Quantity: 1, Post: w.Adas}))
		if buy {
			o, err := order.Place(ctx, w.DB.Store, order.Buyer{User: w.Bo.ID}, order.Checkout{Seller: w.Ada.ID, Payment: order.Transfer,
				Address: order.Address{Name: "Bo", Street: "Weg 1", City: "Berlin", Country: "DE"}})
			w.Must(err)
			w.pay(o)
		}
	}
	o := w.pay(w.bought(w.Ada, w.Bo))
	asked, err := order.RequestWithdrawal(ctx, w.DB.Store, order.Who{Viewer: w.Bo.ID}, o.ID, order.WithdrawInput{})
	w.Must(err)
	_, err = order.ConfirmWithdrawal(ctx, w.DB.Store, order.Who{Viewer: w.Bo.ID}, o.ID, asked.ID)
	w.Must(err)
	_, err = order.Settle(ctx, w.DB.Store, o.Key(), order.Event{Provider: order.Stripe, ID: "evt_1", Kind: "x"}, order.Session{})
	w.Must(err)
	_, err = w.DB.Pool().Exec(ctx, `INSERT INTO product_prices (owner_id, product_id, until, price) VALUES ($1, $2, now(), 1)`, w.Ada.ID,
		thing)
	w.Must(err)
	at := order.Buyer{User: w.Ada.ID}
	theirs := w.shopOf(w.Bo)
	w.Must(order.Put(ctx, w.DB.Store, at, order.CartInput{Product: theirs, Quantity: 1}))
}

// orderEnv is what stands for the parameters of an example.
func (w *world) orderEnv(id string) []string {
	w.T.Helper()
	switch id {
	case "addToCart":
		return []string{"PRODUCT=" + w.fillOrder("{buyable}")}
	case "changeCart", "takeFromCart":
		return []string{"PRODUCT=" + w.inCart().String()}
	case "getCart", "reviewCart", "checkout", "checkoutCart":
		return []string{"SELLER=" + w.fillOrder("{cartof}")}
	case "getOrder", "confirmOrder", "payOrder", "cancelOrder":
		return []string{"ORDER=" + w.fillOrder("{placed}")}
	case "shipOrder", "refundOrder":
		return []string{"ORDER=" + w.fillOrder("{paid}")}
	case "deliverOrder", "returnOrder":
		return []string{"ORDER=" + w.fillOrder("{shipped}")}
	case "withdrawOrder":
		return []string{"ORDER=" + w.fillOrder("{bought}")}
	case "confirmWithdrawal":
		order, withdrawal, _ := strings.Cut(w.fillOrder("{withdrawn}"), "/withdraw/")
		return []string{"ORDER=" + order, "WITHDRAWAL=" + withdrawal}
	}
	return nil
}
