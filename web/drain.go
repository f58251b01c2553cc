package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
)

// Drain tells those whose files are still coming that the server stops, instead
// of cutting their connections.
type Drain struct {
	ctx  context.Context
	tell context.CancelFunc
	mu   sync.Mutex
	n    int
}

func newDrain() *Drain {
	d := &Drain{}
	d.ctx, d.tell = context.WithCancel(context.Background())
	return d
}

// ErrStopping is for uploads that a stopping server cannot take to their end.
var ErrStopping = models.Say(models.Error{Kind: models.Unavailable, RetryAfter: 5}, "site.error.site-being-restarted-so-file")

// Told ends when uploads are to end.
func (d *Drain) Told() context.Context { return d.ctx }

// Tell ends all uploads under way and gives how many that were. Their senders
// are answered with ErrStopping.
func (d *Drain) Tell() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tell()
	return d.n
}

func (d *Drain) add(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.n += n
}

// follow lets the body of an upload end when the server tells so. Uploads in
// parts end by themselves then, and keep what has come.
func (d *Drain) follow(c *gin.Context) {
	if c.Request.Body == nil || c.Request.ContentLength == 0 || !isUpload(c.Request) && !isPart(c.Request) {
		c.Next()
		return
	}
	d.add(1)
	defer d.add(-1)
	if isUpload(c.Request) {
		control := http.NewResponseController(c.Writer)
		body := &drained{ReadCloser: c.Request.Body, drain: d}
		c.Request.Body = body
		defer context.AfterFunc(d.ctx, func() {
			if !body.ended.Load() { // otherwise what has come is kept, and it would end that
				_ = control.SetReadDeadline(time.Now())
			}
		})()
	}
	c.Next()
}

// drained is a body whose reader is told that the server stops.
type drained struct {
	io.ReadCloser
	drain *Drain
	ended atomic.Bool
}

func (b *drained) Read(p []byte) (int, error) {
	if b.drain.ctx.Err() != nil && !b.ended.Load() {
		return 0, ErrStopping
	}
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		b.ended.Store(true)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) && b.drain.ctx.Err() != nil {
		err = ErrStopping
	}
	return n, err
}
