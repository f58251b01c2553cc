package api

import (
	"context"
	"strings"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/notify"
	"photogram/models/post"
)

var notificationRoutes = []route{
	{"GET", "/users/self/notifications", "basic", "", (*API).notifications},
	{"POST", "/users/self/notifications/seen", "basic", "upto", (*API).seeNotifications},
	{"GET", "/users/self/notifications/settings", "basic", "", (*API).notificationSettings},
	{"PATCH", "/users/self/notifications/settings", "publish", notificationNames(), (*API).setNotificationSettings},
}

// notification is something that the token's account was told of.
type notification struct {
	ID          string      `json:"id"` // counts up for each account
	Kind        string      `json:"kind"`
	CreatedTime string      `json:"created_time"`
	Text        string      `json:"text"` // what happened, in a line
	Link        string      `json:"link"`
	New         bool        `json:"new"` // not marked as seen yet
	Users       []shortUser `json:"users"`
	OthersCount int64       `json:"others_count"` // beyond those
	MediaID     string      `json:"media_id,omitempty"`
	CommentID   string      `json:"comment_id,omitempty"`
	CommentText string      `json:"comment_text,omitempty"`
	StoryID     string      `json:"story_id,omitempty"`
}

type badge struct {
	Unread   int `json:"unread"` // stops at 100, as does the other
	Requests int `json:"requests"`
	Messages int `json:"messages"` // conversations with something unread
}

func (a *API) notification(ctx context.Context, n notify.View) notification {
	out := notification{ID: n.Seq.String(), Kind: string(n.Kind), CreatedTime: seconds(n.At), Text: a.NotificationText(ctx, n),
		Link: a.NotificationURL(n),
		New:  n.New, Users: []shortUser{}, OthersCount: n.Others, CommentText: n.Comment}
	for _, u := range n.Actors {
		out.Users = append(out.Users, a.shortUser(u))
	}
	if n.Post != nil {
		out.MediaID = mediaID(&n.Post.Post)
	}
	if n.Kind == activity.ActStoryMention {
		out.StoryID = n.PostID.String()
	}
	if n.Story != nil {
		out.MediaID = mediaID(&post.Post{OwnerID: n.OwnerID, ID: n.PostID})
	}
	if n.CommentID != 0 {
		out.CommentID = n.CommentID.String()
	}
	return out
}

func (a *API) notifications(r *request) (any, *page, error) {
	show := each(func(n *notify.View) notification { return a.notification(r.Ctx(), *n) })
	return keyPage(r, "cursor", show, func(before models.ID, n int) ([]notify.View, models.ID, error) {
		return notify.List(r.Ctx(), a.Store, r.Viewer(), r.Text("filter"), before, n)
	})
}

// seeNotifications marks notifications as seen, up to one of them or all.
func (a *API) seeNotifications(r *request) (any, *page, error) {
	upto, err := r.cursor("upto")
	if err != nil {
		return nil, nil, err
	}
	if err := notify.See(r.Ctx(), a.Store, r.Viewer(), upto); err != nil {
		return nil, nil, err
	}
	return a.badge(r)
}

func (a *API) badge(r *request) (any, *page, error) {
	b, err := notify.BadgeOf(r.Ctx(), a.Store, r.Viewer())
	return badge{b.Unread, b.Requests, b.Messages}, nil, err
}

func (a *API) notificationSettings(r *request) (any, *page, error) {
	who, err := account.NotificationSettings(r.Ctx(), a.Store, r.Viewer())
	return who, nil, err
}

// setNotificationSettings takes kinds as parameters, each with everyone, following or
// off; with mail_ before them, never, at_once or daily; and the time zone.
func (a *API) setNotificationSettings(r *request) (any, *page, error) {
	change := map[activity.Kind]string{}
	for _, k := range account.NotificationKinds {
		if r.Has(string(k.Kind)) {
			change[k.Kind] = r.Text(string(k.Kind))
		}
	}
	if r.Has(string(account.TimeZone)) {
		change[account.TimeZone] = r.Text(string(account.TimeZone))
	}
	if err := account.SetNotificationSettings(r.Ctx(), a.Store, r.Viewer(), change); err != nil {
		return nil, nil, err
	}
	return a.notificationSettings(r)
}

func notificationNames() string {
	names := make([]string, len(account.NotificationKinds), len(account.NotificationKinds)+1)
	for i, k := range account.NotificationKinds {
		names[i] = string(k.Kind)
	}
	return strings.Join(append(names, string(account.TimeZone)), " ")
}
