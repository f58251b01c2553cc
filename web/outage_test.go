package web

import (
	"context"
	"testing"
	"time"
)

// Work to its end outlives its caller, not its deadline, and leaves time for
// what comes after it.
func TestToItsEndLeavesTime(t *testing.T) {
	t.Parallel()
	at := time.Now().Add(time.Hour)
	caller, cancel := context.WithDeadline(context.Background(), at)
	work := ToItsEnd(caller, time.Minute)
	cancel()
	if until, ok := work.Deadline(); !ok || !until.Equal(at.Add(-time.Minute)) || work.Err() != nil {
		t.Errorf("until %v of %v: %v", until, at, work.Err())
	}
	if _, ok := ToItsEnd(context.Background(), time.Minute).Deadline(); ok {
		t.Error("a deadline out of nothing")
	}
}
