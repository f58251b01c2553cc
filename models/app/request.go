package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"photogram/models"
)

// Request is a call that an app made.
type Request struct {
	AppID     models.ID `gorm:"primaryKey;autoIncrement:false"`
	ID        models.ID `gorm:"primaryKey;autoIncrement:false"`
	At        time.Time
	Method    string
	Path      string // without the query
	Status    int
	MS        int       `gorm:"column:ms"`
	UserID    models.ID // for whom; 0 for nobody
	ErrorType string
}

// TableName is not what gorm would guess.
func (Request) TableName() string { return "app_requests" }

// MaxAppRequests is how many calls of each app are kept.
const MaxAppRequests = 500

// Calls are noted in memory and written a little later, many at once.
const (
	requestsEvery = time.Second
	requestsMost  = 10_000 // what is over that is dropped
)

type requestBuffer struct {
	mu   sync.Mutex
	rows []Request
	// writing lets a flush wait for the one under way.
	writing sync.Mutex
	stop    chan struct{}
	end     sync.Once
	done    sync.WaitGroup
}

func newRequestBuffer(s *models.Store) *requestBuffer {
	b := &requestBuffer{stop: make(chan struct{})}
	b.done.Go(func() { writeRequests(s, b) })
	return b
}

// NoteRequest puts a call into its app's log, without waiting.
func NoteRequest(s *models.Store, r Request) {
	r.ID = s.NewID()
	r.Method, r.Path = models.SafeText(cut(r.Method, 20)), models.SafeText(cut(r.Path, 300))
	b := models.Part(s, newRequestBuffer)
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.rows) < requestsMost {
		b.rows = append(b.rows, r)
	}
}

func cut(s string, n int) string { return s[:min(n, len(s))] }

func (b *requestBuffer) take() []Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.rows
	b.rows = nil
	return out
}

// writeRequests works until the Store is closed.
func writeRequests(s *models.Store, b *requestBuffer) {
	tick := time.NewTicker(requestsEvery)
	defer tick.Stop()
	for stopped := false; !stopped; {
		select {
		case <-b.stop:
			stopped = true
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*requestsEvery)
		if err := flushRequests(ctx, s, b); err != nil {
			s.Log.Warn("calls of apps were not logged", "error", err)
		}
		cancel()
	}
}

// Close writes what waits and ends the writing.
func (b *requestBuffer) Close() {
	b.end.Do(func() { close(b.stop) })
	b.done.Wait()
}

// FlushRequests writes the calls that wait, and of each app keeps the newest.
func FlushRequests(ctx context.Context, s *models.Store) error {
	return flushRequests(ctx, s, models.Part(s, newRequestBuffer))
}

func flushRequests(ctx context.Context, s *models.Store, b *requestBuffer) error {
	b.writing.Lock()
	defer b.writing.Unlock()
	rows := b.take()
	if len(rows) == 0 {
		return nil
	}
	slices.SortFunc(rows, func(a, b Request) int { return cmp.Or(cmp.Compare(a.AppID, b.AppID), cmp.Compare(a.ID, b.ID)) })
	// Of what waits, too, only the newest are worth writing.
	var keep []Request
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
	if err := s.Gorm(ctx).CreateInBatches(keep, 1000).Error; err != nil {
		return fmt.Errorf("log %d calls: %w", len(keep), err)
	}
	_, err := s.Pool().Exec(ctx, `DELETE FROM app_requests r
		USING (SELECT a.id, (SELECT n.id FROM app_requests n WHERE n.app_id = a.id ORDER BY n.id DESC OFFSET $2 LIMIT 1) AS last
		FROM unnest($1::bigint[]) a (id)) o WHERE r.app_id = o.id AND r.id <= o.last`, apps, MaxAppRequests)
	if err != nil {
		return fmt.Errorf("shorten the log of calls: %w", err)
	}
	return nil
}

// Requests lists the calls of an app of the owner's, newest first.
func Requests(ctx context.Context, s *models.Store, owner, app, before models.ID, limit int) ([]Request, models.ID, error) {
	var out []Request
	err := models.Find(ctx, s.Pool(), &out, `SELECT r.* FROM app_requests r WHERE r.app_id = @app AND r.id < @before AND
		EXISTS (SELECT 1 FROM apps a WHERE a.id = @app AND a.owner_id = @owner)
		ORDER BY r.id DESC LIMIT @limit`, models.Args{"app": app, "owner": owner, "before": models.OrNewest(before),
		"limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read the calls of app %d: %w", app, err)
	}
	if len(out) > limit {
		return out[:limit], out[limit-1].ID, nil
	}
	return out, 0, nil
}
