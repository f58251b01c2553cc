package models

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// IdempotencyLife is how long an answer is repeated for the same key.
	IdempotencyLife = 24 * time.Hour
	// idempotencyLease is how long a call is taken to be under way. Afterwards
	// another may carry it out, unless it had an effect.
	idempotencyLease = time.Minute
)

// IdempotencyKey is a call that must not be carried out twice.
type IdempotencyKey struct {
	UserID    ID
	TokenID   ID
	Key       string
	Request   []byte
	Claim     ID
	ClaimedAt time.Time
	Committed bool
	Status    int
	Answer    []byte
	CreatedAt time.Time
}

// Running is whether the call is being carried out just now; Lost is whether
// it had an effect and ended without an answer.
func (k *IdempotencyKey) Running(now time.Time) bool {
	return k.Status == 0 && now.Sub(k.ClaimedAt) < idempotencyLease
}

// Lost is described at Running.
func (k *IdempotencyKey) Lost(now time.Time) bool { return k.Status == 0 && !k.Running(now) }

// IsFor is whether the key was used for this request, as far as that is known.
func (k *IdempotencyKey) IsFor(request []byte) bool {
	return len(k.Request) == 0 || len(request) == 0 || bytes.Equal(k.Request, request)
}

// One statement inserts the key or takes over one that ended without effect or
// is too old; otherwise it reads what is there.
const claimSQL = `WITH n AS (INSERT INTO idempotency_keys AS k (user_id, token_id, key, request, claim, claimed_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
		ON CONFLICT (user_id, token_id, key) DO UPDATE SET request = excluded.request, claim = excluded.claim, claimed_at = excluded.claimed_at, created_at = excluded.created_at,
			committed = false, status = 0, answer = ''
		WHERE k.created_at <= $7 OR k.status = 0 AND NOT k.committed AND k.claimed_at <= $8 AND (k.request = excluded.request OR k.request = '' OR excluded.request = '')
		RETURNING 1)
	SELECT true, ''::bytea, $6::timestamptz, 0::bigint, ''::bytea FROM n
	UNION ALL SELECT false, request, claimed_at, status, answer FROM idempotency_keys WHERE user_id = $1 AND token_id = $2 AND key = $3 AND NOT EXISTS (SELECT 1 FROM n)`

// ClaimKey takes a key for a call with this request hash, which may be empty
// while the body is still coming. The claim is nil when the key is taken; then
// what is there comes back instead.
func (s *Store) ClaimKey(ctx context.Context, t *APIToken, key string, request []byte) (*Claim, *IdempotencyKey, error) {
	now := s.Now()
	if request == nil {
		request = []byte{}
	}
	c := &Claim{user: t.UserID, token: t.ID, key: key, id: s.NewID()}
	there := &IdempotencyKey{UserID: t.UserID, TokenID: t.ID, Key: key}
	var mine bool
	err := s.pool.QueryRow(ctx, claimSQL, t.UserID, t.ID, key, request, c.id, now, now.Add(-IdempotencyLife), now.Add(-idempotencyLease)).
		Scan(&mine, &there.Request, &there.ClaimedAt, &there.Status, &there.Answer)
	switch {
	case isNoRows(err): // somebody else took it at this moment
		there.ClaimedAt = now
		return nil, there, nil
	case err != nil:
		return nil, nil, fmt.Errorf("claim an idempotency key: %w", err)
	case mine:
		return c, nil, nil
	}
	return nil, there, nil
}

// Claim is the right to carry out the call of a key.
type Claim struct {
	user, token, id ID
	key             string
}

type claimKey struct{}

// WithClaim lets transactions under the context note the effect of the call,
// and fail when somebody else has taken the call over.
func WithClaim(ctx context.Context, c *Claim) context.Context {
	return context.WithValue(ctx, claimKey{}, c)
}

// withoutClaim is for transactions that are no effect of the call, such as
// clearing away what it left when it failed.
func withoutClaim(ctx context.Context) context.Context {
	return context.WithValue(ctx, claimKey{}, nil)
}

// fenceSQL divides by zero, and so ends the transaction, when the claim is lost.
const fenceSQL = `WITH u AS (UPDATE idempotency_keys SET committed = true WHERE user_id = $1 AND token_id = $2 AND key = $3 AND claim = $4 RETURNING 1) SELECT 1 / count(*) FROM u`

// fence puts the note of the effect into a batch that is one transaction.
func (s *Store) fence(ctx context.Context, b *pgx.Batch) {
	if c, ok := ctx.Value(claimKey{}).(*Claim); ok {
		b.Queue(fenceSQL, c.user, c.token, c.key, c.id)
	}
}

// fence is the same in a transaction.
func (t *tx) fence(ctx context.Context) error {
	c, ok := ctx.Value(claimKey{}).(*Claim)
	if !ok {
		return nil
	}
	if _, err := t.pgx.Exec(ctx, fenceSQL, c.user, c.token, c.key, c.id); err != nil {
		return fmt.Errorf("note the effect of a call: %w", err)
	}
	return nil
}

// ClaimLost is whether a transaction failed because somebody else carries out
// the call by now.
func ClaimLost(err error) bool { return hasCode(err, codeDivision) }

// KeepAnswer stores the answer of a call, to be repeated.
func (s *Store) KeepAnswer(ctx context.Context, c *Claim, request []byte, status int, answer []byte) error {
	_, err := s.pool.Exec(ctx, `UPDATE idempotency_keys SET request = $5, status = $6, answer = $7 WHERE user_id = $1 AND token_id = $2 AND key = $3 AND claim = $4`,
		c.user, c.token, c.key, c.id, request, status, answer)
	if err != nil {
		return fmt.Errorf("keep the answer of a call: %w", err)
	}
	return nil
}

// ReleaseKey lets the call be carried out again, unless it had an effect.
func (s *Store) ReleaseKey(ctx context.Context, c *Claim) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM idempotency_keys WHERE user_id = $1 AND token_id = $2 AND key = $3 AND claim = $4 AND NOT committed`, c.user, c.token, c.key, c.id)
	if err != nil {
		return fmt.Errorf("release an idempotency key: %w", err)
	}
	return nil
}
