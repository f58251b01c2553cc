package order

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/activity"
	"photogram/models/tally"
)

// Payment is money that came in.
type Payment struct {
	SellerID, ID, OrderID models.ID
	Provider, Reference   string
	Amount                int64
	At                    time.Time
}

// PayInput is what a seller says of money that came in.
type PayInput struct {
	Amount    *int64 // nil is all that is due
	Reference string
}

// Pay notes that an order was paid by transfer or on delivery.
func Pay(ctx context.Context, s *models.Store, seller, id models.ID, in PayInput) (*Order, error) {
	reference, err := models.CleanText("reference", in.Reference, MaxName, false)
	if err != nil {
		return nil, err
	}
	return bySeller(ctx, s, seller, id, func(t *models.Tx, o *Order) error {
		due := o.Total - o.Paid
		if o.Payment == Stripe {
			return conflict("order.error.order-paid-through-stripe-which")
		}
		if o.State == Cancelled {
			return conflict("order.error.order-cancelled")
		}
		if due <= 0 && o.Numbered() {
			return nil // paid already
		}
		amount := due
		if in.Amount != nil {
			amount = *in.Amount
		}
		if amount < 0 || amount == 0 && due > 0 || amount > due {
			return models.Invalidf("amount", "order.error.send-amount-up-which-due", "due", o.Money(due))
		}
		return o.received(ctx, t, Payment{Provider: o.Payment, Reference: reference, Amount: amount})
	})
}

// Confirm accepts an order that is to be paid on delivery. Another one it notes as paid.
func Confirm(ctx context.Context, s *models.Store, seller, id models.ID) (*Order, error) {
	var pay bool
	o, err := bySeller(ctx, s, seller, id, func(t *models.Tx, o *Order) error {
		if pay = o.Payment != OnDelivery; pay || o.in(Confirmed, Paid, Shipped, Delivered) {
			return nil
		}
		if err := o.takeStock(ctx, t); err != nil {
			return err
		}
		if err := forward(ctx, t, o, Confirmed, "numbered_at", Placed, Expired); err != nil {
			return err
		}
		if err := o.giveNumber(ctx, t); err != nil {
			return err
		}
		if err := record(ctx, t, o, activity.OrderConfirmed); err != nil {
			return err
		}
		return mail(ctx, t, o, MailConfirmed, 0, ToBuyer)
	})
	if err == nil && pay {
		return Pay(ctx, s, seller, id, PayInput{})
	}
	return o, err
}

// received notes money that came in, once for each reference, and what follows when
// the order is paid with it. The order is locked.
func (o *Order) received(ctx context.Context, t *models.Tx, p Payment) error {
	p.ID = t.Store.NewID()
	if p.Reference == "" {
		p.Reference = p.ID.String()
	}
	if p.Amount > 0 {
		n, err := models.DoCount(ctx, t.PG, `INSERT INTO payments (seller_id, id, order_id, provider, reference, amount, at)
			VALUES (@seller, @id, @order, @provider, @reference, @amount, @now) ON CONFLICT DO NOTHING`,
			models.Args{"seller": o.SellerID, "id": p.ID, "order": o.ID, "provider": p.Provider, "reference": p.Reference,
				"amount": p.Amount, "now": t.Store.Now()})
		if err != nil {
			return fmt.Errorf("note a payment of order %d: %w", o.ID, err)
		}
		if n == 0 {
			if p.Provider == Stripe {
				return nil // told before
			}
			return models.Invalidf("reference", "order.error.payment-reference-was-noted-before")
		}
	}
	if err := models.Do(ctx, t.PG, `UPDATE orders SET paid = paid + @amount, updated_at = @now,
			paid_at = CASE WHEN paid + @amount >= total THEN coalesce(paid_at, @now) ELSE paid_at END
		WHERE seller_id = @seller AND id = @id`, models.Args{"amount": p.Amount, "now": t.Store.Now(), "seller": o.SellerID,
		"id": o.ID}); err != nil {
		return fmt.Errorf("note a payment of order %d: %w", o.ID, err)
	}
	o.Paid += p.Amount
	if o.Paid < o.Total {
		return nil
	}
	return o.paid(ctx, t)
}

