package api

import (
	"photogram/models"
	"photogram/models/inbox"
)

var threadRoutes = []route{
	{"POST", "/stories/:story/replies", "stories", "text reaction", (*API).replyToStory},
	{"GET", "/users/self/threads", "stories", "", (*API).threads},
	{"GET", "/threads/:thread/messages", "stories", "", (*API).messages},
	{"POST", "/threads/:thread/messages", "stories", "text", (*API).sendMessage},
	{"POST", "/threads/:thread/seen", "stories", "upto", (*API).seeThread},
	{"DELETE", "/threads/:thread", "stories", "", (*API).deleteThread},
}

// thread is a conversation about a story, as the token's account sees it.
type thread struct {
	ID           string    `json:"id"`
	CreatedTime  string    `json:"created_time"`
	User         shortUser `json:"user"` // the other person
	StoryID      string    `json:"story_id"`
	StoryVisible bool      `json:"story_visible"` // whether the account may see it still
	OwnStory     bool      `json:"own_story"`
	Unread       bool      `json:"unread"`
	LastMessage  message   `json:"last_message"`
}

// message is a text or a reaction; the other is empty.
type message struct {
	ID          string `json:"id"`
	ThreadID    string `json:"thread_id"`
	CreatedTime string `json:"created_time"`
	UserID      string `json:"user_id"` // who wrote it
	Text        string `json:"text"`
	Reaction    string `json:"reaction"`
	ToStory     bool   `json:"to_story"` // whether it was written to the story itself
}

func showMessage(m *inbox.Message) message {
	return message{ID: m.ID.String(), ThreadID: m.ThreadID.String(), CreatedTime: seconds(m.CreatedAt), UserID: m.UserID.String(),
		Text: m.Text, Reaction: m.Reaction, ToStory: m.ToStory}
}

func (a *API) thread(th *inbox.View) thread {
	return thread{ID: th.ThreadID.String(), CreatedTime: seconds(th.CreatedAt), User: a.shortUser(th.Other),
		StoryID: th.StoryID.String(), StoryVisible: th.Story != nil,
		OwnStory: th.Mine(), Unread: th.Unread(), LastMessage: showMessage(&th.Last)}
}

func (a *API) threads(r *request) (any, *page, error) {
	return keyPage(r, "cursor", each(a.thread), func(before models.ID, n int) ([]inbox.View, models.ID, error) {
		return inbox.List(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

func (r *request) threadID() (models.ID, error) {
	id, err := models.ParseID(r.Param("thread"))
	if err != nil {
		return 0, models.NotFoundf("This conversation does not exist.")
	}
	return id, nil
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
	return keyPage(r, "cursor", each(showMessage), func(before models.ID, n int) ([]inbox.Message, models.ID, error) {
		return inbox.Messages(r.Ctx(), a.Store, r.Viewer(), id, before, n)
	})
}

func (a *API) sendMessage(r *request) (any, *page, error) {
	id, err := r.threadID()
	if err != nil {
		return nil, nil, err
	}
	m, err := inbox.Send(r.Ctx(), a.Store, r.Viewer(), id, r.Text("text"))
	if err != nil {
		return nil, nil, err
	}
	return showMessage(m), nil, nil
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
	return showMessage(m), nil, nil
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
