package order_test

import (
	"testing"

	"photogram/models/insight"
	"photogram/models/modelstest"
	"photogram/models/order"
	"photogram/models/tally"
)

// Orders and revenue count for the post that led to them, less what goes back.
func TestRevenueOfPosts(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	db.OpenShop(ada)
	post, others := db.Post(ada, "For sale"), db.Post(bo, "Look what I bought")
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 9, Tax: -1})
	for _, from := range []order.CartInput{{Product: thing, Quantity: 2, Post: post}, {Product: thing, Quantity: 1, Post: others},
		{Product: thing, Quantity: 1}} {
		must(t, order.Put(ctx, db.Store, buyer(bo), from))
		o, err := order.Place(ctx, db.Store, buyer(bo), checkout(ada, order.Transfer))
		must(t, err)
		_, err = order.Pay(ctx, db.Store, ada.ID, o.ID, order.PayInput{})
		must(t, err)
		if from.Post == post {
			_, _, err = order.MakeRefund(ctx, db.Store, ada.ID, o.ID, order.RefundInput{Lines: []order.RefundLine{{Line: 1, Amount: 300}}})
			must(t, err)
		}
	}
	must(t, tally.Flush(ctx, db.Store))
	r, err := insight.Of(ctx, db.Store, ada.ID, insight.Range{})
	must(t, err)
	if r.Totals.Orders.Value != 1 || r.Totals.Revenue.Value != 1700 || r.Totals.Currency != "EUR" {
		t.Errorf("%d orders, %d %s", r.Totals.Orders.Value, r.Totals.Revenue.Value, r.Totals.Currency)
	}
	p, err := insight.OfPost(ctx, db.Store, ada.ID, post, insight.Range{})
	must(t, err)
	if p.Totals.Orders.Value != 1 || p.Totals.Revenue.Value != 1700 {
		t.Errorf("of the post: %d orders, %d", p.Totals.Orders.Value, p.Totals.Revenue.Value)
	}
}