// paid moves an order that is paid in full. What was paid too late for what is
// in stock goes back.
func (o *Order) paid(ctx context.Context, t *models.Tx) error {
	if o.in(Cancelled) {
		return o.giveBack(ctx, t, "The order was cancelled before it was paid.")
	}
	if !o.Numbered() {
		err := o.takeStock(ctx, t)
		if models.KindOf(err) == models.Conflict {
			return o.soldOut(ctx, t)
		}
		if err != nil {
			return err
		}
	}
	if o.in(Placed, Expired, Confirmed) {
		if err := forward(ctx, t, o, Paid, "numbered_at", Placed, Expired, Confirmed); err != nil {
			return err
		}
	}
	if err := o.giveNumber(ctx, t); err != nil {
		return err
	}
	if err := record(ctx, t, o, activity.OrderPaid); err != nil {
		return err
	}
	if o.Payment == Stripe {
		return mail(ctx, t, o, MailPaid, 0, ToBuyer, ToSeller)
	}
	return mail(ctx, t, o, MailPaid, 0, ToBuyer)
}

// soldOut ends an order that was paid when its pieces were sold to others.
func (o *Order) soldOut(ctx context.Context, t *models.Tx) error {
	const why = "It was paid after its time was over, and is sold out by now."
	if err := o.setReason(ctx, t, why); err != nil {
		return err
	}
	if err := forward(ctx, t, o, Cancelled, "cancelled_at", Placed, Expired); err != nil {
		return err
	}
	if err := record(ctx, t, o, activity.OrderCancelled); err != nil {
		return err
	}
	if err := mail(ctx, t, o, MailCancelled, 0, ToBuyer, ToSeller); err != nil {
		return err
	}
	return o.giveBack(ctx, t, why)
}

// giveBack refunds what was paid for nothing, where a provider can do so; otherwise the
// seller sees that there is something to refund.
func (o *Order) giveBack(ctx context.Context, t *models.Tx, why string) error {
	if o.Payment != Stripe || o.Left() <= 0 {
		return nil
	}
	_, err := o.refund(ctx, t, o.Left(), why, nil)
	return err
}

func (o *Order) setReason(ctx context.Context, t *models.Tx, why string) error {
	o.Reason = why
	return models.Do(ctx, t.PG, `UPDATE orders SET reason = @why WHERE seller_id = @seller AND id = @id`,
		models.Args{"why": why, "seller": o.SellerID, "id": o.ID})
}

// takeStock takes the pieces of an order out of the stock: those that are held for it,
// or free ones, all or none.
func (o *Order) takeStock(ctx context.Context, t *models.Tx) error {
	lines, err := linesOf(ctx, t.PG, o.Key())
	if err != nil {
		return err
	}
	var ids []int64
	for _, l := range lines {
		if l.Goods() {
			ids = append(ids, int64(l.ProductID))
		}
	}
	if o.Held {
		held := pieces{seller: o.SellerID}
		for _, l := range lines {
			held.add(l.ProductID, l.Reserved)
		}
		if _, err := lockProducts(ctx, t, o.SellerID, ids); err != nil {
			return err
		}
		if err := sell(ctx, t, held); err != nil {
			return err
		}
		return o.unhold(ctx, t, `sold = reserved, reserved = 0`)
	}
	if err := freeExpired(ctx, t, o.SellerID, ids); err != nil {
		return err
	}
	now, err := lockProducts(ctx, t, o.SellerID, ids)
	if err != nil {
		return err
	}
	return o.takeFree(ctx, t, lines, now)
}

func (o *Order) takeFree(ctx context.Context, t *models.Tx, lines []Line, now map[models.ID]stock) error {
	free := pieces{seller: o.SellerID}
	for _, l := range lines {
		p, there := now[l.ProductID]
		switch {
		case !l.Goods() || there && !p.Counted:
		case !there || p.Free < int64(l.Quantity):
			return conflict("order.error.not-stock-any-more", "title", l.Title)
		default:
			free.add(l.ProductID, l.Quantity)
		}
	}
	if err := moveStock(ctx, t, free, `stock = p.stock - w.n, popularity = p.popularity + w.n * `+orderPopularity,
		`p.stock - p.reserved >= w.n`); err != nil {
		return err
	}
	return models.Do(ctx, t.PG, `UPDATE order_lines SET sold = quantity WHERE seller_id = @seller AND order_id = @id
		AND product_id = ANY(@ids)`, models.Args{"seller": o.SellerID, "id": o.ID, "ids": free.ids})
}

