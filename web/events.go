package web

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/subscription"
)

// Watch gives a channel that receives when something may have happened to an
// account, and what ends that.
func (h *Hub) Watch(user models.ID) (<-chan struct{}, func(), error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.ctx.Err() != nil || h.open >= h.PerServer:
		return nil, nil, errFullHub
	case len(h.watchers[user]) >= h.PerPerson:
		return nil, nil, errManyStreams
	}
	woken := make(chan struct{}, 1)
	if h.watchers[user] == nil {
		h.watchers[user] = map[chan struct{}]bool{}
	}
	h.watchers[user][woken] = true
	h.open++
	h.start()
	return woken, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.watchers[user], woken)
		h.open--
		if len(h.watchers[user]) == 0 {
			delete(h.watchers, user)
		}
	}, nil
}

// wakeWatchers tells those whom a signal names, or all when some were missed.
// The hub is locked.
func (h *Hub) wakeWatchers(s models.Signal) {
	poke := func(list map[chan struct{}]bool) {
		for woken := range list {
			select {
			case woken <- struct{}{}:
			default:
			}
		}
	}
	if s.Restored {
		for _, list := range h.watchers {
			poke(list)
		}
	}
	for _, id := range s.Users {
		poke(h.watchers[id])
	}
}

// streamBatch is how many events are read at once.
const streamBatch = 100

// Tell answers with the events of a subscription as they come. last is the place
// after which to begin; without one the stream begins now. alive is asked at each
// heartbeat whether whoever reads still may.
func (h *Hub) Tell(c *gin.Context, of subscription.Holder, base string, alive func(context.Context) error) error {
	ctx := c.Request.Context()
	sub, err := subscription.Stream(ctx, h.store, of)
	if err != nil {
		return err
	}
	woken, leave, err := h.Watch(of.UserID)
	if err != nil {
		return err
	}
	defer leave()
	from := c.GetHeader("Last-Event-ID")
	if from == "" {
		from = c.Query("last")
	}
	at, known := position(from)
	oldest, err := subscription.Oldest(ctx, h.store, sub)
	if err != nil {
		return err
	}
	missed := known && at+1 < oldest
	if !known || at > sub.Seq {
		at = sub.Seq
	}
	head := c.Writer.Header()
	head.Set("Content-Type", "text/event-stream; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Accel-Buffering", "no")
	c.Status(http.StatusOK)
	w := &eventWriter{w: c.Writer, control: http.NewResponseController(c.Writer), limit: h.WriteTime}
	defer w.reset()
	s := &toldStream{hub: h, w: w, sub: sub, at: at, base: base}
	if w.write([]byte("retry: 2000\n\n")) != nil {
		return nil
	}
	if missed && w.event(message{event: "missed", data: []byte("{}")}) != nil {
		return nil
	}
	s.run(ctx, woken, of, alive)
	return nil
}

// toldStream is a subscription's stream under way.
type toldStream struct {
	hub  *Hub
	w    *eventWriter
	sub  *subscription.Subscription
	at   models.ID
	base string
}

func (s *toldStream) run(ctx context.Context, woken <-chan struct{}, of subscription.Holder, alive func(context.Context) error) {
	beat := time.NewTicker(s.hub.Heartbeat)
	defer beat.Stop()
	for {
		if !s.send(ctx) {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-s.hub.ctx.Done():
			return
		case <-woken:
		case <-beat.C:
			if err := alive(ctx); err != nil && models.KindOf(err) != 0 {
				_ = s.w.event(message{event: "bye", data: []byte("{}")})
				return
			}
			// It may have been deleted, switched off, or made for other activities.
			if _, err := subscription.Stream(ctx, s.hub.store, of); models.KindOf(err) == models.NotFound {
				_ = s.w.event(message{event: "bye", data: []byte("{}")})
				return
			}
			if s.w.event(message{}) != nil {
				return
			}
		}
	}
}

// send writes what is new, and is false when the stream is over. What cannot be
// read now is read at the next beat.
func (s *toldStream) send(ctx context.Context) bool {
	for {
		list, at, err := subscription.After(ctx, s.hub.store, s.sub, s.at, streamBatch)
		if err != nil {
			return ctx.Err() == nil
		}
		if at == s.at {
			return true
		}
		for i := range list {
			data, err := json.Marshal(list[i].Told(s.sub.ID, s.base))
			if err != nil {
				return false
			}
			if s.w.event(message{id: list[i].Seq, event: string(list[i].Kind), data: data}) != nil {
				return false
			}
		}
		s.at = at
	}
}
