package api

import (
	"time"

	"photogram/models/insight"
)

// insightReport is a whole report: what stands on the page, as JSON.
type insightReport struct {
	knownOf
	Since      string              `json:"since"` // the first day
	Until      string              `json:"until"` // the last
	Before     insightDays         `json:"before"`
	TimeZone   string              `json:"time_zone"`
	Step       string              `json:"step"`
	Totals     map[string]reported `json:"totals"`
	Engagement insightRate         `json:"engagement"`
	Series     []insightPoint      `json:"series"`
	Sources    []insightShare      `json:"sources"`
	Followers  []insightShare      `json:"followers"`
	Kinds      []insightShare      `json:"media_product_types"`
	Languages  []insightShare      `json:"languages"`
	TopMedia   []insightTop        `json:"top_media"`
	TopStories []insightTop        `json:"top_stories"`
	Brought    []insightTop        `json:"brought_followers"`
	Best       insightBest         `json:"best_times"`
}

type insightDays struct {
	Since string `json:"since"`
	Until string `json:"until"`
}

// reported is a total; what is not known is null.
type reported struct {
	Value  *int64 `json:"value"`
	Before *int64 `json:"before"`
}

type insightRate struct {
	Value       float64 `json:"value"`
	Low         float64 `json:"low"`
	High        float64 `json:"high"`
	Of          int64   `json:"of"`
	Among       int64   `json:"among"`
	Denominator string  `json:"denominator"`
}

type insightPoint struct {
	Since string           `json:"since"`
	Until string           `json:"until"`
	Known bool             `json:"known"`
	Count map[string]int64 `json:"counts,omitempty"`
}

type insightShare struct {
	Name  string `json:"name"`
	Value int64  `json:"value"`
}

type insightTop struct {
	ID           string `json:"id"`
	Kind         string `json:"media_product_type"`
	Views        int64  `json:"views"`
	Interactions int64  `json:"interactions"`
	Follows      int64  `json:"follows"`
}

type insightBest struct {
	Posts       int           `json:"posts"`
	Needed      int           `json:"needed"`
	Mean        float64       `json:"mean"`
	Denominator string        `json:"denominator"`
	Hours       []insightSlot `json:"hours"`
	Days        []insightSlot `json:"days"`
}

type insightSlot struct {
	Index int     `json:"index"`
	Posts int     `json:"posts"`
	Rate  float64 `json:"rate"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

func shapeReport(r *insight.Report) insightReport {
	return insightReport{knownOf: shapeKnown(r.Known), Since: r.From.Format(time.DateOnly), Until: r.To.Format(time.DateOnly),
		Before: insightDays{r.Before.From.Format(time.DateOnly), r.Before.To.Format(time.DateOnly)}, TimeZone: r.Zone, Step: r.Step,
		Totals: shapeTotals(r.Totals), Engagement: shapeRate(r.Engagement), Series: shapePoints(r.Series),
		Sources: shapeShares(r.Sources), Followers: shapeShares(r.Followers), Kinds: shapeShares(r.Kinds),
		Languages: shapeShares(r.Languages),
		TopMedia:  shapeTops(r.TopPosts), TopStories: shapeTops(r.TopStories), Brought: shapeTops(r.Brought),
		Best: insightBest{r.Best.Posts, insight.MinPosts, r.Best.Mean, r.Best.Denominator, shapeSlots(r.Best.Hours),
			shapeSlots(r.Best.Days)}}
}

func shapeTotals(t insight.Totals) map[string]reported {
	out := map[string]reported{}
	for name, n := range map[string]insight.Number{"views": t.Views, "reach": t.Reach, "accounts_engaged": t.Engaged,
		"total_interactions": t.Interactions, "likes": t.Likes, "comments": t.Comments, "saves": t.Saves, "shares": t.Shares,
		"replies": t.Replies, "profile_views": t.ProfileVisits, "profile_links_taps": t.LinkTaps, "followers_gained": t.Gained,
		"followers_lost": t.Lost, "video_plays": t.Plays, "watch_time": t.WatchTime, "video_skips": t.Skips,
		"product_views": t.ProductViews, "product_taps": t.ProductTaps, "orders": t.Orders,
		"revenue": t.Revenue} {
		var x reported
		if n.Known {
			x.Value = &n.Value
		}
		if n.KnownBefore {
			x.Before = &n.Before
		}
		out[name] = x
	}
	return out
}

func shapeRate(r insight.Rate) insightRate {
	return insightRate{r.Value, r.Low, r.High, r.Of, r.Among, r.Denominator}
}

func shapePoints(list []insight.Point) []insightPoint {
	out := make([]insightPoint, len(list))
	for i, p := range list {
		out[i] = insightPoint{Since: p.From.Format(time.DateOnly), Until: p.To.Format(time.DateOnly), Known: p.Known}
		if p.Known {
			out[i].Count = map[string]int64{"views": p.Views, "reach": p.Reach, "total_interactions": p.Interactions, "likes": p.Likes,
				"comments": p.Comments, "saves": p.Saves, "shares": p.Shares, "replies": p.Replies, "profile_views": p.ProfileVisits,
				"profile_links_taps": p.LinkTaps, "followers_gained": p.Gained, "followers_lost": p.Lost}
		}
	}
	return out
}

func shapeShares(list []insight.Share) []insightShare {
	out := make([]insightShare, len(list))
	for i, s := range list {
		out[i] = insightShare(s)
	}
	return out
}

func shapeTops(list []insight.Top) []insightTop {
	out := make([]insightTop, len(list))
	for i, t := range list {
		out[i] = insightTop{t.ID.String(), t.Kind, t.Views, t.Interactions, t.Follows}
	}
	return out
}

func shapeSlots(list []insight.Slot) []insightSlot {
	out := make([]insightSlot, len(list))
	for i, s := range list {
		out[i] = insightSlot(s)
	}
	return out
}
