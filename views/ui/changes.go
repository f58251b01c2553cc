package ui

import (
	"photogram/models"
	"photogram/models/access"
	"photogram/models/discover"
)

// What a form changes, and what an element shows: a page brings the second up
// to date after the first.
func ChangesUser(name string) string  { return "user:" + name }
func ChangesPost(id models.ID) string { return "post:" + id.Code() }

// followWords tell how things stand between the viewer and an account, for
// those who do not see the button.
func followWords(name string, r access.Relationship) string {
	switch r.Outgoing {
	case access.Following:
		return "You follow " + name + "."
	case access.Requested:
		return "You asked to follow " + name + "."
	}
	return "You don't follow " + name + "."
}

func TagFollowWords(t discover.TagView) string {
	if t.Followed {
		return "You follow #" + t.Name + "."
	}
	return "You don't follow #" + t.Name + "."
}