// nextNumber counts without gaps: who counts holds the row until the transaction ends.
func nextNumber(ctx context.Context, t *models.Tx, seller models.ID, kind string, year int) (n int64, err error) {
	err = models.Take(ctx, t.PG, &n, `INSERT INTO order_numbers AS k (seller_id, kind, year, last) VALUES (@seller, @kind, @year, 1)
		ON CONFLICT (seller_id, kind, year) DO UPDATE SET last = k.last + 1 RETURNING last`,
		models.Args{"seller": seller, "kind": kind, "year": year})
	if err != nil {
		return 0, fmt.Errorf("count %s numbers of %d: %w", kind, seller, err)
	}
	return n, nil
}

// giveNumber gives an order its number and its invoice, once.
func (o *Order) giveNumber(ctx context.Context, t *models.Tx) error {
	if o.Numbered() {
		return nil
	}
	year := t.Store.Now().Year()
	n, err := nextNumber(ctx, t, o.SellerID, "order", year)
	if err != nil {
		return err
	}
	o.Number, o.NumberedAt = fmt.Sprintf("%d-%05d", year, n), t.Store.Now()
	if err := models.Do(ctx, t.PG, `UPDATE orders SET number = @number, numbered_at = @now WHERE seller_id = @seller AND id = @id`,
		models.Args{"number": o.Number, "now": o.NumberedAt, "seller": o.SellerID, "id": o.ID}); err != nil {
		return fmt.Errorf("number order %d: %w", o.ID, err)
	}
	lines, err := linesOf(ctx, t.PG, o.Key())
	if err != nil {
		return err
	}
	if err := o.countRevenue(ctx, t, lines, 1, func(i int) int64 { return lines[i].Gross }); err != nil {
		return err
	}
	return o.writeInvoice(ctx, t, lines)
}

// countRevenue counts what products and posts sold, or takes it back on the day when it was counted.
func (o *Order) countRevenue(ctx context.Context, t *models.Tx, lines []Line, orders int64, gross func(i int) int64) error {
	var marks []tally.Mark
	seen := map[models.ID]bool{}
	for i, l := range lines {
		if l.ProductID != 0 {
			at := tally.Mark{Owner: o.SellerID, Post: l.ProductID, Actor: o.BuyerID, Metric: tally.ProductRevenue, N: gross(i),
				At: o.NumberedAt}
			marks = append(marks, at)
			if at.Metric, at.N = tally.ProductOrders, orders; !seen[l.ProductID] {
				marks = append(marks, at)
			}
			seen[l.ProductID] = true
		}
		if l.PostID == 0 || l.PostOwnerID != o.SellerID {
			continue // others' posts earn them nothing
		}
		at := tally.Mark{Owner: l.PostOwnerID, Post: l.PostID, Actor: o.BuyerID, Metric: tally.Revenue, N: gross(i), At: o.NumberedAt}
		marks = append(marks, at)
		if !seen[l.PostID] {
			at.Metric, at.N = tally.Orders, orders
			marks = append(marks, at)
		}
		seen[l.PostID] = true
	}
	return tally.Write(ctx, t, marks...)
}

// Event is what a provider told, and Session what it says of the payment when asked.
type Event struct{ Provider, ID, Kind string }

// Session is how far a payment at a provider is.
type Session struct {
	ID, URL   string
	Reference string // of the payment
	Amount    int64
	Currency  string
	Paid      bool
	Pending   bool  // the buyer did their part, and the money is on its way
	Failed    bool  // nothing more will come of it
	Refunded  int64 // all that went back of the payment, where that is known
}

// eventLife is how long events are remembered; providers stop sending after some days.
const eventLife = 60 * 24 * time.Hour

// Known is whether an event came before.
func Known(ctx context.Context, s *models.Store, seller models.ID, e Event) (known bool, err error) {
	err = models.Take(ctx, s.Pool(), &known, `SELECT EXISTS (SELECT 1 FROM payment_events WHERE seller_id = @seller
		AND provider = @provider AND event_id = @event)`, models.Args{"seller": seller, "provider": e.Provider, "event": e.ID})
	return known, err
}

