package order_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/order"
)

// 1,000 buyers race for 100 pieces: exactly 100 get one, the stock is never below zero,
// and nothing stays reserved.
func TestABuyersRace(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada := db.User("ada")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 100, Tax: -1})
	other := db.Product(ada, modelstest.Thing{Title: "Frame", Price: 500, Stock: 10_000, Tax: -1})
	const buyers = 1000
	var got atomic.Int64
	var wg sync.WaitGroup
	for i := range buyers {
		wg.Go(func() {
			b := order.Buyer{Guest: []byte(account.HashToken(fmt.Sprint(i)))}
			things := []models.ID{thing, other}
			if i%2 == 0 {
				slices.Reverse(things)
			}
			for _, id := range things {
				if err := order.Put(ctx, db.Store, b, order.CartInput{Product: id, Quantity: 1}); err != nil {
					if models.KindOf(err) != models.Invalid {
						t.Error(err)
					}
					return
				}
			}
			in := checkout(ada, order.Transfer)
			in.Email = fmt.Sprintf("b%d@example.org", i)
			o, err := order.Place(ctx, db.Store, b, in)
			switch {
			case models.KindOf(err) == models.Invalid, models.KindOf(err) == models.Conflict:
				return
			case err != nil:
				t.Error(err)
				return
			}
			got.Add(1)
			if i%3 != 0 { // the others never pay
				if _, err := order.Pay(ctx, db.Store, ada.ID, o.ID, order.PayInput{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got.Load() != 100 {
		t.Errorf("%d orders for 100 pieces", got.Load())
	}
	stock, reserved := db.Stock(thing)
	if stock-reserved != 0 || stock < 0 {
		t.Errorf("%d pieces, %d of them reserved", stock, reserved)
	}
	db.Clock.Move(8 * 24 * time.Hour)
	for more := true; more; {
		var err error
		more, err = order.ExpireDue(ctx, db.Store)
		must(t, err)
	}
	var paid int64
	must(t, models.Take(ctx, db.Pool(), &paid, `SELECT count(*) FROM orders WHERE state = 'paid'`, nil))
	wantStock(t, db, thing, 100-paid, 0)
	wantStock(t, db, other, 10_000-paid, 0)
	gapless(t, db, ada.ID)
}

// gapless wants numbers of orders, invoices and credit notes from 1 on, without gaps.
func gapless(t *testing.T, db *modelstest.DB, seller models.ID) {
	t.Helper()
	for _, sql := range []string{
		`SELECT number FROM invoices WHERE seller_id = @seller AND kind = 'invoice' ORDER BY number`,
		`SELECT number FROM invoices WHERE seller_id = @seller AND kind = 'credit' ORDER BY number`,
		`SELECT split_part(number, '-', 2)::bigint FROM orders WHERE seller_id = @seller AND number <> '' ORDER BY 1`,
	} {
		var list []int64
		must(t, models.Find(t.Context(), db.Pool(), &list, sql, models.Args{"seller": seller}))
		for i, n := range list {
			if n != int64(i+1) {
				t.Fatalf("number %d is %d: %s", i+1, n, sql)
			}
		}
		if len(list) == 0 && !strings.Contains(sql, "credit") {
			t.Errorf("no numbers: %s", sql)
		}
	}
}

// Random orders through the database, several at once: what is paid, refunded, credited
// and put back adds up, and numbers have no gaps.
func TestRandomOrders(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ada := db.User("ada")
	db.OpenShop(ada)
	var things []models.ID
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range 12 {
		price := 1 + rnd.Int64N(20_000)
		things = append(things, db.Product(ada, modelstest.Thing{Title: fmt.Sprint("Thing ", i), Price: price, Sale: rnd.Int64N(price),
			Stock: 1_000_000, Weight: rnd.Int64N(40), Tax: []int{-1, 0, 700, 1900}[rnd.IntN(4)]}))
	}
	const workers, each = 8, 40
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(w), 3))
			for i := range each {
				randomOrder(t, db, rnd, ada.ID, things, fmt.Sprintf("w%d-%d", w, i))
			}
		})
	}
	wg.Wait()
	gapless(t, db, ada.ID)
	var wrong int64
	must(t, models.Take(t.Context(), db.Pool(), &wrong, `SELECT count(*) FROM orders o WHERE o.refunded > o.paid
		OR o.total <> (SELECT sum(gross) FROM order_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id)
		OR o.tax <> (SELECT sum(tax) FROM order_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id)
		OR o.paid <> (SELECT coalesce(sum(amount), 0) FROM payments p WHERE p.seller_id = o.seller_id AND p.order_id = o.id)
		OR o.refunded <> (SELECT coalesce(sum(amount), 0) FROM refunds r WHERE r.seller_id = o.seller_id AND r.order_id = o.id)
		OR o.number <> '' AND (SELECT sum(credited) FROM order_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id) <>
			(SELECT coalesce(sum((i.content->>'total')::bigint), 0) FROM invoices i WHERE i.seller_id = o.seller_id AND i.order_id = o.id
			AND i.kind = 'credit')`, nil))
	if wrong != 0 {
		t.Errorf("the sums of %d orders are wrong", wrong)
	}
	must(t, models.Take(t.Context(), db.Pool(), &wrong, `SELECT count(*) FROM products p WHERE p.stock + p.reserved <> 1000000 + p.reserved
		- (SELECT coalesce(sum(l.sold - l.restocked), 0) FROM order_lines l WHERE l.seller_id = p.owner_id AND l.product_id = p.id)
		OR p.reserved <> (SELECT coalesce(sum(l.reserved), 0) FROM order_lines l WHERE l.seller_id = p.owner_id AND l.product_id = p.id)`,
		nil))
	if wrong != 0 {
		t.Errorf("the stock of %d products is wrong", wrong)
	}
}

