package order_test

import (
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/order"
	"photogram/models/people"
)

func address(country string) order.Address {
	return order.Address{Name: "Bo Börk", Street: "Übergasse 3", Postcode: "10115", City: "Berlin", Country: country}
}

func checkout(seller *account.User, payment string) order.Checkout {
	return order.Checkout{Seller: seller.ID, Address: address("DE"), Payment: payment}
}

func buyer(u *account.User) order.Buyer { return order.Buyer{User: u.ID} }

func put(t testing.TB, db *modelstest.DB, b order.Buyer, product models.ID, n int) {
	t.Helper()
	must(t, order.Put(t.Context(), db.Store, b, order.CartInput{Product: product, Quantity: n}))
}

// buy orders n pieces.
func buy(t testing.TB, db *modelstest.DB, seller, who *account.User, product models.ID, n int, payment string) *order.Order {
	t.Helper()
	put(t, db, buyer(who), product, n)
	o, err := order.Place(t.Context(), db.Store, buyer(who), checkout(seller, payment))
	must(t, err)
	return o
}

func full(t testing.TB, db *modelstest.DB, o *order.Order) *order.Full {
	t.Helper()
	f, err := order.Get(t.Context(), db.Store, order.Who{Viewer: o.SellerID}, o.ID)
	must(t, err)
	return f
}

func wantStock(t testing.TB, db *modelstest.DB, product models.ID, stock, reserved int64) {
	t.Helper()
	if s, r := db.Stock(product); s != stock || r != reserved {
		t.Errorf("%d pieces with %d reserved, not %d with %d", s, r, stock, reserved)
	}
}

