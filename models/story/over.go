package story

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/activity"
)

// overAfter is how long after the end of a story its numbers are told of.
const (
	overAfter  = time.Hour
	overAtOnce = 500
)

// RecordOver records of stories that they are over, so that programs hear of their
// numbers. more says that others wait.
func RecordOver(ctx context.Context, s *models.Store) (more bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		var over []struct{ OwnerID, ID models.ID }
		err := models.Find(ctx, t.PG, &over, `WITH over AS MATERIALIZED (SELECT owner_id, id FROM stories
				WHERE state = 'published' AND NOT over_told AND expires_at <= @end
				ORDER BY expires_at LIMIT @limit FOR UPDATE SKIP LOCKED)
			UPDATE stories st SET over_told = true FROM over
			WHERE st.owner_id = over.owner_id AND st.id = over.id
			RETURNING st.owner_id, st.id`, models.Args{"end": s.Now().Add(-overAfter), "limit": overAtOnce})
		if err != nil {
			return fmt.Errorf("find stories that are over: %w", err)
		}
		more = len(over) == overAtOnce
		list := make([]activity.Activity, len(over))
		for i, st := range over {
			list[i] = activity.Activity{UserID: st.OwnerID, Kind: activity.ActStoryPeriod, ActorID: st.OwnerID, OwnerID: st.OwnerID,
				PostID: st.ID}
		}
		return activity.Record(ctx, t, list...)
	})
	return more, err
}
