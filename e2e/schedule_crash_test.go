package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/embedded"
)

// twoServers are servers of one site, with their database.
func twoServers(t *testing.T) (one, two *server, dsn string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "photogram-cluster-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cluster, err := embedded.Start(t.Context(), embedded.Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Stop(context.WithoutCancel(t.Context())) })
	shared := []string{"DATABASE_URL=" + cluster.DSN(), "PHOTOGRAM_STORAGE_URL=file://" + filepath.Join(dir, "blobs")}
	one, two = newServer(t, shared...), newServer(t, shared...)
	one.start()
	two.start()
	return one, two, cluster.DSN()
}

// planned is when the first of several comes due, which are planned in less time
// than what was done since began took, and some seconds.
func planned(began time.Time) time.Time { return time.Now().Add(time.Since(began) + 4*time.Second) }

// inTime holds the delays of what was shared after the kill, half a second planned
// between each and the next, against those before it. Servers look each second.
func inTime(t *testing.T, first time.Time, shared []time.Time) {
	t.Helper()
	worst := [2]time.Duration{}
	for i, at := range shared {
		delay := at.Sub(first.Add(time.Duration(i) * 500 * time.Millisecond))
		if delay < -time.Millisecond {
			t.Errorf("number %d is shared %s too early", i, -delay)
		}
		half := min(i*2/len(shared), 1)
		worst[half] = max(worst[half], delay)
	}
	t.Logf("at the latest %s after its time before the kill, and %s after it", worst[0].Round(time.Millisecond),
		worst[1].Round(time.Millisecond))
	if worst[1] > 5*max(worst[0], time.Second) {
		t.Errorf("after the kill all is late: %s instead of %s", worst[1], worst[0])
	}
}

// Planned posts are shared once, within seconds of their time, by two servers
// of which one is killed while they come due.
func TestPlannedPostsSurviveAKill(t *testing.T) {
	t.Parallel()
	one, two, dsn := twoServers(t)
	one.run("user", "add", "--username", "ann", "--email", "ann@example.org", "--password", "correct horse battery ann")
	token := one.run("token", "--user", "ann", "--scopes", "all")

	const posts = 8
	body, kind := photo(t, "static/demo/gradient-fold.jpg")
	type media struct {
		ID    string
		State string
	}
	read := func(s *server, a answer, ok bool) media {
		t.Helper()
		var m media
		if !ok || json.Unmarshal(a.Data, &m) != nil {
			t.Fatalf("%+v\n%s", a, s.log.String())
		}
		return m
	}
	began := time.Now()
	var ids []string
	for range posts {
		a, ok := one.call(t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
		ids = append(ids, read(one, a, ok).ID)
	}
	pool, err := models.NewPool(t.Context(), dsn, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	waitFor(t, "all photos are rendered, by whichever server", func() bool {
		var n int
		if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM media WHERE state = 'ready'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n == posts
	})
	first := planned(began)
	for i, id := range ids {
		at := first.Add(time.Duration(i) * 500 * time.Millisecond)
		a, ok := two.form(t.Context(), token, "/v1/media/"+id+"/publish", url.Values{"publish_at": {at.Format(time.RFC3339Nano)}})
		if m := read(two, a, ok); m.State != "scheduled" {
			t.Fatalf("%s is %s", id, m.State)
		}
	}
	for i, id := range ids {
		if i == posts/2 {
			one.kill()
		}
		waitFor(t, fmt.Sprintf("post %d is shared", i), func() bool {
			a, ok := two.call(t.Context(), token, http.MethodGet, "/v1/media/"+id, nil, "")
			return read(two, a, ok).State == "published"
		})
	}
	one.start()
	rows, err := pool.Query(t.Context(), `SELECT published_at FROM posts WHERE state = 'published' ORDER BY pub_id`)
	if err != nil {
		t.Fatal(err)
	}
	times, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d planned posts, one of two servers killed as they came due: %d shared", posts, len(times))
	if len(times) != posts {
		t.Errorf("%d shared", len(times))
	}
	inTime(t, first, times)
	var user struct {
		Counts struct{ Media int }
	}
	if a, ok := one.call(t.Context(), token, http.MethodGet, "/v1/users/self", nil, ""); !ok ||
		json.Unmarshal(a.Data, &user) != nil || user.Counts.Media != posts {
		t.Errorf("%d posts are counted", user.Counts.Media)
	}
	if out := two.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
