package models

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Scopes are what a token may be allowed to do. The first is always included.
var Scopes = []string{"basic", "public_content", "follower_list", "comments", "relationships", "likes",
	"publish", "stories", "insights", "shopping", "subscriptions"}

// APIToken is the right of a program to act for an account.
type APIToken struct {
	Hash      Hash `gorm:"primaryKey"`
	ID        ID
	UserID    ID
	Name      string
	Scopes    string
	CreatedAt time.Time
	UsedAt    *time.Time
	ExpiresAt *time.Time
	RevokedAt *time.Time
}

// Allows says whether the token carries a scope.
func (t *APIToken) Allows(scope string) bool {
	return slices.Contains(strings.Fields(t.Scopes), scope)
}

// CleanScopes reads a list of scopes, separated by spaces, plus signs or commas.
func CleanScopes(s string) (string, error) {
	asked := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '+' || r == ',' })
	if len(asked) == 0 {
		return "", Invalidf("scopes", "Name at least one scope of %s.", strings.Join(Scopes, ", "))
	}
	out := []string{"basic"}
	for _, scope := range asked {
		if !slices.Contains(Scopes, scope) {
			return "", Invalidf("scopes", "%q is not a scope; the scopes are %s.", scope, strings.Join(Scopes, ", "))
		}
		if !slices.Contains(out, scope) {
			out = append(out, scope)
		}
	}
	return strings.Join(out, " "), nil
}

// CreateAPIToken makes a token; what it returns is shown once and never kept.
func (s *Store) CreateAPIToken(ctx context.Context, user ID, name, scopes string, life time.Duration) (string, error) {
	clean, err := CleanScopes(scopes)
	if err != nil {
		return "", err
	}
	token, err := NewToken()
	if err != nil {
		return "", err
	}
	row := APIToken{Hash: HashToken(token), ID: s.NewID(), UserID: user, Name: name, Scopes: clean, CreatedAt: s.Now()}
	if life > 0 {
		until := s.Now().Add(life)
		row.ExpiresAt = &until
	}
	if err := s.gorm(ctx).Table("api_tokens").Create(&row).Error; err != nil {
		return "", fmt.Errorf("create a token for %d: %w", user, err)
	}
	return token, nil
}

const tokenSQL = `SELECT t.id, t.user_id, t.name, t.scopes, t.created_at, t.used_at, t.expires_at FROM api_tokens t
	JOIN users u ON u.id = t.user_id AND u.suspended_at IS NULL
	WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)`

func (t *APIToken) scan(row pgx.Row) error {
	return row.Scan(&t.ID, &t.UserID, &t.Name, &t.Scopes, &t.CreatedAt, &t.UsedAt, &t.ExpiresAt)
}

func (s *Store) touchToken(ctx context.Context, t *APIToken, now time.Time) error {
	if t.UsedAt != nil && now.Sub(*t.UsedAt) <= sessionTouch {
		return nil
	}
	_, err := s.pool.Exec(ctx, `WITH t AS (UPDATE api_tokens SET used_at = $2 WHERE hash = $1)
		UPDATE users SET active_at = $2 WHERE id = $3 AND active_at < $2::timestamptz - interval '1 hour'`, t.Hash, now, t.UserID)
	if err != nil {
		return fmt.Errorf("touch a token: %w", err)
	}
	return nil
}

// Authenticate finds a live token and uses up one of a limit for it, in one
// round trip. Tokens that are not live have a limit of their own too.
func (s *Store) Authenticate(ctx context.Context, token string, l Limit) (*APIToken, Allowance, error) {
	t := &APIToken{Hash: HashToken(token)}
	now := s.Now()
	batch := &pgx.Batch{}
	batch.Queue(tokenSQL, t.Hash, now)
	l.queue(batch, now, base64.RawStdEncoding.EncodeToString(t.Hash[:18]))
	results := s.pool.SendBatch(ctx, batch)
	tokenErr := t.scan(results.QueryRow())
	allowance, err := l.read(results.QueryRow(), now)
	if closeErr := results.Close(); err == nil && closeErr != nil {
		err = closeErr
	}
	if err != nil {
		return nil, allowance, fmt.Errorf("authenticate: %w", err)
	}
	if isNoRows(tokenErr) {
		return nil, allowance, &Error{Kind: Unauthorized, Message: "The access_token provided is invalid."}
	}
	if tokenErr != nil {
		return nil, allowance, fmt.Errorf("read a token: %w", tokenErr)
	}
	return t, allowance, s.touchToken(ctx, t, now)
}
