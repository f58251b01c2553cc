// Package inbox shows conversations. It receives all it shows and fetches nothing.
package inbox

import (
	"photogram/models/inbox"
	"photogram/models/story"
	"photogram/views/ui"
)

// Inbox is a page of conversations.
type Inbox struct {
	List  []inbox.View
	Older string
	First bool // whether this is the top of the list
}

// Conversation is one conversation, or a page of it.
type Conversation struct {
	inbox.Conversation
	Form     ui.Form
	Earlier  string // the address of what was said before, or ""
	Earliest bool   // whether older messages are shown, which new ones do not join
}

// newest is the place of the newest message of the list, above which others are new.
func (p Inbox) newest() string {
	if len(p.List) == 0 {
		return "0"
	}
	return p.List[0].MessageID.String()
}

// upto is the newest message that a page shows.
func (p Conversation) upto() string {
	if len(p.Messages) == 0 {
		return ""
	}
	return p.Messages[len(p.Messages)-1].ID.String()
}

// lastLine says in a line what was said last.
func lastLine(th inbox.View) string {
	m := th.Last
	mine := m.UserID == th.UserID
	switch {
	case m.Reaction != "" && mine:
		return "You reacted " + m.Reaction
	case m.Reaction != "":
		return "Reacted " + m.Reaction + " to your story"
	case mine:
		return "You: " + ui.Shorten(m.Text, 100)
	}
	return ui.Shorten(m.Text, 100)
}

// threadAbout says whose story a conversation is about.
func threadAbout(th inbox.View) string {
	if th.Mine() {
		return th.Other.Username + " replied to your story"
	}
	return "You replied to " + th.Other.Username + "’s story"
}

// storyThumb is the rendition and description of what a story shows, if that is a picture.
func storyThumb(st *story.View) (key, alt string) {
	switch {
	case st.Media != nil:
		return st.Media.RenderKey, ui.AltOf(st.Media.AltText, st.Author)
	case st.Shared != nil:
		return st.Shared.CoverKey, ui.AltOf(st.Shared.CoverAlt, st.Shared.Author)
	}
	return "", ""
}
