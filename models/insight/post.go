package insight

import (
	"context"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/tally"
)

// taps are what viewers do in a story.
var taps = []struct {
	name   string
	metric tally.Metric
}{{"tap_forward", tally.TapForward}, {"tap_back", tally.TapBack}, {"tap_exit", tally.TapExit}, {"swipe_forward", tally.SwipeForward}}

// thing is a post or a story whose numbers are read.
type thing struct {
	id                     models.ID
	kind                   tally.Kind
	at                     time.Time
	likes, comments, saves int64 // all there are, also from before counting began
}

// thingOf finds a post or a story of the viewer's.
func thingOf(ctx context.Context, s *models.Store, viewer, id models.ID) (*thing, error) {
	t := &thing{id: id}
	var kind string
	err := s.Pool().QueryRow(ctx, `SELECT kind, published_at, likes_count, comments_count, saves_count FROM posts
		WHERE owner_id = $1 AND id = $2 AND state IN ('published', 'archived') AND published_at IS NOT NULL
		UNION ALL SELECT 'story', published_at, 0, 0, 0 FROM stories
		WHERE owner_id = $1 AND id = $2 AND state = 'published'`, viewer, id).Scan(&kind, &t.at, &t.likes, &t.comments, &t.saves)
	if models.IsNoRows(err) {
		return nil, models.ErrNoPost
	}
	if err != nil {
		return nil, fmt.Errorf("read what %d is: %w", id, err)
	}
	t.kind = map[string]tally.Kind{"image": tally.Post, "carousel": tally.Carousel, "video": tally.Reel, "story": tally.Story}[kind]
	return t, nil
}

// OfPost reports on a post of the viewer's over a range; the zero Range is all
// since it was shared, with nothing before. Others are told that there is none.
func OfPost(ctx context.Context, s *models.Store, viewer, post models.ID, r Range) (*PostReport, error) {
	t, err := thingOf(ctx, s, viewer, post)
	if err == nil && t.kind == tally.Story {
		err = models.ErrNoPost
	}
	if err != nil {
		return nil, err
	}
	return t.report(ctx, s, viewer, r)
}

var errNoStory = models.NotFoundf("insight.wrong.story-does-not-exist-over")

// OfStory is OfPost for a story, also after its day.
func OfStory(ctx context.Context, s *models.Store, viewer, story models.ID, r Range) (*PostReport, error) {
	t, err := thingOf(ctx, s, viewer, story)
	if models.KindOf(err) == models.NotFound || err == nil && t.kind != tally.Story {
		err = errNoStory
	}
	if err != nil {
		return nil, err
	}
	return t.report(ctx, s, viewer, r)
}

// life is since when a thing can have been counted.
func (t *thing) life(a *owner) Range {
	r := Range{a.day(t.at), a.today}
	if since := a.sinceDay(); r.From.Before(since) {
		r.From = since
	}
	return r
}

// fromRows puts what rows say of a post in place of what was counted since that began.
func (t *thing) fromRows(f *figures) {
	if t.kind == tally.Story {
		return
	}
	for m, n := range map[tally.Metric]int64{tally.Likes: t.likes, tally.Comments: t.comments, tally.Saves: t.saves} {
		f.counts[tally.Key{Metric: m, Kind: t.kind}] += n - f.counts.Sum(m)
	}
}

// hasRows is whether a metric is known of all of a post's life.
func (t *thing) hasRows(d *Definition) bool {
	return t.kind != tally.Story && slices.Contains([]string{"likes", "comments", "saved", "total_likes", "total_comments",
		"total_interactions",
		"engagement", "carousel_album_saved", "carousel_album_engagement"}, d.Name)
}

func (t *thing) report(ctx context.Context, s *models.Store, viewer models.ID, r Range) (*PostReport, error) {
	a, err := accountOf(ctx, s, viewer)
	if err != nil {
		return nil, err
	}
	lifetime := r == Range{}
	if lifetime {
		r = t.life(a)
	} else if r, err = a.check(r); err != nil {
		return nil, err
	}
	d, drawn, err := t.read(ctx, s, a, r, lifetime)
	if err != nil {
		return nil, err
	}
	now := d.figures(r)
	if lifetime {
		t.fromRows(&now)
	}
	out := &PostReport{Known: a.known(), Range: r, Lifetime: lifetime, ID: t.id, Kind: t.kind.String(), SharedAt: t.at,
		Totals: d.totals(r, now, d.figures(r.Previous())), Series: d.points(drawn, false)}
	c := now.counts
	out.Follows = c.Sum(tally.Follows) - c.Sum(tally.Unfollows)
	if lifetime {
		t.lifetime(a, out)
	}
	if !now.reach.Exact() {
		out.Error = tally.Error
	}
	out.Engagement = wilson(out.Totals.Interactions.Value, out.Totals.Views.Value, "views")
	if plays := c.Sum(tally.Plays); plays > 0 {
		out.AvgWatch = c.Sum(tally.WatchTime) / plays
		out.SkipRate = wilson(c.Sum(tally.Skips), plays, "plays")
	}
	for _, tap := range taps {
		if n := c.Sum(tap.metric); n > 0 {
			out.Navigation = append(out.Navigation, Share{tap.name, n})
		}
	}
	out.Links = c.Sum(tally.LinkTaps)
	out.Sources, out.Followers = split(c, tally.Views, bySource), split(c, tally.Views, byFollower)
	out.Languages = split(c, tally.ViewLanguage, byLanguage)
	return out, nil
}

// read reads a range, the one before it, and the days that are drawn.
func (t *thing) read(ctx context.Context, s *models.Store, a *owner, r Range, lifetime bool) (*data, Range, error) {
	drawn := r
	if drawn.Days() > pointsOfDays {
		drawn.From = drawn.To.AddDate(0, 0, 1-pointsOfDays)
	}
	ranges := []Range{r}
	if !lifetime {
		ranges = append(ranges, r.Previous())
	}
	days, months := a.spans(ranges...)
	d, err := a.read(ctx, s, t.id, days, months)
	if err != nil || len(months) == 0 {
		return d, drawn, err
	}
	days = nil // those that months stand for
	for day := drawn.From; !day.After(drawn.To); day = day.AddDate(0, 0, 1) {
		days = append(days, day)
	}
	more, err := a.read(ctx, s, t.id, days, nil)
	if err != nil {
		return nil, drawn, err
	}
	d.drawn = more
	return d, drawn, nil
}

// lifetime says of a post what is known since it was shared: the rows there are,
// and of what is counted alone nothing where it was shared before that began.
func (t *thing) lifetime(a *owner, out *PostReport) {
	for _, n := range out.Totals.numbers() {
		n.Before, n.KnownBefore = 0, false
		if t.at.Before(a.since) && n.Value == 0 {
			n.Known = false
		}
	}
	if totals := &out.Totals; t.kind != tally.Story { // which rows tell
		for _, n := range []*Number{&totals.Likes, &totals.Comments, &totals.Saves, &totals.Interactions} {
			n.Known = true
		}
	}
}
