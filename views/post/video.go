package post

import (
	"photogram/models/post"
)

// clips are a post's videos in the order of its items; nil stands for a photo.
func clips(p post.View) []*post.Clip {
	out := make([]*post.Clip, max(1, len(p.Items)))
	for i := range p.Items {
		out[i] = p.Items[i].Clip()
	}
	return out
}
