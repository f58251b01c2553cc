package people

import (
	"context"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/text"
	"photogram/views/ui"
)

// Photos are those of suggested accounts, by account.
type Photos map[models.ID][]post.View

// reason says why an account is suggested.
func reason(ctx context.Context, s people.Suggestion) string {
	switch {
	case len(s.Via) == 1 && s.ViaCount > 1:
		return text.T(ctx, "people.via", "list", text.Of(ctx).List([]string{s.Via[0], ui.Plural(ctx, int64(s.ViaCount-1), "count.others")}))
	case len(s.Via) == 1:
		return text.T(ctx, "people.via", "list", s.Via[0])
	case len(s.Via) == 2 && s.ViaCount > 2:
		return text.T(ctx, "people.via", "list", text.Of(ctx).List([]string{s.Via[0], s.Via[1], ui.Plural(ctx, int64(s.ViaCount-2),
			"count.others")}))
	case len(s.Via) == 2:
		return text.T(ctx, "people.via", "list", text.Of(ctx).List(s.Via))
	case s.FollowsMe:
		return text.T(ctx, "people.follows-you")
	}
	return text.T(ctx, "people.popular")
}

func incoming(s people.Suggestion) access.Edge {
	if s.FollowsMe {
		return access.Following
	}
	return ""
}
