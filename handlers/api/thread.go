package api

import (
	"photogram/models"
	"photogram/models/access"
	"photogram/models/inbox"
)

var threadRoutes = []route{
	{"POST", "/stories/:story/replies", "stories", "text reaction", (*API).replyToStory},
	{"GET", "/users/self/threads", "stories", "", (*API).threads},
	{"GET", "/users/self/threads/requests", "stories", "", (*API).threadRequests},
	{"GET", "/users/self/message-settings", "stories", "", (*API).messageSettings},
	{"PATCH", "/users/self/message-settings", "stories", "messages_from", (*API).setMessageSettings},
	{"POST", "/threads", "stories", "user_ids* name text", (*API).beginThread},
	{"GET", "/threads/:thread", "stories", "", (*API).oneThread},
	{"PATCH", "/threads/:thread", "stories", "name?", (*API).renameThread},
	{"DELETE", "/threads/:thread", "stories", "", (*API).deleteThread},
	{"POST", "/threads/:thread/seen", "stories", "upto", (*API).seeThread},
	{"POST", "/threads/:thread/accept", "stories", "", (*API).acceptThread},
	{"POST", "/threads/:thread/decline", "stories", "", (*API).declineThread},
	{"POST", "/threads/:thread/mute", "stories", "", (*API).muteThread},
	{"DELETE", "/threads/:thread/mute", "stories", "", (*API).unmuteThread},
	{"GET", "/threads/:thread/members", "stories", "", (*API).threadMembers},
	{"POST", "/threads/:thread/members", "stories", "user_ids*", (*API).addThreadMembers},
	{"DELETE", "/threads/:thread/members/:member", "stories", "", (*API).removeThreadMember},
}

// thread is a conversation, as the token's account sees it.
type thread struct {
	ID           string      `json:"id"`
	Kind         inbox.Kind  `json:"kind"`
	Name         string      `json:"name"` // of a group that has one
	CreatedTime  string      `json:"created_time"`
	User         *shortUser  `json:"user"`     // the other person; null in groups
	Members      []shortUser `json:"members"`  // of a group
	MakerID      string      `json:"maker_id"` // who made a group
	StoryID      string      `json:"story_id"` // that it began with, or ""
	StoryVisible bool        `json:"story_visible"`
	OwnStory     bool        `json:"own_story"`
	Unread       bool        `json:"unread"`
	Muted        bool        `json:"muted"`
	Request      bool        `json:"request"` // not accepted yet
	LastMessage  *said       `json:"last_message"`
}

func idOrNone(id models.ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}

func (a *API) thread(th *inbox.View) thread {
	out := thread{ID: th.ThreadID.String(), Kind: th.Kind, Name: th.Name, CreatedTime: seconds(th.CreatedAt), Members: []shortUser{},
		MakerID: idOrNone(th.MakerID), StoryID: idOrNone(th.StoryID), StoryVisible: th.Story != nil, OwnStory: th.Mine(),
		Unread: th.Unread(), Muted: th.Muted, Request: th.Requested()}
	if !th.IsGroup() {
		other := a.shortUser(th.Other)
		out.User = &other
	}
	for _, u := range th.Members {
		out.Members = append(out.Members, a.shortUser(u))
	}
	if th.Last.ID != 0 {
		last := saidOf(&th.Last)
		out.LastMessage = &last
	}
	return out
}