// Settle carries out what an event says, once, by the session as the provider has it now.
func Settle(ctx context.Context, s *models.Store, k Key, e Event, session Session) (first bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		o, err := one(ctx, s, t.PG, Who{Viewer: k.Seller}, k.ID, forUpdate)
		if err != nil {
			return err
		}
		n, err := models.DoCount(ctx, t.PG, `INSERT INTO payment_events (seller_id, provider, event_id, kind, at)
			VALUES (@seller, @provider, @event, @kind, @now) ON CONFLICT DO NOTHING`, models.Args{"seller": k.Seller,
			"provider": e.Provider, "event": e.ID, "kind": e.Kind, "now": s.Now()})
		if err != nil {
			return fmt.Errorf("note an event: %w", err)
		}
		if first = n == 1; !first {
			return nil
		}
		return o.apply(ctx, t, session)
	})
	return first, err
}

func (o *Order) apply(ctx context.Context, t *models.Tx, session Session) error {
	switch {
	case session.Currency != "" && session.Currency != o.Currency:
		return conflict("order.error.order-payment", "id", o.ID, "currency", o.Currency, "currency2", session.Currency)
	case session.Paid:
		if err := o.received(ctx, t, Payment{Provider: Stripe, Reference: session.Reference, Amount: session.Amount}); err != nil {
			return err
		}
	case session.Pending && o.State == Placed && o.Held:
		// A slow way of payment holds the pieces as long as a transfer does.
		return models.Do(ctx, t.PG, `UPDATE orders SET reserved_until = greatest(reserved_until,
				placed_at + make_interval(days => (SELECT hold_days FROM shops WHERE user_id = @seller)))
			WHERE seller_id = @seller AND id = @id`, models.Args{"seller": o.SellerID, "id": o.ID})
	case session.Failed && o.State == Placed && session.ID == o.Session:
		return expire(ctx, t, o.SellerID, []Order{*o}, nil)
	}
	return o.refundedElsewhere(ctx, t, session)
}

// SessionFor notes at which session of a provider an order is paid, and holds its
// pieces until that is over. An order that waits for none has nothing to pay.
func SessionFor(ctx context.Context, s *models.Store, k Key, open func(o *Order, lines []Line, until time.Time) (Session, error)) (
	url string, err error) {
	o, err := one(ctx, s, s.Pool(), Who{Viewer: k.Seller}, k.ID, "")
	if err != nil {
		return "", err
	}
	if o.State != Placed || o.Payment != Stripe || !o.Held {
		return "", conflict("order.error.nothing-pay-order")
	}
	if o.SessionURL != "" && s.Now().Before(o.ReservedUntil.Add(-sessionGrace)) {
		return o.SessionURL, nil
	}
	until, err := o.tryAgain(ctx, s)
	if err != nil {
		return "", err
	}
	lines, err := linesOf(ctx, s.Pool(), k)
	if err != nil {
		return "", err
	}
	session, err := open(o, lines, until)
	if err != nil {
		return "", err
	}
	return session.URL, models.Do(ctx, s.Pool(), `UPDATE orders SET session = @session, session_url = @url WHERE seller_id = @seller
		AND id = @id`, models.Args{"session": session.ID, "url": session.URL, "seller": k.Seller, "id": k.ID})
}

// maxSessions bounds how often the time to pay online begins anew.
const maxSessions = 5

// tryAgain begins the time to pay anew.
func (o *Order) tryAgain(ctx context.Context, s *models.Store) (until time.Time, err error) {
	var row struct {
		Until time.Time
		Tries int
	}
	err = models.Take(ctx, s.Pool(), &row, `UPDATE orders o SET session_tries = session_tries + 1, reserved_until = @now::timestamptz
			+ make_interval(mins => s.hold_minutes + 1) + @grace::interval
		FROM shops s WHERE s.user_id = o.seller_id AND o.seller_id = @seller AND o.id = @id AND o.state = 'placed' AND o.held
			AND o.session_tries < @most AND o.reserved_until > @now
		RETURNING o.reserved_until AS until, o.session_tries AS tries`,
		models.Args{"now": s.Now(), "grace": sessionGrace, "seller": o.SellerID, "id": o.ID, "most": maxSessions})
	if models.IsNoRows(err) {
		return until, conflict("order.error.time-pay-order-over-please")
	}
	o.SessionTries, o.ReservedUntil = row.Tries, row.Until
	return row.Until.Add(-sessionGrace), err
}
