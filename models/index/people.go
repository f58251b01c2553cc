package index

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// SetPeopleKeys makes an account be found by its names as they are now.
func SetPeopleKeys(ctx context.Context, t *models.Tx, user models.ID) error {
	var username, fullName string
	if err := t.PG.QueryRow(ctx, `SELECT username, full_name FROM users WHERE id = $1`, user).Scan(&username, &fullName); err != nil {
		return fmt.Errorf("read the names of %d: %w", user, err)
	}
	keys := []string{username}
	for _, key := range append(nameKeys(username), nameKeys(fullName)...) {
		keys = append(keys, FirstRunes(key, MaxKey))
	}
	batch := &pgx.Batch{}
	batch.Queue(`DELETE FROM people_keys WHERE user_id = $1 AND key <> ALL($2)`, user, keys)
	batch.Queue(`INSERT INTO people_keys (user_id, key) SELECT DISTINCT $1::bigint, k FROM unnest($2::text[]) k ON CONFLICT
		DO NOTHING`, user, keys)
	if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("index the names of %d: %w", user, err)
	}
	return nil
}
