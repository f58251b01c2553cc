package tally

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"

	"photogram/models"
)

// Looks wait in memory and are written together: a crash loses those of the last
// Every, and nothing else depends on them.
const (
	Every     = 5 * time.Second
	looksMost = 100_000 // that wait, some 10 MB
	writeAt   = 30_000  // from how many on they are written at once
	// Nobody sees as much: what is above is a program.
	perMinute = 240 // looks of one viewer
	perHour   = 20  // looks of one viewer at one post
	watched   = 200_000
)

// Delay is how long it takes at most until a look shows in insights.
const Delay = 2 * Every

type look struct {
	Look
	guest uint64
	at    time.Time
}

// who tells viewers apart.
type who struct {
	viewer models.ID
	guest  uint64
}

type whoPost struct {
	who
	post   models.ID
	metric Metric
}

// buffer holds looks until they are written.
type buffer struct {
	s       *models.Store
	mu      sync.Mutex
	looks   []look
	dropped int64
	// How much each viewer saw lately, against programs that count themselves up.
	minute, hour time.Time
	inMinute     map[who]int
	inHour       map[whoPost]int

	writing sync.Mutex // held by who writes
	pending *batch     // taken and not known to be written
	rows    rowCache
	wake    chan struct{}
	stop    chan struct{}
	end     sync.Once
	done    sync.WaitGroup
}

func newBuffer(s *models.Store) *buffer {
	b := &buffer{s: s, wake: make(chan struct{}, 1), stop: make(chan struct{}), inMinute: map[who]int{}, inHour: map[whoPost]int{}}
	b.rows.clear()
	b.done.Go(b.work)
	return b
}

// Start begins to write what is counted, also by other programs on the database.
func Start(s *models.Store) { models.Part(s, newBuffer) }

// Count counts what was seen. It asks nothing and waits for nothing: whether the
// viewer may see it, and wants to be counted, is looked up when it is written.
func Count(s *models.Store, looks ...Look) {
	b, now := models.Part(s, newBuffer), s.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range looks {
		if l.Metric == 0 {
			l.Metric = Views
		}
		if l.N == 0 {
			l.N = 1
		}
		k := look{Look: l, at: now}
		if l.Viewer == 0 {
			k.guest = guestHash(s, l.Guest)
			k.Guest = ""
		}
		switch {
		case l.N < 0 || l.Owner == l.Viewer && l.Viewer != 0 || b.absurd(&k, now):
		case len(b.looks) >= looksMost:
			b.dropped++
		default:
			b.looks = append(b.looks, k)
		}
	}
	if len(b.looks) >= writeAt {
		select {
		case b.wake <- struct{}{}:
		default:
		}
	}
}

// absurd is whether somebody looks faster than people do.
func (b *buffer) absurd(l *look, now time.Time) bool {
	if t := now.Truncate(time.Minute); t != b.minute || len(b.inMinute) > watched {
		b.minute = t
		clear(b.inMinute)
	}
	if t := now.Truncate(time.Hour); t != b.hour || len(b.inHour) > watched {
		b.hour = t
		clear(b.inHour)
	}
	w := who{l.Viewer, l.guest}
	b.inMinute[w]++
	if b.inMinute[w] > perMinute {
		return true
	}
	if l.Metric == WatchTime { // comes in parts, whose length was checked
		return false
	}
	at := whoPost{w, l.Post, l.Metric}
	if l.Metric == ProductViews {
		at.post = l.Product
	}
	b.inHour[at]++
	return b.inHour[at] > perHour
}

func guestHash(s *models.Store, guest string) uint64 {
	sum := sha256.Sum256(append([]byte("insight guest\x00"+guest+"\x00"), s.Secret()...))
	return binary.BigEndian.Uint64(sum[:]) | 1
}

// work writes until the Store is closed.
func (b *buffer) work() {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	for stopped := false; !stopped; {
		select {
		case <-b.stop:
			stopped = true
		case <-b.wake:
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(models.InBackground(context.Background()), 4*Every)
		if err := b.flush(ctx); err != nil {
			b.s.Log.Warn("insights were not written, and will be tried again", "error", err)
		}
		cancel()
	}
}

// Close writes what waits and ends the writing.
func (b *buffer) Close() {
	b.end.Do(func() { close(b.stop) })
	b.done.Wait()
}

// Flush writes what waits.
func Flush(ctx context.Context, s *models.Store) error { return models.Part(s, newBuffer).flush(ctx) }

// batch is looks that are written together, once.
type batch struct {
	id    models.ID
	looks []look
}

// take is what to write next. A batch of which it is not known whether it was
// written comes first, and again by its name.
func (b *buffer) take() *batch {
	if b.pending != nil {
		return b.pending
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.dropped > 0 {
		b.s.Log.Warn("views were not counted, since too many waited to be written", "dropped", b.dropped)
		b.dropped = 0
	}
	b.pending = &batch{b.s.NewID(), b.looks}
	b.looks = nil
	return b.pending
}

func (b *buffer) flush(ctx context.Context) error {
	b.writing.Lock()
	defer b.writing.Unlock()
	for {
		next := b.take()
		more, err := b.write(ctx, next)
		if err != nil {
			return err
		}
		b.pending = nil
		b.mu.Lock()
		more = more || len(b.looks) >= writeAt
		b.mu.Unlock()
		if !more {
			return nil
		}
	}
}
