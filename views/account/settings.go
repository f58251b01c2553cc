package account

import (
	"context"
	"fmt"

	"photogram/models/account"
	"photogram/text"
	"photogram/views/ui"
)

// renameHint says what comes of another username.
var renameHint = fmt.Sprintf("Changing it changes the address of your profile. The old name stays yours for %d days, leads here, "+
	"and can be taken back. New names can be taken %d times in %d days.",
	int(account.NameHold.Hours()/24), account.MaxRenames, int(account.RenamePeriod.Hours()/24))

// grids are the ways in which a profile shows its posts.
func grids(ctx context.Context) []ui.Choice {
	return []ui.Choice{{Value: string(account.SquareGrid), Label: text.T(ctx, "post.grid-square")},
		{Value: string(account.UncroppedGrid), Label: text.T(ctx, "post.grid-uncropped")}}
}
