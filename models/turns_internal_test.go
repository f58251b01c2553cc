package models

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// until waits for what other goroutines are about to do.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Minute); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain: " + what)
		}
	}
}

func (q *Turns) length() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.size
}

// hashers take part in a queue and note in which order they had their turn.
type hashers struct {
	*Turns
	t       *testing.T
	mu      sync.Mutex
	order   []string
	refused map[string]int
	step    chan struct{}
	wg      sync.WaitGroup
}

func (h *hashers) ask(network string) {
	h.wg.Go(func() {
		leave, err := h.Enter(context.Background(), network)
		h.mu.Lock()
		if err != nil {
			h.refused[network]++
			h.mu.Unlock()
			if KindOf(err) != Unavailable {
				h.t.Error(err)
			}
			return
		}
		h.order = append(h.order, network)
		h.mu.Unlock()
		<-h.step
		leave()
	})
}

// finish lets all of them hash, one after the other, so that the order is that of the turns.
func (h *hashers) finish(all int) {
	for done := range all {
		until(h.t, "those whose turn it is begin", func() bool {
			h.Turns.mu.Lock()
			running := h.AtOnce - h.free
			h.Turns.mu.Unlock()
			h.mu.Lock()
			defer h.mu.Unlock()
			return running > 0 && len(h.order) == done+running
		})
		h.step <- struct{}{}
	}
	h.wg.Wait()
}

func newHashers(t *testing.T) *hashers {
	h := &hashers{Turns: hashTurns(2), t: t, refused: map[string]int{}, step: make(chan struct{})}
	h.Patient = time.Hour
	return h
}

// 120 at once from one network hold up nobody else: a place is left free.
func TestFloodOfHashesHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	h := newHashers(t)
	for range 120 {
		h.ask("flood")
	}
	until(t, "the flood stands in line", func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.length() == 16 && h.refused["flood"] == 120-1-16
	})
	h.ask("owner")
	until(t, "the owner has a turn before any of the flood is done", func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return slices.Equal(h.order, []string{"flood", "owner"})
	})
	h.finish(1 + 16 + 1)
	if len(h.order) != 1+16+1 || h.free != 2 || h.size != 0 || len(h.turns) != 0 || len(h.waiting) != 0 {
		t.Errorf("%d turns; left: %+v", len(h.order), h.Turns)
	}
	if alone := hashTurns(1); !alone.may("owner") {
		t.Error("nobody has a turn where there is one place")
	}
}

// A full queue gives a place of the network with the most to one with fewer.
func TestFullQueueOfHashes(t *testing.T) {
	t.Parallel()
	h := newHashers(t)
	h.ask("first")
	h.ask("second")
	until(t, "both places are taken", func() bool { h.mu.Lock(); defer h.mu.Unlock(); return len(h.order) == 2 })
	for i := range 64 / 16 {
		for range 16 {
			h.ask(fmt.Sprint("flood", i))
		}
	}
	until(t, "the queue is full", func() bool { return h.length() == 64 })
	h.ask("owner")
	until(t, "one of the floods is sent away", func() bool { h.mu.Lock(); defer h.mu.Unlock(); return len(h.refused) == 1 })
	h.ask("") // this program itself waits outside of all limits
	until(t, "it stands in line", func() bool { return h.length() == 64+1 })
	h.finish(2 + 64 + 1)
	if at := slices.Index(h.order, "owner"); at < 0 || at > 2+64/16+2 {
		t.Errorf("the owner's turn is number %d", at)
	}
	if !slices.Contains(h.order, "") {
		t.Error("the program itself had no turn")
	}
}

// Nobody waits longer than the deadline, and those who gave up leave no gap.
func TestHashesHaveADeadline(t *testing.T) {
	t.Parallel()
	h := newHashers(t)
	h.Patient = 20 * time.Millisecond
	h.ask("first")
	h.ask("second")
	until(t, "both places are taken", func() bool { h.mu.Lock(); defer h.mu.Unlock(); return len(h.order) == 2 })
	for range 5 {
		h.ask("flood")
	}
	until(t, "they gave up", func() bool { h.mu.Lock(); defer h.mu.Unlock(); return h.refused["flood"] == 5 })
	if h.size != 0 || len(h.turns) != 0 || len(h.waiting) != 0 {
		t.Errorf("%+v", h.Turns)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.Enter(ctx, ""); err != context.Canceled {
		t.Errorf("%v", err)
	}
	close(h.step)
	h.wg.Wait()
	if h.free != 2 {
		t.Errorf("%d places", h.free)
	}
}
