package insight

import (
	"context"
	"fmt"
	"time"

	"photogram/models/insight"
	"photogram/text"
)

// series is the chart of a number by day or month.
func series(ctx context.Context, m metric, points, was []insight.Point, step string, k insight.Known) Chart {
	name, reader := text.T(ctx, m.name), days(ctx)
	c := Chart{ID: "chart-" + m.show, Title: name, Head: text.T(ctx, "insight.day"), Heads: []string{name}, Whole: true,
		Gap: text.T(ctx, "insight.not-counted"), Bars: m.bars,
		Write: func(f float64) string { return text.Of(ctx).Count(int64(f)) }}
	if step == "month" {
		c.Head = text.T(ctx, "insight.month")
	}
	if m.lost {
		c.Heads = []string{text.T(ctx, "insight.gained"), text.T(ctx, "insight.lost")}
	}
	drawn := !m.bars && len(was) == len(points) && len(was) > 0 && was[len(was)-1].Known
	if drawn {
		c.Heads = append(c.Heads, text.T(ctx, "insight.before"))
	}
	for i, p := range points {
		at := Point{Name: reader.Day(p.From), Tick: reader.ShortDay(p.From), Known: p.Known}
		if step == "month" {
			at.Name, at.Tick = reader.Month(p.From), reader.ShortMonth(p.From)
		}
		switch {
		case !p.Known:
			at.Words = text.T(ctx, "insight.say.unknown", "when", at.Name)
			for range c.Heads {
				at.Cells = append(at.Cells, "–")
			}
		case m.lost:
			at.Value, at.Down = float64(p.Gained), float64(p.Lost)
			at.Cells = []string{text.Of(ctx).Number(p.Gained), text.Of(ctx).Number(p.Lost)}
			at.Words = text.T(ctx, "insight.say.followers", "when", at.Name, "gained", p.Gained, "lost", p.Lost)
			at.Short = "+" + text.Of(ctx).Count(p.Gained)
		default:
			n := m.at(p)
			at.Value, at.Cells, at.Short = float64(n), []string{text.Of(ctx).Number(n)}, text.Of(ctx).Count(n)
			at.Words = text.T(ctx, m.say, "when", at.Name, "n", n)
		}
		if drawn && p.Known {
			at.before(ctx, m, was[i])
		}
		c.Points = append(c.Points, at)
	}
	c.Label = chartLabel(ctx, c, k)
	return c
}

// before puts the same place of the range before beside a point.
func (p *Point) before(ctx context.Context, m metric, was insight.Point) {
	if !was.Known {
		p.Cells = append(p.Cells, "–")
		return
	}
	n := m.at(was)
	p.Was, p.WasKnown = float64(n), true
	p.Cells = append(p.Cells, text.Of(ctx).Number(n))
	p.Words = text.T(ctx, "insight.say.before", "now", p.Words, "n", n)
}

// chartLabel says in a sentence what a chart shows.
func chartLabel(ctx context.Context, c Chart, k insight.Known) string {
	if len(c.Points) == 0 {
		return c.Title
	}
	label := text.T(ctx, "insight.label.all", "title", c.Title, "first", c.Points[0].Name, "last", c.Points[len(c.Points)-1].Name)
	if i := c.peak(); i >= 0 {
		label += " " + text.T(ctx, "insight.label.peak", "words", c.Points[i].Words)
	}
	if c.unknown() > 0 {
		label += " " + text.T(ctx, "insight.label.since", "day", text.Of(ctx).Day(k.CountedSince))
	}
	return label
}

