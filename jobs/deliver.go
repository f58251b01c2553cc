package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"photogram/models/subscription"
)

// Courier carries what a subscription is told in one way.
type Courier interface {
	Send(ctx context.Context, p *subscription.Parcel) subscription.Result
}

const (
	dispatchEvery = time.Second // to look for what is due, and what other programs recorded
	dispatchBatch = 200
	deliverTime   = time.Minute // after which a job makes room for others
	deliverers    = 16          // for receivers that answered last
	doubters      = 32          // for those that did not
)

// senders are those of each way; streams send nothing.
func senders(d Deps) map[subscription.Way]Courier {
	return map[subscription.Way]Courier{subscription.Webhook: webhook{store: d.Store, call: d.Call, base: d.BaseURL},
		subscription.WebPush: webPush{store: d.Store, call: d.Call, base: d.BaseURL}}
}

// dispatch enqueues what is due, until the context ends.
func (r *Runner) dispatch(ctx context.Context) {
	tick := time.NewTicker(dispatchEvery)
	defer tick.Stop()
	for {
		n, err := subscription.Dispatch(ctx, r.deps.Store, dispatchBatch)
		if err != nil && ctx.Err() == nil {
			r.deps.Log.Warn("deliveries wait", "error", err)
		}
		if n == dispatchBatch {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-r.recorded:
		case <-tick.C:
		}
	}
}

// deliver sends what is due of one subscription, one after the other.
type deliver struct {
	river.WorkerDefaults[subscription.Deliver]
	Deps
	senders map[subscription.Way]Courier
}

func (w *deliver) Work(ctx context.Context, job *river.Job[subscription.Deliver]) error {
	for until := time.Now().Add(deliverTime); time.Now().Before(until); {
		p, err := subscription.Next(ctx, w.Store, job.Args)
		if err != nil {
			return err
		}
		if p == nil {
			break
		}
		sender := w.senders[p.Way]
		if sender == nil { // this program is older than the subscription
			break
		}
		result := sender.Send(ctx, p)
		if ctx.Err() != nil {
			return ctx.Err() // it stops, and the delivery is made again
		}
		if err := subscription.Done(ctx, w.Store, p, result); err != nil {
			return err
		}
	}
	return subscription.Release(ctx, w.Store, job.Args)
}
