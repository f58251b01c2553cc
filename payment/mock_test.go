package payment_test

import (
	"net/http"
	"strings"
	"testing"

	"photogram/models/modelstest"
	"photogram/models/order"
	"photogram/payment"
	"photogram/payment/paymenttest"
	"photogram/scripts/tooltest"
)

// Stripe's own mock knows the parameters of every call of the protocol, and refuses others.
func TestStripeTakesWhatIsAsked(t *testing.T) {
	t.Parallel()
	mock := tooltest.Start(t, "stripe-mock", nil, func(address string) []string { return []string{"-http-addr", address} })
	db := modelstest.New(t)
	ada := db.User("ada")
	key, secret := paymenttest.Key, hook
	db.OpenShop(ada, func(in *order.ShopInput) {
		in.Payments, in.StripeKey, in.StripeHook = []string{order.Stripe}, &key, &secret
	})
	x := &till{DB: db, t: t, stripe: payment.NewStripe(db.Store, "http://"+mock.Address), seller: ada,
		product: db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 5, Tax: -1})}
	o := x.place()
	page, err := x.stripe.Begin(t.Context(), o, payment.Back{Done: "https://example.org/done", Left: "https://example.org/left"})
	must(t, err)
	if page == "" {
		t.Error("no page to pay at")
	}
	id, problem, err := x.stripe.Refund(t.Context(), &order.Refund{SellerID: ada.ID, ID: 7, OrderID: o.ID, Amount: 500}, "pi_1")
	must(t, err)
	if id == "" || problem != "" {
		t.Errorf("the refund is %q: %q", id, problem)
	}
	// It would have refused what it does not know.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+mock.Address+"/v1/checkout/sessions",
		strings.NewReader("mode=bogus"))
	must(t, err)
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	must(t, err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("a mode that there is not: %d", res.StatusCode)
	}
}
