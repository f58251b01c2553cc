package models

import (
	"context"
	"slices"
	"sync"
	"time"
)

// hashQueue lets a few passwords be hashed at a time. Whoever waits, waits a
// short time, and the networks that ask take turns: a thousand tries from one
// of them hold up another by a hash or two.
type hashQueue struct {
	mu      sync.Mutex
	free    int
	size    int                      // how many wait
	waiting map[string][]*hashWaiter // by network, first come first
	turns   []string                 // the networks that wait, in the order of their turns
	patient time.Duration
}

type hashWaiter struct {
	called  chan struct{}
	refused bool
}

const (
	hashWaiters        = 64 // who may wait, of all
	hashNetworkWaiters = 16 // and of one network
	hashPatience       = 5 * time.Second
)

func newHashQueue(atOnce int) *hashQueue {
	return &hashQueue{free: atOnce, waiting: map[string][]*hashWaiter{}, patient: hashPatience}
}

func errHashing() error {
	return &Error{Kind: Unavailable, Message: "Very many people are logging in at this moment. Try again in a few seconds.", RetryAfter: int(hashPatience.Seconds())}
}

// enter waits for a turn. Work of this program itself, which comes from no
// network, waits as long as its context.
func (q *hashQueue) enter(ctx context.Context, network string) (leave func(), err error) {
	w := q.line(network)
	if w == nil {
		return nil, errHashing()
	}
	wait := ctx
	if network != "" {
		var cancel context.CancelFunc
		wait, cancel = context.WithTimeout(ctx, q.patient)
		defer cancel()
	}
	select {
	case <-w.called:
	case <-wait.Done():
		if !q.drop(network, w) { // called at this very moment
			break
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, errHashing()
	}
	if w.refused {
		return nil, errHashing()
	}
	return q.leave, nil
}

// line stands somebody in the queue, or nobody when it is full. A network that
// has fewer in the queue than another takes a place from that one.
func (q *hashQueue) line(network string) *hashWaiter {
	q.mu.Lock()
	defer q.mu.Unlock()
	w := &hashWaiter{called: make(chan struct{})}
	if q.free > 0 {
		q.free--
		close(w.called)
		return w
	}
	if network != "" {
		if len(q.waiting[network]) >= hashNetworkWaiters {
			return nil
		}
		if q.size >= hashWaiters && !q.makeRoom(len(q.waiting[network])) {
			return nil
		}
	}
	if len(q.waiting[network]) == 0 {
		q.turns = append(q.turns, network)
	}
	q.waiting[network] = append(q.waiting[network], w)
	q.size++
	return w
}

// makeRoom sends away the last of the network with the most in the queue.
func (q *hashQueue) makeRoom(own int) bool {
	most := ""
	for network, list := range q.waiting {
		if network != "" && (most == "" || len(list) > len(q.waiting[most])) {
			most = network
		}
	}
	if most == "" || len(q.waiting[most]) <= own+1 {
		return false
	}
	list := q.waiting[most]
	last := list[len(list)-1]
	q.waiting[most] = list[:len(list)-1]
	q.size--
	last.refused = true
	close(last.called)
	return true
}

// drop takes somebody out of the queue, unless they were called already.
func (q *hashQueue) drop(network string, w *hashWaiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, other := range q.waiting[network] {
		if other == w {
			q.size--
			if q.waiting[network] = slices.Delete(q.waiting[network], i, i+1); len(q.waiting[network]) == 0 {
				delete(q.waiting, network)
				q.turns = slices.DeleteFunc(q.turns, func(n string) bool { return n == network })
			}
			return true
		}
	}
	return false
}

// leave calls the next: the first of the network whose turn it is.
func (q *hashQueue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.turns) > 0 {
		network := q.turns[0]
		q.turns = q.turns[1:]
		list := q.waiting[network]
		if q.waiting[network] = list[1:]; len(list) > 1 {
			q.turns = append(q.turns, network)
		} else {
			delete(q.waiting, network)
		}
		q.size--
		close(list[0].called)
		return
	}
	q.free++
}
