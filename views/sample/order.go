package sample

import (
	"time"

	"photogram/models/order"
	orderview "photogram/views/order"
	"photogram/views/ui"
)

// shop is one that sells, and its cart one in which something changed.
func (s *sampler) cart() *order.Cart {
	shop := &order.Shop{UserID: s.id(), Open: true, Name: "Tomasz Wilk, Prints", Currency: "EUR", Country: "DE", Payments: order.Payments,
		Zones: []order.Zone{{Countries: []string{"DE"}, Steps: []order.Step{{Grams: 5000, Price: 490}}}}, Tax: 19_000,
		Terms: "We ship within three days.", Withdrawal: "You can withdraw within 14 days, without a reason.", HoldDays: 7, HoldMinutes: 30}
	line := func(title string, n int, list, price, seen, left int64) order.CartLine {
		return order.CartLine{SellerID: shop.UserID, ProductID: s.id(), Quantity: n, Seen: seen, Title: title, Currency: "EUR",
			ListPrice: list, Lowest: list - 100,
			Price: price, Counted: true, Available: left, Buyable: true, ShopOpen: true, ShopCurrency: "EUR"}
	}
	return &order.Cart{Shop: shop, Seller: s.author(1), Lines: []order.CartLine{line("Larches in autumn, print 30 × 40", 2, 4900, 3900,
		3900, 9),
		line("Postcards with a very long name that goes on and on, a set of six", 1, 900, 900, 800, 40)}}
}

func (s *sampler) order(state order.State) orderview.Detail {
	now := s.c.Now
	o := order.Order{SellerID: s.id(), ID: s.id(), State: state, Currency: "EUR", Payment: order.Transfer, Email: "gast@example.org",
		Address: order.Address{Name: "Gästin Übel", Company: "Übel & Töchter", Street: "Am Weg 1", Postcode: "10115", City: "Berlin",
			Country: "DE"},
		Seller: order.Seller{Name: "Tomasz Wilk, Prints", Address: "ul. Modrzewiowa 9\n34-500 Zakopane", Email: "prints@example.org",
			VatID: "PL0000000000", Bank: "PL00 0000 0000 0000", Withdrawal: "You can withdraw within 14 days."},
		Total: 8290, Tax: 1324, PlacedAt: now.Add(-50 * time.Hour), ReservedUntil: now.Add(100 * time.Hour), Held: state == order.Placed}
	d := orderview.Detail{Full: &order.Full{Order: o, Lines: []order.Line{
		{Line: 1, Kind: "product", Title: "Larches in autumn, print 30 × 40", Options: "matt", Quantity: 2, ListPrice: 4900, Price: 3900,
			Gross: 7800,
			Rate:  19_000, Tax: 1245},
		{Line: 2, Kind: "shipping", Title: "Shipping to DE", Quantity: 1, ListPrice: 490, Price: 490, Gross: 490, Rate: 19_000, Tax: 79}}}}
	if state == order.Placed {
		return d
	}
	d.Number, d.Paid, d.PaidAt, d.Refunded = "2026-00017", 8290, now.Add(-40*time.Hour), 500
	d.Received = []order.Payment{{Amount: 8290, Reference: "statement 7", At: d.PaidAt}}
	d.Documents = []order.Document{{Kind: order.Invoice, Year: 2026, Number: 17}, {Kind: order.CreditNote, Year: 2026, Number: 3}}
	d.Refunds = []order.Refund{{Amount: 500, Reason: "A corner was bent", State: order.RefundDone, At: now},
		{Amount: 100, State: order.RefundFailed, Problem: "The charge was refunded before.", At: now}}
	d.Lines[0].Shipped, d.Lines[0].Sold = 1, 2
	d.Shipments = []order.Shipment{{Carrier: "Post", Tracking: "RR 00 1234 5678 9 PL", Lines: []order.Pieces{{Line: 1, Quantity: 1}},
		At: now}}
	d.Withdrawals = []order.Withdrawal{{Name: "Gästin Übel", Reason: "Too blue", Lines: []order.Pieces{{Line: 1, Quantity: 1}},
		RequestedAt: now}}
	d.Withdraw = true
	return d
}

// orderPages are carts, checkout, and orders of both sides.
func (s *sampler) orderPages(c ui.Chrome) []samplePage {
	cart, bare, sold, bought := s.cart(), s.cart(), s.order(order.Paid), s.order(order.Placed)
	bare.Lines[0].Available, bare.Lines[1].Buyable = 1, false
	offer := &order.Offer{Cart: cart, Address: sold.Address, Email: sold.Email, Payment: order.Transfer, Lines: sold.Lines, Total: 8290,
		Tax: 1324}
	row := func(d orderview.Detail) order.Row {
		return order.Row{Order: d.Order, Title: d.Lines[0].Title, Pieces: 2, ToShip: 1}
	}
	rows := []order.Row{row(sold), row(bought), row(s.order(order.Delivered)), row(s.order(order.Cancelled))}
	countries := []ui.Choice{{Value: "DE", Label: "Germany"}, {Value: "FR", Label: "France"}}
	wrong := ui.Form{Values: map[string]string{}, Problems: map[string]string{"name": "Write a name.",
		"street":  "Write a street and number.",
		"country": "This shop does not ship to France."}}
	asked := sold.Withdrawals[0]
	return []samplePage{
		{"cart", orderview.CartPage(c, orderview.Carts{List: []order.Cart{*cart, *bare}})},
		{"cart-empty", orderview.CartPage(c, orderview.Carts{})},
		{"checkout", orderview.CheckoutPage(c, orderview.Checkout{Cart: cart, Countries: countries, Guest: true})},
		{"checkout-wrong", orderview.CheckoutPage(c, orderview.Checkout{Cart: cart, Countries: countries, Form: wrong})},
		{"review", orderview.ReviewPage(c, orderview.Review{Offer: offer, Seller: cart.Shop.UserID, Key: "x"})},
		{"order-placed", orderview.BoughtPage(c, bought)},
		{"order-paid", orderview.BoughtPage(c, sold)},
		{"orders", orderview.BoughtListPage(c, orderview.List{Rows: rows})},
		{"orders-empty", orderview.BoughtListPage(c, orderview.List{})},
		{"withdraw", orderview.WithdrawPage(c, orderview.Withdraw{Detail: sold})},
		{"withdraw-confirm", orderview.WithdrawPage(c, orderview.Withdraw{Detail: sold, Asked: &asked})},
		{"sold", orderview.SoldListPage(c, orderview.List{Rows: rows, Seller: true, State: order.Paid, Query: "Übel"})},
		{"sold-empty", orderview.SoldListPage(c, orderview.List{Seller: true})},
		{"sold-order", orderview.SoldPage(c, sold)},
		{"shop-settings", orderview.SettingsPage(c, orderview.Settings{Shop: cart.Shop, Webhook: "https://example.org/webhooks/stripe/7"})},
	}
}
