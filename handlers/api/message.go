package api

import (
	"photogram/models"
	"photogram/models/inbox"
	"photogram/models/post"
)

var messageRoutes = []route{
	{"GET", "/threads/:thread/messages", "stories", "", (*API).messages},
	{"POST", "/threads/:thread/messages", "stories", "file* text media_id post_id story_id alt_text*?", (*API).sendMessage},
	{"GET", "/threads/:thread/messages/:message", "stories", "", (*API).oneMessage},
	{"DELETE", "/threads/:thread/messages/:message", "stories", "", (*API).unsendMessage},
	{"POST", "/threads/:thread/messages/:message/reactions", "stories", "reaction", (*API).reactToMessage},
	{"PUT", "/threads/:thread/messages/:message/reactions", "stories", "reaction", (*API).reactToMessage},
	{"DELETE", "/threads/:thread/messages/:message/reactions", "stories", "", (*API).unreactToMessage},
}

// said is what was said or happened, as lists of conversations have it.
type said struct {
	ID          string      `json:"id"`
	ThreadID    string      `json:"thread_id"`
	CreatedTime string      `json:"created_time"`
	UserID      string      `json:"user_id"` // who wrote it
	Text        string      `json:"text"`
	Reaction    string      `json:"reaction"` // to the story
	ToStory     bool        `json:"to_story"` // whether it was written to the story itself
	PhotoCount  int         `json:"photo_count"`
	Event       inbox.Event `json:"event"` // made, named, added, removed or left, of groups
	AboutID     string      `json:"about_id"`
	Unsent      bool        `json:"unsent"`
}

// message is what was said, with all that belongs to it.
type message struct {
	said
	Photos    []carouselItem `json:"photos"`
	Card      *card          `json:"card"`
	Reactions []felt         `json:"reactions"`
}

// card is a post or a story that was sent, as far as the account may see it now.
type card struct {
	Type      inbox.CardKind `json:"type"`
	ID        string         `json:"id"`
	Available bool           `json:"available"`
	Media     *mediaObject   `json:"media,omitempty"`
	Story     *storyObject   `json:"story,omitempty"`
}

type felt struct {
	UserID   string `json:"user_id"`
	Reaction string `json:"reaction"`
}

func saidOf(m *inbox.Message) said {
	return said{ID: m.ID.String(), ThreadID: m.ThreadID.String(), CreatedTime: seconds(m.CreatedAt), UserID: m.UserID.String(),
		Text: m.Text, Reaction: m.Reaction, ToStory: m.ToStory, PhotoCount: m.Photos, Event: m.Event, AboutID: idOrNone(m.AboutID),
		Unsent: m.Gone}
}

// message shows a message to the caller.
func (r *request) message(m *inbox.Said) message {
	a := r.api
	out := message{said: saidOf(&m.Message), Photos: []carouselItem{}, Reactions: []felt{}}
	files := a.AbsoluteFiles()
	files.Viewer = r.Viewer()
	for i := range m.Media {
		item := a.carouselItem(files, &m.Media[i], false)
		item.UsersInPhoto = []person{}
		out.Photos = append(out.Photos, item)
	}
	for _, f := range m.Reactions {
		out.Reactions = append(out.Reactions, felt{f.UserID.String(), f.Reaction})
	}
	if m.CardKind == "" || m.Gone {
		return out
	}
	out.Card = &card{Type: m.CardKind, ID: m.CardID.String(), Available: m.Post != nil || m.Story != nil}
	if m.Post != nil {
		shown := a.mediaObject(m.Post)
		out.Card.Media, out.Card.ID = &shown, shown.ID
	}
	if m.Story != nil {
		shown := a.storyObject(m.Story)
		out.Card.Story, out.Card.ID = &shown, shown.ID
	}
	return out
}

// messages lists what was said in a thread, newest first.
func (a *API) messages(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	if _, err := inbox.Visible(r.Ctx(), a.Store, r.Viewer(), id); err != nil {
		return nil, nil, err
	}
	return keyPage(r, "cursor", each(r.message), func(before models.ID, n int) ([]inbox.Said, models.ID, error) {
		return inbox.Messages(r.Ctx(), a.Store, r.Viewer(), id, before, n)
	})
}

