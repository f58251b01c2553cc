package api

import (
	"context"
	"encoding/json"
	"strings"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

var taggedRoutes = []route{
	{"GET", "/users/self/media/tag-requests", "basic", "", (*API).tagRequests},
	{"GET", "/users/self/tag-settings", "basic", "", (*API).tagSettings},
	{"PATCH", "/users/self/tag-settings", "publish", "tags_from tags_by_hand", (*API).setTagSettings},
	{"GET", "/users/:user/media/tagged", "basic", "", (*API).taggedMedia},
	{"POST", "/media/:media/tag", "relationships", "", (*API).approveTag},
	{"DELETE", "/media/:media/tag", "relationships", "", (*API).removeTag},
}

// taggedMedia lists the media that show an account.
func (a *API) taggedMedia(r *request) (any, *page, error) {
	id, err := r.userID()
	if err != nil {
		return nil, nil, err
	}
	if err := r.NeedFor(id); err != nil {
		return nil, nil, err
	}
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if !u.PostsVisible {
		return nil, nil, errPrivate
	}
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.Tagged(r.Ctx(), a.Store, r.Viewer(), u.ID, p)
	})
}

// tagRequests lists the media whose owners ask to name the token's account.
func (a *API) tagRequests(r *request) (any, *page, error) {
	return a.mediaPage(r, func(p models.Page) ([]post.View, models.ID, error) {
		return post.PendingTags(r.Ctx(), a.Store, r.Viewer(), p)
	})
}

func (a *API) approveTag(r *request) (any, *page, error) { return a.answerTag(r, post.ApproveTag) }
func (a *API) removeTag(r *request) (any, *page, error)  { return a.answerTag(r, post.RemoveTag) }

func (a *API) answerTag(r *request, answer func(context.Context, *models.Store, models.ID, models.ID) error) (any, *page, error) {
	id, err := a.named(r)
	if err != nil {
		return nil, nil, err
	}
	if err := answer(r.Ctx(), a.Store, r.Viewer(), id); err != nil {
		return nil, nil, hideMedia(err)
	}
	return nil, nil, nil
}

type tagSettings struct {
	TagsFrom   access.Circle `json:"tags_from"` // everyone, following or nobody
	TagsByHand bool          `json:"tags_by_hand"`
}

func (a *API) tagSettings(r *request) (any, *page, error) {
	set, err := post.TagSettingsOf(r.Ctx(), a.Store, r.Viewer())
	return tagSettings{set.TagsFrom, set.TagsByHand}, nil, err
}

func (a *API) setTagSettings(r *request) (any, *page, error) {
	set, err := post.TagSettingsOf(r.Ctx(), a.Store, r.Viewer())
	if err != nil {
		return nil, nil, err
	}
	if from := r.Optional("tags_from"); from != nil {
		set.TagsFrom = access.Circle(*from)
	}
	hand, err := r.Boolean("tags_by_hand")
	if err != nil {
		return nil, nil, err
	}
	if hand != nil {
		set.TagsByHand = *hand
	}
	if err := post.SetTagSettings(r.Ctx(), a.Store, r.Viewer(), set); err != nil {
		return nil, nil, err
	}
	return a.tagSettings(r)
}

// person is somebody in a photo.
type person struct {
	User     shortUser `json:"user"`
	Position position  `json:"position"`
}

type position struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

func (a *API) usersIn(tags []post.PersonTag) []person {
	out := make([]person, len(tags))
	for i, t := range tags {
		out[i] = person{a.shortUser(t.Author), position{t.X, t.Y}}
	}
	return out
}

// commentsFrom is who may comment, in the words of the parameter.
func commentsFrom(p *post.View) access.Circle {
	if !p.CommentsEnabled {
		return access.FromNobody
	}
	return p.CommentsFrom
}

var badPeople = models.Invalidf("users_in_photo",
	"api.error.send-json-list-username-x")

// people reads users_in_photo: a JSON list, flat or in the shape in which media show it.
func (r *request) people() ([]post.PersonInput, error) {
	parts := r.Values["users_in_photo"]
	if len(parts) == 1 && !strings.HasPrefix(strings.TrimSpace(parts[0]), "{") {
		var list []json.RawMessage
		if parts[0] != "" && json.Unmarshal([]byte(parts[0]), &list) != nil {
			return nil, badPeople
		}
		parts = make([]string, len(list))
		for i, raw := range list {
			parts[i] = string(raw)
		}
	}
	var out []post.PersonInput
	for _, part := range parts {
		var in struct {
			Username string      `json:"username"`
			UserID   json.Number `json:"user_id"`
			X        *float64    `json:"x"`
			Y        *float64    `json:"y"`
			User     struct {
				ID       json.Number `json:"id"`
				Username string      `json:"username"`
			} `json:"user"`
			Position position `json:"position"`
		}
		if json.Unmarshal([]byte(part), &in) != nil {
			return nil, badPeople
		}
		p := post.PersonInput{Username: in.Username, X: in.Position.X, Y: in.Position.Y}
		if in.X != nil && in.Y != nil {
			p.X, p.Y = *in.X, *in.Y
		}
		id := in.UserID
		if p.Username == "" && id == "" {
			p.Username, id = in.User.Username, in.User.ID
		}
		if p.Username == "" {
			var err error
			if p.UserID, err = models.ParseID(id.String()); err != nil {
				return nil, badPeople
			}
		}
		out = append(out, p)
	}
	return out, nil
}
