// Package story shows stories: the tray, the viewer, the composer, highlights. It
// receives all it shows and fetches nothing.
package story

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"photogram/models/story"
	"photogram/text"
	"photogram/views/ui"
)

// sizesStory is how wide the canvas of a story is.
const sizesStory = "(min-width: 620px) 30rem, 100vw"

// StoryFrame is how a story is shown: to its owner while it is made, and to
// those who see it.
type StoryFrame struct {
	Story story.View
	Eager bool // whether its files are wanted at once
	Still bool // whether it is a picture of a story, without anything to press
	// Preview stands in the place of the picture while that is made.
	Preview string
}

// linkLabel is what a link on a story says.
func linkLabel(o story.Overlay) string {
	if o.Text != "" {
		return o.Text
	}
	return linkHost(o)
}

// linkHost is the site that a link on a story leads to.
func linkHost(o story.Overlay) string {
	u, err := url.Parse(o.URL)
	if err != nil {
		return o.URL
	}
	return strings.TrimPrefix(u.Host, "www.")
}

// untilWords is how long it is until a moment, in its largest units.
func untilWords(ctx context.Context, c ui.Chrome, t time.Time) string {
	d := t.Sub(c.Now)
	switch {
	case d <= 0:
		return text.T(ctx, "story.time-up")
	case d < time.Hour:
		return text.Of(ctx).Length((d/time.Minute + 1) * time.Minute)
	case d < 24*time.Hour:
		return text.T(ctx, "story.hours-minutes", "hours", int(d/time.Hour), "minutes", int(d%time.Hour/time.Minute))
	}
	return text.T(ctx, "story.days-hours", "days", int(d/(24*time.Hour)), "hours", int(d%(24*time.Hour)/time.Hour))
}

// sliderValue is where a slider stands.
func sliderValue(st story.View, o story.Overlay) string {
	if m := mine(st, o); m != nil {
		return strconv.Itoa(m.Value)
	}
	return "50"
}

// price is a product's price as people write it.
func price(o story.Overlay) string {
	if o.Price == "" {
		return ""
	}
	return o.Price + " " + o.Currency
}

// share is the part of the answers that chose an option, in per cent.
func share(a *story.Answers, option int) int64 {
	if a == nil || a.Total == 0 || option >= len(a.Counts) {
		return 0
	}
	return (a.Counts[option]*200 + a.Total) / (2 * a.Total)
}

// knows is whether the viewer may see what others answered.
func knows(st story.View, o story.Overlay) bool {
	a := st.Answers[o.ID]
	return a != nil && (a.Mine != nil || st.OwnerID == st.Viewer)
}

// mine is the viewer's own answer, nil without one.
func mine(st story.View, o story.Overlay) *story.Answer {
	if a := st.Answers[o.ID]; a != nil {
		return a.Mine
	}
	return nil
}

// chose is whether the viewer's answer is that option.
func chose(st story.View, o story.Overlay, option int) bool {
	m := mine(st, o)
	return m != nil && m.Value == option
}

// right is whether the option is the right one of a quiz.
func right(o story.Overlay, option int) bool { return o.Correct != nil && *o.Correct == option }

// storyWords describes a story for somebody who does not see it.
func storyWords(ctx context.Context, st story.View) string {
	who := st.Author.DisplayName()
	switch st.Kind {
	case story.Text:
		return text.T(ctx, "story.by", "name", who)
	case story.Shared:
		if st.Shared != nil {
			return text.T(ctx, "story.by-with-post", "name", who, "author", st.Shared.Author.DisplayName())
		}
		return text.T(ctx, "story.by-with-a-post", "name", who)
	case story.Video:
		return text.T(ctx, "story.video-by", "name", who)
	}
	return text.T(ctx, "story.photo-by", "name", who)
}
