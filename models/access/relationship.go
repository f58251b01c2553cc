package access

import (
	"context"

	"photogram/models"
)

// Relationship is how a viewer and an account stand to each other.
type Relationship struct {
	Outgoing, Incoming     Edge
	Blocked, TargetPrivate bool
	// What the viewer chose about the account, without its knowledge.
	MutesPosts, MutesStories, Restricted, CloseFriend, HidesStories bool
}

// Follows is whether the viewer follows the account.
func (r Relationship) Follows() bool { return r.Outgoing == Following }

func Blocked(ctx context.Context, t *models.Tx, a, b models.ID) (yes bool, err error) {
	err = t.PG.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM blocks WHERE user_id = $1 AND other_id = $2)`, a, b).Scan(&yes)
	return yes, err
}
