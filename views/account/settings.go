package account

import (
	"context"

	"photogram/models/account"
	"photogram/text"
)

// renameHint says what comes of another username.
func renameHint(ctx context.Context) string {
	return text.T(ctx, "account.rename-hint", "held", int(account.NameHold.Hours()/24), "n", account.MaxRenames,
		"days", int(account.RenamePeriod.Hours()/24))
}
