// Package insight shows an account who saw its posts and stories and what they did,
// in charts that are drawn by the server. It receives all it shows and fetches nothing.
package insight

import (
	"context"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/insight"
	"photogram/models/money"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Names of the ranges that are offered; own is any other, between two dates.
const (
	Week      = "7"
	Weeks     = "28"
	Quarter   = "90"
	Month     = "month"
	LastMonth = "last-month"
	Year      = "365"
	Own       = "own"
	Lifetime  = "all" // of posts and stories
)

// Choice is which days somebody asked for, and in what they are interested.
type Choice struct {
	Path string // of the page
	Name string // of the range
	From string // of own dates, as they were written
	To   string
	Show string // which number the chart is of
	Form ui.Form
}

// path is the page with another range or another number.
func (c Choice) path(name, show string) string {
	if show == "views" {
		show = ""
	}
	if name == Own {
		return urls.WithQueries(c.Path, "from", c.From, "to", c.To, "show", show)
	}
	return urls.WithQueries(c.Path, "range", name, "show", show)
}

// download is where the days of the choice are a file.
func (c Choice) download(path string) string {
	c.Path = path
	return c.path(c.Name, "")
}

// Dashboard is what an account is told of some days.
type Dashboard struct {
	Choice
	*insight.Report
	Covers  map[models.ID]post.View
	Stories map[models.ID]story.View
	Fresh   bool // nothing was ever shared
}

// Post is what the owner of a post or a story is told of it.
type Post struct {
	Choice
	*insight.PostReport
	Post  *post.View  // nil for a story
	Story *story.View // nil for a post
	Files string      // where its days are a file
}

// days writes days, which have no zone.
func days(ctx context.Context) text.Reader { return text.Of(ctx).In(time.UTC) }

// metric is a number that can be chosen for the chart.
type metric struct {
	show, name, say string
	of              func(insight.Totals) insight.Number
	at              func(insight.Point) int64
	estimated       bool
	bars            bool
	lost            bool // drawn below the axis
}

var (
	views = metric{show: "views", name: "insight.views", say: "insight.say.views",
		of: func(t insight.Totals) insight.Number { return t.Views }, at: func(p insight.Point) int64 { return p.Views }}
	reach = metric{show: "reach", name: "insight.reach", say: "insight.say.reach", estimated: true,
		of: func(t insight.Totals) insight.Number { return t.Reach }, at: func(p insight.Point) int64 { return p.Reach }}
	interactions = metric{show: "interactions", name: "insight.interactions", say: "insight.say.interactions",
		of: func(t insight.Totals) insight.Number { return t.Interactions }, at: func(p insight.Point) int64 { return p.Interactions }}
	followers = metric{show: "followers", name: "insight.followers", say: "insight.say.followers", bars: true, lost: true,
		of: net, at: func(p insight.Point) int64 { return p.Gained }}
	brought = metric{show: "followers", name: "insight.new-followers", say: "insight.say.brought", bars: true,
		of: func(t insight.Totals) insight.Number { return t.Gained }, at: func(p insight.Point) int64 { return p.Gained }}

	ofAccount = []metric{views, reach, interactions, followers}
	ofPost    = []metric{views, reach, interactions, brought}
	ofStory   = []metric{views, reach, interactions}
)

// net is how many more followers there are.
func net(t insight.Totals) insight.Number {
	return insight.Number{Value: t.Gained.Value - t.Lost.Value, Before: t.Gained.Before - t.Lost.Before,
		Known: t.Gained.Known && t.Lost.Known, KnownBefore: t.Gained.KnownBefore && t.Lost.KnownBefore}
}

// Shown is a number that a chart can be of, and the first of them for any other name.
func Shown(name string) string { return shown(ofAccount, name).show }

func shown(list []metric, name string) metric {
	for _, m := range list {
		if m.show == name {
			return m
		}
	}
	return list[0]
}

// row is a line of the table of all numbers.
type row struct {
	name      string
	of        insight.Number
	estimated bool
	time      bool   // milliseconds
	currency  string // of minor units
}

func (d Dashboard) rows() []row { return rows(d.Totals, d.Error > 0) }

// rows are all numbers by name; those of videos only where there are any.
func rows(t insight.Totals, estimated bool) []row {
	out := []row{{"insight.views", t.Views, false, false, ""}, {"insight.reach", t.Reach, estimated, false, ""},
		{"insight.engaged", t.Engaged, estimated, false, ""}, {"insight.interactions", t.Interactions, false, false, ""},
		{"insight.likes", t.Likes, false, false, ""}, {"insight.comments", t.Comments, false, false, ""}, {"insight.saves", t.Saves, false,
			false, ""},
		{"insight.shares", t.Shares, false, false, ""}, {"insight.replies", t.Replies, false, false, ""},
		{"insight.profile-visits", t.ProfileVisits, false, false, ""}, {"insight.link-taps", t.LinkTaps, false, false, ""},
		{"insight.gained", t.Gained, false, false, ""}, {"insight.lost", t.Lost, false, false, ""}}
	if t.Plays.Value+t.Plays.Before > 0 {
		out = append(out, row{"insight.plays", t.Plays, false, false, ""}, row{"insight.watch-time", t.WatchTime, false, true, ""},
			row{"insight.skips", t.Skips, false, false, ""})
	}
	return append(out, selling(t)...)
}

// selling are the numbers of things for sale, where there are any.
func selling(t insight.Totals) (out []row) {
	if t.ProductViews.Value+t.ProductViews.Before+t.ProductTaps.Value+t.ProductTaps.Before > 0 {
		out = append(out, row{name: "insight.product-views", of: t.ProductViews}, row{name: "insight.product-taps", of: t.ProductTaps})
	}
	if t.Orders.Value+t.Orders.Before != 0 || t.Revenue.Value+t.Revenue.Before != 0 {
		out = append(out, row{name: "insight.orders", of: t.Orders}, row{name: "insight.revenue", of: t.Revenue, currency: t.Currency})
	}
	return out
}

// present is the heading of the numbers now.
func present(ctx context.Context, before bool) string {
	if before {
		return text.T(ctx, "insight.these-days")
	}
	return text.T(ctx, "insight.range.lifetime")
}

// write is a number of the table: a dash where it is not known.
func (r row) write(ctx context.Context, n int64, known bool) string {
	switch reader := text.Of(ctx); {
	case !known:
		return "–"
	case r.currency != "":
		return money.Amount{Minor: n, Currency: r.currency}.For(reader)
	case r.time && n <= 0:
		return reader.Number(0)
	case r.time:
		return reader.Length(time.Duration(n) * time.Millisecond)
	case r.estimated:
		return text.T(ctx, "insight.about", "n", n)
	default:
		return reader.Number(n)
	}
}

// change is a number beside the one before it, in words.
func change(ctx context.Context, n insight.Number) (words, direction string) {
	part, ok := n.Change()
	switch {
	case !n.Known || !n.KnownBefore:
		return text.T(ctx, "insight.changes.unknown"), ""
	case n.Value == n.Before:
		return text.T(ctx, "insight.changes.same"), ""
	case !ok:
		return text.T(ctx, "insight.changes.from", "before", n.Before), up(n)
	case part >= 2: // in per cent that is hard to read
		return text.T(ctx, "insight.changes.times", "times", text.Of(ctx).Decimal(part+1, 1)), "up"
	case part > 0:
		return text.T(ctx, "insight.changes.more", "part", text.Of(ctx).Percent(part)), "up"
	}
	return text.T(ctx, "insight.changes.less", "part", text.Of(ctx).Percent(-part)), "down"
}

func up(n insight.Number) string {
	if n.Value > n.Before {
		return "up"
	}
	return "down"
}

// empty is whether there is nothing at all to tell of.
func (d Dashboard) empty() bool {
	t := d.Totals
	for _, n := range []insight.Number{t.Views, t.Reach, t.Interactions, t.ProfileVisits, t.LinkTaps, t.Gained, t.Lost,
		t.ProductViews, t.Orders} {
		if n.Value != 0 || n.Before != 0 {
			return false
		}
	}
	return true
}

// lede says the most important in a sentence.
func lede(ctx context.Context, t insight.Totals, r insight.Range, estimated bool) string {
	when := days(ctx).Days(r.From, r.To)
	if !t.Views.Known {
		return text.T(ctx, "insight.lede.unknown", "days", when)
	}
	if !t.Reach.Known || t.Reach.Value == 0 {
		return text.T(ctx, "insight.lede.views", "days", when, "n", t.Views.Value)
	}
	people := text.T(ctx, "insight.people", "n", t.Reach.Value)
	if estimated {
		people = text.T(ctx, "insight.people-about", "n", t.Reach.Value)
	}
	return text.T(ctx, "insight.lede.reach", "days", when, "n", t.Views.Value, "people", people)
}

// title is what a post is called in lists.
func title(ctx context.Context, p post.View) string {
	if words := ui.Shorten(p.Caption, 48); words != "" {
		return words
	}
	if p.CoverAlt != "" {
		return ui.Shorten(p.CoverAlt, 48)
	}
	return text.T(ctx, "insight.untitled")
}

// zone is a time zone as people read it.
func zone(name string) string {
	if name == "" {
		return "UTC"
	}
	return strings.ReplaceAll(name, "_", " ")
}

func (m metric) title(ctx context.Context, step string) string {
	if step == "month" {
		return text.T(ctx, "insight.by-month", "name", text.T(ctx, m.name))
	}
	return text.T(ctx, "insight.by-day", "name", text.T(ctx, m.name))
}

// write is the number in short: what is estimated says so.
func (m metric) write(ctx context.Context, n insight.Number, estimated bool) string {
	switch short := text.Of(ctx).Count(n.Value); {
	case !n.Known:
		return "–"
	case m.bars && n.Value > 0:
		return "+" + short
	case m.estimated && estimated:
		return "≈ " + short
	default:
		return short
	}
}
