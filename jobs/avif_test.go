package jobs_test

import (
	"os"
	"slices"
	"testing"

	"photogram/jobs"
	"photogram/models"
	"photogram/models/post"
	"photogram/web/webtest"
)

func demoPhoto(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../static/demo/fig-bowl.jpg")
	must(t, err)
	return data
}

// A photo that is on show gets AVIF files later, which go when it is edited.
func TestAVIFComesLater(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	s.AVIF = true
	s.Work()
	ada := s.User("ada")
	data := demoPhoto(t)
	postID, items := upload(t, s, ada, data)
	item := func() post.Media {
		p, err := post.Own(t.Context(), s.DB.Store, ada.ID, postID)
		must(t, err)
		return p.Items[0]
	}
	webtest.Eventually(t, "the AVIF is there", func() bool { return item().AVIF })
	m := item()
	keys := s.Keys(models.RenditionPrefix(m.RenderKey))
	for _, key := range models.AVIFKeys(m.RenderKey, m.Width) {
		if !slices.Contains(keys, key) {
			t.Errorf("%s is missing from %v", key, keys)
		}
	}
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, postID)
	must(t, err)
	if !p.CoverAVIF || !p.Cover().AVIF {
		t.Error("the cover does not say so")
	}
	missing, err := jobs.Missing(t.Context(), s.DB.Store, s.Blobs)
	must(t, err)
	if len(missing) > 0 {
		t.Errorf("missing: %v", missing)
	}

	must(t, post.EditMedia(t.Context(), s.DB.Store, ada.ID, postID, items[0].ID,
		post.MediaEdit{Recipe: []byte(`{"filter":"Ember"}`), Filter: "Ember"}))
	webtest.Eventually(t, "the edited photo has AVIF of its own", func() bool { n := item(); return n.RenderKey != m.RenderKey && n.AVIF })
	s.Hurry("delete_blobs")
	webtest.Eventually(t, "the old files are gone", func() bool { return len(s.Keys(models.RenditionPrefix(m.RenderKey))) == 0 })
	missing, err = jobs.Missing(t.Context(), s.DB.Store, s.Blobs)
	must(t, err)
	if len(missing) > 0 {
		t.Errorf("missing: %v", missing)
	}
}

// Without the setting nothing is made.
func TestAVIFCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	s.Work()
	ada := s.User("ada")
	postID, _ := upload(t, s, ada, demoPhoto(t))
	webtest.Eventually(t, "the job has run", func() bool {
		var n int
		must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'encode_avif'
			AND state = 'completed'`).Scan(&n))
		return n == 1
	})
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, postID)
	must(t, err)
	if p.Items[0].AVIF || p.CoverAVIF {
		t.Error("an AVIF was made")
	}
}
