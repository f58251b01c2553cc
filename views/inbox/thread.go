// Package inbox shows conversations. It receives all it shows and fetches nothing.
package inbox

import (
	"context"
	"slices"
	"strconv"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/inbox"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Inbox is a page of conversations.
type Inbox struct {
	Upto     models.ID // the newest change that the badge knew of before the list was read
	List     []inbox.View
	Older    string
	First    bool // whether this is the top of the list
	Requests int  // how many wait; of the list of requests itself 0
	Asked    bool // whether the list is that of requests
	At       models.ID
}

// Conversation is one conversation, or a page of it.
type Conversation struct {
	inbox.Conversation
	Side     Inbox // the list beside it
	Form     ui.Form
	Earlier  string // the address of what was said before, or ""
	Earliest bool   // whether older messages are shown, which new ones do not join
}

// Members is a group's page.
type Members struct {
	Thread inbox.View
	Form   ui.Form
	Pick   Pick
}

// Pick chooses people and conversations.
type Pick struct {
	Path    string       // that finds people
	Threads []inbox.View // groups that can be chosen
	People  []access.Author
	To      []models.ID
	In      []models.ID // threads that are chosen
	Query   string
}

// New is a message to whoever is chosen.
type New struct {
	Pick Pick
	Form ui.Form
}

// SendTo sends a post or a story.
type SendTo struct {
	Action string // where the form goes
	Back   string
	Title  string
	Card   inbox.Said // with the post or the story alone
	Pick   Pick
	Form   ui.Form
}

// Rules is who may write.
type Rules struct{ Form ui.Form }

func (p Pick) chosen(id models.ID) bool { return slices.Contains(p.To, id) }

func (p Pick) chosenThread(id models.ID) bool { return slices.Contains(p.In, id) }

// newest is the place of the newest change of the list, above which others are new.
func (p Inbox) newest() string {
	id := p.Upto
	for _, th := range p.List {
		id = max(id, th.ChangeID)
	}
	return id.String()
}

// upto is the newest message that a page shows.
func (p Conversation) upto() string {
	if len(p.Messages) == 0 {
		return ""
	}
	return p.Messages[len(p.Messages)-1].ID.String()
}

// changed is the newest message or change that a page shows.
func (p Conversation) changed() string {
	id := p.Thread.ChangeID
	for _, m := range p.Messages {
		id = max(id, m.ChangeID)
	}
	return id.String()
}

func nameOf(ctx context.Context, u access.Author) string {
	if u.ID == 0 {
		return text.T(ctx, "talk.somebody")
	}
	return u.Username
}

// maxNamed is how many people stand for a group without a name.
const maxNamed = 3

// Title names a conversation: by the other person, the group's name, or its people.
func Title(ctx context.Context, th inbox.View) string {
	if !th.IsGroup() {
		return nameOf(ctx, th.Other)
	}
	if th.Name != "" {
		return th.Name
	}
	var names []string
	for _, u := range th.Members {
		if u.ID != th.UserID {
			names = append(names, u.Username)
		}
	}
	switch more := len(names) - maxNamed; {
	case len(names) == 0:
		return text.T(ctx, "talk.group")
	case more > 0:
		names = append(names[:maxNamed], text.T(ctx, "talk.and-others", "n", more))
	}
	return text.Of(ctx).List(names)
}

// faces are who stands for a group, at most two.
func faces(th inbox.View) (out []access.Author) {
	for _, u := range th.Members {
		if u.ID != th.UserID && len(out) < 2 {
			out = append(out, u)
		}
	}
	return out
}

// lastLine says in a line what was said last.
func lastLine(ctx context.Context, th inbox.View) string {
	m := th.Last
	mine := m.UserID == th.UserID
	line := ui.Shorten(m.Text, 100)
	switch {
	case m.ID == 0:
		return text.T(ctx, "talk.nothing-said")
	case m.Event != "":
		return eventLine(ctx, th.UserID, &inbox.Said{Message: m, Author: th.LastBy, About: th.About})
	case m.Reaction != "" && mine:
		return text.T(ctx, "talk.you-reacted", "reaction", m.Reaction)
	case m.Reaction != "":
		return text.T(ctx, "talk.they-reacted", "reaction", m.Reaction)
	case line != "":
	case m.Photos > 0:
		line = text.T(ctx, "talk.sent-photo", "n", m.Photos)
	case m.CardKind == inbox.StoryCard:
		line = text.T(ctx, "talk.sent-story")
	default:
		line = text.T(ctx, "talk.sent-post")
	}
	switch {
	case mine:
		return text.T(ctx, "talk.you-said", "text", line)
	case th.IsGroup():
		return text.T(ctx, "talk.name-said", "name", nameOf(ctx, th.LastBy), "text", line)
	}
	return line
}

var events = map[inbox.Event]string{inbox.Made: "talk.event-made", inbox.Named: "talk.event-named", inbox.Added: "talk.event-added",
	inbox.Removed: "talk.event-removed", inbox.Left: "talk.event-left"}

// eventLine says what happened in a group.
func eventLine(ctx context.Context, viewer models.ID, m *inbox.Said) string {
	who := func(u access.Author) string {
		if u.ID == viewer {
			return text.T(ctx, "talk.you")
		}
		return nameOf(ctx, u)
	}
	key := events[m.Event]
	switch {
	case m.Event == inbox.Made && m.Text != "":
		key = "talk.event-made-named"
	case m.Event == inbox.Named && m.Text == "":
		key = "talk.event-unnamed"
	}
	return text.T(ctx, key, "name", who(m.Author), "about", who(m.About), "text", m.Text)
}

// storyLine says to whose story something was said.
func storyLine(ctx context.Context, viewer models.ID, m *inbox.Said) string {
	switch mine := m.UserID == viewer; {
	case mine && m.Reaction != "":
		return text.T(ctx, "talk.you-reacted-to-story")
	case mine:
		return text.T(ctx, "talk.you-replied-to-story")
	case m.Reaction != "":
		return text.T(ctx, "talk.reacted-to-story", "name", nameOf(ctx, m.Author))
	}
	return text.T(ctx, "talk.replied-to-story", "name", nameOf(ctx, m.Author))
}

// day is the day of a message for its reader, and whether another began with it.
func day(ctx context.Context, messages []inbox.Said, i int) (string, bool) {
	of := func(t time.Time) string { return text.Of(ctx).Day(t) }
	at := of(messages[i].CreatedAt)
	return at, i == 0 || of(messages[i-1].CreatedAt) != at
}

// follows is whether a message is by whoever wrote the one before, in one go.
func follows(messages []inbox.Said, i int) bool {
	return i > 0 && messages[i-1].UserID == messages[i].UserID && messages[i-1].Event == "" &&
		messages[i].CreatedAt.Sub(messages[i-1].CreatedAt) < 10*time.Minute
}

// felt are the reactions to a message, each with how many feel so.
type felt struct {
	Reaction, Names string
	Count           int
	Mine            bool
}

func feltBy(ctx context.Context, viewer models.ID, m *inbox.Said) (out []felt) {
	for _, f := range m.Reactions {
		i := slices.IndexFunc(out, func(have felt) bool { return have.Reaction == f.Reaction })
		name := nameOf(ctx, f.Author)
		if f.UserID == viewer {
			name = text.T(ctx, "talk.you")
		}
		if i < 0 {
			out = append(out, felt{Reaction: f.Reaction, Names: name})
			i = len(out) - 1
		} else {
			out[i].Names += ", " + name
		}
		out[i].Count++
		out[i].Mine = out[i].Mine || f.UserID == viewer
	}
	return out
}

func mine(viewer models.ID, m *inbox.Said) string {
	for _, f := range m.Reactions {
		if f.UserID == viewer {
			return f.Reaction
		}
	}
	return ""
}

// storyThumb is the rendition and description of what a story shows, if that is a picture.
func storyThumb(ctx context.Context, st *story.View) (key, alt string) {
	switch {
	case st.Media != nil:
		return st.Media.RenderKey, ui.AltOf(ctx, st.Media.AltText, st.Author)
	case st.Shared != nil:
		return st.Shared.CoverKey, ui.AltOf(ctx, st.Shared.CoverAlt, st.Shared.Author)
	}
	return "", ""
}

// photoWidth is how wide a photo of a message is fetched.
const photoWidth = 640

// photoAt is the address of a photo, no wider than asked for.
func photoAt(c ui.Chrome, m *post.Media, most int) string {
	best := 0
	for _, w := range models.WidthsOf(m.RenderKey, m.Width) {
		if w <= most || best == 0 {
			best = w
		}
	}
	return c.Files.Rendition(m.RenderKey, models.WidthName(best, "jpg"), false)
}

// photoBox is how large a photo of a message is laid out.
func photoBox(m *post.Media) (w, h string) {
	return strconv.Itoa(m.Width), strconv.Itoa(m.Height)
}

func altOf(ctx context.Context, m *inbox.Said, media *post.Media) string {
	if media.AltText != "" {
		return media.AltText
	}
	return text.T(ctx, "talk.photo-of", "name", nameOf(ctx, m.Author))
}

// messagePath is what can be done with a message.
func messagePath(m *inbox.Said) string {
	return urls.ThreadAction(m.ThreadID, "messages/"+m.ID.String())
}

func froms(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: string(access.FromEveryone), Label: text.T(ctx, "talk.from-everyone")},
		{Value: string(access.FromFollowers), Label: text.T(ctx, "talk.from-followers")},
		{Value: string(access.FromFollowing), Label: text.T(ctx, "talk.from-following")},
		{Value: string(access.FromNobody), Label: text.T(ctx, "talk.from-nobody")}}
}
