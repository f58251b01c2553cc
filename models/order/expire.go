package order

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/activity"
)

// freeExpired ends orders whose time to pay is over and that hold pieces of these
// products, and locks the products together with those of the orders, in one order.
// Orders that somebody else changes at this moment are left to them.
func freeExpired(ctx context.Context, t *models.Tx, seller models.ID, products []int64) error {
	var due []Order
	if err := models.Find(ctx, t.PG, &due, `SELECT `+columns+` FROM orders o WHERE o.seller_id = @seller AND o.held
		AND o.reserved_until <= @now AND EXISTS (SELECT 1 FROM order_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id
		AND l.product_id = ANY(@products) AND l.reserved > 0) ORDER BY o.id LIMIT 100 FOR UPDATE OF o SKIP LOCKED`,
		models.Args{"seller": seller, "now": t.Store.Now(), "products": products}); err != nil {
		return fmt.Errorf("look for expired orders: %w", err)
	}
	return expire(ctx, t, seller, due, products)
}

// expire ends orders that are locked, and locks more products beside theirs.
func expire(ctx context.Context, t *models.Tx, seller models.ID, due []Order, more []int64) error {
	var keys []Key
	for i := range due {
		keys = append(keys, due[i].Key())
	}
	lines, err := linesOf(ctx, t.PG, keys...)
	if err != nil {
		return err
	}
	held, free := map[models.ID]int{}, pieces{seller: seller}
	for _, l := range lines {
		if l.Reserved > 0 {
			if held[l.ProductID] == 0 {
				more = append(more, int64(l.ProductID))
			}
			held[l.ProductID] += l.Reserved
		}
	}
	if _, err := lockProducts(ctx, t, seller, more); err != nil {
		return err
	}
	for id, n := range held {
		free.add(id, n)
	}
	if err := release(ctx, t, free); err != nil {
		return err
	}
	for i := range due {
		if err := due[i].unhold(ctx, t, `reserved = 0`); err != nil {
			return err
		}
		if due[i].State != Placed {
			continue
		}
		if err := forward(ctx, t, &due[i], Expired, "cancelled_at", Placed); err != nil {
			return err
		}
		if err := record(ctx, t, &due[i], activity.OrderExpired); err != nil {
			return err
		}
		if err := mail(ctx, t, &due[i], MailExpired, 0, ToBuyer); err != nil {
			return err
		}
	}
	return nil
}

// unhold notes that an order holds nothing any more, and sets the pieces of its lines.
func (o *Order) unhold(ctx context.Context, t *models.Tx, set string) error {
	args := models.Args{"seller": o.SellerID, "id": o.ID}
	if err := models.Do(ctx, t.PG, `UPDATE order_lines SET `+set+` WHERE seller_id = @seller AND order_id = @id AND reserved > 0`,
		args); err != nil {
		return fmt.Errorf("free pieces of order %d: %w", o.ID, err)
	}
	if err := models.Do(ctx, t.PG, `UPDATE orders SET held = false WHERE seller_id = @seller AND id = @id`, args); err != nil {
		return fmt.Errorf("free pieces of order %d: %w", o.ID, err)
	}
	o.Held = false
	return nil
}

// ExpireDue ends one order whose time to pay is over, and says whether there was one.
func ExpireDue(ctx context.Context, s *models.Store) (more bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		var due []Order
		if err := models.Find(ctx, t.PG, &due, `SELECT `+columns+` FROM orders o WHERE o.held AND o.reserved_until <= @now
			ORDER BY o.reserved_until LIMIT 1 FOR UPDATE OF o SKIP LOCKED`, models.Args{"now": s.Now()}); err != nil {
			return fmt.Errorf("look for expired orders: %w", err)
		}
		if more = len(due) > 0; !more {
			return nil
		}
		return expire(ctx, t, due[0].SellerID, due, nil)
	})
	return more, err
}

// Sweep removes carts of guests that nobody came back to, and events of providers
// that nobody sends again.
func Sweep(ctx context.Context, s *models.Store) error {
	for _, sql := range []string{`DELETE FROM cart_lines WHERE user_id = 0 AND updated_at < @cart`,
		`DELETE FROM payment_events WHERE at < @event`} {
		if err := models.Do(ctx, s.Pool(), sql, models.Args{"cart": s.Now().Add(-CartLife), "event": s.Now().Add(-eventLife)}); err != nil {
			return fmt.Errorf("sweep carts: %w", err)
		}
	}
	return nil
}
