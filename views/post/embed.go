package post

import (
	"context"
	"fmt"
	"html"
	"time"

	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

const (
	embedWidth = 540 // pixels, of a frame without another wish
	sizesEmbed = "(min-width: 540px) 540px, 100vw"
	// The height of an embedded post beside its photo: head, figures and a few lines.
	embedRest = 190
)

// EmbedHeight is the height of a frame of that width that shows most posts whole.
func EmbedHeight(p post.View, width int) int {
	photo := width
	if p.CoverWidth > 0 {
		photo = width * p.CoverHeight / p.CoverWidth
	}
	return min(max(photo, width/3), width*5/4) + embedRest
}

// EmbedFrame is the HTML of a frame that shows a post.
func EmbedFrame(ctx context.Context, src, by string, width, height int) string {
	return fmt.Sprintf(`<iframe src="%s" width="%d" height="%d" title="%s" loading="lazy" style="border:0;max-width:100%%"></iframe>`,
		html.EscapeString(src), width, height, html.EscapeString(text.T(ctx, "post.photo-by", "name", by)))
}

// embedScript is the HTML that a small script turns into a frame of the right height.
func embedScript(ctx context.Context, c ui.Chrome, p post.View) string {
	return fmt.Sprintf(`<blockquote class="photogram-embed" data-post="%s"><a href="%s">%s</a></blockquote>`+
		`<script async src="%s"></script>`,
		html.EscapeString(c.Absolute(urls.Embed(p.ID))), html.EscapeString(c.Absolute(urls.Post(p.ID))),
		html.EscapeString(text.T(ctx, "post.photo-by-on", "name", p.Author.DisplayName(), "site", c.SiteName)), html.EscapeString(c.Absolute(urls.EmbedScript)))
}

// day is a date that stays true however long a page is kept.
func day(t time.Time) string { return t.UTC().Format("2 January 2006") }
