package post

import (
	"context"

	"photogram/models/post"
	"photogram/text"
	"photogram/views/ui"
)

// surface is where the photos of a post are shown.
type surface int

const (
	inFeed surface = iota // where a press on one leads to the post
	onPage                // of the post, where it leads to the photo alone
	inEmbed
)

func (in surface) sizes(c ui.Chrome, v post.View, p post.Picture) string {
	share := ui.ShareOf(p, ui.Photos(v)[0])
	switch in {
	case inFeed:
		return ui.SizesCard(p, share)
	case onPage:
		return ui.SizesPost(c, p, share)
	}
	return sizesEmbed
}

func photoPlace(ctx context.Context, p post.View, i int) string {
	return text.T(ctx, "post.place", "n", i+1, "of", len(p.Items))
}

// photoWords are those of the link to a photo alone.
func photoWords(ctx context.Context, p post.View, i int) string {
	if len(p.Items) > 1 {
		return text.T(ctx, "post.full-of", "n", i+1)
	}
	return text.T(ctx, "post.full")
}
