package ui

import (
	"context"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/discover"
	"photogram/text"
)

// What a form changes, and what an element shows: a page brings the second up
// to date after the first.
func ChangesUser(name string) string  { return "user:" + name }
func ChangesPost(id models.ID) string { return "post:" + id.Code() }

// followWords tell how things stand between the viewer and an account, for
// those who do not see the button.
func followWords(ctx context.Context, name string, r access.Relationship) string {
	switch r.Outgoing {
	case access.Following:
		return text.T(ctx, "people.you-follow", "name", name)
	case access.Requested:
		return text.T(ctx, "people.you-asked", "name", name)
	}
	return text.T(ctx, "people.you-dont-follow", "name", name)
}

func TagFollowWords(ctx context.Context, t discover.TagView) string {
	if t.Followed {
		return text.T(ctx, "people.you-follow", "name", "#"+t.Name)
	}
	return text.T(ctx, "people.you-dont-follow", "name", "#"+t.Name)
}
