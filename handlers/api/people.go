package api

import (
	"encoding/json"
	"strings"

	"photogram/models"
	"photogram/models/post"
)

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
func commentsFrom(p *post.View) string {
	if !p.CommentsEnabled {
		return "nobody"
	}
	return p.CommentsFrom
}

var badPeople = models.Invalidf("users_in_photo",
	`Send a JSON list of {"username", "x", "y"}, or with user_id for username; x and y are fractions of the photo, from 0 to 1.`)

// people reads users_in_photo: a JSON list, flat or in the shape in which media show it.
func (r *request) people() ([]post.PersonInput, error) {
	parts := r.params["users_in_photo"]
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
