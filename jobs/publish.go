package jobs

import (
	"context"
	"time"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/story"
)

const (
	dueEvery = time.Second
	dueAgain = 30 * time.Second // until a post that could not be shared is tried again
)

// publishDue shares planned posts and stories, and reads feeds of products, when their time
// comes, until the context ends.
func (r *Runner) publishDue(ctx context.Context) {
	due := []func(context.Context, *models.Store, []models.ID) (models.ID, error){post.PublishDue, story.ShareDue, shop.FetchDue}
	tick := time.NewTicker(dueEvery)
	defer tick.Stop()
	waiting := map[models.ID]time.Time{} // what could not be shared
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for next := 0; next < len(due) && ctx.Err() == nil; {
			var except []models.ID
			for id, until := range waiting {
				if time.Now().After(until) {
					delete(waiting, id)
				} else {
					except = append(except, id)
				}
			}
			id, err := due[next](ctx, r.deps.Store, except)
			if err != nil && ctx.Err() == nil {
				r.deps.Log.Warn("what was planned waits", "id", id, "error", err)
			}
			if id == 0 {
				next++
			} else if err != nil {
				waiting[id] = time.Now().Add(dueAgain)
			}
		}
	}
}