// An order goes its whole way: reserved, paid, numbered, shipped in two parcels,
// delivered, withdrawn from, returned, refunded.
func TestAnOrderGoesItsWay(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	db.OpenShop(ada)
	print := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1990, Stock: 5, Weight: 300, Tax: -1})
	book := db.Product(ada, modelstest.Thing{Title: "Book", Price: 1500, Sale: 1200, Stock: -1, Weight: 900, Tax: 700})
	put(t, db, buyer(bo), print, 2)
	put(t, db, buyer(bo), book, 1)
	offer, err := order.Review(ctx, db.Store, buyer(bo), checkout(ada, order.Transfer))
	must(t, err)
	// 2 × 19.90 at 19 %, 12.00 at 7 %, 1.5 kg for 6.90 at 19 %
	if offer.Total != 3980+1200+690 || offer.Tax != 635+79+110 || offer.Shipping() != 690 {
		t.Fatalf("%d with %d tax, %d shipping", offer.Total, offer.Tax, offer.Shipping())
	}
	in := checkout(ada, order.Transfer)
	in.Total, in.Key = &offer.Total, "once"
	o, err := order.Place(ctx, db.Store, buyer(bo), in)
	must(t, err)
	again, err := order.Place(ctx, db.Store, buyer(bo), in)
	must(t, err)
	if again.ID != o.ID || o.Numbered() || o.State != order.Placed {
		t.Errorf("%v and %v, %q", o.ID, again.ID, o.Number)
	}
	wantStock(t, db, print, 5, 2)
	_, err = order.Ship(ctx, db.Store, ada.ID, o.ID, order.ShipInput{})
	wantKind(t, "ship what is not paid", err, models.Conflict)
	_, err = order.Pay(ctx, db.Store, bo.ID, o.ID, order.PayInput{})
	wantKind(t, "pay as the buyer", err, models.Forbidden)
	for range 2 {
		o, err = order.Pay(ctx, db.Store, ada.ID, o.ID, order.PayInput{Reference: "statement 7"})
		must(t, err)
	}
	year := db.Now().Format("2006")
	if o.State != order.Paid || o.Number != year+"-00001" || o.Paid != o.Total {
		t.Errorf("%s, %q, %d paid", o.State, o.Number, o.Paid)
	}
	wantStock(t, db, print, 3, 0)
	_, err = order.Cancel(ctx, db.Store, order.Who{Viewer: bo.ID}, o.ID, "")
	wantKind(t, "cancel what is paid as the buyer", err, models.Conflict)
	o, err = order.Ship(ctx, db.Store, ada.ID, o.ID, order.ShipInput{Carrier: "Post", Tracking: "1", Lines: []order.Pieces{{Line: 1,
		Quantity: 1}}})
	must(t, err)
	_, err = order.Ship(ctx, db.Store, ada.ID, o.ID, order.ShipInput{Lines: []order.Pieces{{Line: 1, Quantity: 2}}})
	wantKind(t, "ship more than there is", err, models.Invalid)
	_, err = order.Cancel(ctx, db.Store, order.Who{Viewer: ada.ID}, o.ID, "")
	wantKind(t, "cancel what is partly shipped", err, models.Conflict)
	o, err = order.Ship(ctx, db.Store, ada.ID, o.ID, order.ShipInput{Carrier: "Post", Tracking: "2"})
	must(t, err)
	if o.State != order.Shipped {
		t.Errorf("%s after the second parcel", o.State)
	}
	_, err = order.Deliver(ctx, db.Store, order.Who{Viewer: bo.ID}, o.ID)
	must(t, err)
	who := order.Who{Link: order.LinkOf(db.Store, o.Key())}
	w, err := order.RequestWithdrawal(ctx, db.Store, who, o.ID, order.WithdrawInput{Lines: []order.Pieces{{Line: 1, Quantity: 1}}})
	must(t, err)
	if f := full(t, db, o); f.Lines[0].Withdrawn != 0 {
		t.Error("the first step counts already")
	}
	for range 2 {
		_, err = order.ConfirmWithdrawal(ctx, db.Store, who, o.ID, w.ID)
		must(t, err)
	}
	_, err = order.Return(ctx, db.Store, ada.ID, o.ID, order.ReturnInput{Lines: []order.Pieces{{Line: 1, Quantity: 1}}, Restock: true})
	must(t, err)
	wantStock(t, db, print, 4, 0)
	o, _, err = order.MakeRefund(ctx, db.Store, ada.ID, o.ID, order.RefundInput{Lines: []order.RefundLine{{Line: 1, Quantity: 1}}})
	must(t, err)
	f := full(t, db, o)
	if f.Refunded != 1990 || f.Lines[0].Credited != 1990 || len(f.Documents) != 2 || f.Documents[1].Name() != "G"+year+"-00001" ||
		f.Documents[1].Content.Total != 1990 || f.Documents[0].Content.Total != f.Total || f.Lines[0].Withdrawn != 1 {
		t.Errorf("%d refunded, documents %+v", f.Refunded, f.Documents)
	}
	_, _, err = order.MakeRefund(ctx, db.Store, ada.ID, o.ID, order.RefundInput{Amount: new(int64(5000))})
	wantKind(t, "refund more than is left", err, models.Invalid)
	o, _, err = order.MakeRefund(ctx, db.Store, ada.ID, o.ID, order.RefundInput{})
	must(t, err)
	if f = full(t, db, o); f.Refunded != f.Paid || f.Lines[0].CreditedTax != f.Lines[0].Tax || f.Lines[2].Credited != 690 {
		t.Errorf("after the rest: %+v", f.Lines)
	}
}

// The time to withdraw is 14 days after delivery, to the end of the day, and of the next working day.
func TestTimeToWithdraw(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		must(t, err)
		return v
	}
	for _, c := range [][3]string{
		{"DE", "2026-11-02T10:00:00Z", "2026-11-17T00:00:00Z"}, // a Monday
		{"DE", "2026-11-07T10:00:00Z", "2026-11-24T00:00:00Z"}, // a Saturday: the 21st is one, too
		{"DE", "2026-11-08T23:59:00Z", "2026-11-24T00:00:00Z"}, // a Sunday
		{"DE", "2026-12-11T10:00:00Z", "2026-12-29T00:00:00Z"}, // Christmas on Friday, then a weekend
		{"FR", "2026-06-30T10:00:00Z", "2026-07-16T00:00:00Z"}, // the 14th of July
		{"DE", "2026-06-30T10:00:00Z", "2026-07-15T00:00:00Z"},
		{"US", "2026-12-11T10:00:00Z", "2026-12-26T00:00:00Z"}, // no holidays are known there
	} {
		o := order.Order{DeliveredAt: at(c[1]), Address: order.Address{Country: c[0]}}
		if got := o.WithdrawUntil(""); !got.Equal(at(c[2])) {
			t.Errorf("%s: delivered %s: until %s, not %s", c[0], c[1], got, c[2])
		}
	}
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 5, Tax: -1})
	o := buy(t, db, ada, bo, thing, 1, order.Transfer)
	who := order.Who{Viewer: bo.ID}
	_, err := order.RequestWithdrawal(t.Context(), db.Store, who, o.ID, order.WithdrawInput{})
	wantKind(t, "withdraw before paying", err, models.Conflict)
	_, err = order.Pay(t.Context(), db.Store, ada.ID, o.ID, order.PayInput{})
	must(t, err)
	_, err = order.Ship(t.Context(), db.Store, ada.ID, o.ID, order.ShipInput{})
	must(t, err)
	_, err = order.Deliver(t.Context(), db.Store, who, o.ID)
	must(t, err)
	w, err := order.RequestWithdrawal(t.Context(), db.Store, who, o.ID, order.WithdrawInput{})
	must(t, err)
	_, err = order.RequestWithdrawal(t.Context(), db.Store, order.Who{Viewer: ada.ID}, o.ID, order.WithdrawInput{})
	wantKind(t, "withdraw as the seller", err, models.Forbidden)
	db.Clock.Move(20 * 24 * time.Hour)
	_, err = order.ConfirmWithdrawal(t.Context(), db.Store, who, o.ID, w.ID)
	wantKind(t, "withdraw too late", err, models.Conflict)
}

