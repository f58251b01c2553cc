package order

import (
	"context"
	"fmt"
	"strings"

	"photogram/models"
)

// Open is an order that an account cannot leave behind.
type Open struct {
	SellerID, ID models.ID
	Number       string
	State        State
	Sells        bool
}

// OpenOf lists what is open of an account: what it sold and what it bought.
func OpenOf(ctx context.Context, q models.Querier, user models.ID) (list []Open, err error) {
	err = models.Find(ctx, q, &list, `SELECT seller_id, id, number, state, true AS sells FROM orders WHERE seller_id = @user
			AND state = ANY(@open)
		UNION ALL SELECT seller_id, id, number, state, false FROM orders WHERE buyer_id = @user AND buyer_id <> 0 AND state = ANY(@open)
		ORDER BY id LIMIT 50`, models.Args{"user": user, "open": open})
	if err != nil {
		return nil, fmt.Errorf("read open orders of %d: %w", user, err)
	}
	return list, nil
}

// MayLeave refuses to let an account go with open orders, and lists them.
func MayLeave(ctx context.Context, t *models.Tx, user models.ID) error {
	list, err := OpenOf(ctx, t.PG, user)
	if err != nil || len(list) == 0 {
		return err
	}
	names := make([]string, len(list))
	for i, o := range list {
		name := o.Number
		if name == "" {
			name = o.ID.Code()
		}
		side := "bought"
		if o.Sells {
			side = "sold"
		}
		names[i] = fmt.Sprintf("%s (%s, %s)", name, side, o.State)
	}
	return conflict("order.error.these-orders-open-finish-cancel", "join", strings.Join(names, ", "))
}

// gone stands where a person was.
const gone = `jsonb_build_object('name', '', 'street', '', 'city', '', 'country', country)`

// Forget removes, of the account $1 that is deleted, its shop with what it sold, its
// carts, and its person from what it bought, of which numbers and sums are kept. It may run again.
var Forget = []string{
	`DELETE FROM cart_lines WHERE user_id = $1 AND user_id <> 0`,
	`DELETE FROM cart_lines WHERE seller_id = $1`,
	`UPDATE cart_lines SET post_owner_id = 0, post_id = 0 WHERE post_owner_id = $1 AND post_owner_id <> 0`,
	`UPDATE order_lines SET post_owner_id = 0, post_id = 0 WHERE post_owner_id = $1 AND post_owner_id <> 0`,
	`DELETE FROM withdrawals w USING orders o WHERE o.buyer_id = $1 AND o.buyer_id <> 0 AND w.seller_id = o.seller_id AND w.order_id =
		o.id`,
	`UPDATE invoices i SET content = jsonb_set(i.content, '{buyer}', ` + strings.ReplaceAll(gone, "country)", "o.country)") + `)
		FROM orders o WHERE o.buyer_id = $1 AND o.buyer_id <> 0 AND i.seller_id = o.seller_id AND i.order_id = o.id`,
	`UPDATE orders SET buyer_id = 0, email = '', note = '', address = ` + gone + ` WHERE buyer_id = $1 AND buyer_id <> 0`,
	`DELETE FROM orders WHERE seller_id = $1`,
	`DELETE FROM order_numbers WHERE seller_id = $1`,
	`DELETE FROM payment_events WHERE seller_id = $1`,
	`DELETE FROM shop_owners WHERE owner_id = $1`,
	`DELETE FROM shops WHERE user_id = $1`,
}
