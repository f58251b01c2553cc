package insight

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/tally"
)

const (
	pointsOfDays = 92 // longer ranges are drawn by month
	topsShown    = 10
)

// Of reports on the viewer's account over a range, in six queries.
func Of(ctx context.Context, s *models.Store, viewer models.ID, r Range) (*Report, error) {
	a, err := accountOf(ctx, s, viewer)
	if err != nil {
		return nil, err
	}
	return a.report(ctx, s, r)
}

func (a *owner) report(ctx context.Context, s *models.Store, r Range) (*Report, error) {
	r, err := a.check(r)
	if err != nil {
		return nil, err
	}
	before, byMonth := r.Previous(), r.Days() > pointsOfDays
	days, months := a.spans(before, r)
	if !byMonth {
		days, months = before.days(r.days(nil)), nil
	}
	d, err := a.read(ctx, s, 0, days, months)
	if err != nil {
		return nil, err
	}
	now := d.figures(r)
	out := &Report{Known: a.known(), Range: r, Before: before, Zone: a.Zone, Step: "day", Totals: d.totals(r, now, d.figures(before)),
		Series: d.points(r, byMonth), SeriesWas: d.points(before, byMonth)}
	if len(out.SeriesWas) != len(out.Series) {
		out.SeriesWas = nil
	}
	if byMonth {
		out.Step = "month"
	}
	if !now.reach.Exact() || !now.acted.Exact() {
		out.Error = tally.Error
	}
	out.Engagement = wilson(out.Totals.Engaged.Value, out.Totals.Reach.Value, "accounts reached")
	out.Sources, out.Followers = split(now.counts, tally.Views, bySource), split(now.counts, tally.Views, byFollower)
	out.Kinds, out.Languages = split(now.counts, tally.Views, byKind), split(now.counts, tally.ViewLanguage, byLanguage)
	return out, d.tops(ctx, s, r, out)
}

// OfTimes is Of for the days of two times.
func OfTimes(ctx context.Context, s *models.Store, viewer models.ID, since, until time.Time) (*Report, error) {
	a, err := accountOf(ctx, s, viewer)
	if err != nil {
		return nil, err
	}
	return a.report(ctx, s, Range{a.day(since), a.day(until)})
}

// tops finds the posts of a range with most of something. Lists of days and of
// months say which they may be; their numbers are read exactly.
func (d *data) tops(ctx context.Context, s *models.Store, r Range, out *Report) error {
	var lists []tally.Tops
	var open []time.Time
	for _, row := range d.of(r) {
		if lists = append(lists, row.tops); row.open && row.from.Equal(row.to) {
			open = append(open, row.from)
		}
	}
	slices.SortFunc(open, time.Time.Compare)
	fresh, err := d.postsOf(ctx, s, open)
	if err != nil {
		return err
	}
	all := tally.Together(append(lists, fresh)...)
	shared, err := d.shared(ctx, s, all)
	if err != nil {
		return err
	}
	out.Best = bestOf(all, shared, d.zone)
	var posts, stories, brought tally.Tops
	for _, p := range all {
		switch {
		case p.Kind == tally.Story && len(stories) < topsShown:
			stories = append(stories, p)
		case p.Kind != tally.Story && len(posts) < topsShown:
			posts = append(posts, p)
		}
		if p.Follows > 0 {
			brought = append(brought, p)
		}
	}
	slices.SortStableFunc(brought, func(a, b tally.TopPost) int { return int(b.Follows - a.Follows) })
	brought = brought[:min(len(brought), topsShown)]
	exact, err := d.exact(ctx, s, r, slices.Concat(posts, stories, brought))
	if err != nil {
		return err
	}
	out.TopPosts, out.TopStories = topsBy(posts, exact, byViews), topsBy(stories, exact, byViews)
	out.Brought = topsBy(brought, exact, byFollows)
	return nil
}

func byViews(t Top) int64   { return t.Views }
func byFollows(t Top) int64 { return t.Follows }

