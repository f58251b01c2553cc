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

// commitKey ends the transaction when the claim is lost.
const commitKey = `SELECT commit_key($1, $2, $3, $4)`

// CommitKey puts the note of the effect into a batch that is one transaction.
func (s *Store) CommitKey(ctx context.Context, b *pgx.Batch) {
	if c, ok := ctx.Value(ClaimKey{}).(*Claim); ok {
		b.Queue(commitKey, c.User, c.Token, c.Key, c.Id)
	}
}

// commitKey is the same in a transaction.
func (t *Tx) commitKey(ctx context.Context) error {
	c, ok := ctx.Value(ClaimKey{}).(*Claim)
	if !ok {
		return nil
	}
	if _, err := t.PG.Exec(ctx, commitKey, c.User, c.Token, c.Key, c.Id); err != nil {
		return fmt.Errorf("note the effect of a call: %w", err)
	}
	return nil
}

// ClaimLost is whether a transaction failed because somebody else carries out
// the call by now.
func ClaimLost(err error) bool { return HasCode(err, codeKeyLost) }

// codeKeyLost is the error of commit_key (migrations/00029_keys.sql).
const codeKeyLost = "PG409"
