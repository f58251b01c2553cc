package jobs_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/models/upkeep"
	"photogram/web/webtest"
)

// age makes a file look as old as d.
func age(t *testing.T, path string, d time.Duration) {
	t.Helper()
	at := time.Now().Add(-d)
	must(t, os.Chtimes(path, at, at))
}

func TestSweep(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	post, items := upload(t, s, ada, mediatest.Photo(40, 30))
	gone, young, unknown := models.OriginalKey(ada.ID, s.NewID()), models.OriginalKey(ada.ID, s.NewID()), "x/kept"
	must(t, account.RequestAvatar(t.Context(), s.DB.Store, ada.ID, strings.Repeat("0", 40)))
	key := strings.Repeat("cd", 20)
	stale := models.RenditionPrefix(key) + "320.jpg"
	pending, lost := models.AvatarOriginalKey(ada.ID, strings.Repeat("0", 40)), models.AvatarPrefix(key)+"sq150.jpg"
	for _, k := range []string{gone, young, stale, unknown, pending, lost} {
		must(t, s.Blobs.Put(t.Context(), k, strings.NewReader("x"), "image/jpeg"))
	}
	old := models.FileGrace + time.Minute
	for _, k := range []string{gone, stale, unknown, lost, models.OriginalKey(ada.ID, items[0].ID)} {
		age(t, filepath.Join(s.BlobDir, k), old)
	}
	for name, d := range map[string]time.Duration{"upload-old": old, "render-old": old, "upload-new": 0, "other-old": old} {
		path := filepath.Join(s.TempDir, name)
		must(t, os.WriteFile(path, nil, 0o600))
		age(t, path, d)
	}
	must(t, s.LogIn("old session", ada, account.Browser{}))
	s.Clock.Move(account.SessionLife + time.Hour)
	found, err := jobs.Orphans(t.Context(), s.DB.Store, s.Blobs, models.FileGrace)
	must(t, err)
	orphans := []string{}
	for _, o := range found {
		orphans = append(orphans, o.Key)
	}
	slices.Sort(orphans)
	want := []string{gone, stale, lost}
	slices.Sort(want)
	if !slices.Equal(orphans, want) {
		t.Errorf("orphans %v, want %v", orphans, want)
	}
	s.Work()
	sweep := func() {
		_, err = queue(t, s).Insert(t.Context(), models.Sweep{}, nil)
		must(t, err)
		webtest.Eventually(t, "the sweep", func() bool {
			var n int
			must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'sweep' AND state <> 'completed'`).Scan(&n))
			return n == 0
		})
	}
	sweep()
	s.Clock.Move(upkeep.Quarantine - time.Hour)
	sweep()
	for _, k := range want {
		if !slices.Contains(s.Keys(""), k) {
			t.Errorf("%s did not stay in quarantine", k)
		}
	}
	s.Clock.Move(2 * time.Hour)
	sweep()
	for _, k := range want {
		if slices.Contains(s.Keys(""), k) {
			t.Errorf("%s is still there", k)
		}
	}
	settled(t, s, ada, post)
	for _, k := range []string{young, unknown, pending, models.OriginalKey(ada.ID, items[0].ID)} {
		if !slices.Contains(s.Keys(""), k) {
			t.Errorf("%s is gone", k)
		}
	}
	names := []string{}
	entries, err := os.ReadDir(s.TempDir)
	must(t, err)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "render-") {
			names = append(names, e.Name())
		}
	}
	if !slices.Equal(names, []string{"other-old", "upload-new"}) {
		t.Errorf("temporary files: %v", names)
	}
	if v, err := account.VisitByToken(t.Context(), s.DB.Store, "old session"); v != nil || err != nil {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestDeleteBlobsKeepsWhatIsUsed(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	postID, _ := upload(t, s, ada, mediatest.Photo(40, 30))
	s.Work()
	m := settled(t, s, ada, postID)[0]
	before := s.Keys("")
	free := models.OriginalKey(ada.ID, s.NewID())
	must(t, s.Blobs.Put(t.Context(), free, strings.NewReader("x"), "image/jpeg"))
	_, err := queue(t, s).Insert(t.Context(),
		models.DeleteBlobs{Keys: []string{models.OriginalKey(ada.ID, m.ID), models.PreviewKey(ada.ID, m.ID), free},
			Prefixes: []string{models.RenditionPrefix(m.RenderKey)}}, nil)
	must(t, err)
	webtest.Eventually(t, "the free file is deleted", func() bool { return !slices.Contains(s.Keys(""), free) })
	if after := s.Keys(""); !slices.Equal(before, after) {
		t.Errorf("%v, %v before", after, before)
	}
	must(t, post.Delete(t.Context(), s.DB.Store, ada.ID, postID))
	s.Hurry("delete_blobs")
	webtest.Eventually(t, "everything is freed", func() bool { return len(s.Keys("")) == 0 })
}

// Nothing is swept right after a start.
func TestNothingIsSweptAtStart(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	must(t, s.LogIn("old session", s.User("ada"), account.Browser{}))
	s.Clock.Move(account.SessionLife + time.Hour)
	d := s.Deps()
	d.Calm = time.Hour
	runner, err := jobs.Start(t.Context(), d)
	must(t, err)
	t.Cleanup(func() { must(t, runner.Stop(context.Background())) })
	webtest.Eventually(t, "the sweep waits", func() bool {
		var n int
		must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'sweep' AND state = 'scheduled'
			AND scheduled_at > now() + interval '50 minutes'`).Scan(&n))
		return n == 1
	})
	var n int
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM sessions`).Scan(&n))
	if n != 1 {
		t.Errorf("%d sessions", n)
	}
}