// sendMessage takes a text, photos as files or of a draft, and a post or a story as a card.
func (a *API) sendMessage(r *request) (any, *page, error) {
	admit := func(token string) error {
		if err := r.authenticate(token); err != nil {
			return err
		}
		return a.Store.MayUse(r.Ctx(), models.BudgetMessage, r.Viewer())
	}
	check := func(int) error { return r.checkTaken() }
	ups, err := r.Receive(a.Intake, admit, check)
	if err != nil {
		return nil, nil, err
	}
	out, err := a.say(r, ups)
	if err != nil {
		for _, up := range ups {
			a.Intake.Discard(r.Ctx(), r.Viewer(), up)
		}
		return nil, nil, err
	}
	return out, nil, nil
}

func (a *API) say(r *request, ups []post.Upload) (any, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, err
	}
	in := inbox.Say{Text: r.Text("text"), Photos: ups}
	for i := range ups {
		if alts := r.Values["alt_text"]; len(alts) > 0 {
			ups[i].AltText = alts[min(i, len(alts)-1)]
		}
	}
	var problems models.Problems
	for _, name := range []string{"media_id", "post_id", "story_id"} {
		if !r.Has(name) {
			continue
		}
		n, _, err := mediaKey(r.Text(name))
		switch {
		case err != nil:
			problems = append(problems, models.Invalidf(name, "api.error.not-id"))
		case name == "media_id":
			in.Draft = n
		case in.Card.ID != 0:
			problems = append(problems, models.Invalidf(name, "api.error.send-either-post-story-not"))
		case name == "post_id":
			in.Card = inbox.Card{Kind: inbox.PostCard, ID: n}
		default:
			in.Card = inbox.Card{Kind: inbox.StoryCard, ID: n}
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	m, err := inbox.Send(r.Ctx(), a.Store, r.Viewer(), id, in)
	if err != nil {
		return nil, err
	}
	return a.readMessage(r, id, m.ID)
}

func (a *API) readMessage(r *request, thread, id models.ID) (any, error) {
	m, err := inbox.MessageOf(r.Ctx(), a.Store, r.Viewer(), thread, id)
	if err != nil {
		return nil, err
	}
	return r.message(m), nil
}

func (r *request) messageID() (thread, id models.ID, err error) {
	if thread, err = r.threadID(); err != nil {
		return 0, 0, err
	}
	if id, err = models.ParseID(r.Param("message")); err != nil {
		err = models.NotFoundf("api.error.message-does-not-exist")
	}
	return thread, id, err
}

func (a *API) oneMessage(r *request) (any, *page, error) {
	thread, id, err := r.messageID()
	if err != nil {
		return nil, nil, err
	}
	out, err := a.readMessage(r, thread, id)
	return out, nil, err
}

func (a *API) unsendMessage(r *request) (any, *page, error) {
	thread, id, err := r.messageID()
	if err == nil {
		err = inbox.Unsend(r.Ctx(), a.Store, r.Viewer(), thread, id)
	}
	return nil, nil, err
}

func (a *API) reactToMessage(r *request) (any, *page, error) {
	thread, id, err := r.messageID()
	if err != nil {
		return nil, nil, err
	}
	if err := inbox.React(r.Ctx(), a.Store, r.Viewer(), thread, id, r.Text("reaction")); err != nil {
		return nil, nil, err
	}
	out, err := a.readMessage(r, thread, id)
	return out, nil, err
}

func (a *API) unreactToMessage(r *request) (any, *page, error) {
	thread, id, err := r.messageID()
	if err != nil {
		return nil, nil, err
	}
	if err := inbox.Unreact(r.Ctx(), a.Store, r.Viewer(), thread, id); err != nil {
		return nil, nil, err
	}
	out, err := a.readMessage(r, thread, id)
	return out, nil, err
}

func (a *API) replyToStory(r *request) (any, *page, error) {
	id, err := a.namedStory(r)
	if err != nil {
		return nil, nil, err
	}
	m, err := inbox.ReplyToStory(r.Ctx(), a.Store, r.Viewer(), id, inbox.StoryReply{Text: r.Text("text"), Reaction: r.Text("reaction")})
	if err != nil {
		return nil, nil, hideStory(err)
	}
	out, err := a.readMessage(r, m.ThreadID, m.ID)
	return out, nil, err
}
