package sample

import (
	"context"
	"math"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/insight"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/urls"
	insightview "photogram/views/insight"
	storyview "photogram/views/story"
	"photogram/views/ui"
)

// insightPages are the pages of insights: a busy account, a small one, one that was
// counted only since lately, a new one, a post, a video, a story.
func (s *sampler) insightPages(c ui.Chrome) []samplePage {
	busy := s.dashboard(28, 0)
	reach, followers, year := busy, busy, s.dashboard(365, 200)
	reach.Show, followers.Show, year.Name = "reach", "followers", insightview.Year
	small := s.dashboard(7, 0)
	small.Name, small.Error, small.Best = insightview.Week, 0, insight.Best{Posts: 3}
	small.Totals.Reach.Value, small.Totals.Views.Value, small.Brought = 41, 96, nil
	fresh := insightview.Dashboard{Choice: busy.Choice, Report: &insight.Report{Range: busy.Range, Known: busy.Known}, Fresh: true}
	quiet := fresh
	quiet.Fresh = false
	wrong := s.dashboard(28, 0)
	wrong.From, wrong.To = "2026-11-20", "2026-11-02"
	wrong.Form.Problems = map[string]string{"to": "The last day is before the first."}
	return []samplePage{
		{"insights", insightview.DashboardPage(c, busy)},
		{"insights-reach", insightview.DashboardPage(c, reach)},
		{"insights-followers", insightview.DashboardPage(c, followers)},
		{"insights-year", insightview.DashboardPage(c, year)},
		{"insights-small", insightview.DashboardPage(c, small)},
		{"insights-quiet", insightview.DashboardPage(c, quiet)},
		{"insights-fresh", insightview.DashboardPage(c, fresh)},
		{"insights-wrong", insightview.DashboardPage(c, wrong)},
		{"insights-post", insightview.PostPage(c, s.postInsights(false))},
		{"insights-video", insightview.PostPage(c, s.postInsights(true))},
		{"insights-story", insightview.PostPage(c, s.storyInsights())},
		{"insight-rules", insightview.RulesPage(c)},
		{"insight-settings", insightview.SettingsPage(c, ui.Settings{Form: ui.Form{Values: map[string]string{"counted": "on"}}})},
	}
}

// counted makes days with a rhythm; the first so many were not counted.
func (s *sampler) counted(n, unknown int) (out []insight.Point) {
	today := s.c.Now.UTC().Truncate(24 * time.Hour)
	for i := range n {
		day := today.AddDate(0, 0, i-n+1)
		wave := 1 + .5*math.Sin(float64(i)*.9) + .35*math.Cos(float64(i)*2.3) + float64(i)/float64(n)
		v := int64(240 * wave)
		if i < unknown {
			v = 0
		}
		out = append(out, insight.Point{From: day, To: day, Known: i >= unknown, Views: v, Reach: v * 6 / 10, Interactions: v / 9,
			Likes: v / 12, Comments: v / 60, Saves: v / 70, ProfileVisits: v / 20, Gained: v / 40, Lost: v / 90})
	}
	return out
}

// before are points of the days before, a little lower.
func before(points []insight.Point) []insight.Point {
	out := slices.Clone(points)
	for i := range out {
		p, same := &out[i], points[(i+3)%len(points)]
		p.From, p.To = p.From.AddDate(0, 0, -len(out)), p.To.AddDate(0, 0, -len(out))
		p.Views, p.Reach, p.Interactions = same.Views*9/10, same.Reach*19/20, same.Interactions*4/5
	}
	return out
}

func known(now, before int64) insight.Number {
	return insight.Number{Value: now, Before: before, Known: true, KnownBefore: true}
}

func (s *sampler) totals(before bool) insight.Totals {
	t := insight.Totals{Views: known(12_480, 11_140), Reach: known(4_317, 4_402), Engaged: known(812, 640),
		Interactions: known(1_387, 1_387), Likes: known(1_102, 1_004), Comments: known(148, 160), Saves: known(91, 74),
		Shares: known(46, 20), Replies: known(31, 0), ProfileVisits: known(640, 505), LinkTaps: known(72, 80),
		Gained: known(164, 120), Lost: known(57, 61), Plays: known(2_300, 1_950), WatchTime: known(31_400_000, 26_000_000),
		Skips: known(610, 700)}
	if !before {
		for _, n := range []*insight.Number{&t.Views, &t.Reach, &t.Engaged, &t.Interactions, &t.Gained, &t.Lost} {
			n.KnownBefore = false
		}
	}
	return t
}