func (a *API) threads(r *request) (any, *page, error) {
	return keyPage(r, "cursor", each(a.thread), func(before models.ID, n int) ([]inbox.View, models.ID, error) {
		return inbox.List(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

func (a *API) threadRequests(r *request) (any, *page, error) {
	return keyPage(r, "cursor", each(a.thread), func(before models.ID, n int) ([]inbox.View, models.ID, error) {
		return inbox.Requests(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

func (r *request) threadID() (models.ID, error) {
	id, err := models.ParseID(r.Param("thread"))
	if err != nil {
		return 0, models.NotFoundf("api.error.conversation-does-not-exist")
	}
	return id, nil
}

// userIDs reads a list of accounts: several values, a list, or one text with commas.
func (r *request) userIDs() ([]models.ID, error) {
	var out []models.ID
	for _, text := range r.List("user_ids") {
		id, err := models.ParseID(text)
		if err != nil {
			return nil, models.Invalidf("user_ids", "api.error.send-ids-accounts")
		}
		out = append(out, id)
	}
	return out, nil
}

// beginThread answers with the conversation, which may be there already.
func (a *API) beginThread(r *request) (any, *page, error) {
	ids, err := r.userIDs()
	if err != nil {
		return nil, nil, err
	}
	in := inbox.Start{People: ids, Name: r.Text("name")}
	if r.Has("text") {
		in.Say = &inbox.Say{Text: r.Text("text")}
	}
	id, _, err := inbox.Begin(r.Ctx(), a.Store, r.Viewer(), in)
	if err != nil {
		return nil, nil, err
	}
	return a.shownThread(r, id)
}

func (a *API) shownThread(r *request, id models.ID) (any, *page, error) {
	th, err := inbox.Begun(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, err
	}
	return a.thread(th), nil, nil
}

func (a *API) oneThread(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	th, err := inbox.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, err
	}
	return a.thread(th), nil, nil
}

func (a *API) renameThread(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	if !r.Has("name") {
		return nil, nil, models.Invalidf("name", "api.error.send-name-empty-one-takes")
	}
	if err := inbox.Rename(r.Ctx(), a.Store, r.Viewer(), id, r.Text("name")); err != nil {
		return nil, nil, err
	}
	return a.shownThread(r, id)
}

// seeThread marks a thread as seen, up to a message or to its end.
func (a *API) seeThread(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	upto, err := r.cursor("upto")
	if err != nil {
		return nil, nil, err
	}
	if err := inbox.See(r.Ctx(), a.Store, r.Viewer(), id, upto); err != nil {
		return nil, nil, err
	}
	return a.badge(r)
}

func (a *API) deleteThread(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err == nil {
		_, err = inbox.Delete(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, err
}

func (a *API) acceptThread(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	if err := inbox.Accept(r.Ctx(), a.Store, r.Viewer(), id); err != nil {
		return nil, nil, err
	}
	return a.shownThread(r, id)
}

func (a *API) declineThread(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err == nil {
		err = inbox.Decline(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, err
}

func (a *API) muteThread(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	if err := inbox.Mute(r.Ctx(), a.Store, r.Viewer(), id); err != nil {
		return nil, nil, err
	}
	return a.shownThread(r, id)
}

func (a *API) unmuteThread(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	if err := inbox.Unmute(r.Ctx(), a.Store, r.Viewer(), id); err != nil {
		return nil, nil, err
	}
	return a.shownThread(r, id)
}

// threadMembers lists all of a conversation, at most 32, as far as the caller sees them.
func (a *API) threadMembers(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	people, err := inbox.Members(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, err
	}
	out := make([]shortUser, len(people))
	for i, u := range people {
		out[i] = a.shortUser(u)
	}
	return out, &page{}, nil
}

func (a *API) addThreadMembers(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	ids, err := r.userIDs()
	if err != nil {
		return nil, nil, err
	}
	if err := inbox.AddMembers(r.Ctx(), a.Store, r.Viewer(), id, ids); err != nil {
		return nil, nil, err
	}
	return a.shownThread(r, id)
}

// removeThreadMember takes an account out of a group; self leaves it.
func (a *API) removeThreadMember(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	who := r.Viewer()
	if s := r.Param("member"); s != "self" {
		if who, err = models.ParseID(s); err != nil {
			return nil, nil, models.ErrNoUser
		}
	}
	return nil, nil, inbox.RemoveMember(r.Ctx(), a.Store, r.Viewer(), id, who)
}

type messageSettings struct {
	From access.Circle `json:"messages_from"`
}

func (a *API) messageSettings(r *request) (any, *page, error) {
	from, err := inbox.From(r.Ctx(), a.Store, r.Viewer())
	return messageSettings{from}, nil, err
}

func (a *API) setMessageSettings(r *request) (any, *page, error) {
	if from := r.Optional("messages_from"); from != nil {
		if err := inbox.SetFrom(r.Ctx(), a.Store, r.Viewer(), access.Circle(*from)); err != nil {
			return nil, nil, err
		}
	}
	return a.messageSettings(r)
}
