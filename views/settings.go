package views

import (
	"fmt"

	"photogram/models"
)

// renameHint says what comes of another username.
var renameHint = fmt.Sprintf("Changing it changes the address of your profile. The old name stays yours for %d days, leads here, and can be taken back. New names can be taken %d times in %d days.",
	int(models.NameHold.Hours()/24), models.MaxRenames, int(models.RenamePeriod.Hours()/24))
