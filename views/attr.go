package views

import (
	"github.com/a-h/templ"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
)

// pressed is a state attribute's value.
func pressed(on bool) string {
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

// current marks a link to the page that it stands on.
func (c Chrome) current(path string) templ.Attributes {
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

// stateWord is what the owner reads about a post that is not published.
func stateWord(p post.View) string {
	switch p.State {
	case post.Publishing:
		return "Publishing"
	case post.Scheduled:
		return "Scheduled"
	case post.Archived:
		return "Archived"
	}
	return "Draft"
}

// profileDescription is what search engines and other sites show of an account.
func profileDescription(p account.Profile) string {
	if p.Bio != "" && !p.IsPrivate {
		short, _ := fold(p.Bio)
		return short
	}
	return plural(p.PostsCount, "photo", "photos") + " by " + p.User.Author().DisplayName() + " (@" + p.Username + ")."
}

// tilePath is where a tile leads: drafts go on in the editor.
func tilePath(p post.View) string {
	if p.State == post.Draft || p.State == post.Scheduled {
		return PostActionPath(p.ID, "edit")
	}
	return PostPath(p.ID)
}