// What is not paid in time is free again: by the job, and by time alone.
func TestReservationsEnd(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo, cy := db.User("ada"), db.User("bo"), db.User("cy")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 2, Tax: -1})
	first := buy(t, db, ada, bo, thing, 2, order.Transfer)
	err := order.Put(ctx, db.Store, buyer(cy), order.CartInput{Product: thing, Quantity: 1})
	wantKind(t, "put what is held by others", err, models.Invalid)
	db.Clock.Move(7*24*time.Hour + time.Second)
	second := buy(t, db, ada, cy, thing, 1, order.Transfer) // no job ran
	if f := full(t, db, first); f.State != order.Expired || f.Held {
		t.Errorf("%s after its time", f.State)
	}
	wantStock(t, db, thing, 2, 1)
	// Paid late, when only one piece is left.
	late, err := order.Pay(ctx, db.Store, ada.ID, first.ID, order.PayInput{})
	must(t, err)
	if late.State != order.Cancelled || late.Left() != late.Total || late.Numbered() {
		t.Errorf("paid late: %s, %d left, %q", late.State, late.Left(), late.Number)
	}
	wantStock(t, db, thing, 2, 1)
	_, _, err = order.MakeRefund(ctx, db.Store, ada.ID, first.ID, order.RefundInput{})
	must(t, err)
	db.Clock.Move(8 * 24 * time.Hour)
	for n := 0; ; n++ {
		more, err := order.ExpireDue(ctx, db.Store)
		must(t, err)
		if !more {
			if n != 1 {
				t.Errorf("%d orders ended", n)
			}
			break
		}
	}
	wantStock(t, db, thing, 2, 0)
	// Paid late, and still there.
	paid, err := order.Pay(ctx, db.Store, ada.ID, second.ID, order.PayInput{})
	must(t, err)
	if paid.State != order.Paid || !paid.Numbered() {
		t.Errorf("paid late: %s", paid.State)
	}
	wantStock(t, db, thing, 1, 0)
}

func TestCancelling(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 4, Tax: -1})
	o := buy(t, db, ada, bo, thing, 1, order.Transfer)
	_, err := order.Cancel(ctx, db.Store, order.Who{Viewer: bo.ID}, o.ID, "")
	must(t, err)
	wantStock(t, db, thing, 4, 0)
	_, err = order.Cancel(ctx, db.Store, order.Who{Viewer: db.User("eve").ID}, o.ID, "")
	wantKind(t, "cancel others' orders", err, models.NotFound)
	o = buy(t, db, ada, bo, thing, 3, order.OnDelivery)
	o, err = order.Confirm(ctx, db.Store, ada.ID, o.ID)
	must(t, err)
	wantStock(t, db, thing, 1, 0)
	if o.State != order.Confirmed || !o.Numbered() || o.Paid != 0 {
		t.Errorf("accepted: %s %q", o.State, o.Number)
	}
	o, err = order.Cancel(ctx, db.Store, order.Who{Viewer: ada.ID}, o.ID, "Broken in the workshop")
	must(t, err)
	wantStock(t, db, thing, 4, 0)
	f := full(t, db, o)
	if len(f.Documents) != 2 || f.Documents[1].Content.Total != f.Total || len(f.Refunds) != 0 {
		t.Errorf("documents %+v, refunds %+v", f.Documents, f.Refunds)
	}
	o = buy(t, db, ada, bo, thing, 1, order.Transfer)
	_, err = order.Pay(ctx, db.Store, ada.ID, o.ID, order.PayInput{})
	must(t, err)
	o, err = order.Cancel(ctx, db.Store, order.Who{Viewer: ada.ID}, o.ID, "")
	must(t, err)
	if f := full(t, db, o); f.Refunded != f.Total || f.State != order.Cancelled || len(f.Documents) != 2 {
		t.Errorf("%s with %d refunded", f.State, f.Refunded)
	}
	wantStock(t, db, thing, 4, 0)
}

