package story

import (
	"context"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/money"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// StoryReel is a row of stories that are shown one after the other.
type StoryReel struct {
	Owner     access.Author
	Stories   []story.View
	Current   int
	Own       bool
	Highlight *story.HighlightView // nil for the stories of the day
	Counts    map[models.ID]story.Counts
	Products  map[models.ID][]post.ProductTag
	Following []string // accounts whose stories come next, in order
	Back      string   // where closing leads
}

// path is the address of a story in the reel.
func (r StoryReel) path(i int) string {
	if i < 0 || i >= len(r.Stories) {
		return ""
	}
	if r.Highlight != nil {
		return urls.Highlight(r.Highlight.ID) + "/" + r.Stories[i].Code()
	}
	return urls.Story(r.Owner.Username, r.Stories[i].ID)
}

// next is where the way goes on after a story.
func (r StoryReel) next(i int) string {
	if path := r.path(i + 1); path != "" {
		return path
	}
	if len(r.Following) > 0 {
		return urls.Stories(r.Following[0])
	}
	return r.Back
}

// title is what the reel is called.
func (r StoryReel) title(ctx context.Context) string {
	if r.Highlight != nil {
		return r.Highlight.Title
	}
	return text.T(ctx, "story.reel-by", "name", r.Owner.DisplayName())
}

// label describes one story to those who do not see it.
func (r StoryReel) label(ctx context.Context, c ui.Chrome, i int) string {
	st := r.Stories[i]
	out := text.T(ctx, "story.place-of", "n", i+1, "of", len(r.Stories), "story", storyWords(ctx, st))
	if st.PublishedAt != nil {
		out += ", " + ui.Ago(ctx, c.Now, *st.PublishedAt)
	}
	return out
}

// bar is how far a story's bar is filled before scripts fill it.
func (r StoryReel) bar(i int) string {
	switch {
	case i < r.Current:
		return "full"
	case i == r.Current:
		return "now"
	}
	return "empty"
}

// Tray is the row of accounts with stories.
type Tray struct {
	Own     *story.TrayEntry // the viewer's; nil beyond the first page
	Entries []story.TrayEntry
	More    string // the address of the next page
}

// Ring is how an account's picture is framed in the tray.
func Ring(e story.TrayEntry) string {
	switch {
	case e.Stories == 0:
		return "ring-none"
	case e.Unseen == 0:
		return "ring-seen"
	case e.Close:
		return "ring-close"
	}
	return "ring-unseen"
}

// RingWords says what the ring means.
func RingWords(ctx context.Context, e story.TrayEntry) string {
	name := e.Author.Username
	switch {
	case e.Unseen == 0:
		return text.T(ctx, "story.ring-seen", "name", name, "stories", ui.Plural(ctx, int64(e.Stories), "count.stories"))
	case e.Close:
		return text.T(ctx, "story.ring-close", "name", name, "n", e.Unseen)
	}
	return text.T(ctx, "story.ring-new", "name", name, "n", e.Unseen)
}

// StoryViewers is a story's page for its owner.
type StoryViewers struct {
	Story   story.View
	Counts  story.Counts
	Viewers []story.Viewer
	Older   string
	First   bool
}

// asked are the overlays that can be answered.
func (v StoryViewers) asked() []story.Overlay {
	var out []story.Overlay
	for _, o := range v.Story.Overlays {
		if o.Asks() {
			out = append(out, o)
		}
	}
	return out
}

// StoryResponses are the answers to something on a story.
type StoryResponses struct {
	Story   story.View
	Overlay story.Overlay
	List    []story.Response
	Older   string
}

// answerWords is an answer in words.
func answerWords(ctx context.Context, o story.Overlay, r story.Response) string {
	switch o.Type {
	case "poll", "quiz":
		if r.Value < len(o.Options) {
			return o.Options[r.Value]
		}
	case "slider":
		return text.T(ctx, "story.of-100", "n", r.Value)
	}
	return r.Text
}

// StoryArchive is all that an account ever shared as stories.
type StoryArchive struct {
	Stories []story.View
	Older   string
	First   bool
	Choose  bool // whether a highlight is being made
	Form    ui.Form
}

// HighlightEdit is the page on which a highlight is changed.
type HighlightEdit struct {
	Highlight story.HighlightView
	Stories   []story.View
	Form      ui.Form
}

// StoryHighlights puts a story into highlights.
type StoryHighlights struct {
	Story   story.View
	Choices []story.HighlightChoice
	Form    ui.Form
}

// Highlights is the row of highlights on a profile.
type Highlights struct {
	Owner access.Author
	Own   bool
	List  []story.HighlightView
	More  string
}

// unplaced are the products on a story that have no place.
func unplaced(tags []post.ProductTag) (out []post.ProductTag) {
	for _, t := range tags {
		if t.X == nil {
			out = append(out, t)
		}
	}
	return out
}

// before is what a product costs without its sale.
func before(t *post.ProductTag) money.Amount {
	return money.Amount{Minor: t.Usual, Currency: t.Currency}
}

// sideOf is where a tag opens, so that it stays on the story.
func sideOf(x, y float64) string {
	side := "tag-below"
	if y > 0.55 {
		side = "tag-above"
	}
	switch {
	case x < 0.35:
		side += " tag-left"
	case x > 0.65:
		side += " tag-right"
	}
	return side
}
