package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
)

// requestTime is how long an answer may take that no file or stream is part of.
const requestTime = 10 * time.Second

// deadline ends a request's work when nobody waits for it any longer. Where
// bodies or answers may take long, it is each wait for the database that ends.
func (k *Kit) deadline(c *gin.Context) {
	ctx := c.Request.Context()
	if isLong(c.Request) {
		c.Request = c.Request.WithContext(models.Bounded(ctx, k.RequestTime))
		c.Next()
		return
	}
	ctx, cancel := context.WithTimeout(ctx, k.RequestTime)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// ToItsEnd is a request's context for work that goes on when its caller hangs up.
// Its deadline stays, but for what is to be left for something after it.
func ToItsEnd(ctx context.Context, left time.Duration) context.Context {
	steady := context.WithoutCancel(ctx)
	if at, ok := ctx.Deadline(); ok {
		at = at.Add(-left)
		var cancel context.CancelFunc
		steady, cancel = context.WithDeadline(steady, at)
		time.AfterFunc(time.Until(at), cancel)
	}
	return steady
}

// isLong is whether a request takes a file in or gives one out, is a stream, or
// waits for photos to be made.
func isLong(r *http.Request) bool {
	return isUpload(r) || isPart(r) || strings.HasPrefix(r.URL.Path, "/media/") || strings.HasPrefix(r.URL.Path, "/static/") ||
		r.URL.Path == "/v1/media/upload" || r.URL.Path == "/v1/users/self/events" || strings.HasSuffix(r.URL.Path, "/media_publish") ||
		strings.HasPrefix(r.Header.Get("Accept"), "text/event-stream")
}

var (
	errAway     = models.Say(models.Error{Kind: models.Unavailable, RetryAfter: 2}, "site.error.site-cannot-reach-database-just")
	errReadOnly = models.Say(models.Error{Kind: models.Unavailable, RetryAfter: 30}, "site.error.site-can-only-read-moment")
)

// Known gives an outage of the database the words that people and programs are
// told, and leaves other errors as they are.
func Known(err error) error {
	var se *StatusError
	switch {
	case err == nil, models.KindOf(err) != 0, errors.As(err, &se), errors.Is(err, context.Canceled), !models.IsUnavailable(err):
		return err
	case models.IsReadOnly(err):
		return fmt.Errorf("%w: %w", errReadOnly, err)
	}
	return fmt.Errorf("%w: %w", errAway, err)
}
