package insight

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/insight"
	"photogram/urls"
	insightview "photogram/views/insight"
	"photogram/web"
)

// report is all that a dashboard shows, for programs. What is not known is null.
type report struct {
	From         string                 `json:"from"`
	To           string                 `json:"to"`
	Before       span                   `json:"before"`
	TimeZone     string                 `json:"time_zone"`
	CountedSince *time.Time             `json:"counted_since"`
	UpdatedAt    *time.Time             `json:"updated_at"`
	Error        float64                `json:"error"`
	Totals       map[string]total       `json:"totals"`
	Engagement   *rate                  `json:"engagement_rate"`
	Days         []map[string]any       `json:"days"`
	Breakdowns   map[string][]breakdown `json:"views_by"`
	Posts        []top                  `json:"top_posts"`
	Stories      []top                  `json:"top_stories"`
	Brought      []top                  `json:"posts_that_brought_followers"`
	Best         map[string]any         `json:"best"`
}

type span struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type total struct {
	Value  *int64 `json:"value"`
	Before *int64 `json:"before"`
}

type rate struct {
	Of          int64   `json:"of"`
	Among       int64   `json:"among"`
	Denominator string  `json:"denominator"`
	Value       float64 `json:"value"`
	Low         float64 `json:"low"`
	High        float64 `json:"high"`
}

type breakdown struct {
	Name  string `json:"name"`
	Value int64  `json:"value"`
}

type top struct {
	URL          string `json:"url"`
	Kind         string `json:"kind"`
	Views        int64  `json:"views"`
	Interactions int64  `json:"interactions"`
	Follows      int64  `json:"followers_gained"`
}

type slot struct {
	Index int     `json:"index"`
	Posts int     `json:"posts"`
	Rate  float64 `json:"rate"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// reportFile is the dashboard as JSON.
func (a Pages) reportFile(c *gin.Context) error {
	_, r, err := a.choice(c, urls.Insights, insightview.Weeks)
	if err != nil {
		return err
	}
	viewer := web.Viewer(c)
	found, err := insight.Of(page.Context(c), a.Store, viewer.ID, r)
	if err != nil {
		return err
	}
	list, err := insight.Days(page.Context(c), a.Store, viewer.ID, found.Range)
	if err != nil {
		return err
	}
	post := func(id models.ID) string { return a.PostURL(id) }
	story := func(id models.ID) string { return a.StoryURL(viewer.Username, id) }
	out := report{From: found.From.Format(time.DateOnly), To: found.To.Format(time.DateOnly),
		Before:   span{found.Before.From.Format(time.DateOnly), found.Before.To.Format(time.DateOnly)},
		TimeZone: found.Zone, CountedSince: moment(found.CountedSince), UpdatedAt: moment(found.UpdatedAt), Error: found.Error,
		Totals: totals(found.Totals), Days: jsonDays(list),
		Breakdowns: map[string][]breakdown{"source": shares(found.Sources), "follower": shares(found.Followers),
			"kind": shares(found.Kinds), "language": shares(found.Languages)},
		Posts: tops(found.TopPosts, post), Stories: tops(found.TopStories, story), Brought: tops(found.Brought, post),
		Best: map[string]any{"posts": found.Best.Posts, "least_posts": insight.MinPosts, "mean": found.Best.Mean,
			"denominator": found.Best.Denominator, "hours": slots(found.Best.Hours), "days": slots(found.Best.Days)}}
	if e := found.Engagement; e.Among > 0 {
		out.Engagement = &rate{e.Of, e.Among, e.Denominator, e.Value, e.Low, e.High}
	}
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	file(c, "insights-"+named(found.Range)+".json")
	c.Data(http.StatusOK, "application/json; charset=utf-8", append(body, '\n'))
	return nil
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func totals(t insight.Totals) map[string]total {
	out := map[string]total{}
	for name, n := range map[string]insight.Number{"views": t.Views, "reach": t.Reach, "accounts_engaged": t.Engaged,
		"interactions": t.Interactions, "likes": t.Likes, "comments": t.Comments, "saves": t.Saves, "shares": t.Shares,
		"replies": t.Replies, "profile_visits": t.ProfileVisits, "link_taps": t.LinkTaps, "followers_gained": t.Gained,
		"followers_lost": t.Lost, "plays": t.Plays, "watch_time_ms": t.WatchTime, "skips": t.Skips, "product_views": t.ProductViews,
		"product_taps": t.ProductTaps, "orders": t.Orders,
		"revenue_minor": t.Revenue} {
		v := total{}
		if n.Known {
			v.Value = &n.Value
		}
		if n.KnownBefore {
			v.Before = &n.Before
		}
		out[name] = v
	}
	return out
}

// jsonDays have the columns of the table.
func jsonDays(list []insight.Point) []map[string]any {
	out := []map[string]any{}
	for i, line := range dayLines(list) {
		day := map[string]any{}
		for k, name := range dayHead {
			switch {
			case k == 0:
				day[name] = line[k]
			case list[i].Known:
				day[name] = json.Number(line[k])
			default:
				day[name] = nil
			}
		}
		out = append(out, day)
	}
	return out
}

func shares(list []insight.Share) []breakdown {
	out := []breakdown{}
	for _, s := range list {
		out = append(out, breakdown{s.Name, s.Value})
	}
	return out
}

func tops(list []insight.Top, address func(models.ID) string) []top {
	out := []top{}
	for _, t := range list {
		out = append(out, top{address(t.ID), t.Kind, t.Views, t.Interactions, t.Follows})
	}
	return out
}

func slots(list []insight.Slot) []slot {
	out := []slot{}
	for _, s := range list {
		out = append(out, slot{s.Index, s.Posts, s.Rate, s.Low, s.High})
	}
	return out
}
