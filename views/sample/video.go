package sample

import (
	"photogram/models/post"
	editorview "photogram/views/editor"
)

// video is a post of one video; the samples have its poster alone.
func (s *sampler) video(person, n int, state string) post.View {
	p := s.post(person, n)
	m := s.media(n, "ready")
	m.Kind, m.DurationMs, m.HasSound, m.Progress = "video", 43_000, true, 40
	m.WantedVideoKey = m.WantedKey
	m.Captions = []post.Caption{{Lang: "en", Label: "English"}}
	m.State = state
	if state == "ready" {
		m.VideoKey, m.VideoWidth, m.VideoHeight = m.WantedKey, m.Width&^1, m.Height&^1
	}
	m.PostID = &p.ID
	p.Kind, p.Items = "video", []post.Media{m}
	return p
}

func (s *sampler) publishingVideo() post.View {
	p := s.video(0, 6, "pending")
	p.State = post.Publishing
	return p
}

func (s *sampler) videoEditor() editorview.Editor {
	e := s.editor(post.Draft, 5)
	e.Post = s.video(0, 5, "ready")
	e.Post.State = post.Draft
	e.Items[0].Media = e.Post.Items[0]
	return e
}
