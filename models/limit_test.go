package models_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
)

func TestLimitIsExactUnderConcurrency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	limit := models.Limit{Name: "test", Count: 60, Per: time.Hour}
	var passed atomic.Int64
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 10 {
				a, err := db.Take(ctx, limit, "key")
				if err != nil {
					t.Error(err)
				}
				if a.OK {
					passed.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if passed.Load() != 60 {
		t.Errorf("%d of 160 passed a limit of 60", passed.Load())
	}
	a, err := db.Take(ctx, limit, "key")
	if err != nil || a.OK || a.RetryAfter <= 0 || a.RetryAfter > time.Minute {
		t.Errorf("over the limit: %+v, %v", a, err)
	}
	db.Clock.Move(time.Minute)
	if a, err = db.Take(ctx, limit, "key"); err != nil || !a.OK || a.Remaining != 0 {
		t.Errorf("a minute later: %+v, %v", a, err)
	}
	if a, err = db.Take(ctx, limit, "other"); err != nil || !a.OK || a.Remaining != 59 {
		t.Errorf("another key: %+v, %v", a, err)
	}
}
