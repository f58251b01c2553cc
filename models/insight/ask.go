package insight

import (
	"context"
	"time"

	"photogram/models"
	"photogram/models/tally"
)

// Answer is a metric with its values. What is not known has none.
type Answer struct {
	*Definition
	Known     bool
	Values    []Value // in the order of time
	Total     int64
	Breakdown []Share
}

// Value is a number of the time that ends at End.
type Value struct {
	Value int64
	End   time.Time
}

// Question is what a program asks of an account. Metrics are of AccountMetrics.
type Question struct {
	Metrics      []*Definition
	Period       string // day, week, days_28 or lifetime
	Since, Until time.Time
	Breakdown    string
	Total        bool // of the whole range, rather than by day
}

// windows are the days of which each value of a period is.
var windows = map[string]int{"day": 1, "week": 7, "days_28": 28}

// Ask answers about the viewer's account, in three queries.
func Ask(ctx context.Context, s *models.Store, viewer models.ID, q Question) ([]Answer, Known, error) {
	a, err := accountOf(ctx, s, viewer)
	if err != nil {
		return nil, Known{}, err
	}
	r := Range{a.day(q.Since), a.day(q.Until)}
	if q.Period == "lifetime" {
		r = Range{a.sinceDay(), a.today}
	} else if r, err = a.check(r); err != nil {
		return nil, Known{}, err
	}
	wide, window := r, windows[q.Period]
	if window > 1 {
		wide.From = wide.From.AddDate(0, 0, 1-window)
	}
	days, months := a.spans(wide)
	if !q.Total && q.Period != "lifetime" {
		days, months = nil, nil
		for d := wide.From; !d.After(wide.To); d = d.AddDate(0, 0, 1) {
			days = append(days, d)
		}
	}
	d, err := a.read(ctx, s, 0, days, months)
	if err != nil {
		return nil, Known{}, err
	}
	known, out := a.known(), make([]Answer, len(q.Metrics))
	all := d.figures(r)
	if !all.reach.Exact() || !all.acted.Exact() {
		known.Error = tally.Error
	}
	var parts []figures
	var ends []time.Time
	if !q.Total && q.Period != "lifetime" {
		parts, ends = d.windows(r, window)
	}
	for i, def := range q.Metrics {
		out[i] = Answer{Definition: def, Known: !def.unknown && !r.To.Before(a.sinceDay())}
		if !out[i].Known {
			continue
		}
		out[i].Total = def.count(all)
		for n := range parts {
			if !ends[n].Before(a.since) {
				out[i].Values = append(out[i].Values, Value{def.count(parts[n]), ends[n]})
			}
		}
		if q.Breakdown != "" {
			out[i].Breakdown = d.breakdown(def, q.Breakdown, r, all)
		}
	}
	return out, known, nil
}

// windows are the figures of the days that end with each day of a range.
func (d *data) windows(r Range, days int) (out []figures, ends []time.Time) {
	each := map[Day]figures{}
	for at := r.From.AddDate(0, 0, 1-days); !at.After(r.To); at = at.AddDate(0, 0, 1) {
		each[at] = d.figures(Range{at, at})
	}
	for to := r.From; !to.After(r.To); to = to.AddDate(0, 0, 1) {
		f := each[to]
		if days > 1 {
			f = figures{tally.Counts{}, &tally.Sketch{}, &tally.Sketch{}}
			for at := to.AddDate(0, 0, 1-days); !at.After(to); at = at.AddDate(0, 0, 1) {
				f.counts.Add(each[at].counts)
				f.reach.Merge(each[at].reach)
				f.acted.Merge(each[at].acted)
			}
		}
		y, m, day := to.Date()
		out, ends = append(out, f), append(ends, time.Date(y, m, day+1, 0, 0, 0, 0, d.zone))
	}
	return out, ends
}

// breakdown takes a metric apart.
func (d *data) breakdown(def *Definition, by string, r Range, all figures) (out []Share) {
	names := map[string]func(tally.Key) string{BySource: bySource, ByProduct: byKind, ByFollow: byFollower, ByFollower: byFollower,
		ByLanguage: byLanguage}
	switch {
	case def.Name == "reach":
		return d.reachBy(by, r)
	case def.Name == "total_interactions":
		sums := tally.Counts{}
		for k, n := range all.counts {
			switch k.Metric {
			case tally.Likes, tally.Comments, tally.Saves, tally.Shares, tally.Replies:
				k.Metric = tally.Likes
				sums[k] += n
			}
		}
		return split(sums, tally.Likes, byKind)
	case def.Name == "follows_and_unfollows":
		return []Share{{"FOLLOWER", all.counts.Sum(tally.Follows)}, {"NON_FOLLOWER", all.counts.Sum(tally.Unfollows)}}
	case by == ByStory:
		for _, tap := range taps {
			if n := all.counts.Sum(tap.metric); n > 0 {
				out = append(out, Share{tap.name, n})
			}
		}
		return out
	case by == ByAction:
		return []Share{{"bio_link_clicked", all.counts.Sum(tally.LinkTaps)}}
	case by == ByContact:
		return []Share{{"WEBSITE", all.counts.Sum(tally.LinkTaps)}}
	case by == ByLanguage:
		return split(all.counts, tally.ViewLanguage, byLanguage)
	case def.by == 0:
		return nil
	}
	return split(all.counts, def.by, names[by])
}

// reachBy counts who was reached by kind of post, or by follower state.
func (d *data) reachBy(by string, r Range) (out []Share) {
	name := func(p tally.Part) string {
		kind, follower := p.Of()
		if by == ByProduct {
			return kind.String()
		}
		return follower.String()
	}
	for _, n := range []string{"POST", "CAROUSEL_CONTAINER", "REEL", "STORY", "FOLLOWER", "NON_FOLLOWER", "UNKNOWN"} {
		k := d.reach(r, func(p tally.Part) bool { return viewed(p) && name(p) == n })
		if c := k.Count(); c > 0 {
			out = append(out, Share{n, c})
		}
	}
	return out
}

// AskMedia answers about a post or a story of the viewer's since it was shared.
// Metrics are of MediaMetrics, and about its kind.
func AskMedia(ctx context.Context, s *models.Store, viewer, id models.ID, metrics []*Definition, breakdown string) ([]Answer,
	Known, error) {
	t, err := thingOf(ctx, s, viewer, id)
	if err != nil {
		return nil, Known{}, err
	}
	a, err := accountOf(ctx, s, viewer)
	if err != nil {
		return nil, Known{}, err
	}
	r := t.life(a)
	days, months := a.spans(r)
	d, err := a.read(ctx, s, id, days, months)
	if err != nil {
		return nil, Known{}, err
	}
	known, all := a.known(), d.figures(r)
	if !all.reach.Exact() {
		known.Error = tally.Error
	}
	t.fromRows(&all)
	out := make([]Answer, len(metrics))
	for i, def := range metrics {
		out[i] = Answer{Definition: def}
		if def.unknown {
			continue
		}
		out[i].Total = def.count(all)
		out[i].Known = !t.at.Before(a.since) || out[i].Total != 0 || t.hasRows(def)
		if breakdown != "" {
			out[i].Breakdown = d.breakdown(def, breakdown, r, all)
		}
	}
	return out, known, nil
}

// KindOf is the kind of a post or a story of the viewer's: POST, CAROUSEL_CONTAINER, REEL or STORY.
func KindOf(ctx context.Context, s *models.Store, viewer, id models.ID) (string, error) {
	t, err := thingOf(ctx, s, viewer, id)
	if err != nil {
		return "", err
	}
	return t.kind.String(), nil
}
