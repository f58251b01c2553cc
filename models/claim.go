package models

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Claim is the right to carry out the call of a key.
type Claim struct {
	User, Token, Id ID
	Key             string
}

type ClaimKey struct{}

// fenceSQL divides by zero, and so ends the transaction, when the claim is lost.
const fenceSQL = `WITH u AS (UPDATE idempotency_keys SET committed = true WHERE user_id = $1 AND token_id = $2 AND key = $3
	AND claim = $4 RETURNING 1) SELECT 1 / count(*) FROM u`

// Fence puts the note of the effect into a batch that is one transaction.
func (s *Store) Fence(ctx context.Context, b *pgx.Batch) {
	if c, ok := ctx.Value(ClaimKey{}).(*Claim); ok {
		b.Queue(fenceSQL, c.User, c.Token, c.Key, c.Id)
	}
}

// fence is the same in a transaction.
func (t *Tx) fence(ctx context.Context) error {
	c, ok := ctx.Value(ClaimKey{}).(*Claim)
	if !ok {
		return nil
	}
	if _, err := t.PG.Exec(ctx, fenceSQL, c.User, c.Token, c.Key, c.Id); err != nil {
		return fmt.Errorf("note the effect of a call: %w", err)
	}
	return nil
}

// ClaimLost is whether a transaction failed because somebody else carries out
// the call by now.
func ClaimLost(err error) bool { return HasCode(err, codeDivision) }