func (s *sampler) dashboard(n, unknown int) insightview.Dashboard {
	points := s.counted(n, unknown)
	first, last := points[0].From, points[n-1].To
	r := &insight.Report{Known: insight.Known{CountedSince: first.AddDate(0, 0, unknown), UpdatedAt: s.c.Now.Add(-8 * time.Second),
		Error: .023},
		Range: insight.Range{From: first, To: last}, Before: insight.Range{From: first.AddDate(0, 0, -n), To: first.AddDate(0, 0, -1)},
		Zone: "Europe/Lisbon", Step: "day", Totals: s.totals(unknown == 0),
		Engagement: insight.Rate{Of: 812, Among: 4_317, Denominator: "accounts reached", Value: .1881, Low: .1767, High: .2},
		Series:     points, Sources: shares("feed", 6_200, "explore", 2_810, "profile", 1_440, "tag", 950, "embed", 420, "search", 310,
			"api", 200, "other", 150),
		Followers: shares("FOLLOWER", 7_400, "NON_FOLLOWER", 3_600, "UNKNOWN", 1_480),
		Kinds:     shares("POST", 7_010, "CAROUSEL_CONTAINER", 2_900, "REEL", 1_900, "STORY", 670),
		Languages: shares("pt", 5_900, "en", 3_300, "es", 1_200, "fr", 700, "ja", 410, "de", 300, "ar", 260, "", 410),
		Best:      s.best()}
	d := insightview.Dashboard{Choice: insightview.Choice{Path: urls.DevViews, Name: insightview.Weeks, From: first.Format(time.DateOnly),
		To: last.Format(time.DateOnly)}, Report: r, Covers: map[models.ID]post.View{}, Stories: map[models.ID]story.View{}}
	if unknown == 0 && n <= 92 {
		r.SeriesWas = before(points)
	}
	if n > 92 {
		r.Step, r.Series = "month", months(points)
	}
	for i, p := range s.posts(6) {
		d.Covers[p.ID] = p
		t := insight.Top{ID: p.ID, Kind: "POST", Views: int64(2_400 / (i + 1)), Interactions: int64(310 / (i + 1)),
			Follows: int64(max(0, 9-3*i))}
		r.TopPosts = append(r.TopPosts, t)
		if t.Follows > 0 {
			r.Brought = append(r.Brought, t)
		}
	}
	for i, kind := range []story.Kind{story.Image, story.Text} {
		st := s.shown(kind)
		d.Stories[st.ID] = st
		r.TopStories = append(r.TopStories, insight.Top{ID: st.ID, Kind: "STORY", Views: int64(340 - 90*i),
			Interactions: int64(21 - 9*i)})
	}
	return d
}

// shown is a story that was shared.
func (s *sampler) shown(kind story.Kind) story.View {
	st := s.composer(kind).Story
	at := s.c.Now.Add(-30 * time.Hour)
	st.ID, st.State, st.PublishedAt = s.id(), post.Published, &at
	st.Overlays = []story.Overlay{storyview.Filled(context.Background(), storyview.NewOverlay("o"+string(kind), "text"))}
	return st
}

func shares(pairs ...any) (out []insight.Share) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, insight.Share{Name: pairs[i].(string), Value: int64(pairs[i+1].(int))})
	}
	return out
}

func months(points []insight.Point) (out []insight.Point) {
	for _, p := range points {
		if n := len(out); n > 0 && out[n-1].From.Month() == p.From.Month() {
			m := &out[n-1]
			m.To, m.Known, m.Views, m.Reach = p.To, m.Known || p.Known, m.Views+p.Views, m.Reach+p.Reach*8/10
			m.Interactions += p.Interactions
			continue
		}
		out = append(out, p)
	}
	return out
}

func (s *sampler) best() insight.Best {
	b := insight.Best{Posts: 34, Mean: .094, Denominator: "views"}
	for i := range 24 {
		if posts := []int{0, 0, 0, 0, 0, 0, 1, 2, 4, 2, 1, 1, 3, 2, 0, 1, 2, 3, 5, 4, 2, 1, 0, 0}[i]; posts > 0 {
			rate := .07 + .05*math.Sin(float64(i)/3.8)*math.Sin(float64(i)/3.8)
			sure := .05 / float64(posts+1)
			b.Hours = append(b.Hours, insight.Slot{Index: i, Posts: posts, Rate: rate, Low: rate - sure, High: rate + sure})
		}
	}
	for i := range 7 {
		rate := .08 + .008*float64((i*3)%5)
		b.Days = append(b.Days, insight.Slot{Index: i, Posts: 3 + i%3, Rate: rate, Low: rate - .012, High: rate + .012})
	}
	return b
}

func (s *sampler) postInsights(video bool) insightview.Post {
	d, p := s.dashboard(28, 0), s.post(0, 6)
	if video {
		p = s.video(0, 4, "ready")
	}
	r := &insight.PostReport{Known: d.Known, Range: d.Range, Lifetime: true, ID: p.ID, Kind: "POST", SharedAt: *p.PublishedAt,
		Totals: s.totals(false), Engagement: insight.Rate{Of: 310, Among: 2_400, Denominator: "views", Value: .129, Low: .116, High: .143},
		Follows: 9, Sources: d.Sources, Followers: d.Followers, Languages: d.Languages, Series: d.Series}
	choice := d.Choice
	choice.Name = insightview.Lifetime
	if r.Totals.Plays = (insight.Number{}); video {
		r.Kind, r.Totals.Plays, r.AvgWatch = "REEL", known(2_300, 0), 13_650
		r.SkipRate = insight.Rate{Of: 610, Among: 2_300, Denominator: "plays", Value: .265, Low: .248, High: .284}
	}
	return insightview.Post{Choice: choice, PostReport: r, Post: &p, Files: urls.PostAction(p.ID, "insights.csv")}
}

func (s *sampler) storyInsights() insightview.Post {
	p, st := s.postInsights(false), s.shown("image")
	p.Kind, p.Post, p.Story, p.Error = "STORY", nil, &st, 0
	p.Navigation = shares("tap_forward", 210, "tap_back", 34, "tap_exit", 51, "swipe_forward", 12)
	p.Files = urls.StoryAction(st.ID, "insights.csv")
	return p
}
