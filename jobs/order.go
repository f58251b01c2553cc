package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/models/order"
	"photogram/models/shop"
	"photogram/payment"
	mailview "photogram/views/mail"
)

// sendOrderMail writes and sends a mail about an order.
type sendOrderMail struct {
	river.WorkerDefaults[order.SendMail]
	Deps
}

func (w *sendOrderMail) Work(ctx context.Context, job *river.Job[order.SendMail]) error {
	letter, err := order.WriteMail(ctx, w.Store, job.Args)
	if err != nil || letter == nil {
		return err
	}
	m, ok := mailview.Order(w.SiteName, w.BaseURL, job.Args, letter)
	if !ok {
		return river.JobCancel(fmt.Errorf("unknown mail %q about an order", job.Args.What))
	}
	return w.Mailer.Send(ctx, letter.To, m)
}

// sendRefund has a provider give money back.
type sendRefund struct {
	river.WorkerDefaults[order.SendRefund]
	Deps
	providers *payment.Providers
}

func (w *sendRefund) Work(ctx context.Context, job *river.Job[order.SendRefund]) error {
	r, paid, err := order.RefundToSend(ctx, w.Store, job.Args)
	if err != nil || r == nil {
		return err
	}
	reference, problem, err := w.providers.For(order.Stripe).Refund(ctx, r, paid)
	if err != nil {
		if job.Attempt < job.MaxAttempts {
			return err
		}
		problem = "The payment provider could not be reached for two days."
	}
	return order.RefundSent(ctx, w.Store, r, reference, problem)
}

const expireEvery = 5 * time.Second

// expireOrders frees what orders held that were not paid in time, and tells of stocks, until the context ends.
func (r *Runner) expireOrders(ctx context.Context) {
	tick := time.NewTicker(expireEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for more := true; more && ctx.Err() == nil; {
			var err error
			if more, err = shop.TellStock(ctx, r.deps.Store); err != nil && ctx.Err() == nil {
				r.deps.Log.Warn("what is to be told of stocks waits", "error", err)
			}
		}
		for more := true; more && ctx.Err() == nil; {
			var err error
			if more, err = order.ExpireDue(ctx, r.deps.Store); err != nil && ctx.Err() == nil {
				r.deps.Log.Warn("an order whose time is over waits", "error", err)
			}
		}
	}
}
