// Package payment asks for money: one provider for each way of payment, behind one
// interface. What follows from a payment is in models/order. It must not know pages.
package payment

import (
	"context"
	"time"

	"photogram/models"
	"photogram/models/order"
)

// Back is where a provider's page leads when it is done, or was left.
type Back struct{ Done, Left string }

// Provider takes payments of one kind.
type Provider interface {
	// Begin gives the address of a page to pay at, or "" where the order's own page says how.
	Begin(ctx context.Context, o *order.Order, back Back) (url string, err error)
	// Refund gives money back. With again the provider may do it at another time; otherwise
	// problem says why it never will.
	Refund(ctx context.Context, r *order.Refund, payment string) (reference, problem string, again error)
}

// Providers are all of a site, by the way of payment.
type Providers struct {
	Store  *models.Store
	Stripe *Stripe
}

// For is the provider of a way of payment.
func (p *Providers) For(kind string) Provider {
	if kind == order.Stripe {
		return p.Stripe
	}
	return byHand{}
}

// byHand is a way of payment that the seller sees to: transfer, and on delivery.
type byHand struct{}

// Begin has no page: the order's says where the money is to go.
func (byHand) Begin(context.Context, *order.Order, Back) (string, error) { return "", nil }

// Refund has nothing to do: the seller notes what they gave back.
func (byHand) Refund(context.Context, *order.Refund, string) (string, string, error) {
	return "", "", nil
}

// Tolerance is how old a provider's event may be when it comes.
const Tolerance = 300 * time.Second
