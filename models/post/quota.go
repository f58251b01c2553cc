package post

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/text"
)

// Storage is what the files that an account sent take, unfinished uploads included,
// in bytes, and what they may take; a Limit of 0 is none.
type Storage struct{ Used, Limit int64 }

// quotaSQL sums up for the account $1, but for an upload $2.
const quotaSQL = `SELECT (SELECT coalesce(sum(bytes), 0) FROM media WHERE owner_id = $1)::bigint
	+ (SELECT coalesce(sum(bytes), 0) FROM uploads WHERE owner_id = $1 AND state = 'open' AND expires_at > $3 AND id <> $2)::bigint`

// StorageOf says what an account keeps.
func StorageOf(ctx context.Context, s *models.Store, user models.ID) (Storage, error) {
	out := Storage{Limit: s.Quota}
	if err := s.Pool().QueryRow(ctx, quotaSQL, user, models.ID(0), s.Now()).Scan(&out.Used); err != nil {
		return out, fmt.Errorf("sum up what account %d keeps: %w", user, err)
	}
	return out, nil
}

// fits fails when a file does not fit beside what its owner keeps. Files of one
// account come one after the other, so that two do not both take the last place.
func fits(ctx context.Context, t *models.Tx, owner, id models.ID, bytes int64) error {
	quota := t.Store.Quota
	if quota <= 0 {
		return nil
	}
	if _, err := t.PG.Exec(ctx, `SELECT pg_advisory_xact_lock($1, hashint8($2))`, quotaLock, owner); err != nil {
		return err
	}
	var used int64
	if err := t.PG.QueryRow(ctx, quotaSQL, owner, id, t.Store.Now()).Scan(&used); err != nil {
		return fmt.Errorf("sum up what account %d keeps: %w", owner, err)
	}
	if used+bytes > quota {
		return models.Say(models.Error{Kind: models.TooLarge, Field: "file"}, "post.error.account-room-used-delete-posts", "quota",
			text.English.Size(quota), "used", text.English.Size(used))
	}
	return nil
}

// quotaLock names the locks of fits among advisory locks.
const quotaLock = 0x71756f74
