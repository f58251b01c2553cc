package jobs

import (
	"context"
	"time"

	"photogram/models/notify"
)

const (
	digestEvery = time.Second            // to look for activity of programs that died
	digestRetry = 500 * time.Millisecond // after the database refused
)

// digest makes notifications of activity as it happens, until the context ends.
func (r *Runner) digest(ctx context.Context) {
	tick := time.NewTicker(digestEvery)
	defer tick.Stop()
	limit := notify.DigestBatch
	for {
		n, err := notify.Digest(ctx, r.deps.Store, limit)
		switch {
		case ctx.Err() != nil:
			return
		case notify.IsBadData(err) && limit > 1:
			limit = 1 // until the one that can't be told is met
			continue
		}
		if err != nil {
			r.deps.Log.Warn("notifications wait", "error", err)
			if !pause(ctx, digestRetry) {
				return
			}
			continue
		}
		if n > 0 {
			select {
			case r.recorded <- struct{}{}:
			default:
			}
		}
		if n == limit {
			continue
		}
		limit = notify.DigestBatch
		select {
		case <-ctx.Done():
			return
		case <-r.deps.Store.Acted():
		case <-tick.C:
		}
	}
}

// pause is false when the context ended meanwhile.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
