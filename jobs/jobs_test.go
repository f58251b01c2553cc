package jobs_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"photogram/jobs"
	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// queue enqueues jobs by hand.
func queue(t *testing.T, s *webtest.Site) *river.Client[pgx.Tx] {
	t.Helper()
	client, err := river.NewClient(riverpgxv5.New(s.Pool()), &river.Config{})
	must(t, err)
	return client
}

// upload keeps photos as a draft of an account, without rendering.
func upload(t *testing.T, s *webtest.Site, u *account.User, photos ...[]byte) (models.ID, []post.Media) {
	t.Helper()
	var ups []post.Upload
	for _, p := range photos {
		up, err := s.Intake.Receive(t.Context(), u.ID, "photo.jpg", bytes.NewReader(p))
		must(t, err)
		ups = append(ups, up)
	}
	post, items, err := post.AddMedia(t.Context(), s.DB.Store, u.ID, 0, ups...)
	must(t, err)
	return post, items
}

// settled waits until no photo of a post is pending, and returns them.
func settled(t *testing.T, s *webtest.Site, u *account.User, postID models.ID) []post.Media {
	t.Helper()
	var items []post.Media
	webtest.Eventually(t, "rendering", func() bool {
		p, err := post.Own(t.Context(), s.DB.Store, u.ID, postID)
		must(t, err)
		items = p.Items
		return !slices.ContainsFunc(items, func(m post.Media) bool { return m.State == "pending" })
	})
	return items
}

func TestRender(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	post, _ := upload(t, s, ada, mediatest.Photo(700, 500), mediatest.WithExif(mediatest.Photo(120, 80), 8))
	s.Work()
	items := settled(t, s, ada, post)
	want := []string{}
	for i, size := range [][2]int{{700, 500}, {80, 120}} {
		m := items[i]
		if !m.Ready() || m.Width != size[0] || m.Height != size[1] || !m.HasPreview ||
			!strings.HasPrefix(m.Placeholder, "data:image/webp") || len(m.Color) != 7 {
			t.Errorf("%+v", m)
		}
		want = append(want, models.OriginalKey(ada.ID, m.ID), models.PreviewKey(ada.ID, m.ID))
		want = append(want, models.RenditionKeys(m.RenderKey, m.Width)...)
	}
	got := s.Keys("")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	missing, err := jobs.Missing(t.Context(), s.DB.Store, s.Blobs)
	if err != nil || len(missing) != 0 {
		t.Errorf("missing %v, %v", missing, err)
	}
	if left, _ := os.ReadDir(s.TempDir); len(left) != 0 {
		t.Errorf("left on the disk: %v", left)
	}
	s.Check()
}

// What cannot be rendered says so, and holds nothing else up.
func TestRenderFails(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	postID, items := upload(t, s, ada, mediatest.Photo(40, 30), mediatest.Photo(40, 30), mediatest.Photo(40, 30))
	must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, postID, post.PublishInput{}))
	must(t, s.Blobs.Put(t.Context(), models.OriginalKey(ada.ID, items[0].ID), bytes.NewReader(mediatest.Photo(200, 200)[:60]),
		"image/jpeg"))
	must(t, s.Blobs.Delete(t.Context(), models.OriginalKey(ada.ID, items[1].ID)))
	s.Work()
	got := settled(t, s, ada, postID)
	if got[0].State != "failed" || !strings.Contains(got[0].Failure, "damaged") || got[1].State != "failed" ||
		!strings.Contains(got[1].Failure, "missing") || !got[2].Ready() {
		t.Errorf("%+v", got)
	}
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, postID)
	must(t, err)
	if p.State != post.Draft {
		t.Errorf("the post is %s", p.State)
	}
	missing, err := jobs.Missing(t.Context(), s.DB.Store, s.Blobs)
	if err != nil || len(missing) != 1 || missing[0].Key != models.OriginalKey(ada.ID, items[1].ID) || !missing[0].IsOriginal() {
		t.Errorf("missing %v, %v", missing, err)
	}
}

func TestAvatar(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	s.Work()
	avatar := func() string {
		p, err := account.ByID(t.Context(), s.DB.Store, 0, ada.ID)
		must(t, err)
		return p.AvatarKey
	}
	key, err := s.Intake.ReceiveAvatar(t.Context(), ada.ID, bytes.NewReader(mediatest.Photo(300, 200)))
	must(t, err)
	must(t, account.RequestAvatar(t.Context(), s.DB.Store, ada.ID, key))
	webtest.Eventually(t, "the picture", func() bool { return avatar() == key })
	if kept := s.Keys("o/"); !slices.Equal(kept, []string{models.AvatarOriginalKey(ada.ID, key)}) {
		t.Errorf("originals: %v", kept)
	}
	want, got := models.AvatarKeys(key), s.Keys("a/")
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	// One that cannot be rendered leaves the present one.
	bad := strings.Repeat("ab", 20)
	must(t, s.Blobs.Put(t.Context(), models.AvatarOriginalKey(ada.ID, bad), strings.NewReader("text"), "image/jpeg"))
	must(t, account.RequestAvatar(t.Context(), s.DB.Store, ada.ID, bad))
	jobState(t, s, "render_avatar", "cancelled")
	if avatar() != key {
		t.Error("the picture changed")
	}
	// Another picture frees the one before, with its original.
	next, err := s.Intake.ReceiveAvatar(t.Context(), ada.ID, bytes.NewReader(mediatest.Photo(200, 200)))
	must(t, err)
	must(t, account.RequestAvatar(t.Context(), s.DB.Store, ada.ID, next))
	webtest.Eventually(t, "the next picture", func() bool { return avatar() == next })
	s.Hurry("delete_blobs")
	webtest.Eventually(t, "the end of the first", func() bool {
		left := strings.Join(append(s.Keys("o/"), s.Keys("a/")...), " ")
		return !strings.Contains(left, key) && strings.Contains(left, next)
	})
}

