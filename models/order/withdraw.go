package order

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/text"
)

// WithdrawDays is how long after delivery a buyer can withdraw (2011/83/EU, article 9).
const WithdrawDays = 14

// Withdrawal is that a buyer withdraws: first asked for, then confirmed (article 11a).
type Withdrawal struct {
	SellerID, ID, OrderID    models.ID
	Name, Email, Reason      string
	Lines                    []Pieces
	RequestedAt, ConfirmedAt time.Time
}

// WithdrawUntil is the last moment to withdraw: the end of the 14th day after
// delivery, or of the next working day where it went. It is zero before delivery, when
// there is none.
func (o *Order) WithdrawUntil(zone string) time.Time {
	if o.DeliveredAt.IsZero() {
		return time.Time{}
	}
	at := o.DeliveredAt.In(text.Zone(zone))
	last := time.Date(at.Year(), at.Month(), at.Day()+WithdrawDays, 0, 0, 0, 0, at.Location())
	return workingDay(o.Address.Country, last).AddDate(0, 0, 1)
}

// WithdrawInput is the statement of a buyer. Without lines it is about the whole order.
type WithdrawInput struct {
	Name, Email, Reason string
	Lines               []Pieces
}

// mayWithdraw is whether it is the buyer who asks, in time.
func (o *Order) mayWithdraw(ctx context.Context, t *models.Tx, who Who) error {
	if !who.Buys(o) {
		return models.Say(models.Error{Kind: models.Forbidden}, "order.error.only-buyer-can-withdraw")
	}
	if o.in(Placed) {
		return conflict("order.error.order-not-paid-yet-can")
	}
	if !o.in(Confirmed, Paid, Shipped, Delivered) {
		return conflict("order.error.order-so-nothing-withdraw-from", "state", o.State)
	}
	var zone string
	if err := models.Read(ctx, t.PG, &zone, `SELECT time_zone FROM users WHERE id = @id`, models.Args{"id": o.SellerID}); err != nil {
		return err
	}
	if until := o.WithdrawUntil(zone); !until.IsZero() && !t.Store.Now().Before(until) {
		return conflict("order.error.time-withdraw-from-order-ended", "format", until.Add(-time.Second).Format("2 January 2006"))
	}
	return nil
}

func withdrawable(l *Line) int {
	if !l.Goods() {
		return 0
	}
	return l.Quantity - l.Withdrawn
}

// RequestWithdrawal is the first of the two steps. Nothing follows from it yet.
func RequestWithdrawal(ctx context.Context, s *models.Store, who Who, id models.ID, in WithdrawInput) (*Withdrawal, error) {
	var out *Withdrawal
	_, err := change(ctx, s, who, id, func(t *models.Tx, o *Order) error {
		if err := o.mayWithdraw(ctx, t, who); err != nil {
			return err
		}
		if in.Name == "" {
			in.Name = o.Address.Name
		}
		if in.Email == "" {
			in.Email = o.Email
		}
		var p models.Problems
		name, err := models.CleanText("name", in.Name, MaxName, false)
		_ = p.Add(err)
		email, err := account.CleanEmail(in.Email)
		_ = p.Add(err)
		reason, err := models.CleanText("reason", in.Reason, MaxReason, true)
		_ = p.Add(err)
		lines, err := linesOf(ctx, t.PG, o.Key())
		if err != nil {
			return err
		}
		_, chosen, err := choose(lines, in.Lines, withdrawable, conflict("order.error.withdrawn-already"))
		if err != nil {
			return p.With(err)
		}
		if err := p.Err(); err != nil {
			return err
		}
		out = &Withdrawal{SellerID: o.SellerID, ID: s.NewID(), OrderID: o.ID, Name: name, Email: email, Reason: reason, Lines: chosen,
			RequestedAt: s.Now()}
		// One that was asked for before and not confirmed is void.
		if err := models.Do(ctx, t.PG, `DELETE FROM withdrawals WHERE seller_id = @seller AND order_id = @order AND confirmed_at IS NULL`,
			models.Args{"seller": o.SellerID, "order": o.ID}); err != nil {
			return err
		}
		return models.Do(ctx, t.PG, `INSERT INTO withdrawals (seller_id, id, order_id, name, email, reason, lines, requested_at)
			VALUES (@seller, @id, @order, @name, @email, @reason, @lines, @now)`, models.Args{"seller": o.SellerID, "id": out.ID,
			"order": o.ID, "name": name, "email": email, "reason": reason, "lines": chosen, "now": out.RequestedAt})
	})
	return out, err
}

// ConfirmWithdrawal is the second step: the buyer has withdrawn, and gets a receipt by mail.
func ConfirmWithdrawal(ctx context.Context, s *models.Store, who Who, id, withdrawal models.ID) (*Withdrawal, error) {
	var out Withdrawal
	_, err := change(ctx, s, who, id, func(t *models.Tx, o *Order) error {
		err := models.Take(ctx, t.PG, &out, `SELECT `+withdrawalColumns+` FROM withdrawals WHERE seller_id = @seller AND id = @id
			AND order_id = @order`, models.Args{"seller": o.SellerID, "id": withdrawal, "order": o.ID})
		if models.IsNoRows(err) {
			return models.NotFoundf("order.error.withdrawal-does-not-exist-please")
		}
		if err != nil || !out.ConfirmedAt.IsZero() {
			return err // confirmed before
		}
		if err := o.mayWithdraw(ctx, t, who); err != nil {
			return err
		}
		lines, err := linesOf(ctx, t.PG, o.Key())
		if err != nil {
			return err
		}
		if _, _, err := choose(lines, out.Lines, withdrawable, conflict("order.error.withdrawn-already")); err != nil {
			return err
		}
		if err := o.addPieces(ctx, t, "withdrawn", out.Lines); err != nil {
			return err
		}
		out.ConfirmedAt = s.Now()
		if err := models.Do(ctx, t.PG, `UPDATE withdrawals SET confirmed_at = @now WHERE seller_id = @seller AND id = @id`,
			models.Args{"now": out.ConfirmedAt, "seller": o.SellerID, "id": out.ID}); err != nil {
			return fmt.Errorf("note a withdrawal from order %d: %w", o.ID, err)
		}
		if err := record(ctx, t, o, activity.OrderWithdrawn); err != nil {
			return err
		}
		return mail(ctx, t, o, MailWithdrawn, out.ID, ToBuyer, ToSeller)
	})
	return &out, err
}

const withdrawalColumns = `seller_id, id, order_id, name, email, reason, lines, requested_at, confirmed_at`
