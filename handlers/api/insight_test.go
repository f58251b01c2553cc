package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/models/insight"
	"photogram/models/post"
	"photogram/models/tally"
)

// The API gives the numbers that the page has, to the owner alone.
func TestInsights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	bos := w.Program(w.Bo, allScopes)
	for range 3 {
		bos.Call("POST", "/media/views", "media_ids", mediaKey(w.Ada, w.Adas)).Want(http.StatusOK)
	}
	w.Prog.Call("POST", "/media/views", "media_ids", w.Adas.String()).Want(http.StatusOK) // her own
	bos.Call("POST", "/media/views", "media_ids", "x").Refused(400, "APIInvalidParametersError", "media_ids")
	bos.Call("POST", "/media/views", "media_ids", strings.Repeat("1,", 101)).Refused(400, "APIInvalidParametersError", "100")
	_, err := post.Like(ctx, w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	w.Must(tally.Flush(ctx, w.DB.Store))
	page, err := insight.Of(ctx, w.DB.Store, w.Ada.ID, insight.Range{})
	w.Must(err)
	for name, want := range map[string]int64{"views": page.Totals.Views.Value, "reach": page.Totals.Reach.Value,
		"total_interactions": page.Totals.Interactions.Value, "accounts_engaged": page.Totals.Engaged.Value} {
		a := w.Prog.Call("GET", "/users/self/insights?metric="+name).Want(http.StatusOK)
		sum := int64(0)
		for _, v := range a.At("data.0.values.#.value").Array() {
			sum += v.Int()
		}
		if got := a.At("data.0.total_value.value").Int(); got != want || want == 0 || name == "views" && sum != want {
			t.Errorf("%s is %d here, %d by day and %d on the page", name, got, sum, want)
		}
		report := w.Prog.Call("GET", "/users/self/insights/report").Want(http.StatusOK)
		if got := report.At("data.totals." + name + ".value").Int(); got != want {
			t.Errorf("%s is %d in the report and %d on the page", name, got, want)
		}
	}
	a := w.Prog.Call("GET", "/users/self/insights?metric=views&breakdown=source").Want(http.StatusOK)
	if a.At("data.0.total_value.breakdowns.0.results.0.dimension_values.0").String() != "api" {
		t.Errorf("%s", a.Body)
	}
	of := "/media/" + mediaKey(w.Ada, w.Adas) + "/insights"
	report, err := insight.OfPost(ctx, w.DB.Store, w.Ada.ID, w.Adas, insight.Range{})
	w.Must(err)
	a = w.Prog.Call("GET", of+"?metric=views,likes").Want(http.StatusOK)
	if a.At("data.0.total_value.value").Int() != report.Totals.Views.Value || a.At("data.0.total_value.value").Int() != 3 ||
		a.At("data.1.total_value.value").Int() != report.Totals.Likes.Value {
		t.Errorf("%s", a.Body)
	}
	for path, says := range map[string]string{
		"/users/self/insights?metric=shoe_size":                  "accounts_engaged",
		"/users/self/insights?period=fortnight":                  "days_28",
		"/users/self/insights?metric=views&breakdown=shoe":       "follower_type",
		"/users/self/insights?since=yesterday":                   "since",
		"/users/self/insights?since=1500000000&until=1600000000": "2 years",
		of + "?metric=navigation":                                "total_interactions",
		of + "?period=day":                                       "lifetime",
	} {
		w.Prog.Call("GET", path).Refused(400, "APIInvalidParametersError", says)
	}
	bos.Call("GET", of).Refused(400, "APINotFoundError", "")
	w.Program(w.Ada, "basic").Call("GET", of).Refused(400, "OAuthPermissionsException", "insights")
	bos.Call("PATCH", "/users/self/insights/settings", "counted", "false").Want(http.StatusOK)
	w.Clock.Move(time.Hour)
	bos.Call("POST", "/media/views", "media_ids", w.Adas.String()).Want(http.StatusOK)
	w.Must(tally.Flush(ctx, w.DB.Store))
	if n := w.Prog.Call("GET", of+"?metric=views").At("data.0.total_value.value").Int(); n != 3 {
		t.Errorf("%d views, one of them by nobody", n)
	}
}
