package account

import (
	"context"

	"photogram/models/account"
	"photogram/text"
	"photogram/views/ui"
)

// renameHint says what comes of another username.
func renameHint(ctx context.Context) string {
	return text.T(ctx, "account.rename-hint", "held", int(account.NameHold.Hours()/24), "n", account.MaxRenames,
		"days", int(account.RenamePeriod.Hours()/24))
}

// grids are the ways in which a profile shows its posts.
func grids(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: string(account.SquareGrid), Label: text.T(ctx, "post.grid-square")},
		{Value: string(account.UncroppedGrid), Label: text.T(ctx, "post.grid-uncropped")}}
}
