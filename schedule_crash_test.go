package main

import (
	"bytes"
	"context"
	"encoding/json"
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
	var ids []string
	for range posts {
		a, ok := one.call(t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
		ids = append(ids, read(one, a, ok).ID)
	}
	first := time.Now().Add(4 * time.Second)
	for i, id := range ids {
		at := first.Add(time.Duration(i) * 500 * time.Millisecond)
		a, ok := two.form(t.Context(), token, "/v1/media/"+id+"/publish", url.Values{"publish_at": {at.Format(time.RFC3339Nano)}})
		if m := read(two, a, ok); m.State != "scheduled" {
			t.Fatalf("%s is %s", id, m.State)
		}
	}
	time.Sleep(time.Until(first.Add(posts / 2 * 500 * time.Millisecond)))
	one.kill()

	for i, id := range ids {
		deadline := first.Add(time.Duration(i)*500*time.Millisecond + 20*time.Second)
		for {
			a, ok := two.call(t.Context(), token, http.MethodGet, "/v1/media/"+id, nil, "")
			if read(two, a, ok).State == "published" {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("post %d is not shared 20 s after its time", i)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	one.start()
	var late, published int
	var worst time.Duration
	pool, err := models.NewPool(t.Context(), dsn, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	rows, err := pool.Query(t.Context(), `SELECT published_at FROM posts WHERE state = 'published' ORDER BY pub_id`)
	if err != nil {
		t.Fatal(err)
	}
	times, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range times {
		published++
		delay := at.Sub(first.Add(time.Duration(i) * 500 * time.Millisecond))
		worst = max(worst, delay)
		if delay > 5*time.Second || delay < -time.Millisecond {
			late++
		}
	}
	t.Logf("%d planned posts, one of two servers killed as they came due: %d shared, the latest %s after its time", posts, published, worst.Round(time.Millisecond))
	if published != posts || late > 0 {
		t.Errorf("%d shared, %d of them late", published, late)
	}
	var user struct {
		Counts struct{ Media int }
	}
	if a, ok := one.call(t.Context(), token, http.MethodGet, "/v1/users/self", nil, ""); !ok || json.Unmarshal(a.Data, &user) != nil || user.Counts.Media != posts {
		t.Errorf("%d posts are counted", user.Counts.Media)
	}
	if out := two.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
