// Package planner shows drafts and planned posts on a calendar. It receives all it
// shows and fetches nothing.
package planner

import (
	"context"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Planner is the page of what will be shared, and when.
type Planner struct {
	Month   time.Time // its first moment, in Zone
	Zone    string
	Unknown bool // whether Zone is only a guess
	// ZoneProblem is what is wrong with ZoneAsked, the zone that was asked for.
	ZoneProblem, ZoneAsked string
	Now                    time.Time
	Weeks                  [][]PlanDay // from this week on, or of the whole month
	Earlier                bool        // there are weeks before these
	Planned                []post.View // in the order of their times
	Drafts                 []post.View
	MoreDrafts             bool
	Shared                 []post.View // the newest, for the preview of the profile
	Hints                  map[models.ID]string

	Stories     []story.View // planned, in the order of their times
	StoryDrafts []story.View // without a time
}

// PlanDay is a day of the calendar.
type PlanDay struct {
	Date    time.Time
	Inside  bool // of the month on show
	Planned []post.View
	Shared  []post.View
	Stories []story.View // planned
}

// Plan is the page that plans one post.
type Plan struct {
	Post post.View
	Hint string
	Zone string
	Form ui.Form
}

// Hints and limits of the planner.
const (
	planClose  = 30 * time.Minute // posts nearer than this take attention from each other
	planPerDay = 3                // more on one day are too many
)

// PlanHints says of planned posts, in the order of their times, what may be
// wrong with the time.
func PlanHints(ctx context.Context, planned []post.View, zone string) map[models.ID]string {
	out := map[models.ID]string{}
	loc := text.Zone(zone)
	perDay := map[string]int{}
	for i, p := range planned {
		at := p.PublishAt.In(loc)
		day := at.Format(time.DateOnly)
		perDay[day]++
		var hints []string
		if i > 0 {
			if gap := p.PublishAt.Sub(*planned[i-1].PublishAt); gap < planClose {
				hints = append(hints, apart(ctx, gap))
			}
		}
		if n := perDay[day]; n > planPerDay {
			hints = append(hints, text.T(ctx, "planner.number-on-day", "n", n))
		}
		if len(hints) > 0 {
			out[p.ID] = strings.Join(hints, " ")
		}
	}
	return out
}

func apart(ctx context.Context, gap time.Duration) string {
	if gap < time.Minute {
		return text.T(ctx, "planner.same-time")
	}
	return text.T(ctx, "planner.only-after", "n", int(gap/time.Minute))
}

// path is the planner on another month.
func (p Planner) path(month time.Time) string {
	return urls.WithQuery(urls.Planner, "month", month.Format("2006-01")) + "&time_zone=" + strings.ReplaceAll(p.Zone, "+", "%2B")
}

// whole is the planner with all weeks of the month.
func (p Planner) whole() string { return p.path(p.Month) + "&whole=1" }

// FromNow leaves out the weeks before this one.
func (p *Planner) FromNow() {
	for len(p.Weeks) > 1 && p.past(p.Weeks[0][6]) {
		p.Weeks, p.Earlier = p.Weeks[1:], true
	}
}

// reader reads times in the planner's zone.
func (p Planner) reader(ctx context.Context) text.Reader { return text.Of(ctx).In(text.Zone(p.Zone)) }

func (p Planner) clock(ctx context.Context, at time.Time) string { return p.reader(ctx).Clock(at) }

func (p Planner) when(ctx context.Context, at time.Time) string {
	r := p.reader(ctx)
	return r.T("planner.when", "day", r.ShortDay(at), "clock", r.Clock(at))
}

func (p Planner) today(d PlanDay) bool {
	return p.Now.In(text.Zone(p.Zone)).Format(time.DateOnly) == d.Date.Format(time.DateOnly)
}

func (p Planner) past(d PlanDay) bool {
	return d.Date.AddDate(0, 0, 1).Before(p.Now)
}

// fallow is whether nothing happens on a day; a list leaves such days out.
func (d PlanDay) fallow() bool { return len(d.Planned)+len(d.Shared)+len(d.Stories) == 0 }

// maxChips is how many posts a day of the calendar shows.
const maxChips = 4

func (d PlanDay) shown() (planned, shared []post.View, more int) {
	planned = d.Planned[:min(len(d.Planned), maxChips)]
	shared = d.Shared[:min(len(d.Shared), maxChips-len(planned))]
	return planned, shared, len(d.Planned) + len(d.Shared) - len(planned) - len(shared)
}

// latestFirst is the planned posts as the profile will show them.
func (p Planner) latestFirst() []post.View {
	out := make([]post.View, 0, len(p.Planned))
	for i := len(p.Planned) - 1; i >= 0; i-- {
		out = append(out, p.Planned[i])
	}
	return out
}

// planState is a word for how far a post is on its way.
func planState(ctx context.Context, p post.View) string {
	switch {
	case p.PublishProblem != "":
		return text.T(ctx, "site.plan-failed")
	case p.PublishAt != nil:
		return text.T(ctx, "site.plan-planned")
	}
	return text.T(ctx, "site.plan-draft")
}

// planTitle is a post's name, with what is wrong with its time.
func planTitle(ctx context.Context, p Planner, post post.View) string {
	s := planName(ctx, post)
	if post.PublishProblem != "" {
		s = text.T(ctx, "planner.name-problem", "name", s, "problem", post.PublishProblem)
	}
	if hint := p.Hints[post.ID]; hint != "" {
		s = text.T(ctx, "planner.name-hint", "name", s, "hint", hint)
	}
	return s
}

// planName names a post for those who do not see it.
func planName(ctx context.Context, p post.View) string {
	if caption := ui.Shorten(p.Caption, 40); caption != "" {
		return caption
	}
	if p.CoverAlt != "" {
		return ui.Shorten(p.CoverAlt, 40)
	}
	return text.T(ctx, "planner.untitled")
}

func (p Plan) planForm() ui.PlanForm {
	return ui.PlanForm{Path: urls.PostAction(p.Post.ID, "plan"), Planned: p.Post.State == post.Scheduled,
		At: p.Post.PublishAt, PlanZone: p.Post.ScheduleZone, Zone: p.Zone, Form: p.Form}
}

// zoneField is what the field for a zone holds: what was asked for, to be mended, or what is shown.
func (p Planner) zoneField() string {
	if p.ZoneProblem != "" {
		return p.ZoneAsked
	}
	return ui.ZoneName(p.Zone)
}
