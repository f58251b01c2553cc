package web

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"photogram/models"
)

// Limits on calls that come with no token, or with one that does not exist.
const (
	// StrangerLimit is how many of them one network has in an hour, unless the site says otherwise.
	StrangerLimit = 100
	// strangerNetworks bounds the memory: those heard of last are remembered.
	strangerNetworks = 20_000
)

// Strangers counts calls that come with no token, or with one that does not
// exist, by network. It is the server's own memory, so that strangers write no
// rows; each server counts for itself.
type Strangers struct {
	now   func() time.Time
	limit int // an hour
	mu    sync.Mutex
	of    *lru.Cache[string, *rate.Limiter]
}

func newStrangers(now func() time.Time, limit int) *Strangers {
	of, err := lru.New[string, *rate.Limiter](strangerNetworks)
	if err != nil {
		panic(err) // the size is fixed
	}
	return &Strangers{now: now, limit: limit, of: of}
}

func (s *Strangers) step() time.Duration { return time.Hour / time.Duration(s.limit) }

// Take uses up one call of a network's.
func (s *Strangers) Take(network string) models.Allowance {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.of.Get(network)
	if !ok {
		l = rate.NewLimiter(rate.Every(s.step()), s.limit)
		s.of.Add(network, l)
	}
	now := s.now()
	a := models.Allowance{OK: l.AllowN(now, 1), Limit: s.limit}
	tokens := l.TokensAt(now)
	if a.Remaining = max(int(tokens), 0); !a.OK {
		a.RetryAfter = max(time.Duration((1-tokens)*float64(s.step())), time.Second)
	}
	return a
}
