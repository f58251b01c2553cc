package jobs_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/media/mediatest"
	"photogram/models/making"
	"photogram/models/post"
	"photogram/web/webtest"
)

// A video whose frames are broken fails with a reason, and its post is a draft
// again; what waits behind it goes on.
func TestBrokenVideo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	broken := mediatest.Video(t)
	at := bytes.Index(broken, []byte("mdat"))
	size := int(binary.BigEndian.Uint32(broken[at-4:]))
	clear(broken[at+size/5 : at-4+size]) // the first frames are whole
	postID, _ := upload(t, s, ada, broken)
	next, _ := upload(t, s, ada, mediatest.Video(t))
	must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, postID, post.PublishInput{}))
	s.Work()
	m := settled(t, s, ada, postID)[0]
	if m.State != "failed" || !strings.Contains(m.Failure, "damaged") {
		t.Errorf("%+v", m)
	}
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, postID)
	must(t, err)
	if p.State != post.Draft {
		t.Errorf("the post is %s", p.State)
	}
	if m := settled(t, s, ada, next)[0]; !m.Ready() {
		t.Errorf("the video behind it: %+v", m)
	}
	must(t, post.Delete(t.Context(), s.DB.Store, ada.ID, postID))
	s.Check()
}

// A video whose recipe changed while it was made is made again, and of the
// first one nothing is left.
func TestVideoChangedMeanwhile(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	postID, items := upload(t, s, ada, mediatest.Clip(t, "a.mp4", append(mediatest.Card("320x240", "25"), mediatest.H264()...)...))
	m := items[0]
	first := m.WantedVideoKey
	must(t, post.EditMedia(t.Context(), s.DB.Store, ada.ID, postID, m.ID,
		post.MediaEdit{Recipe: json.RawMessage(`{"rotate":90}`), Filter: "Normal"}))
	// The job of the first recipe ends now.
	used, err := making.MediaTranscoded(t.Context(), s.DB.Store, ada.ID, m.ID,
		making.Transcoded{Key: first, Width: 320, Height: 240, Duration: time.Second})
	must(t, err)
	if used {
		t.Error("a video that nobody wants any more is used")
	}
	s.Work()
	m = settled(t, s, ada, postID)[0]
	if !m.Ready() || m.VideoWidth != 240 || m.VideoHeight != 320 || m.Width != 240 {
		t.Errorf("%+v", m)
	}
	// Another frame leaves the video as it is.
	film := m.VideoKey
	must(t, post.SetPoster(t.Context(), s.DB.Store, ada.ID, postID, m.ID, 300*time.Millisecond))
	if m = settled(t, s, ada, postID)[0]; m.VideoKey != film || !m.Ready() || m.PosterMs != 300 {
		t.Errorf("%+v", m)
	}
	missing, err := jobs.Missing(t.Context(), s.DB.Store, s.Blobs)
	if err != nil || len(missing) != 0 {
		t.Errorf("missing %v, %v", missing, err)
	}
	if orphans, err := jobs.Orphans(t.Context(), s.DB.Store, s.Blobs, 0); err != nil || len(orphans) != 0 {
		s.Hurry("delete_blobs") // the poster before
		webtest.Eventually(t, "what is not needed goes", func() bool {
			orphans, err = jobs.Orphans(t.Context(), s.DB.Store, s.Blobs, 0)
			return err == nil && len(orphans) == 0
		})
	}
	s.Check()
}
