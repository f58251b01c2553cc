package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// AppRequest is a call that an app made.
type AppRequest struct {
	AppID     ID `gorm:"primaryKey;autoIncrement:false"`
	ID        ID `gorm:"primaryKey;autoIncrement:false"`
	At        time.Time
	Method    string
	Path      string // without the query
	Status    int
	MS        int `gorm:"column:ms"`
	UserID    ID  // for whom; 0 for nobody
	ErrorType string
}

// MaxAppRequests is how many calls of each app are kept.
const MaxAppRequests = 500

// Calls are noted in memory and written a little later, many at once.
const (
	requestsEvery = time.Second
	requestsMost  = 10_000 // what is over that is dropped
)

type requestBuffer struct {
	mu   sync.Mutex
	rows []AppRequest
	// writing lets a flush wait for the one under way.
	writing sync.Mutex
	stop    chan struct{}
	end     sync.Once
	done    sync.WaitGroup
}

func newRequestBuffer(s *Store) *requestBuffer {
	b := &requestBuffer{stop: make(chan struct{})}
	b.done.Go(func() { s.writeRequests(b) })
	return b
}

// NoteAppRequest puts a call into its app's log, without waiting.
func (s *Store) NoteAppRequest(r AppRequest) {
	r.ID = s.NewID()
	r.Method, r.Path = safeText(cut(r.Method, 20)), safeText(cut(r.Path, 300))
	b := Part(s, newRequestBuffer)
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.rows) < requestsMost {
		b.rows = append(b.rows, r)
	}
}

func cut(s string, n int) string { return s[:min(n, len(s))] }

func (b *requestBuffer) take() []AppRequest {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.rows
	b.rows = nil
	return out
}

// writeRequests works until the Store is closed.
func (s *Store) writeRequests(b *requestBuffer) {
	tick := time.NewTicker(requestsEvery)
	defer tick.Stop()
	for stopped := false; !stopped; {
		select {
		case <-b.stop:
			stopped = true
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*requestsEvery)
		if err := s.flushRequests(ctx, b); err != nil {
			s.log.Warn("calls of apps were not logged", "error", err)
		}
		cancel()
	}
}

// Close writes what waits and ends the writing.
func (b *requestBuffer) Close() {
	b.end.Do(func() { close(b.stop) })
	b.done.Wait()
}

// FlushAppRequests writes the calls that wait, and of each app keeps the newest.
func (s *Store) FlushAppRequests(ctx context.Context) error {
	return s.flushRequests(ctx, Part(s, newRequestBuffer))
}

func (s *Store) flushRequests(ctx context.Context, b *requestBuffer) error {
	b.writing.Lock()
	defer b.writing.Unlock()
	rows := b.take()
	if len(rows) == 0 {
		return nil
	}
	slices.SortFunc(rows, func(a, b AppRequest) int { return cmp.Or(cmp.Compare(a.AppID, b.AppID), cmp.Compare(a.ID, b.ID)) })
	// Of what waits, too, only the newest are worth writing.
	var keep []AppRequest
	var apps []int64
	for i := 0; i < len(rows); {
		end := i
		for end < len(rows) && rows[end].AppID == rows[i].AppID {
			end++
		}
		keep = append(keep, rows[max(i, end-MaxAppRequests):end]...)
		apps = append(apps, int64(rows[i].AppID))
		i = end
	}
	if err := s.gorm(ctx).CreateInBatches(keep, 1000).Error; err != nil {
		return fmt.Errorf("log %d calls: %w", len(keep), err)
	}
	_, err := s.pool.Exec(ctx, `DELETE FROM app_requests r USING (SELECT a.id, (SELECT n.id FROM app_requests n WHERE n.app_id = a.id ORDER BY n.id DESC OFFSET $2 LIMIT 1) AS last
		FROM unnest($1::bigint[]) a (id)) o WHERE r.app_id = o.id AND r.id <= o.last`, apps, MaxAppRequests)
	if err != nil {
		return fmt.Errorf("shorten the log of calls: %w", err)
	}
	return nil
}

// AppRequests lists the calls of an app of the owner's, newest first.
func (s *Store) AppRequests(ctx context.Context, owner, app, before ID, limit int) ([]AppRequest, ID, error) {
	var out []AppRequest
	err := s.gorm(ctx).Raw(`SELECT r.* FROM app_requests r WHERE r.app_id = @app AND r.id < @before AND EXISTS (SELECT 1 FROM apps a WHERE a.id = @app AND a.owner_id = @owner)
		ORDER BY r.id DESC LIMIT @limit`, map[string]any{"app": app, "owner": owner, "before": orNewest(before), "limit": limit + 1}).Scan(&out).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read the calls of app %d: %w", app, err)
	}
	if len(out) > limit {
		return out[:limit], out[limit-1].ID, nil
	}
	return out, 0, nil
}
