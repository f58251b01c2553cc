package shop

import (
	"context"
	"sync"
	"time"

	"photogram/models"
)

// lookDelay is how long looks wait to be written together.
const lookDelay = 5 * time.Second

// looks are how often products were looked at since that was last written.
type looks struct {
	s  *models.Store
	mu sync.Mutex
	n  map[models.Key]int64
}

func newLooks(s *models.Store) *looks { return &looks{s: s, n: map[models.Key]int64{}} }

// Looked counts a look at a product, for what is popular.
func Looked(s *models.Store, owner, id models.ID) {
	l := models.Part(s, newLooks)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.n) == 0 {
		time.AfterFunc(lookDelay, l.Close)
	}
	l.n[models.Key{Owner: owner, ID: id}]++
}

// FlushLooks writes looks now.
func FlushLooks(s *models.Store) { models.Part(s, newLooks).Close() }

// Close writes what waits. Looks are lost where the database is away.
func (l *looks) Close() {
	l.mu.Lock()
	taken := l.n
	l.n = map[models.Key]int64{}
	l.mu.Unlock()
	if len(taken) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookDelay)
	defer cancel()
	var owners, ids []models.ID
	var n []int64
	for k, count := range taken {
		owners, ids, n = append(owners, k.Owner), append(ids, k.ID), append(n, count)
	}
	if err := models.Do(ctx, l.s.Pool(), `UPDATE products pr SET popularity = popularity + x.n
		FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[]), CAST(@n AS bigint[])) x (owner_id, id, n)
		WHERE pr.owner_id = x.owner_id AND pr.id = x.id`, models.Args{"owners": owners, "ids": ids, "n": n}); err != nil {
		l.s.Log.Warn("looks at products are lost", "error", err)
	}
}
