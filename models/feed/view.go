package feed

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"photogram/models"
	"photogram/models/post"
)

// Impressions are counted in memory and written a little later, many at once:
// a crash may lose those of the last moments, and nothing else depends on them.
// The posts of feeds are seen by many at a time, so waiting a little longer
// writes far fewer rows: every thousand impressions cost half of a feed's read.
const (
	viewsEvery = 10 * time.Second
	viewsMost  = 20_000 // posts
)

type viewKey struct{ owner, post models.ID }

// viewBuffer holds impressions until they are written.
type viewBuffer struct {
	mu    sync.Mutex
	n     int
	views map[viewKey]int64
	full  chan struct{}
	stop  chan struct{}
	end   sync.Once
	done  sync.WaitGroup
}

func newViewBuffer(s *models.Store) *viewBuffer {
	b := &viewBuffer{views: map[viewKey]int64{}, full: make(chan struct{}, 1), stop: make(chan struct{})}
	b.done.Go(func() { writeViews(s, b) })
	return b
}

// Seen counts that posts were put before somebody: as a card, a tile, a page or
// a JSON object. Owners do not count, and neither does what is not published.
func Seen(s *models.Store, viewer models.ID, posts ...post.View) {
	b := models.Part(s, newViewBuffer)
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range posts {
		p := &posts[i]
		if p.State != post.Published || p.OwnerID == viewer {
			continue
		}
		b.views[viewKey{p.OwnerID, p.ID}]++
		b.n++
	}
	if len(b.views) >= viewsMost {
		select {
		case b.full <- struct{}{}:
		default:
		}
	}
}

// writeViews works until the Store is closed.
func writeViews(s *models.Store, b *viewBuffer) {
	tick := time.NewTicker(viewsEvery)
	defer tick.Stop()
	for stopped := false; !stopped; {
		select {
		case <-b.stop:
			stopped = true
		case <-b.full:
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*viewsEvery)
		if err := flushViews(ctx, s, b); err != nil {
			s.Log.Warn("impressions were not written", "error", err)
		}
		cancel()
	}
}

// Close writes what waits and ends the writing.
func (b *viewBuffer) Close() {
	b.end.Do(func() { close(b.stop) })
	b.done.Wait()
}

func (b *viewBuffer) take() map[viewKey]int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.n == 0 {
		return nil
	}
	out := b.views
	b.views, b.n = make(map[viewKey]int64, len(out)), 0
	return out
}

// FlushViews writes the impressions that wait.
func FlushViews(ctx context.Context, s *models.Store) error {
	return flushViews(ctx, s, models.Part(s, newViewBuffer))
}

// flushViews writes impressions in the order of their rows, so that two servers
// cannot block each other. Those of posts that are gone, and those that cannot be
// written, are dropped.
func flushViews(ctx context.Context, s *models.Store, b *viewBuffer) error {
	views := b.take()
	if len(views) == 0 {
		return nil
	}
	keys := make([]viewKey, 0, len(views))
	for k := range views {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b viewKey) int { return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.post, b.post)) })
	owners, posts, counts := make([]int64, len(keys)), make([]int64, len(keys)), make([]int64, len(keys))
	for i, k := range keys {
		owners[i], posts[i], counts[i] = int64(k.owner), int64(k.post), views[k]
	}
	for tries := 0; ; tries++ {
		_, err := s.Pool().Exec(ctx, `INSERT INTO post_views AS v (owner_id, post_id, day, impressions)
			SELECT n.owner, n.post, $4::date, n.count
			FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS n (owner, post, count, at)
			JOIN posts p ON p.owner_id = n.owner AND p.id = n.post ORDER BY n.at
			ON CONFLICT (owner_id, post_id, day) DO UPDATE
			SET impressions = v.impressions + excluded.impressions`, owners, posts, counts, s.Now())
		if err == nil {
			return nil
		}
		// A post that is deleted at this moment fails its foreign key; the next try leaves it out.
		if tries == 3 || !models.HasCode(err, models.CodeForeignKey) && !models.HasCode(err, models.CodeDeadlock) {
			return fmt.Errorf("write impressions of %d posts: %w", len(keys), err)
		}
	}
}

// Impressions is how often a post was put before somebody since a day.
func Impressions(ctx context.Context, s *models.Store, owner, post models.ID, since time.Time) (n int64, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT coalesce(sum(impressions), 0)::bigint FROM post_views WHERE owner_id = $1 AND post_id = $2
		AND day >= $3::date`, owner, post, since).Scan(&n)
	return n, err
}
