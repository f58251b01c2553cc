package views

import "photogram/models"

// video is a post of one video; the samples have its poster alone.
func (s *sampler) video(person, n int, state string) models.PostView {
	p := s.post(person, n)
	m := s.media(n, "ready")
	m.Kind, m.DurationMs, m.HasSound, m.Progress = "video", 43_000, true, 40
	m.WantedVideoKey = m.WantedKey
	m.Captions = []models.Caption{{Lang: "en", Label: "English"}}
	m.State = state
	if state == "ready" {
		m.VideoKey, m.VideoWidth, m.VideoHeight = m.WantedKey, m.Width&^1, m.Height&^1
	}
	p.Kind, p.Items = "video", []models.Media{m}
	return p
}

func (s *sampler) publishingVideo() models.PostView {
	p := s.video(0, 6, "pending")
	p.State = models.Publishing
	return p
}

func (s *sampler) videoEditor() Editor {
	e := s.editor(models.Draft, 5)
	e.Post = s.video(0, 5, "ready")
	e.Post.State = models.Draft
	e.Items[0].Media = e.Post.Items[0]
	return e
}
