package ui

import (
	"context"

	"github.com/a-h/templ"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
)

// Pressed is a state attribute's value.
func Pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

func flashRole(f Flash) string {
	if f.Kind == "error" {
		return "alert"
	}
	return "status"
}

func flashIcon(f Flash) string {
	if f.Kind == "error" {
		return "circle-alert"
	}
	return "circle-check"
}

// Current marks a link to the page that it stands on.
func (c Chrome) Current(path string) templ.Attributes {
	if c.at(path) {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}

// avatarFile is the kept square that is sharp enough for a side.
func avatarFile(side int) int {
	for _, s := range models.SquareSizes {
		if s >= side {
			return s
		}
	}
	return models.SquareSizes[len(models.SquareSizes)-1]
}

// StateWord is what the owner reads about a post that is not published.
func StateWord(ctx context.Context, p post.View) string {
	switch p.State {
	case post.Publishing:
		return text.T(ctx, "post.publishing")
	case post.Scheduled:
		return text.T(ctx, "post.scheduled")
	case post.Archived:
		return text.T(ctx, "post.archived")
	}
	return text.T(ctx, "post.draft")
}

// ProfileDescription is what search engines and other sites show of an account.
func ProfileDescription(ctx context.Context, p account.Profile) string {
	if p.Bio != "" && !p.IsPrivate {
		short, _ := Fold(p.Bio)
		return short
	}
	return text.T(ctx, "people.summary", "photos", Plural(ctx, p.PostsCount, "count.photos"), "name", p.User.Author().DisplayName(), "username", p.Username)
}

// tilePath is where a tile leads: drafts go on in the editor.
func tilePath(p post.View) string {
	if p.State == post.Draft || p.State == post.Scheduled {
		return urls.PostAction(p.ID, "edit")
	}
	return urls.Post(p.ID)
}
