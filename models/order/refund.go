package order

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/activity"
)

// Refund is money that went back, or is about to.
type Refund struct {
	SellerID, ID, OrderID models.ID
	Amount                int64
	Reason, State         string
	Problem, Reference    string
	At                    time.Time
}

// States of a refund.
const (
	RefundWaiting = "waiting" // for the provider
	RefundDone    = "done"
	RefundFailed  = "failed"
)

// RefundLine says how many pieces of a line are refunded, or how much of it.
type RefundLine struct {
	Line, Quantity int
	Amount         int64 // 0 with Quantity is their price
}

// RefundInput is what is refunded: lines, or an amount, or with neither all that is left.
type RefundInput struct {
	Amount  *int64
	Lines   []RefundLine
	Restock bool // the pieces of the lines go back into the stock
	Reason  string
}

// MakeRefund gives money back, and writes a credit note for it.
func MakeRefund(ctx context.Context, s *models.Store, seller, id models.ID, in RefundInput) (*Order, *Refund, error) {
	reason, err := models.CleanText("reason", in.Reason, MaxReason, true)
	if err != nil {
		return nil, nil, err
	}
	if in.Amount != nil && len(in.Lines) > 0 {
		return nil, nil, models.Invalidf("amount", "order.error.send-amount-lines-refund-not")
	}
	var made *Refund
	o, err := bySeller(ctx, s, seller, id, func(t *models.Tx, o *Order) error {
		lines, err := linesOf(ctx, t.PG, o.Key())
		if err != nil {
			return err
		}
		parts, amount, err := in.parts(o, lines)
		if err != nil {
			return err
		}
		if made, err = o.refund(ctx, t, amount, reason, parts); err != nil {
			return err
		}
		if in.Restock {
			return o.putBack(ctx, t, lines, parts, in.Amount == nil && len(in.Lines) == 0)
		}
		return nil
	})
	return o, made, err
}

// parts are what an input takes back of the lines, and the money that goes back.
func (in *RefundInput) parts(o *Order, lines []Line) (parts []part, amount int64, err error) {
	if len(in.Lines) == 0 {
		amount = o.Left()
		if in.Amount != nil {
			amount = *in.Amount
		}
		if amount <= 0 {
			return nil, 0, o.tooMuch(amount)
		}
		return spread(lines, amount), amount, nil
	}
	seen := map[int]bool{}
	for _, want := range in.Lines {
		i := want.Line - 1
		if i < 0 || i >= len(lines) || seen[i] {
			return nil, 0, models.Invalidf("lines", "order.error.name-each-line-once-number", "lines", len(lines))
		}
		seen[i] = true
		l, gross := &lines[i], want.Amount
		if want.Quantity < 0 || want.Quantity > l.Quantity || gross < 0 {
			return nil, 0, models.Invalidf("lines", "order.error.line-pieces", "line", want.Line, "quantity", l.Quantity)
		}
		if gross == 0 {
			gross = min(l.Price*int64(want.Quantity), l.Gross-l.Credited)
		}
		if gross == 0 || gross > l.Gross-l.Credited {
			return nil, 0, models.Invalidf("lines", "order.error.line-at-most-can-refunded", "line", want.Line, "gross",
				o.Money(l.Gross-l.Credited))
		}
		parts, amount = append(parts, l.take(i, want.Quantity, gross)), amount+gross
	}
	return parts, amount, nil
}

func (o *Order) tooMuch(int64) error {
	if o.Left() <= 0 {
		return models.Invalidf("amount", "order.error.nothing-left-refund")
	}
	return models.Invalidf("amount", "order.error.send-amount-from-which-what", "money", o.Money(1), "left", o.Money(o.Left()))
}

