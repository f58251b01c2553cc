package app

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"photogram/models"
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
	UserID    models.ID
	TokenID   models.ID
	Key       string
	Request   []byte
	Claim     models.ID
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
const claimSQL = `WITH n AS (INSERT INTO idempotency_keys AS k (user_id, token_id, key, request, claim, claimed_at, created_at)
	VALUES ($1, $2, $3, $4, $5, $6, $6)
		ON CONFLICT (user_id, token_id, key) DO UPDATE
		SET request = excluded.request, claim = excluded.claim, claimed_at = excluded.claimed_at, created_at = excluded.created_at,
			committed = false, status = 0, answer = ''
		WHERE k.created_at <= $7 OR k.status = 0 AND NOT k.committed AND k.claimed_at <= $8
		AND (k.request = excluded.request OR k.request = '' OR excluded.request = '')
		RETURNING 1)
	SELECT true, ''::bytea, $6::timestamptz, 0::bigint, ''::bytea FROM n
	UNION ALL SELECT false, request, claimed_at, status, answer FROM idempotency_keys WHERE user_id = $1 AND token_id = $2
	AND key = $3 AND NOT EXISTS (SELECT 1 FROM n)`

// ClaimKey takes a key for a call with this request hash, which may be empty
// while the body is still coming. The claim is nil when the key is taken; then
// what is there comes back instead.
func ClaimKey(ctx context.Context, s *models.Store, t *Token, key string, request []byte) (*models.Claim, *IdempotencyKey, error) {
	now := s.Now()
	if request == nil {
		request = []byte{}
	}
	c := &models.Claim{User: t.UserID, Token: t.ID, Key: key, Id: s.NewID()}
	there := &IdempotencyKey{UserID: t.UserID, TokenID: t.ID, Key: key}
	var mine bool
	err := s.Pool().QueryRow(ctx, claimSQL, t.UserID, t.ID, key, request, c.Id, now, now.Add(-IdempotencyLife), now.Add(-idempotencyLease)).
		Scan(&mine, &there.Request, &there.ClaimedAt, &there.Status, &there.Answer)
	switch {
	case models.IsNoRows(err): // somebody else took it at this moment
		there.ClaimedAt = now
		return nil, there, nil
	case err != nil:
		return nil, nil, fmt.Errorf("claim an idempotency key: %w", err)
	case mine:
		return c, nil, nil
	}
	return nil, there, nil
}

// WithClaim lets transactions under the context note the effect of the call,
// and fail when somebody else has taken the call over.
func WithClaim(ctx context.Context, c *models.Claim) context.Context {
	return context.WithValue(ctx, models.ClaimKey{}, c)
}

// WithoutClaim is for transactions that are no effect of the call, such as
// clearing away what it left when it failed.
func WithoutClaim(ctx context.Context) context.Context {
	return context.WithValue(ctx, models.ClaimKey{}, nil)
}

// SaveAnswer stores the answer of a call, to be repeated.
func SaveAnswer(ctx context.Context, s *models.Store, c *models.Claim, request []byte, status int, answer []byte) error {
	_, err := s.Pool().Exec(ctx, `UPDATE idempotency_keys SET request = $5, status = $6, answer = $7 WHERE user_id = $1
		AND token_id = $2 AND key = $3 AND claim = $4`,
		c.User, c.Token, c.Key, c.Id, request, status, answer)
	if err != nil {
		return fmt.Errorf("keep the answer of a call: %w", err)
	}
	return nil
}

// ReleaseKey lets the call be carried out again, unless it had an effect.
func ReleaseKey(ctx context.Context, s *models.Store, c *models.Claim) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM idempotency_keys WHERE user_id = $1 AND token_id = $2 AND key = $3 AND claim = $4
		AND NOT committed`, c.User, c.Token, c.Key, c.Id)
	if err != nil {
		return fmt.Errorf("release an idempotency key: %w", err)
	}
	return nil
}