// What changed since it was put into the cart is told before it is paid.
func TestCartsTellWhatChanged(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 4, Tax: -1})
	gone := db.Product(ada, modelstest.Thing{Title: "Lamp", Price: 3000, Stock: -1, Tax: -1})
	put(t, db, buyer(bo), thing, 1)
	put(t, db, buyer(bo), gone, 1)
	exec := func(sql string, args ...any) {
		t.Helper()
		_, err := db.Pool().Exec(ctx, sql, args...)
		must(t, err)
	}
	exec(`UPDATE products SET price = 1500, sale_price = 1100, unit = 'kg', unit_amount = 250000 WHERE id = $1`, thing)
	exec(`UPDATE products SET state = 'archived' WHERE id = $1`, gone)
	exec(`INSERT INTO product_prices (owner_id, product_id, until, price) VALUES ($1, $2, $3, 950), ($1, $2, $4, 800)`, ada.ID, thing,
		db.Now().Add(-29*24*time.Hour), db.Now().Add(-31*24*time.Hour))
	cart, err := order.CartAt(ctx, db.Store, buyer(bo), ada.ID)
	must(t, err)
	if cart.Lines[0].Lowest != 950 {
		t.Errorf("the lowest price of 30 days is %d", cart.Lines[0].Lowest)
	}
	if kilogram, ok := cart.Lines[0].UnitPrice(); !ok || kilogram.Minor != 4400 {
		t.Errorf("a kilogram costs %v", kilogram)
	}
	if len(cart.Lines) != 2 || !cart.Lines[0].Changed() || cart.Lines[1].Problem() == "" || cart.Ready() || cart.Sum().Minor != 1100 {
		t.Errorf("%+v", cart.Lines)
	}
	_, err = order.Place(ctx, db.Store, buyer(bo), checkout(ada, order.Transfer))
	wantKind(t, "order what is gone", err, models.Invalid)
	must(t, order.Put(ctx, db.Store, buyer(bo), order.CartInput{Product: gone}))
	_, err = order.Place(ctx, db.Store, buyer(bo), checkout(ada, order.Transfer))
	if wantKind(t, "order at another price", err, models.Conflict); err == nil || !strings.Contains(err.Error(), "11.00 EUR") {
		t.Errorf("the price is not told: %v", err)
	}
	in := checkout(ada, order.Transfer)
	in.Total = new(int64(1000 + 490))
	_, err = order.Place(ctx, db.Store, buyer(bo), in)
	wantKind(t, "order for another total", err, models.Conflict)
	in.Total = new(int64(1100 + 490))
	_, err = order.Place(ctx, db.Store, buyer(bo), in)
	must(t, err)
	// All that is wrong with an address is told at once.
	put(t, db, buyer(bo), thing, 1)
	_, err = order.Review(ctx, db.Store, buyer(bo), order.Checkout{Seller: ada.ID, Email: "none", Payment: "shells",
		Address: order.Address{Country: "XX"}})
	var fields []string
	for _, p := range models.ProblemsOf(err) {
		fields = append(fields, p.Field)
	}
	if got := strings.Join(fields, " "); got != "name street city country email payment" {
		t.Errorf("problems with %s", got)
	}
	for what, in := range map[string]order.CartInput{"too many": {Product: thing, Quantity: 1000}, "none to add": {Product: thing,
		Add: true},
		"at least zero": {Product: thing, Quantity: -1}, "more than there are": {Product: thing, Quantity: 4}} {
		wantKind(t, what, order.Put(ctx, db.Store, buyer(bo), in), models.Invalid)
	}
	wantKind(t, "own shop", order.Put(ctx, db.Store, buyer(ada), order.CartInput{Product: thing, Quantity: 1}), models.Invalid)
}

