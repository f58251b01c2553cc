package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/bench/kit"
	"photogram/models"
	"photogram/models/story"
)

const (
	rawView  = `INSERT INTO story_views (owner_id, story_id, viewer_id, id, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`
	rawBatch = `INSERT INTO story_views (owner_id, story_id, viewer_id, id, created_at) SELECT o, s, v, i, $5
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) q (o, s, v, i) ON CONFLICT DO NOTHING`
	batch = 256
	many  = 100 // stories that are seen at the same time
)

// atOnce is how many people look at the same time.
var atOnce = []int{1, 16, 100}

// target is a story and its owner.
type target struct{ owner, story int64 }

// show is the stories and the people of one measurement. Everybody sees one
// story, in an order that goes from story to story.
type show struct {
	stories []target
	people  []int64
}

func (s *show) view(i int) (target, int64) { return s.stories[i%len(s.stories)], s.people[i] }

// shows deals out live stories that everybody may see, each story once.
type shows struct {
	free   []target
	people []int64
}

func (s *shows) next(stories int) (*show, error) {
	if len(s.free) < stories {
		return nil, fmt.Errorf("there are no %d fresh stories left; take more people or fewer rounds", stories)
	}
	out := &show{s.free[:stories], s.people}
	s.free = s.free[stories:]
	return out, nil
}

// deal finds stories and viewers. Nobody saw these stories, since a view that
// is there already would be no write.
func deal(ctx context.Context, pool *pgxpool.Pool) (*shows, error) {
	s := &shows{}
	if _, err := pool.Exec(ctx, `DELETE FROM story_views; DELETE FROM story_hides`); err != nil {
		return nil, err
	}
	if _, err := pool.Exec(ctx, `VACUUM ANALYZE story_views, story_hides`); err != nil {
		return nil, err
	}
	rows, err := pool.Query(ctx, `SELECT st.owner_id, st.id FROM stories st JOIN users u ON u.id = st.owner_id
		WHERE st.state = 'published' AND st.expires_at > now() + interval '1 hour'
		AND st.audience = 'everyone' AND st.kind = 'text' AND NOT u.is_private AND
		NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = u.id) ORDER BY st.id % 1009, st.id`)
	if err != nil {
		return nil, err
	}
	if s.free, err = pgx.CollectRows(rows,
		func(row pgx.CollectableRow) (t target, err error) { return t, row.Scan(&t.owner, &t.story) }); err != nil {
		return nil, err
	}
	// Owners are no viewers, whom nothing is counted of.
	rows, err = pool.Query(ctx, `SELECT id FROM users u WHERE id > $1 AND
		NOT EXISTS (SELECT 1 FROM stories st WHERE st.owner_id = u.id AND st.expires_at > now()) ORDER BY id % 997, id
		LIMIT $2`, readers, *viewers)
	if err != nil {
		return nil, err
	}
	if s.people, err = pgx.CollectRows(rows, pgx.RowTo[int64]); err == nil && len(s.people) != *viewers {
		err = fmt.Errorf("there are %d people who can be viewers, not %d", len(s.people), *viewers)
	}
	return s, err
}

// views measures counting views, with the same people at the same number of
// stories, one after the other.
func views(ctx context.Context, b *kit.Bench, store *models.Store) error {
	deck, err := deal(ctx, store.Pool())
	if err != nil {
		return err
	}
	var pools []*pgxpool.Pool
	for _, at := range atOnce {
		pool, err := raw(ctx, b, at)
		if err != nil {
			return err
		}
		defer pool.Close()
		pools = append(pools, pool)
	}
	for _, stories := range []int{1, many} {
		var lines []*line
		var rows []*viewRow
		for i, at := range atOnce {
			r := &viewRow{at: at, pool: pools[i], limit: &line{name: fmt.Sprintf("INSERT, %d at once", at)}}
			r.own = &line{name: fmt.Sprintf("models.ViewStory, %d at once", at), limit: r.limit}
			rows, lines = append(rows, r), append(lines, r.limit, r.own)
		}
		batches := &line{name: fmt.Sprintf("INSERT of %d rows, one at a time", batch)}
		lines = append(lines, batches)
		for round := range *rounds {
			fmt.Printf("views of %s, round %d of %d\n", number(stories), round+1, *rounds)
			for _, r := range rows {
				if err := r.measure(ctx, b, store, deck, stories); err != nil {
					return err
				}
			}
			f, err := inBatches(ctx, b, store, deck, stories)
			if err != nil {
				return err
			}
			batches.figures = append(batches.figures, f)
		}
		report(fmt.Sprintf("%d views of %s, each by somebody who did not see it", *viewers, number(stories)), lines)
	}
	fmt.Println("CPU is the processor time of the line above divided by this one's, rate the number a second divided by that of " +
		"the line above.\nAfter every measurement of ViewStory the views were counted, and again after all were sent once more: " +
		"one of each person.")
	return nil
}

func number(stories int) string {
	if stories == 1 {
		return "one story"
	}
	return fmt.Sprintf("%d stories", stories)
}

type viewRow struct {
	at         int
	pool       *pgxpool.Pool
	limit, own *line
}

func (r *viewRow) measure(ctx context.Context, b *kit.Bench, store *models.Store, deck *shows, stories int) error {
	s, err := deck.next(stories)
	if err != nil {
		return err
	}
	f, err := b.Work(r.at, len(s.people), func(i int) error {
		t, viewer := s.view(i)
		_, err := r.pool.Exec(ctx, rawView, t.owner, t.story, viewer, store.NewID(), store.Now())
		return err
	})
	if err != nil {
		return err
	}
	r.limit.figures = append(r.limit.figures, f)
	if s, err = deck.next(stories); err != nil {
		return err
	}
	view := func(i int) error {
		t, viewer := s.view(i)
		return story.MarkViewed(ctx, store, models.ID(viewer), models.ID(t.story))
	}
	if f, err = b.Work(r.at, len(s.people), view); err != nil {
		return err
	}
	r.own.figures = append(r.own.figures, f)
	if err := exact(ctx, store, s); err != nil {
		return err
	}
	if _, err = b.Work(100, len(s.people), view); err != nil {
		return err
	}
	return exact(ctx, store, s)
}

// inBatches writes the views of a show as fast as one connection can.
func inBatches(ctx context.Context, b *kit.Bench, store *models.Store, deck *shows, stories int) (kit.Figures, error) {
	s, err := deck.next(stories)
	if err != nil {
		return kit.Figures{}, err
	}
	n := len(s.people) / batch
	f, err := b.Work(1, n, func(i int) error {
		var columns [4][]int64
		for j := range batch {
			t, viewer := s.view(i*batch + j)
			for c, v := range []int64{t.owner, t.story, viewer, int64(store.NewID())} {
				columns[c] = append(columns[c], v)
			}
		}
		_, err := store.Pool().Exec(ctx, rawBatch, columns[0], columns[1], columns[2], columns[3], store.Now())
		return err
	})
	f.CPU, f.DB, f.Rate = f.CPU/batch, f.DB/batch, f.Rate*batch
	return f, err
}

// exact asks for each story's number of views, as its owner is told it.
func exact(ctx context.Context, store *models.Store, s *show) error {
	for i, t := range s.stories {
		want := int64((len(s.people) + len(s.stories) - 1 - i) / len(s.stories))
		counts, err := story.Count(ctx, store, models.ID(t.owner), models.ID(t.story))
		if err != nil {
			return err
		}
		if got := counts[models.ID(t.story)].Views; got != want {
			return fmt.Errorf("story %d has %d views, not %d", t.story, got, want)
		}
	}
	return nil
}