// refund takes money off what was paid, never more, and credits parts of lines. Without
// parts the money was paid for nothing that was sold.
func (o *Order) refund(ctx context.Context, t *models.Tx, amount int64, reason string, parts []part) (*Refund, error) {
	n, err := models.DoCount(ctx, t.PG, `UPDATE orders SET refunded = refunded + @amount, updated_at = @now
		WHERE seller_id = @seller AND id = @id AND @amount > 0 AND refunded + @amount <= paid`,
		models.Args{"amount": amount, "now": t.Store.Now(), "seller": o.SellerID, "id": o.ID})
	if err != nil {
		return nil, fmt.Errorf("refund order %d: %w", o.ID, err)
	}
	if n == 0 {
		return nil, o.tooMuch(amount)
	}
	o.Refunded += amount
	r := &Refund{SellerID: o.SellerID, ID: t.Store.NewID(), OrderID: o.ID, Amount: amount, Reason: reason, State: RefundDone,
		At: t.Store.Now()}
	if o.Payment == Stripe {
		r.State = RefundWaiting
		if err := t.Enqueue(ctx, SendRefund{OwnerID: o.SellerID, OrderID: o.ID, RefundID: r.ID}, nil); err != nil {
			return nil, err
		}
	}
	if err := r.write(ctx, t); err != nil {
		return nil, err
	}
	if err := o.credit(ctx, t, parts, reason); err != nil {
		return nil, err
	}
	if err := record(ctx, t, o, activity.OrderRefunded); err != nil {
		return nil, err
	}
	return r, mail(ctx, t, o, MailRefunded, r.ID, ToBuyer)
}

func (r *Refund) write(ctx context.Context, t *models.Tx) error {
	err := models.Do(ctx, t.PG, `INSERT INTO refunds (seller_id, id, order_id, amount, reason, state, reference, at)
		VALUES (@seller, @id, @order, @amount, @reason, @state, @reference, @now)`, models.Args{"seller": r.SellerID, "id": r.ID,
		"order": r.OrderID, "amount": r.Amount, "reason": r.Reason, "state": r.State, "reference": r.Reference, "now": r.At})
	if err != nil {
		return fmt.Errorf("write a refund of order %d: %w", r.OrderID, err)
	}
	return nil
}

// credit takes parts of lines back and writes a credit note of them, for an order that
// has an invoice.
func (o *Order) credit(ctx context.Context, t *models.Tx, parts []part, reason string) error {
	if len(parts) == 0 || !o.Numbered() {
		return nil
	}
	lines, err := linesOf(ctx, t.PG, o.Key())
	if err != nil {
		return err
	}
	var at, gross, tax []int64
	by := map[int]int64{}
	for _, p := range parts {
		at, gross, tax = append(at, int64(lines[p.line].Line)), append(gross, p.gross), append(tax, p.tax)
		by[p.line] += p.gross
	}
	if err := models.Do(ctx, t.PG, `UPDATE order_lines l SET credited = l.credited + w.gross, credited_tax = l.credited_tax + w.tax
		FROM unnest(@lines::bigint[], @gross::bigint[], @tax::bigint[]) AS w (line, gross, tax)
		WHERE l.seller_id = @seller AND l.order_id = @order AND l.line = w.line`, models.Args{"lines": at, "gross": gross, "tax": tax,
		"seller": o.SellerID, "order": o.ID}); err != nil {
		return fmt.Errorf("credit order %d: %w", o.ID, err)
	}
	if err := o.countRevenue(ctx, t, lines, 0, func(i int) int64 { return -by[i] }); err != nil {
		return err
	}
	return o.writeCredit(ctx, t, lines, parts, reason)
}

// putBack puts the pieces of refunded lines back on the shelf: those that are named, or
// with all whatever left the stock.
func (o *Order) putBack(ctx context.Context, t *models.Tx, lines []Line, parts []part, all bool) error {
	back := map[int]int{}
	for _, p := range parts {
		l := &lines[p.line]
		n := p.quantity
		if all {
			n = l.Sold
		}
		if n = min(n, l.Sold-l.Restocked); n > 0 {
			back[p.line] = n
		}
	}
	return o.shelve(ctx, t, lines, back)
}