// jobState waits for a job of a kind to end in a state.
func jobState(t *testing.T, s *webtest.Site, kind, state string) {
	t.Helper()
	webtest.Eventually(t, kind+" is "+state, func() bool {
		var n int
		must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = $1 AND state::text = $2`, kind, state).Scan(&n))
		return n > 0
	})
}

func TestFanOut(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada, reader := s.User("ada"), s.User("reader")
	must(t, people.Follow(t.Context(), s.DB.Store, reader.ID, ada.ID))
	s.Work()
	rows := func(u *account.User) (n int) {
		must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM feed WHERE user_id = $1`, u.ID).Scan(&n))
		return n
	}
	s.Post(ada, "before")
	_, _, err := feed.Page(t.Context(), s.DB.Store, reader.ID, models.Page{Limit: 5}) // asks for the feed
	must(t, err)
	webtest.Eventually(t, "the feed is built", func() bool { return rows(reader) == 1 })
	postID, items := s.Draft(ada, 1)
	s.Render(items...)
	must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, postID, post.PublishInput{}))
	webtest.Eventually(t, "the post is pushed", func() bool { return rows(reader) == 2 })
	if rows(ada) != 0 {
		t.Error("somebody who never reads has a feed")
	}
}

func TestMail(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	s.UserWithPassword("ada")
	s.Work()
	must(t, account.RequestReset(t.Context(), s.DB.Store, "ADA@example.org "))
	text := s.Mail("ada@example.org", "/reset/")
	if !strings.Contains(text, s.URL+"/reset/") {
		t.Errorf("%s", text)
	}
	s.Mail("ada@example.org", "/verify/")
	must(t, account.RequestReset(t.Context(), s.DB.Store, "nobody@example.org"))
	files, err := filepath.Glob(filepath.Join(s.Outbox.Dir, "*"))
	must(t, err)
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f, info.Mode(), err)
		}
	}
	// The secret of a link is in no job.
	var n int
	token := text[strings.Index(text, "/reset/")+len("/reset/"):][:20]
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE args::text LIKE '%' || $1 || '%'`, token).Scan(&n))
	if n != 0 {
		t.Error("a job holds the secret")
	}
}

// Jobs that ran when their program died run again; those of the living do not.
func TestOrphanedJobs(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	post, _ := upload(t, s, ada, mediatest.Photo(40, 30))
	running := func(by string) {
		_, err := s.Pool().Exec(t.Context(), `UPDATE river_job
			SET state = 'running', attempt = 1, attempted_at = now(),
			attempted_by = array_append(coalesce(attempted_by, '{}'), $1::text) WHERE kind = 'render_media'`, by)
		must(t, err)
	}
	running(s.Worker())
	n, err := s.RequeueOrphans(t.Context())
	if err != nil || n != 0 {
		t.Errorf("%d jobs of a living program are taken away, %v", n, err)
	}
	running("a program that died")
	s.Work()
	if m := settled(t, s, ada, post)[0]; !m.Ready() {
		t.Errorf("%+v", m)
	}
}

// A job of which a part happened already, or all of it, changes nothing more.
func TestJobsTwice(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	postID, items := upload(t, s, ada, mediatest.Photo(40, 30))
	q := queue(t, s)
	for range 3 {
		_, err := q.Insert(context.Background(), models.RenderMedia{OwnerID: ada.ID, MediaID: items[0].ID}, nil)
		must(t, err)
	}
	_, err := q.Insert(context.Background(), models.RenderMedia{OwnerID: ada.ID, MediaID: 5}, nil)
	must(t, err)
	must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, postID, post.PublishInput{}))
	s.Work()
	webtest.Eventually(t, "all jobs end", func() bool {
		var n int
		must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job
			WHERE state IN ('available', 'running', 'retryable')`).Scan(&n))
		return n == 0
	})
	p, err := account.ByID(t.Context(), s.DB.Store, 0, ada.ID)
	must(t, err)
	if p.PostsCount != 1 {
		t.Errorf("%d posts", p.PostsCount)
	}
	s.Check()
}
