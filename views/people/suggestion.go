package people

import (
	"photogram/models"
	"photogram/models/access"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/views/ui"
)

// Photos are those of suggested accounts, by account.
type Photos map[models.ID][]post.View

// reason says why an account is suggested.
func reason(s people.Suggestion) string {
	switch {
	case len(s.Via) == 1 && s.ViaCount > 1:
		return "Followed by " + s.Via[0] + " and " + ui.Plural(int64(s.ViaCount-1), "other", "others")
	case len(s.Via) == 1:
		return "Followed by " + s.Via[0]
	case len(s.Via) == 2 && s.ViaCount > 2:
		return "Followed by " + s.Via[0] + ", " + s.Via[1] + " and " + ui.Plural(int64(s.ViaCount-2), "other", "others")
	case len(s.Via) == 2:
		return "Followed by " + s.Via[0] + " and " + s.Via[1]
	case s.FollowsMe:
		return "Follows you"
	}
	return "Popular here"
}

func incoming(s people.Suggestion) access.Edge {
	if s.FollowsMe {
		return access.Following
	}
	return ""
}
