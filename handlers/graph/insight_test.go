package graph_test

import (
	"net/http"
	"testing"
	"time"

	"photogram/models/post"
	"photogram/models/story"
	"photogram/models/tally"
)

// Insights have the shapes, names and messages that programs know.
func TestInsights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, ada := t.Context(), "/"+w.Ada.ID.String()+"/insights"
	st := w.NewStory(w.Ada, story.Edit{})
	tally.Count(w.DB.Store, tally.Look{Post: w.Adas, Viewer: w.Bo.ID, Source: tally.Feed}, tally.Look{Post: w.Adas, Guest: "x"},
		tally.Look{Post: st, Viewer: w.Bo.ID, Source: tally.Stories})
	_, err := post.Like(ctx, w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	w.Must(story.CountTap(ctx, w.DB.Store, w.Bo.ID, st, story.TapForward))
	w.Must(tally.Flush(ctx, w.DB.Store))
	get := func(path string, pairs ...string) func(string) string {
		a := w.Prog.Graph("GET", path, pairs...).Want(http.StatusOK)
		return func(at string) string { return a.At(at).String() }
	}
	media := "/" + w.Adas.String() + "/insights"
	a := get(media, "metric", "views,reach,likes,saved,impressions,engagement")
	for at, want := range map[string]string{"data.0.values.0.value": "2", "data.1.values.0.value": "2", "data.2.values.0.value": "1",
		"data.4.name": "impressions", "data.4.values.0.value": "2", "data.0.period": "lifetime",
		"data.0.id": w.Adas.String() + "/insights/views/lifetime"} {
		if a(at) != want {
			t.Errorf("%s is %s, not %s", at, a(at), want)
		}
	}
	a = get("/"+st.String()+"/insights", "metric", "navigation", "breakdown", "story_navigation_action_type")
	if a("data.0.total_value.breakdowns.0.results.0.dimension_values.0") != "tap_forward" || a("data.0.values.0.value") != "1" {
		t.Error(a("data"))
	}
	a = get(ada, "metric", "reach", "period", "day")
	if a("data.0.values.1.value") != "2" && a("data.0.values.0.value") != "2" ||
		a("paging.previous") == "" || a("data.0.total_value") != "" {
		t.Error(a("data"))
	}
	a = get(ada, "metric", "views,likes", "period", "day", "metric_type", "total_value", "breakdown", "media_product_type")
	if a("data.0.total_value.value") != "3" || a("data.0.values") != "" || a("data.0.total_value.breakdowns.0.dimension_keys.0") !=
		"media_product_type" {
		t.Error(a("data"))
	}
	if a = get(ada, "metric", "follower_demographics", "period", "lifetime", "metric_type", "total_value", "timeframe", "this_week",
		"breakdown", "country"); a("data.#") != "0" { // not known, and not 0
		t.Error(a("data"))
	}
	now := w.Clock.Now()
	for _, c := range []struct {
		path  string
		pairs []string
		says  string
	}{
		{ada, []string{"metric", "shoe_size", "period", "day"}, "(#100) metric[0] must be one of the following values: reach, views"},
		{ada, []string{"metric", "views", "period", "day"},
			"The following metrics (views) should be specified with parameter metric_type=total_value"},
		{ada, []string{"metric", "reach", "period", "fortnight"}, "period must be one of the following values: day"},
		{ada, []string{"period", "day"}, "The parameter metric is required"},
		{ada, []string{"metric", "reach", "period", "day", "since", now.Add(-31 * 24 * time.Hour).Format(time.DateOnly)}, "30 days"},
		{ada, []string{"metric", "views", "period", "day", "metric_type", "total_value", "breakdown", "shoe"},
			"breakdown[0] must be one of"},
		{media, []string{"metric", "navigation"}, "The navigation metric is not supported for this media product type"},
		{media, []string{"metric", "facebook_views"}, "The facebook_views metric is not supported for this media product type"},
	} {
		w.Prog.Graph("GET", c.path, c.pairs...).GraphError(400, 100, 0, c.says)
	}
	for _, path := range []string{"/" + w.Bo.ID.String() + "/insights", "/" + w.Bos.String() + "/insights"} {
		w.Prog.Graph("GET", path, "metric", "reach", "period", "day").GraphError(400, 100, 33, "does not exist")
	}
}