// bestChart is a chart of hours or days by how posts did that were shared then.
func bestChart(ctx context.Context, b insight.Best, hours bool) Chart {
	slots, n := b.Hours, 24
	c := Chart{ID: "chart-hours", Title: text.T(ctx, "insight.best.hours"), Head: text.T(ctx, "insight.hour"), Bars: true,
		Heads: []string{text.T(ctx, "insight.rate"), text.T(ctx, "insight.interval"), text.T(ctx, "insight.posts")},
		Mean:  b.Mean, Best: true,
		Write: func(f float64) string { return text.Of(ctx).Percent(f) }}
	if !hours {
		slots, n = b.Days, 7
		c.ID, c.Title, c.Head = "chart-days", text.T(ctx, "insight.best.days"), text.T(ctx, "insight.weekday")
	}
	by := map[int]insight.Slot{}
	for _, s := range slots {
		by[s.Index] = s
	}
	for i := range n {
		p := Point{Name: fmt.Sprintf("%02d:00", i), Tick: fmt.Sprintf("%02d", i), Known: true}
		if !hours {
			at := time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC) // the first was a Monday
			p.Name, p.Tick = days(ctx).Weekday(at), days(ctx).ShortWeekday(at)
		}
		s := by[i]
		if s.Posts == 0 {
			p.Cells, p.Words = []string{"–", "–", "0"}, text.T(ctx, "insight.say.no-post", "when", p.Name)
		} else {
			rate := text.Of(ctx).Percent(s.Rate)
			interval := text.T(ctx, "insight.between", "low", text.Of(ctx).Percent(s.Low), "high", text.Of(ctx).Percent(s.High))
			p.Value, p.Low, p.High, p.Short = s.Rate, s.Low, s.High, rate
			p.Cells = []string{rate, interval, text.Of(ctx).Number(int64(s.Posts))}
			p.Words = text.T(ctx, "insight.say.rate", "when", p.Name, "rate", rate, "interval", interval, "n", s.Posts)
		}
		c.Points = append(c.Points, p)
	}
	c.Label = chartLabel(ctx, c, insight.Known{})
	return c
}

// best is the slot that did best, in words, if one surely did.
func best(ctx context.Context, c Chart) string {
	mean := text.Of(ctx).Percent(c.Mean)
	if i := c.peak(); i >= 0 {
		return text.T(ctx, "insight.best.lead", "when", c.Points[i].Name, "rate", c.Points[i].Short, "mean", mean)
	}
	return text.T(ctx, "insight.best.none", "mean", mean)
}

// Names of what views are broken down by.
var (
	sourceNames = map[string]string{"feed": "insight.source.feed", "profile": "insight.source.profile",
		"explore": "insight.source.explore", "tag": "insight.source.tag", "place": "insight.source.place",
		"story": "insight.source.story", "search": "insight.source.search", "embed": "insight.source.embed",
		"api": "insight.source.api", "message": "insight.source.message", "other": "insight.source.elsewhere"}
	followerNames = map[string]string{"FOLLOWER": "insight.follower.yes", "NON_FOLLOWER": "insight.follower.no",
		"UNKNOWN": "insight.follower.unknown"}
	kindNames = map[string]string{"POST": "insight.kind.post", "CAROUSEL_CONTAINER": "insight.kind.album",
		"REEL": "insight.kind.video", "STORY": "insight.kind.story"}
	navigationNames = map[string]string{"tap_forward": "insight.navigation.forward", "tap_back": "insight.navigation.back",
		"tap_exit": "insight.navigation.exit", "swipe_forward": "insight.navigation.swipe"}
)

// part is a line of a breakdown.
type part struct {
	name  string
	value int64
	of    float64 // of all
}

// parts are a breakdown with names; at most so many, and the rest together.
func parts(ctx context.Context, list []insight.Share, name func(context.Context, string) string, most int) []part {
	var out []part
	var sum, rest int64
	for i, s := range list {
		sum += s.Value
		if i < most {
			out = append(out, part{name: name(ctx, s.Name), value: s.Value})
		} else {
			rest += s.Value
		}
	}
	if rest > 0 {
		out = append(out, part{name: text.T(ctx, "insight.rest"), value: rest})
	}
	for i := range out {
		out[i].of = float64(out[i].value) / float64(max(1, sum))
	}
	return out
}

func named(names map[string]string) func(context.Context, string) string {
	return func(ctx context.Context, name string) string {
		if id, ok := names[name]; ok {
			return text.T(ctx, id)
		}
		return name
	}
}

func language(ctx context.Context, tag string) string {
	if tag == "" || tag == "und" || tag == "other" {
		return text.T(ctx, "insight.language.unknown")
	}
	return text.Of(ctx).LanguageName(tag)
}

// rateWords are a rate with its denominator and how sure it is.
func rateWords(ctx context.Context, r insight.Rate) string {
	return text.T(ctx, "insight.rate-of", "of", r.Of, "among", r.Among, "denominator", denominator(ctx, r.Denominator),
		"low", text.Of(ctx).Percent(r.Low), "high", text.Of(ctx).Percent(r.High))
}

var denominators = map[string]string{"accounts reached": "insight.denominator.reach",
	"views": "insight.denominator.views", "followers": "insight.denominator.followers", "plays": "insight.denominator.plays"}

func denominator(ctx context.Context, name string) string { return named(denominators)(ctx, name) }