func randomOrder(t *testing.T, db *modelstest.DB, rnd *rand.Rand, seller models.ID, things []models.ID, name string) {
	ctx, b := t.Context(), order.Buyer{Guest: []byte(account.HashToken(name))}
	for _, i := range rnd.Perm(len(things))[:1+rnd.IntN(5)] {
		if err := order.Put(ctx, db.Store, b, order.CartInput{Product: things[i], Quantity: 1 + rnd.IntN(9)}); err != nil {
			t.Error(err)
			return
		}
	}
	country, kind := []string{"DE", "AT", "US", "CH"}[rnd.IntN(4)], order.Payments[rnd.IntN(2)]
	o, err := order.Place(ctx, db.Store, b, order.Checkout{Seller: seller, Address: address(country), Payment: kind, Email: name +
		"@example.org"})
	if err != nil {
		t.Error(err)
		return
	}
	for range rnd.IntN(6) {
		switch rnd.IntN(7) {
		case 0, 1:
			_, err = order.Pay(ctx, db.Store, seller, o.ID, order.PayInput{})
		case 2:
			_, err = order.Confirm(ctx, db.Store, seller, o.ID)
		case 3:
			_, err = order.Ship(ctx, db.Store, seller, o.ID, order.ShipInput{Lines: []order.Pieces{{Line: 1, Quantity: 1}}})
		case 4:
			_, err = order.Cancel(ctx, db.Store, order.Who{Viewer: seller}, o.ID, "")
		case 5:
			_, _, err = order.MakeRefund(ctx, db.Store, seller, o.ID, order.RefundInput{Amount: new(1 + rnd.Int64N(o.Total)),
				Restock: true})
		case 6:
			_, _, err = order.MakeRefund(ctx, db.Store, seller, o.ID, order.RefundInput{Restock: rnd.IntN(2) == 0,
				Lines: []order.RefundLine{{Line: 1, Quantity: 1}}})
		}
		if err != nil && models.KindOf(err) != models.Conflict && models.KindOf(err) != models.Invalid {
			t.Error(err)
		}
	}
}

// The same payment told by many at once counts once, and refunds at once never give
// back more than was paid.
func TestMoneyAtOnce(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	db.OpenShop(ada)
	thing := db.Product(ada, modelstest.Thing{Title: "Print", Price: 1000, Stock: 9, Tax: -1})
	o := buy(t, db, ada, bo, thing, 1, order.Transfer)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := order.Pay(ctx, db.Store, ada.ID, o.ID, order.PayInput{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if f := full(t, db, o); f.Paid != f.Total || len(f.Received) != 1 || len(f.Documents) != 1 {
		t.Errorf("%d paid in %d payments", f.Paid, len(f.Received))
	}
	var done atomic.Int64
	for range 20 {
		wg.Go(func() {
			if _, _, err := order.MakeRefund(ctx, db.Store, ada.ID, o.ID, order.RefundInput{Amount: new(int64(400))}); err == nil {
				done.Add(1)
			}
		})
	}
	wg.Wait()
	if f := full(t, db, o); done.Load() != 3 || f.Refunded != 1200 {
		t.Errorf("%d refunds of 4.00 for 14.90, %d refunded", done.Load(), f.Refunded)
	}
}
