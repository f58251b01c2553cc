package order

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
)

// Filter chooses orders of a list.
type Filter struct {
	State State  // "" is all
	Query string // a number, a code, a name or a mail address
}

// Row is an order in a list, with what it is about.
type Row struct {
	Order
	Title      string // of its first line
	Pieces     int
	ToShip     int
	Withdrawn  bool
	SellerName string // the account
	BuyerName  string
}

const rowColumns = columns + `, coalesce(x.title, '') AS title, coalesce(x.pieces, 0) AS pieces, coalesce(x.to_ship, 0) AS to_ship,
	coalesce(x.withdrawn, false) AS withdrawn, coalesce(su.username, '') AS seller_name, coalesce(bu.username, '') AS buyer_name`

const rowJoins = ` LEFT JOIN LATERAL (SELECT (array_agg(l.title ORDER BY l.line))[1] AS title, sum(l.quantity)::integer AS pieces,
		sum(greatest(l.quantity - l.shipped - greatest(l.withdrawn, l.restocked - l.returned), 0))::integer AS to_ship,
		bool_or(l.withdrawn > 0) AS withdrawn
	FROM order_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'product') x ON true
	LEFT JOIN users su ON su.id = o.seller_id LEFT JOIN users bu ON bu.id = o.buyer_id AND o.buyer_id <> 0`

// Sold lists the orders of a shop, newest first.
func Sold(ctx context.Context, s *models.Store, seller models.ID, f Filter, before models.ID, n int) ([]Row, models.ID, error) {
	if f.State != "" && !slices.Contains(States, f.State) {
		return nil, 0, models.Invalidf("state", "order.error.no-state-order", "state", fmt.Sprintf("%.40q", string(f.State)))
	}
	where, args := "", models.Args{"seller": seller, "before": models.OrNewest(before), "n": n + 1}
	if f.State != "" {
		where, args["state"] = ` AND o.state = @state`, string(f.State)
	}
	if f.Query != "" {
		q, err := models.CleanText("q", f.Query, MaxName, false)
		if err != nil {
			return nil, 0, err
		}
		code, _ := models.ParseCode(q)
		where += ` AND (o.number = @q OR o.id = @code OR o.email = lower(@q) OR o.address->>'name' ILIKE '%' || @like || '%')`
		args["q"], args["code"], args["like"] = q, code, escapeLike(q)
	}
	return rows(ctx, s, `o.seller_id = @seller AND o.id < @before`+where, args, n)
}

// Bought lists what somebody ordered, newest first.
func Bought(ctx context.Context, s *models.Store, buyer models.ID, before models.ID, n int) ([]Row, models.ID, error) {
	return rows(ctx, s, `o.buyer_id = @buyer AND o.buyer_id <> 0 AND o.id < @before`,
		models.Args{"buyer": buyer, "before": models.OrNewest(before), "n": n + 1}, n)
}

func rows(ctx context.Context, s *models.Store, where string, args models.Args, n int) (list []Row, next models.ID, err error) {
	err = models.Find(ctx, s.Pool(), &list, `SELECT `+rowColumns+` FROM (SELECT * FROM orders o WHERE `+where+`
		ORDER BY o.id DESC LIMIT @n) o`+rowJoins+` ORDER BY o.id DESC`, args)
	if err != nil {
		return nil, 0, fmt.Errorf("list orders: %w", err)
	}
	if len(list) > n {
		list = list[:n]
		next = list[n-1].ID
	}
	return list, next, nil
}

func escapeLike(s string) string {
	var out []rune
	for _, r := range s {
		if r == '%' || r == '_' || r == '\\' {
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}

// Get is one order with all its parts.
func Get(ctx context.Context, s *models.Store, who Who, id models.ID) (*Full, error) {
	o, err := one(ctx, s, s.Pool(), who, id, "")
	if err != nil {
		return nil, err
	}
	return whole(ctx, s, o)
}

func whole(ctx context.Context, s *models.Store, o *Order) (*Full, error) {
	f := &Full{Order: *o}
	var err error
	if f.Lines, err = linesOf(ctx, s.Pool(), o.Key()); err != nil {
		return nil, err
	}
	args := models.Args{"seller": o.SellerID, "order": o.ID}
	const of = ` WHERE seller_id = @seller AND order_id = @order ORDER BY `
	for _, read := range []func() error{
		func() error {
			return models.Find(ctx, s.Pool(), &f.Received, `SELECT seller_id, id, order_id, provider, reference, amount, at FROM
				payments`+of+`id`, args)
		},
		func() error {
			return models.Find(ctx, s.Pool(), &f.Refunds,
				`SELECT seller_id, id, order_id, amount, reason, state, problem, reference, at FROM refunds`+of+`id`, args)
		},
		func() error {
			return models.Find(ctx, s.Pool(), &f.Shipments, `SELECT seller_id, id, order_id, carrier, tracking, lines, at FROM
				shipments`+of+`id`, args)
		},
		func() error {
			return models.Find(ctx, s.Pool(), &f.Withdrawals, `SELECT `+withdrawalColumns+` FROM withdrawals`+of+`id`, args)
		},
		func() error {
			return models.Find(ctx, s.Pool(), &f.Documents,
				`SELECT seller_id, kind, year, number, order_id, at, content FROM invoices`+of+`kind DESC, year, number`, args)
		},
		func() error {
			return models.Read(ctx, s.Pool(), &f.SellerName, `SELECT username FROM users WHERE id = @seller`, args)
		},
		func() error {
			return models.Read(ctx, s.Pool(), &f.BuyerName, `SELECT username FROM users WHERE id = @buyer`, models.Args{"buyer": o.BuyerID})
		},
	} {
		if err := read(); err != nil {
			return nil, fmt.Errorf("read order %d: %w", o.ID, err)
		}
	}
	return f, nil
}

// Export gives all orders of a shop with their lines, oldest first, a part at a time.
func Export(ctx context.Context, s *models.Store, seller models.ID, each func(o *Order, lines []Line) error) error {
	const part = 200
	var after models.ID
	for {
		var list []Order
		if err := models.Find(ctx, s.Pool(), &list, `SELECT `+columns+` FROM orders o WHERE o.seller_id = @seller AND o.id > @after
			ORDER BY o.id LIMIT @n`, models.Args{"seller": seller, "after": after, "n": part}); err != nil {
			return fmt.Errorf("read orders of %d: %w", seller, err)
		}
		keys := make([]Key, len(list))
		for i := range list {
			keys[i] = list[i].Key()
		}
		lines, err := linesOf(ctx, s.Pool(), keys...)
		if err != nil {
			return err
		}
		for i := range list {
			n := 0
			for n < len(lines) && lines[n].OrderID == list[i].ID {
				n++
			}
			if err := each(&list[i], lines[:n]); err != nil {
				return err
			}
			lines, after = lines[n:], list[i].ID
		}
		if len(list) < part {
			return nil
		}
	}
}
