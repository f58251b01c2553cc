package jobs_test

import (
	"slices"
	"strings"
	"testing"

	"photogram/jobs"
	"photogram/models"
	"photogram/models/post"
	"photogram/web/webtest"
)

// narrow gives an item the renditions that the first generation had.
func narrow(t *testing.T, s *webtest.Site, m post.Media) string {
	t.Helper()
	old := m.RenderKey[:40]
	for _, key := range models.RenditionKeys(old, m.Width) {
		r, err := s.Blobs.Get(t.Context(), strings.Replace(key, old, m.RenderKey, 1))
		must(t, err)
		must(t, s.Blobs.Put(t.Context(), key, r, "image/jpeg"))
		must(t, r.Close())
	}
	for _, key := range s.Keys(models.RenditionPrefix(m.RenderKey)) {
		must(t, s.Blobs.Delete(t.Context(), key))
	}
	for _, sql := range []string{`UPDATE media SET render_key = $2, wanted_key = $2 WHERE render_key = $1`,
		`UPDATE posts SET cover_key = $2 WHERE cover_key = $1`} {
		_, err := s.Pool().Exec(t.Context(), sql, m.RenderKey, old)
		must(t, err)
	}
	return old
}

func TestNarrowPicturesAreMadeAgain(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	s.Work()
	var posts []models.ID
	item := func(id models.ID) *post.View {
		p, err := post.Own(t.Context(), s.DB.Store, ada.ID, id)
		must(t, err)
		return p
	}
	for range 3 {
		id, _ := upload(t, s, ada, demoPhoto(t))
		must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, id, post.PublishInput{}))
		posts = append(posts, id)
	}
	webtest.Eventually(t, "all photos", func() bool {
		return !slices.ContainsFunc(posts, func(id models.ID) bool { return item(id).State != post.Published }) && idle(t, s)
	})
	var old []string
	for _, id := range posts {
		old = append(old, narrow(t, s, item(id).Items[0]))
	}
	name := models.WidthName(828, "webp")
	s.Visitor().Get("/p/" + posts[0].Code()).Has("source[srcset*='/" + old[0] + "/1080.webp']").HasNot("source[srcset*='/" + name + "']")
	s.Visitor().Get("/media/" + old[0] + "/1080.webp").Want(200)
	must(t, s.Blobs.Delete(t.Context(), models.OriginalKey(ada.ID, item(posts[1]).Items[0].ID)))
	before := item(posts[0])

	must(t, s.InTx(t.Context(), func(tx *models.Tx) error { return tx.Enqueue(t.Context(), models.WidenMedia{}, nil) }))
	webtest.Eventually(t, "those that can be made", func() bool {
		return item(posts[0]).CoverKey != old[0] && item(posts[2]).CoverKey != old[2] && idle(t, s)
	})
	for i, id := range posts {
		p := item(id)
		m := p.Items[0]
		if i == 1 {
			if p.CoverKey != old[1] || !m.Ready() {
				t.Error("one whose original is gone does not stay as it is")
			}
			continue
		}
		keys := s.Keys(models.RenditionPrefix(m.RenderKey))
		want := models.RenditionKeys(m.RenderKey, m.Width)
		slices.Sort(want)
		if slices.Sort(keys); !slices.Equal(keys, want) || !m.Ready() || p.EditedAt != nil || p.Key() != before.Key() && i == 0 {
			t.Errorf("%v, want %v", keys, want)
		}
	}
	s.Visitor().Get("/p/" + posts[0].Code()).Has("source[srcset*='/" + name + " 828w']")
	s.Hurry("delete_blobs")
	webtest.Eventually(t, "the old files are gone", func() bool { return len(s.Keys(models.RenditionPrefix(old[0]))) == 0 })
	missing, err := jobs.Missing(t.Context(), s.DB.Store, s.Blobs)
	must(t, err)
	if len(missing) != 1 || missing[0].Key != models.OriginalKey(ada.ID, item(posts[1]).Items[0].ID) {
		t.Errorf("missing: %v", missing)
	}
	s.Check()
}
