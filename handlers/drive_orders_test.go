package handlers_test

import (
	"net/http"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/order"
	"photogram/web/webtest"
)

// fillOrders gives many accounts shops, products, carts and orders, so that none of
// their tables is small.
func fillOrders(t *testing.T, db *modelstest.DB) {
	t.Helper()
	for _, sql := range []string{
		`INSERT INTO shops (user_id, updated_at) SELECT id, now() FROM users`,
		`INSERT INTO catalogs (owner_id, id, name, currency, created_at, updated_at) SELECT id, id, 'Things', 'EUR', now(), now() FROM
			users`,
		`INSERT INTO products (owner_id, id, catalog_id, retailer_id, title, currency, price, counted, stock, created_at, updated_at)
			SELECT u.id, 5000000000000 + u.id * 10 + n, u.id, n, 'Thing', 'EUR', 100, true, 100, now(), now() FROM users u,
				generate_series(1,
				5) n`,
		`INSERT INTO shop_owners (id, owner_id) SELECT id, owner_id FROM products`,
		`INSERT INTO cart_lines (user_id, seller_id, product_id, quantity, price, post_owner_id, added_at, updated_at)
			SELECT u.id, u.id % 100 + 1, 5000000000000 + (u.id % 100 + 1) * 10 + n, 1, 100, u.id, now(), now() FROM users u,
				generate_series(1,
				3) n`,
		`INSERT INTO cart_lines (guest, seller_id, product_id, quantity, price, added_at, updated_at)
			SELECT sha256(u.id::text::bytea), u.id % 100 + 1, 5000000000000 + (u.id % 100 + 1) * 10, 1, 100, now(), now() FROM users u`,
		`INSERT INTO orders (seller_id, id, buyer_id, state, currency, payment, email, address, country, seller, total, tax, held,
				reserved_until, checkout, placed_at, updated_at)
			SELECT u.id, 9000000000000 + u.id * 10 + n, (u.id + n) % 100 + 1, CASE n WHEN 1 THEN 'placed' ELSE 'paid' END, 'EUR',
				'transfer',
				'x@example.org', '{}', 'DE', '{}', 100, 0, n = 1, now() + interval '1 year', sha256((u.id * 10 + n)::text::bytea), now(),
					now()
			FROM users u, generate_series(1, 5) n`,
		`INSERT INTO shop_owners (id, owner_id) SELECT id, seller_id FROM orders`,
		`INSERT INTO order_lines (seller_id, order_id, line, kind, product_id, title, quantity, list_price, price, gross, rate, tax,
			reserved,
				post_owner_id) SELECT seller_id, id, 1, 'product', 5000000000000 + seller_id * 10, 'Thing', 1, 100, 100, 100, 0, 0,
				CASE WHEN held THEN 1 ELSE 0 END, seller_id FROM orders`,
		`INSERT INTO payments (seller_id, id, order_id, provider, reference, amount, at) SELECT seller_id, id, id, 'transfer', id, 100,
			now() FROM orders`,
		`INSERT INTO refunds (seller_id, id, order_id, amount, state, at) SELECT seller_id, id, id, 100, 'done', now() FROM orders`,
		`INSERT INTO invoices (seller_id, kind, year, number, order_id, at, content) SELECT seller_id, 'invoice', 2020, id, id, now(),
			'{}' FROM orders`,
		`INSERT INTO shipments (seller_id, id, order_id, lines, at) SELECT seller_id, id, id, '[]', now() FROM orders`,
		`INSERT INTO withdrawals (seller_id, id, order_id, name, email, lines, requested_at) SELECT seller_id, id, id, '', '', '[]', now()
			FROM orders`,
		`INSERT INTO payment_events (seller_id, provider, event_id, kind, at) SELECT seller_id, 'stripe', id, '', now() FROM orders`,
		`INSERT INTO order_numbers (seller_id, kind, year, last) SELECT id, 'order', 2020 + n, 5 FROM users, generate_series(1, 3) n`,
		`ANALYZE shops, catalogs, products, shop_owners, cart_lines, orders, order_lines, payments, refunds, invoices, shipments,
			withdrawals,
			payment_events, order_numbers`,
	} {
		if _, err := db.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

// driveOrders does all that can be done with carts and orders.
func driveOrders(t *testing.T, s *webtest.Site, program *webtest.Program, reader *account.User) {
	t.Helper()
	ctx := t.Context()
	seller := s.User("saleswoman")
	sold, product := soldBy(t, s, seller)
	page, visitor := s.As(seller), s.Visitor()
	path, link := "/orders/"+sold.ID.Code(), "?key="+order.LinkOf(s.DB.Store, sold.Key())
	visitor.Post("/cart", form("product", product.String(), "quantity", "1")).Want(http.StatusSeeOther)
	visitor.Post("/cart/"+product.String(), form("quantity", "2")).Want(http.StatusSeeOther)
	visitor.Get("/cart").Want(http.StatusOK)
	visitor.Get(path + link).Want(http.StatusOK)
	must(t, order.Adopt(ctx, s.DB.Store, account.HashToken("none"), reader.ID))
	for _, q := range []string{"", "?state=paid", "?q=x", "?state=paid&q=x", "?before=99"} {
		page.Get("/shop/orders" + q).Want(http.StatusOK)
	}
	page.Get("/shop/orders.csv").Want(http.StatusOK)
	page.Get("/shop/settings").Want(http.StatusOK)
	program.Call(http.MethodPost, "/carts/items", "product_id", product.String()).Want(http.StatusOK)
	_, err := s.DB.Pool().Exec(ctx, `UPDATE products SET price = price + 10 WHERE id = $1`, product)
	must(t, err)
	at := order.Buyer{User: reader.ID}
	must(t, order.Seen(ctx, s.DB.Store, at, seller.ID))
	must(t, order.Put(ctx, s.DB.Store, at, order.CartInput{Product: product, Quantity: 2, Post: sold.ID}))
	placed := program.Call(http.MethodPost, "/carts/"+seller.ID.String()+"/checkout", "name", "Bo", "street", "Weg", "city", "Ort",
		"country", "DE",
		"payment", "transfer", "email", "bo@example.org").Want(http.StatusOK).At("data.id").String()
	program.Call(http.MethodGet, "/orders", "role", "buyer").Want(http.StatusOK)
	program.Call(http.MethodPost, "/orders/"+placed+"/cancel").Want(http.StatusOK)
	driveFulfilment(t, s, seller, sold)
	driveStripe(t, s, seller, product)
	s.Clock.Move(30 * 24 * time.Hour)
	for more := true; more; {
		more, err = order.ExpireDue(ctx, s.DB.Store)
		must(t, err)
	}
	s.Clock.Move(-30 * 24 * time.Hour)
	must(t, order.Sweep(ctx, s.DB.Store))
	_, err = order.WriteMail(ctx, s.DB.Store, order.SendMail{OwnerID: seller.ID, OrderID: sold.ID, What: order.MailPaid,
		To: order.ToSeller})
	must(t, err)
}

// driveFulfilment takes an order all its way.
func driveFulfilment(t *testing.T, s *webtest.Site, seller *account.User, o *order.Order) {
	t.Helper()
	ctx, buyer := t.Context(), order.Who{Link: order.LinkOf(s.DB.Store, o.Key())}
	_, err := order.Ship(ctx, s.DB.Store, seller.ID, o.ID, order.ShipInput{})
	must(t, err)
	_, err = order.Deliver(ctx, s.DB.Store, buyer, o.ID)
	must(t, err)
	w, err := order.RequestWithdrawal(ctx, s.DB.Store, buyer, o.ID, order.WithdrawInput{})
	must(t, err)
	_, err = order.ConfirmWithdrawal(ctx, s.DB.Store, buyer, o.ID, w.ID)
	must(t, err)
	_, err = order.Return(ctx, s.DB.Store, seller.ID, o.ID, order.ReturnInput{Restock: true})
	must(t, err)
	_, _, err = order.MakeRefund(ctx, s.DB.Store, seller.ID, o.ID, order.RefundInput{})
	must(t, err)
}

// driveStripe is what happens around a payment at a provider.
func driveStripe(t *testing.T, s *webtest.Site, seller *account.User, product models.ID) {
	t.Helper()
	ctx := t.Context()
	key, hook := "sk_test_1", "whsec_1"
	s.OpenShop(seller, func(in *order.ShopInput) {
		in.Payments, in.StripeKey, in.StripeHook = []string{order.Stripe, order.OnDelivery}, &key, &hook
	})
	place := func(kind string) *order.Order {
		b := order.Buyer{Guest: account.HashToken("a guest of " + kind)}
		must(t, order.Put(ctx, s.DB.Store, b, order.CartInput{Product: product, Quantity: 1}))
		o, err := order.Place(ctx, s.DB.Store, b, order.Checkout{Seller: seller.ID, Payment: kind, Email: "b@example.org",
			Address: order.Address{Name: "Bo", Street: "Weg 1", City: "Köln", Country: "DE"}})
		must(t, err)
		return o
	}
	o := place(order.Stripe)
	_, err := order.SessionFor(ctx, s.DB.Store, o.Key(), func(*order.Order, []order.Line, time.Time) (order.Session, error) {
		return order.Session{ID: "cs_1", URL: "https://example.org/"}, nil
	})
	must(t, err)
	event := order.Event{Provider: order.Stripe, ID: "evt_1", Kind: "checkout.session.completed"}
	_, err = order.Known(ctx, s.DB.Store, seller.ID, event)
	must(t, err)
	for i, session := range []order.Session{{Pending: true, ID: "cs_1"}, {Paid: true, Reference: "pi_1", Amount: o.Total, Currency: "EUR"},
		{Refunded: 100, Currency: "EUR"}} {
		event.ID += string(rune('a' + i))
		_, err = order.Settle(ctx, s.DB.Store, o.Key(), event, session)
		must(t, err)
	}
	_, r, err := order.MakeRefund(ctx, s.DB.Store, seller.ID, o.ID, order.RefundInput{})
	must(t, err)
	_, _, err = order.RefundToSend(ctx, s.DB.Store, order.SendRefund{OwnerID: seller.ID, OrderID: o.ID, RefundID: r.ID})
	must(t, err)
	must(t, order.RefundSent(ctx, s.DB.Store, r, "re_1", "It was refused."))
	o = place(order.OnDelivery)
	_, err = order.Confirm(ctx, s.DB.Store, seller.ID, o.ID)
	must(t, err)
	_, err = order.Cancel(ctx, s.DB.Store, order.Who{Viewer: seller.ID}, o.ID, "")
	must(t, err)
}
