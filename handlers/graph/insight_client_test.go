package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/huandu/facebook/v2"
	"github.com/tidwall/gjson"

	"photogram/models/comment"
	"photogram/models/post"
	"photogram/models/tally"
)

// Clients of other people, unmodified but for the base address, read insights in
// both dialects.
func TestInsightsOfOtherClients(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	tally.Count(w.DB.Store, tally.Look{Post: w.Adas, Viewer: w.Bo.ID, Source: tally.Feed}, tally.Look{Post: w.Adas, Viewer: w.Bo.ID},
		tally.Look{Post: w.Adas, Guest: "one"})
	_, err := post.Like(ctx, w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	_, err = comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Adas, "well done")
	w.Must(err)
	w.Must(tally.Flush(ctx, w.DB.Store))
	since, until := w.Now().Add(-24*time.Hour).Unix(), w.Now().Unix()

	dir := filepath.Join("..", "..", "testdata", "clients")
	cmd := exec.CommandContext(ctx, "node", "insights.js")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "BASE=" + w.URL, "TOKEN=" + w.Prog.Token, "USER=" + w.Ada.ID.String(),
		"MEDIA=" + w.Adas.String(), "SINCE=" + strconv.FormatInt(since, 10), "UNTIL=" + strconv.FormatInt(until, 10)}
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil || !json.Valid(out) {
		t.Fatalf("%v: %s\n%s", err, out, problems.String())
	}
	const media = "{views:3,reach:2,likes:1,comments:2,saved:0,shares:0,total_interactions:3,impressions:3,engagement:3}"
	got := func(path string) string { return strings.ReplaceAll(gjson.GetBytes(out, path).Raw, `"`, "") }
	for path, want := range map[string]string{
		"sdk.media": media, "sdk.account": "{views:3,likes:1,accounts_engaged:1}", "fbgraph.media": media,
		"fbgraph.previous": "string", "fbgraph.by": "{FOLLOWER:2,NON_FOLLOWER:1}", "v1.media": "{views:3,reach:2,likes:1}",
		"v1.since": "string"} {
		if got(path) != want {
			t.Errorf("%s is %s, want %s", path, got(path), want)
		}
	}
	for path, want := range map[string]string{"sdk.wrong": "metric[0] must be one of the following values: ",
		"fbgraph.wrong": "should be specified with parameter metric_type=total_value", "v1.wrong": "accounts_engaged"} {
		if !strings.Contains(got(path), want) {
			t.Errorf("%s says %s", path, got(path))
		}
	}
	if gjson.GetBytes(out, "v1.days").Int() < 1 || gjson.GetBytes(out, "fbgraph.days").Int() < 1 {
		t.Errorf("no days: %s", out)
	}
	t.Logf("%s", out)

	session := &facebook.Session{BaseURL: w.URL + "/", Version: "v23.0"}
	session.SetAccessToken(w.Prog.Token)
	answer, err := session.WithContext(ctx).Get("/"+w.Adas.String()+"/insights", facebook.Params{"metric": "views,plays,saved"})
	w.Must(err)
	var list []struct {
		Name   string
		Values []struct{ Value int64 }
	}
	w.Must(answer.DecodeField("data", &list))
	if got := fmt.Sprint(list); got != "[{views [{3}]} {saved [{0}]}]" {
		t.Errorf("huandu/facebook reads %s", got)
	}
	w.Check()
}