// Who is blocked cannot buy, and is not told that there is a shop.
func TestBlockedBuyers(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 4, Tax: -1})
	put(t, db, buyer(bo), thing, 1)
	must(t, people.Block(ctx, db.Store, ada.ID, bo.ID))
	wantKind(t, "put", order.Put(ctx, db.Store, buyer(bo), order.CartInput{Product: thing, Quantity: 1}), models.NotFound)
	_, err := order.CartAt(ctx, db.Store, buyer(bo), ada.ID)
	wantKind(t, "look at the cart", err, models.NotFound)
	_, err = order.Place(ctx, db.Store, buyer(bo), checkout(ada, order.Transfer))
	wantKind(t, "order", err, models.NotFound)
	none := order.Put(ctx, db.Store, buyer(bo), order.CartInput{Product: 12345, Quantity: 1})
	if hidden := order.Put(ctx, db.Store, buyer(bo), order.CartInput{Product: thing, Quantity: 1}); hidden.Error() != none.Error() {
		t.Errorf("%v and %v", hidden, none)
	}
}

// Guests have carts, links to their orders, and an account that they log in to later.
func TestGuests(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 9, Tax: -1})
	guest, other := order.Buyer{Guest: []byte(account.HashToken("a"))}, order.Buyer{Guest: []byte(account.HashToken("b"))}
	put(t, db, guest, thing, 1)
	if list, err := order.Carts(ctx, db.Store, other); err != nil || len(list) != 0 {
		t.Errorf("another guest has %v %v", list, err)
	}
	in := checkout(ada, order.Transfer)
	_, err := order.Place(ctx, db.Store, guest, in)
	wantKind(t, "order without an address", err, models.Invalid)
	in.Email = "gast@example.org"
	o, err := order.Place(ctx, db.Store, guest, in)
	must(t, err)
	for link, want := range map[string]models.Kind{order.LinkOf(db.Store, o.Key()): 0, "x": models.NotFound, "": models.NotFound} {
		_, err := order.Get(ctx, db.Store, order.Who{Link: link}, o.ID)
		wantKind(t, "link "+link, err, want)
	}
	put(t, db, guest, thing, 2)
	put(t, db, buyer(bo), thing, 1)
	must(t, order.Adopt(ctx, db.Store, guest.Guest, bo.ID))
	list, err := order.Carts(ctx, db.Store, buyer(bo))
	must(t, err)
	if len(list) != 1 || list[0].Lines[0].Quantity != 2 {
		t.Errorf("adopted %+v", list)
	}
	put(t, db, other, thing, 1)
	db.Clock.Move(order.CartLife + time.Hour)
	must(t, order.Sweep(ctx, db.Store))
	if list, err := order.Carts(ctx, db.Store, other); err != nil || len(list) != 0 {
		t.Errorf("an old cart is there: %v %v", list, err)
	}
}

// An account with open orders cannot go, and what it bought outlives it without its person.
func TestLeavingWithOrders(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.UserWithPassword("ada"), db.UserWithPassword("bo")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 4, Tax: -1})
	o := buy(t, db, ada, bo, thing, 1, order.Transfer)
	for _, u := range []*account.User{ada, bo} {
		_, err := leave.Ask(ctx, db.Store, account.Asker{User: u.ID}, modelstest.Password)
		if wantKind(t, "leave with an open order", err, models.Conflict); err == nil || !strings.Contains(err.Error(), o.ID.Code()) {
			t.Errorf("the order is not named: %v", err)
		}
	}
	for _, do := range []func() (*order.Order, error){
		func() (*order.Order, error) { return order.Pay(ctx, db.Store, ada.ID, o.ID, order.PayInput{}) },
		func() (*order.Order, error) { return order.Ship(ctx, db.Store, ada.ID, o.ID, order.ShipInput{}) },
		func() (*order.Order, error) { return order.Deliver(ctx, db.Store, order.Who{Viewer: ada.ID}, o.ID) },
	} {
		_, err := do()
		must(t, err)
	}
	_, err := leave.Ask(ctx, db.Store, account.Asker{User: bo.ID}, modelstest.Password)
	must(t, err)
	must(t, leave.Delete(ctx, db.Store, bo.ID))
	f := full(t, db, o)
	if f.BuyerID != 0 || f.Email != "" || f.Address.Name != "" || f.Address.Country != "DE" || f.Number == "" || f.Total != 1490 ||
		f.Documents[0].Content.Buyer.Name != "" {
		t.Errorf("%+v", f.Order)
	}
}
