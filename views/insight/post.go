package insight

import (
	"context"
	"slices"

	"photogram/text"
	"photogram/urls"
)

func (p Post) heading(ctx context.Context) string {
	if p.Story != nil {
		return text.T(ctx, "insight.story-title")
	}
	return text.T(ctx, "insight.post-title")
}

func (p Post) metrics() []metric {
	if p.Story != nil {
		return ofStory
	}
	return ofPost
}

// rows leave out what a post or a story cannot have.
func (p Post) rows() []row {
	return slices.DeleteFunc(rows(p.Totals, p.Error > 0), func(r row) bool {
		switch r.name {
		case "insight.lost", "insight.product-views":
			return true
		case "insight.replies", "insight.link-taps":
			return p.Story == nil
		case "insight.comments", "insight.saves", "insight.gained":
			return p.Story != nil
		}
		return false
	})
}

func (p Post) back() string { return urls.Insights }

func (p Post) shared(ctx context.Context) string {
	return text.T(ctx, "insight.shared", "moment", text.Of(ctx).Moment(p.SharedAt))
}

func (p Post) lede(ctx context.Context) string {
	if !p.Lifetime {
		return lede(ctx, p.Totals, p.Range, p.Error > 0)
	}
	if p.Totals.Reach.Value == 0 || !p.Totals.Reach.Known {
		return text.T(ctx, "insight.lede.lifetime", "n", p.Totals.Views.Value)
	}
	people := text.T(ctx, "insight.people", "n", p.Totals.Reach.Value)
	if p.Error > 0 {
		people = text.T(ctx, "insight.people-about", "n", p.Totals.Reach.Value)
	}
	return text.T(ctx, "insight.lede.lifetime-reach", "n", p.Totals.Views.Value, "people", people)
}

// rules are what the page about counting says, by heading.
var rules = []struct {
	heading string
	rules   []string
}{
	{"insight.rules.views.title", []string{"insight.rules.views.half", "insight.rules.views.page", "insight.rules.views.again",
		"insight.rules.views.product", "insight.rules.views.apps", "insight.rules.views.video", "insight.rules.views.taken"}},
	{"insight.rules.reach.title", []string{"insight.rules.reach.once", "insight.rules.reach.visitors", "insight.rules.reach.sketch",
		"insight.rules.reach.sum"}},
	{"insight.rules.out.title", []string{"insight.rules.out.own", "insight.rules.out.bots", "insight.rules.out.fast",
		"insight.rules.out.choice"}},
	{"insight.rules.time.title", []string{"insight.rules.time.fresh", "insight.rules.time.lost", "insight.rules.time.zone",
		"insight.rules.time.since"}},
	{"insight.rules.rates.title", []string{"insight.rules.rates.denominator", "insight.rules.rates.interval", "insight.rules.rates.best"}},
	{"insight.rules.private.title", []string{"insight.rules.private.nobody", "insight.rules.private.owner"}},
}

// selling are the numbers of things for sale that it shows.
func (p Post) selling() []row {
	return slices.DeleteFunc(selling(p.Totals), func(r row) bool { return r.name == "insight.product-views" })
}