func topsBy(list tally.Tops, exact map[models.ID]Top, by func(Top) int64) (out []Top) {
	for _, p := range list {
		if t, there := exact[p.Post]; there && by(t) > 0 {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b Top) int { return int(by(b) - by(a)) })
	return out
}

// postsOf are the posts of days that are not closed yet.
func (d *data) postsOf(ctx context.Context, s *models.Store, days []time.Time) (out tally.Tops, err error) {
	rows, err := s.Pool().Query(ctx, readOpen, d.ID, days)
	if err != nil {
		return nil, fmt.Errorf("read posts of days: %w", err)
	}
	err = eachPost(rows, func(post models.ID, packed []byte) error {
		top := tally.TopPost{Post: post, Kind: tally.NoKind}
		err := top.Read(packed)
		out = append(out, top)
		return err
	})
	return out, err
}

// eachPost reads rows of posts and their counts, of which there are thousands, in place.
func eachPost(rows pgx.Rows, each func(post models.ID, packed []byte) error) error {
	defer rows.Close()
	for rows.Next() {
		raw := rows.RawValues()
		if err := each(models.ID(binary.BigEndian.Uint64(raw[0])), raw[1]); err != nil {
			return err
		}
	}
	return rows.Err()
}

// shared is when posts were shared.
func (d *data) shared(ctx context.Context, s *models.Store, list tally.Tops) (map[models.ID]time.Time, error) {
	ids := make([]int64, len(list))
	for i, p := range list {
		ids[i] = int64(p.Post)
	}
	// One by one: with many ids the planner would read everybody's posts.
	rows, err := s.Pool().Query(ctx, `SELECT p.id, p.published_at FROM unnest($2::bigint[]) AS i (id) CROSS JOIN LATERAL (
		SELECT id, published_at FROM posts WHERE owner_id = $1 AND id = i.id OFFSET 0) p WHERE p.published_at IS NOT NULL`, d.ID, ids)
	if err != nil {
		return nil, fmt.Errorf("read when posts were shared: %w", err)
	}
	out := map[models.ID]time.Time{}
	var id models.ID
	var at time.Time
	_, err = pgx.ForEachRow(rows, []any{&id, &at}, func() error {
		out[id] = at
		return nil
	})
	return out, err
}

// exact are the numbers of some posts in a range. Those that are deleted have none.
func (d *data) exact(ctx context.Context, s *models.Store, r Range, list tally.Tops) (map[models.ID]Top, error) {
	days, months := d.spans(r)
	var ids []int64
	var first []time.Time // months before which there can be nothing
	for _, p := range list {
		if !slices.Contains(ids, int64(p.Post)) {
			ids = append(ids, int64(p.Post))
			first = append(first, tally.MonthOf(p.Post.Time().UTC().AddDate(0, 0, -1)))
		}
	}
	rows, err := s.Pool().Query(ctx, readPosts, d.ID, days, months, ids, first)
	if err != nil {
		return nil, fmt.Errorf("read the numbers of posts: %w", err)
	}
	sums := map[models.ID]*tally.TopPost{}
	if err = eachPost(rows, func(id models.ID, packed []byte) error {
		if sums[id] == nil {
			sums[id] = &tally.TopPost{Post: id, Kind: tally.NoKind}
		}
		return sums[id].Read(packed)
	}); err != nil {
		return nil, fmt.Errorf("read the numbers of posts: %w", err)
	}
	out := map[models.ID]Top{}
	for id, t := range sums {
		out[id] = Top{ID: id, Kind: t.Kind.String(), Views: t.Views, Interactions: t.Interactions, Follows: t.Follows}
	}
	return out, nil
}

// Days are the days of a range one by one, for a chart, a table and downloads.
func Days(ctx context.Context, s *models.Store, viewer models.ID, r Range) ([]Point, error) {
	a, err := accountOf(ctx, s, viewer)
	if err != nil {
		return nil, err
	}
	if r, err = a.check(r); err != nil {
		return nil, err
	}
	d, err := a.read(ctx, s, 0, r.days(nil), nil)
	if err != nil {
		return nil, err
	}
	return d.points(r, false), nil
}
