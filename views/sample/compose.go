package sample

import (
	"context"

	"photogram/models/post"
	"photogram/models/story"
	storyview "photogram/views/story"
)

// composer is a story that is being made, with an overlay of each type.
func (s *sampler) composer(kind story.Kind) storyview.Composer {
	st := story.View{Story: story.Story{OwnerID: 1, ID: 77, State: post.Draft, Kind: kind, Background: "dusk", Audience: "everyone",
		RepliesFrom: "everyone"},
		Viewer: 1, Author: s.c.Viewer.Author(), Placement: story.Centred}
	if kind == story.Image {
		m := s.media(4, "ready")
		st.Media, st.Background = &m, "blur"
	}
	p := storyview.Composer{Story: st, Zone: "Europe/Lisbon"}
	for i, t := range storyview.OverlayChoices {
		o := storyview.Filled(context.Background(), storyview.NewOverlay("o"+string(rune('a'+i)), t.Value))
		p.Story.Overlays = append(p.Story.Overlays, o)
		p.Items = append(p.Items, storyview.FieldsOf(o, p.Zone))
	}
	p.Form.Problems = map[string]string{p.Items[0].Name("text"): "This can't be empty."}
	return p
}
