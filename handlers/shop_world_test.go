package handlers_test

import (
	"testing"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/order"
	"photogram/web/webtest"
)

// soldBy opens somebody's shop and sells two pieces to a guest, who paid.
func soldBy(t *testing.T, s *webtest.Site, seller *account.User) (o *order.Order, product models.ID) {
	t.Helper()
	s.OpenShop(seller)
	product = s.Product(seller, modelstest.Thing{Title: "Print of the coast", Price: 1990, Stock: 50, Tax: -1, Weight: 200})
	b := order.Buyer{Guest: account.HashToken("a guest")}
	must(t, order.Put(t.Context(), s.DB.Store, b, order.CartInput{Product: product, Quantity: 2}))
	o, err := order.Place(t.Context(), s.DB.Store, b, order.Checkout{Seller: seller.ID, Payment: order.Transfer, Email: "gast@example.org",
		Address: order.Address{Name: "Gästin", Street: "Weg 1", City: "Köln", Country: "DE"}})
	must(t, err)
	o, err = order.Pay(t.Context(), s.DB.Store, seller.ID, o.ID, order.PayInput{})
	must(t, err)
	return o, product
}

// invoiceOf is the name of an order's invoice.
func invoiceOf(t *testing.T, s *webtest.Site, o *order.Order) string {
	t.Helper()
	f, err := order.Get(t.Context(), s.DB.Store, order.Who{Viewer: o.SellerID}, o.ID)
	must(t, err)
	return f.Documents[0].Name()
}