// shelve puts pieces of lines back into the stock.
func (o *Order) shelve(ctx context.Context, t *models.Tx, lines []Line, back map[int]int) error {
	if len(back) == 0 {
		return nil
	}
	p, at, ids := pieces{seller: o.SellerID}, []int64{}, []int64{}
	for i := range lines {
		if n := back[i]; n > 0 {
			p.add(lines[i].ProductID, n)
			at, ids = append(at, int64(lines[i].Line)), append(ids, int64(lines[i].ProductID))
		}
	}
	if err := models.Do(ctx, t.PG, `UPDATE order_lines l SET restocked = l.restocked + w.n
		FROM unnest(@lines::bigint[], @counts::bigint[]) AS w (line, n)
		WHERE l.seller_id = @seller AND l.order_id = @order AND l.line = w.line`,
		models.Args{"lines": at, "counts": p.counts, "seller": o.SellerID, "order": o.ID}); err != nil {
		return fmt.Errorf("restock order %d: %w", o.ID, err)
	}
	if _, err := lockProducts(ctx, t, o.SellerID, ids); err != nil {
		return err
	}
	return restock(ctx, t, p)
}

// Cancel ends an order of which nothing was shipped. The buyer can do so until it is
// paid or accepted. Its pieces are free again, and what was paid goes back.
func Cancel(ctx context.Context, s *models.Store, who Who, id models.ID, reason string) (*Order, error) {
	reason, err := models.CleanText("reason", reason, MaxReason, true)
	if err != nil {
		return nil, err
	}
	return change(ctx, s, who, id, func(t *models.Tx, o *Order) error {
		if o.State == Cancelled {
			return nil
		}
		from := []State{Placed, Expired, Confirmed, Paid}
		if who.Buys(o) {
			from = []State{Placed}
		}
		lines, err := linesOf(ctx, t.PG, o.Key())
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.Shipped > 0 {
				return conflict("order.error.part-order-was-shipped-so")
			}
		}
		if who.Buys(o) && !o.in(from...) {
			return conflict("order.error.order-so-only-seller-can", "state", o.State)
		}
		return o.cancel(ctx, t, lines, reason, from)
	})
}

func (o *Order) cancel(ctx context.Context, t *models.Tx, lines []Line, reason string, from []State) error {
	if err := o.setReason(ctx, t, reason); err != nil {
		return err
	}
	if err := forward(ctx, t, o, Cancelled, "cancelled_at", from...); err != nil {
		return err
	}
	if err := o.letGo(ctx, t, lines); err != nil {
		return err
	}
	parts := spread(lines, o.Total)
	if left := o.Left(); left > 0 {
		if _, err := o.refund(ctx, t, left, reason, parts); err != nil {
			return err
		}
	} else if err := o.credit(ctx, t, parts, reason); err != nil {
		return err
	}
	if o.Numbered() {
		if err := o.countRevenue(ctx, t, lines, -1, func(int) int64 { return 0 }); err != nil {
			return err
		}
	}
	if err := record(ctx, t, o, activity.OrderCancelled); err != nil {
		return err
	}
	return mail(ctx, t, o, MailCancelled, 0, ToBuyer, ToSeller)
}

// letGo frees what an order holds, and puts back what it took.
func (o *Order) letGo(ctx context.Context, t *models.Tx, lines []Line) error {
	if o.Held {
		held, ids := pieces{seller: o.SellerID}, []int64{}
		for _, l := range lines {
			held.add(l.ProductID, l.Reserved)
			ids = append(ids, int64(l.ProductID))
		}
		if _, err := lockProducts(ctx, t, o.SellerID, ids); err != nil {
			return err
		}
		if err := release(ctx, t, held); err != nil {
			return err
		}
		return o.unhold(ctx, t, `reserved = 0`)
	}
	back := map[int]int{}
	for i, l := range lines {
		back[i] = l.Sold - l.Restocked
	}
	return o.shelve(ctx, t, lines, back)
}

