package account

import (
	"fmt"

	"photogram/models/account"
)

// renameHint says what comes of another username.
var renameHint = fmt.Sprintf("Changing it changes the address of your profile. The old name stays yours for %d days, leads here, "+
	"and can be taken back. New names can be taken %d times in %d days.",
	int(account.NameHold.Hours()/24), account.MaxRenames, int(account.RenamePeriod.Hours()/24))
