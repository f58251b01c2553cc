package page

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/making"
)

// ErrRemade is for a file that is lost and is being made again.
var ErrRemade = models.Say(models.Error{Kind: models.Unavailable, RetryAfter: 5}, "site.error.file-being-made-again-try")

// Lost orders a file that rows say must be there and is not, if its original is
// there. Who asks may see it, so what strangers can order is what is public and
// Lost; each thing is ordered once at a time.
func (a *App) Lost(ctx context.Context, key string) error {
	f, err := making.Find(ctx, a.Store, key)
	if err != nil {
		return err
	}
	if f == nil || f.IsOriginal() {
		return ErrNoFile
	}
	what := f.Original() + f.Key[:1]
	if a.ordered.lately(what) {
		return ErrRemade
	}
	_, err = a.Blobs.Stat(ctx, f.Original())
	if errors.Is(err, blob.ErrNotFound) {
		return ErrNoFile
	}
	if err != nil {
		return Unreachable(err)
	}
	if err := making.Remake(ctx, a.Store, *f, true); err != nil {
		return err
	}
	a.ordered.note(what)
	return ErrRemade
}

// orders remembers for some seconds what was ordered, so that a page full of
// Lost pictures costs one order for each.
type orders struct {
	mu sync.Mutex
	at map[string]time.Time
}

const (
	orderTime = 5 * time.Second
	maxOrders = 10_000
)

func (o *orders) lately(what string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	at, ok := o.at[what]
	return ok && time.Since(at) < orderTime
}

func (o *orders) note(what string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.at == nil || len(o.at) >= maxOrders {
		o.at = map[string]time.Time{}
	}
	o.at[what] = time.Now()
}

var ErrNoFile = models.NotFoundf("site.error.no-file")

func Unreachable(err error) error {
	return fmt.Errorf("%w: %w", models.Say(models.Error{Kind: models.Unavailable}, "site.error.photos-cannot-reached-just-now"), err)
}