// refundedElsewhere notes what was refunded at the provider itself.
func (o *Order) refundedElsewhere(ctx context.Context, t *models.Tx, session Session) error {
	if session.Refunded == 0 {
		return nil
	}
	var ours int64
	if err := models.Take(ctx, t.PG, &ours, `SELECT coalesce(sum(amount), 0)::bigint FROM refunds WHERE seller_id = @seller
		AND order_id = @order AND state <> 'failed'`, models.Args{"seller": o.SellerID, "order": o.ID}); err != nil {
		return fmt.Errorf("read refunds of order %d: %w", o.ID, err)
	}
	amount := min(session.Refunded-ours, o.Left())
	if amount <= 0 {
		return nil
	}
	lines, err := linesOf(ctx, t.PG, o.Key())
	if err != nil {
		return err
	}
	const why = "Refunded at the payment provider."
	if err := models.Do(ctx, t.PG, `UPDATE orders SET refunded = refunded + @amount, updated_at = @now WHERE seller_id = @seller
		AND id = @id AND refunded + @amount <= paid`, models.Args{"amount": amount, "now": t.Store.Now(), "seller": o.SellerID,
		"id": o.ID}); err != nil {
		return fmt.Errorf("note a refund of order %d: %w", o.ID, err)
	}
	o.Refunded += amount
	r := &Refund{SellerID: o.SellerID, ID: t.Store.NewID(), OrderID: o.ID, Amount: amount, Reason: why, State: RefundDone,
		Reference: session.Reference, At: t.Store.Now()}
	if err := r.write(ctx, t); err != nil {
		return err
	}
	if err := o.credit(ctx, t, spread(lines, amount), why); err != nil {
		return err
	}
	if err := record(ctx, t, o, activity.OrderRefunded); err != nil {
		return err
	}
	return mail(ctx, t, o, MailRefunded, r.ID, ToBuyer)
}

// SendRefund has a provider give money back.
type SendRefund struct {
	OwnerID  models.ID `json:"owner_id"`
	OrderID  models.ID `json:"order_id"`
	RefundID models.ID `json:"refund_id"`
}

// Kind names the job.
func (SendRefund) Kind() string { return "send_refund" }

// InsertOpts has it tried for more than a day.
func (SendRefund) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: models.JobAttempts}
}

// RefundToSend is a refund that waits for its provider, with the reference of the payment; nil when there is none.
func RefundToSend(ctx context.Context, s *models.Store, j SendRefund) (*Refund, string, error) {
	var row struct {
		Refund
		Payment string
	}
	err := models.Take(ctx, s.Pool(), &row, `SELECT r.seller_id, r.id, r.order_id, r.amount, r.reason, r.state, r.at,
			coalesce((SELECT p.reference FROM payments p WHERE p.seller_id = r.seller_id AND p.order_id = r.order_id AND p.provider =
				'stripe'
				ORDER BY p.id DESC LIMIT 1), '') AS payment
		FROM refunds r WHERE r.seller_id = @seller AND r.id = @id AND r.state = 'waiting'`,
		models.Args{"seller": j.OwnerID, "id": j.RefundID})
	if models.IsNoRows(err) {
		return nil, "", nil
	}
	return &row.Refund, row.Payment, err
}

// RefundSent notes what a provider answered to a refund. What it refused for good was
// not refunded.
func RefundSent(ctx context.Context, s *models.Store, r *Refund, reference, problem string) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		state := RefundDone
		if problem != "" {
			state = RefundFailed
		}
		n, err := models.DoCount(ctx, t.PG, `UPDATE refunds SET state = @state, reference = @reference, problem = @problem
			WHERE seller_id = @seller AND id = @id AND state = 'waiting'`, models.Args{"state": state, "reference": reference,
			"problem": problem, "seller": r.SellerID, "id": r.ID})
		if err != nil || n == 0 || problem == "" {
			return err
		}
		return models.Do(ctx, t.PG, `UPDATE orders SET refunded = refunded - @amount WHERE seller_id = @seller AND id = @order`,
			models.Args{"amount": r.Amount, "seller": r.SellerID, "order": r.OrderID})
	})
}
