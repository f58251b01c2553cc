package order

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/activity"
)

// Pieces are some pieces of a line of an order.
type Pieces struct {
	Line     int `json:"line"`
	Quantity int `json:"quantity"`
}

// Shipment is a parcel of an order.
type Shipment struct {
	SellerID, ID, OrderID models.ID
	Carrier, Tracking     string
	Lines                 []Pieces
	At                    time.Time
}

// ShipInput is a parcel; without lines it is everything that is left.
type ShipInput struct {
	Carrier, Tracking string
	Lines             []Pieces
}

// choose checks pieces of lines against how many there may be, by index; none are all.
func choose(lines []Line, want []Pieces, most func(l *Line) int, none error) (map[int]int, []Pieces, error) {
	out := map[int]int{}
	if len(want) == 0 {
		for i := range lines {
			if n := most(&lines[i]); n > 0 {
				out[i] = n
				want = append(want, Pieces{lines[i].Line, n})
			}
		}
		if len(want) == 0 {
			return nil, nil, none
		}
		return out, want, nil
	}
	for _, w := range want {
		i := w.Line - 1
		if i < 0 || i >= len(lines) || !lines[i].Goods() || out[i] > 0 {
			return nil, nil, models.Invalidf("lines", "order.error.name-each-line-product-once", "lines", len(lines)-1)
		}
		if n := most(&lines[i]); w.Quantity < 1 || w.Quantity > n {
			return nil, nil, models.Invalidf("lines", "order.error.line-can-from-1-pieces", "line", w.Line, "n2", n)
		}
		out[i] = w.Quantity
	}
	return out, want, nil
}

// addPieces adds to a count of lines.
func (o *Order) addPieces(ctx context.Context, t *models.Tx, column string, chosen []Pieces) error {
	var lines, counts []int64
	for _, p := range chosen {
		lines, counts = append(lines, int64(p.Line)), append(counts, int64(p.Quantity))
	}
	err := models.Do(ctx, t.PG, `UPDATE order_lines l SET `+column+` = l.`+column+` + w.n
		FROM unnest(@lines::bigint[], @counts::bigint[]) AS w (line, n)
		WHERE l.seller_id = @seller AND l.order_id = @order AND l.line = w.line`,
		models.Args{"lines": lines, "counts": counts, "seller": o.SellerID, "order": o.ID})
	if err != nil {
		return fmt.Errorf("note pieces of order %d: %w", o.ID, err)
	}
	return nil
}

// Ship notes a parcel. The order is shipped once nothing of it is left.
func Ship(ctx context.Context, s *models.Store, seller, id models.ID, in ShipInput) (*Order, error) {
	var p models.Problems
	carrier, err := models.CleanText("carrier", in.Carrier, MaxShort, false)
	_ = p.Add(err)
	tracking, err := models.CleanText("tracking", in.Tracking, MaxName, false)
	_ = p.Add(err)
	if err := p.Err(); err != nil {
		return nil, err
	}
	return bySeller(ctx, s, seller, id, func(t *models.Tx, o *Order) error {
		if !o.in(Confirmed, Paid) {
			return conflict("order.error.order-what-paid-accepted-paid", "state", o.State)
		}
		lines, err := linesOf(ctx, t.PG, o.Key())
		if err != nil {
			return err
		}
		by, chosen, err := choose(lines, in.Lines, (*Line).ToShip, conflict("order.error.nothing-left-ship"))
		if err != nil {
			return err
		}
		parcel := Shipment{SellerID: o.SellerID, ID: s.NewID(), OrderID: o.ID, Carrier: carrier, Tracking: tracking, Lines: chosen,
			At: s.Now()}
		if err := models.Do(ctx, t.PG, `INSERT INTO shipments (seller_id, id, order_id, carrier, tracking, lines, at)
			VALUES (@seller, @id, @order, @carrier, @tracking, @lines, @now)`, models.Args{"seller": o.SellerID, "id": parcel.ID,
			"order": o.ID, "carrier": carrier, "tracking": tracking, "lines": chosen, "now": parcel.At}); err != nil {
			return fmt.Errorf("note a parcel of order %d: %w", o.ID, err)
		}
		if err := o.addPieces(ctx, t, "shipped", chosen); err != nil {
			return err
		}
		left := 0
		for i := range lines {
			left += lines[i].ToShip() - by[i]
		}
		if left == 0 {
			if err := forward(ctx, t, o, Shipped, "shipped_at", Confirmed, Paid); err != nil {
				return err
			}
		}
		if err := record(ctx, t, o, activity.OrderShipped); err != nil {
			return err
		}
		return mail(ctx, t, o, MailShipped, parcel.ID, ToBuyer)
	})
}

// Deliver notes that an order arrived; either of the two can say so. From then on the
// time to withdraw runs.
func Deliver(ctx context.Context, s *models.Store, who Who, id models.ID) (*Order, error) {
	return change(ctx, s, who, id, func(t *models.Tx, o *Order) error {
		if o.State == Delivered {
			return nil
		}
		if err := forward(ctx, t, o, Delivered, "delivered_at", Shipped); err != nil {
			return err
		}
		o.DeliveredAt = s.Now()
		if err := record(ctx, t, o, activity.OrderDelivered); err != nil {
			return err
		}
		return mail(ctx, t, o, MailDelivered, 0, ToBuyer)
	})
}

// ReturnInput is what came back.
type ReturnInput struct {
	Lines   []Pieces // none are all that were shipped
	Restock bool
}

// Return notes what came back to the seller.
func Return(ctx context.Context, s *models.Store, seller, id models.ID, in ReturnInput) (*Order, error) {
	return bySeller(ctx, s, seller, id, func(t *models.Tx, o *Order) error {
		lines, err := linesOf(ctx, t.PG, o.Key())
		if err != nil {
			return err
		}
		by, chosen, err := choose(lines, in.Lines, func(l *Line) int { return l.Shipped - l.Returned },
			conflict("order.error.nothing-left-return"))
		if err != nil {
			return err
		}
		if err := o.addPieces(ctx, t, "returned", chosen); err != nil {
			return err
		}
		if in.Restock {
			for i := range by {
				by[i] = min(by[i], lines[i].Sold-lines[i].Restocked)
			}
			if err := o.shelve(ctx, t, lines, by); err != nil {
				return err
			}
		}
		if err := record(ctx, t, o, activity.OrderReturned); err != nil {
			return err
		}
		return mail(ctx, t, o, MailReturned, 0, ToBuyer)
	})
}
