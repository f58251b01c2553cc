package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// Planned stories are shared once, within seconds of their time, by two servers
// of which one is killed while they come due. Who is mentioned is told once of each.
func TestPlannedStoriesSurviveAKill(t *testing.T) {
	t.Parallel()
	one, two, dsn := twoServers(t)
	for _, name := range []string{"ann", "bo"} {
		one.run("user", "add", "--username", name, "--email", name+"@example.org", "--password", "correct horse battery "+name)
	}
	token := one.run("token", "--user", "ann", "--scopes", "all")
	pool, err := models.NewPool(t.Context(), dsn, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	count := func(sql string) (n int) {
		t.Helper()
		if err := pool.QueryRow(t.Context(), sql).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}

	const stories = 8
	body, kind := photo(t, "static/demo/gradient-fold.jpg")
	began := time.Now()
	var paths []string
	for i := range stories {
		path := "/v1/stories"
		if i%2 == 0 {
			a, ok := one.call(t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
			var draft struct{ ID string }
			if !ok || json.Unmarshal(a.Data, &draft) != nil {
				t.Fatalf("%+v\n%s", a, one.log.String())
			}
			path = "/v1/media/" + draft.ID + "/stories"
		}
		paths = append(paths, path)
	}
	waitFor(t, "all photos are rendered, by whichever server",
		func() bool { return count(`SELECT count(*) FROM media WHERE state <> 'ready'`) == 0 })
	first := planned(began)
	for i, path := range paths {
		at := first.Add(time.Duration(i) * 500 * time.Millisecond)
		a, ok := two.form(t.Context(), token, path,
			url.Values{"publish_at": {at.Format(time.RFC3339Nano)}, "overlays": {`[{"type":"mention","username":"bo"}]`}})
		var st struct{ State string }
		if !ok || json.Unmarshal(a.Data, &st) != nil || st.State != "scheduled" {
			t.Fatalf("%+v\n%s", a, two.log.String())
		}
	}
	wait := func(what string, enough int) {
		t.Helper()
		waitFor(t, fmt.Sprintf("%d shared %s", enough, what), func() bool {
			return count(`SELECT count(*) FROM stories WHERE state = 'published'`) >= enough
		})
	}
	wait("before the kill", stories/2)
	one.kill()
	wait("after the kill", stories)
	one.start()

	// The n-th was planned for half a second after the one before it.
	rows, err := pool.Query(t.Context(), `SELECT published_at FROM stories ORDER BY pub_id`)
	if err != nil {
		t.Fatal(err)
	}
	times, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	if err != nil {
		t.Fatal(err)
	}
	inTime(t, first, times)
	if wrong := count(`SELECT count(*) FROM stories WHERE expires_at <> published_at + interval '24 hours'`); wrong > 0 {
		t.Errorf("%d with another end than 24 hours after", wrong)
	}
	const mentions = `SELECT count(*) FROM notifications WHERE kind = 'story_mention'`
	waitFor(t, "bo is told of all", func() bool { return count(mentions) >= stories })
	t.Logf("%d planned stories, one of two servers killed as they came due: %d shared", stories, len(times))
	if told := count(mentions); told != stories {
		t.Errorf("bo is told of %d stories", told)
	}
	if out := two.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
