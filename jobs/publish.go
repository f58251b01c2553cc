package jobs

import (
	"context"
	"time"

	"photogram/models"
)

const (
	dueEvery = time.Second
	dueAgain = 30 * time.Second // until a post that could not be shared is tried again
)

// publishDue shares planned posts when their time comes, until the context ends.
func (r *Runner) publishDue(ctx context.Context) {
	tick := time.NewTicker(dueEvery)
	defer tick.Stop()
	waiting := map[models.ID]time.Time{} // posts that could not be shared
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for ctx.Err() == nil {
			var except []models.ID
			for id, until := range waiting {
				if time.Now().After(until) {
					delete(waiting, id)
				} else {
					except = append(except, id)
				}
			}
			post, err := r.deps.Store.PublishDue(ctx, except)
			if err != nil && ctx.Err() == nil {
				r.deps.Log.Warn("a planned post waits", "post", post, "error", err)
			}
			if post == 0 || err != nil && ctx.Err() != nil {
				break
			}
			if err != nil {
				waiting[post] = time.Now().Add(dueAgain)
			}
		}
	}
}
