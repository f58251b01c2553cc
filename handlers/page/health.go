package page

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// Part is one thing that the site needs, and how it is.
type Part struct {
	Name  string `json:"name"`
	OK    bool   `json:"ok"`
	Words string `json:"words"`
	Err   error  `json:"-"` // for the log
}

// Health tells how the site is.
type Health struct {
	// Ready is whether this server is of use: whether its database takes writes.
	Ready func(context.Context) error
	// Parts looks at everything that the site needs.
	Parts func(context.Context) []Part

	ready latest[error]
	parts latest[[]Part]
}

const (
	readyAge   = time.Second // for which an answer is given again, since anybody may ask
	statusAge  = 5 * time.Second
	readyTime  = 2 * time.Second // that looking may take
	statusTime = 5 * time.Second
)

// latest is the newest answer to a question.
type latest[T any] struct {
	mu     sync.Mutex
	at     time.Time
	answer T
}

func (l *latest[T]) get(age time.Duration, ask func() T) T {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at.IsZero() || time.Since(l.at) >= age {
		l.answer = ask()
		l.at = time.Now()
	}
	return l.answer
}

// Readyz is for balancers: what is away for all servers must not take all of
// them out of service, as long as they are of some use.
func (a *App) Readyz(c *gin.Context) {
	err := a.Health.ready.get(readyAge, func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(Context(c)), readyTime)
		defer cancel()
		return a.Health.Ready(ctx)
	})
	if err != nil {
		_ = c.Error(err)
		c.Header("Retry-After", "2")
		c.String(http.StatusServiceUnavailable, "not ready\n")
		return
	}
	c.String(http.StatusOK, "ready\n")
}

// Statusz is for whoever runs the site. It names no addresses, so anybody may ask.
func (a *App) Statusz(c *gin.Context) {
	parts := a.Health.parts.get(statusAge, func() []Part {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(Context(c)), statusTime)
		defer cancel()
		return a.Health.Parts(ctx)
	})
	status, word := http.StatusOK, "ok"
	for _, p := range parts {
		if p.OK {
			continue
		}
		status, word = http.StatusServiceUnavailable, "trouble"
		if p.Err != nil {
			_ = c.Error(p.Err)
		}
	}
	if status != http.StatusOK {
		c.Header("Retry-After", "5")
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(status, gin.H{"status": word, "parts": parts})
}
