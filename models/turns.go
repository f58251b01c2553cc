package models

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Turns lets a few do something costly at a time. Whoever waits, waits a short
// time, and those who ask take turns: a thousand tries of one of them hold up
// another by one or two.
type Turns struct {
	TurnRules
	mu      sync.Mutex
	free    int
	size    int                     // how many wait
	waiting map[string][]*turnTaker // by who asks, first come first
	turns   []string                // who waits, in the order of their turns
	running map[string]int
}

// TurnRules are how many may do something, and how many may wait for it.
type TurnRules struct {
	AtOnce  int
	Each    int // of one; 0 means as many as there are
	Waiting int // of all
	Queue   int // of one
	Patient time.Duration
	Full    string // what those are told who cannot wait
}

type turnTaker struct {
	called  chan struct{}
	refused bool
}

// NewTurns makes turns of a kind.
func NewTurns(rules TurnRules) *Turns {
	if rules.Each <= 0 {
		rules.Each = rules.AtOnce
	}
	return &Turns{TurnRules: rules, free: rules.AtOnce, waiting: map[string][]*turnTaker{}, running: map[string]int{}}
}

// hashTurns leave a place free for others, whatever one network asks for, where
// there are several.
func hashTurns(atOnce int) *Turns {
	return NewTurns(TurnRules{AtOnce: atOnce, Each: max(atOnce-1, 1), Waiting: 64, Queue: 16, Patient: 5 * time.Second,
		Full: "input.error.many-logins"})
}

func (q *Turns) refusal() error {
	return Say(Error{Kind: Unavailable, RetryAfter: max(int(q.Patient.Seconds()), 1)}, q.Full)
}

// Enter waits for a turn of who asks. Work of this program itself, which nobody
// asks for, waits as long as its context.
func (q *Turns) Enter(ctx context.Context, who string) (leave func(), err error) {
	w := q.line(who)
	if w == nil {
		return nil, q.refusal()
	}
	wait := ctx
	if who != "" {
		var cancel context.CancelFunc
		wait, cancel = context.WithTimeout(ctx, q.Patient)
		defer cancel()
	}
	select {
	case <-w.called:
	case <-wait.Done():
		if !q.drop(who, w) { // called at this very moment
			break
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, q.refusal()
	}
	if w.refused {
		return nil, q.refusal()
	}
	return func() { q.leave(who) }, nil
}

// may is whether one may begin beside what it does already.
func (q *Turns) may(who string) bool { return who == "" || q.running[who] < q.Each }

// line stands somebody in the queue, or nobody when it is full. Who has fewer in
// the queue than another takes a place from that one.
func (q *Turns) line(who string) *turnTaker {
	q.mu.Lock()
	defer q.mu.Unlock()
	w := &turnTaker{called: make(chan struct{})}
	if q.free > 0 && q.may(who) {
		q.begin(who, w)
		return w
	}
	if who != "" {
		if len(q.waiting[who]) >= q.Queue {
			return nil
		}
		if q.size >= q.Waiting && !q.makeRoom(len(q.waiting[who])) {
			return nil
		}
	}
	if len(q.waiting[who]) == 0 {
		q.turns = append(q.turns, who)
	}
	q.waiting[who] = append(q.waiting[who], w)
	q.size++
	return w
}

func (q *Turns) begin(who string, w *turnTaker) {
	q.free--
	q.running[who]++
	close(w.called)
}

// makeRoom sends away the last of who has the most in the queue.
func (q *Turns) makeRoom(own int) bool {
	most := ""
	for who, list := range q.waiting {
		if who != "" && (most == "" || len(list) > len(q.waiting[most])) {
			most = who
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
func (q *Turns) drop(who string, w *turnTaker) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, other := range q.waiting[who] {
		if other == w {
			q.size--
			if q.waiting[who] = slices.Delete(q.waiting[who], i, i+1); len(q.waiting[who]) == 0 {
				delete(q.waiting, who)
				q.turns = slices.DeleteFunc(q.turns, func(n string) bool { return n == who })
			}
			return true
		}
	}
	return false
}

// leave calls the next: the first of whose turn it is and who may.
func (q *Turns) leave(who string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.free++
	if q.running[who]--; q.running[who] == 0 {
		delete(q.running, who)
	}
	i := slices.IndexFunc(q.turns, q.may)
	if i < 0 {
		return
	}
	next := q.turns[i]
	q.turns = slices.Delete(q.turns, i, i+1)
	list := q.waiting[next]
	if q.waiting[next] = list[1:]; len(list) > 1 {
		q.turns = append(q.turns, next)
	} else {
		delete(q.waiting, next)
	}
	q.size--
	q.begin(next, list[0])
}
