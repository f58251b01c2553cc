package models

import (
	"context"
	"errors"
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
	Hash      []byte `gorm:"primaryKey"`
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

// TokenUser finds a live token and its account, which is not suspended.
func (s *Store) TokenUser(ctx context.Context, token string) (*APIToken, error) {
	t := APIToken{Hash: HashToken(token)}
	now := s.Now()
	err := s.pool.QueryRow(ctx, `SELECT t.id, t.user_id, t.name, t.scopes, t.created_at, t.used_at, t.expires_at FROM api_tokens t
		JOIN users u ON u.id = t.user_id AND u.suspended_at IS NULL
		WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)`, t.Hash, now).
		Scan(&t.ID, &t.UserID, &t.Name, &t.Scopes, &t.CreatedAt, &t.UsedAt, &t.ExpiresAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, &Error{Kind: Unauthorized, Message: "The access_token provided is invalid."}
	}
	if err != nil {
		return nil, fmt.Errorf("read a token: %w", err)
	}
	if t.UsedAt == nil || now.Sub(*t.UsedAt) > sessionTouch {
		if _, err := s.pool.Exec(ctx, `WITH t AS (UPDATE api_tokens SET used_at = $2 WHERE hash = $1)
			UPDATE users SET active_at = $2 WHERE id = $3 AND active_at < $2::timestamptz - interval '1 hour'`, t.Hash, now, t.UserID); err != nil {
			return nil, fmt.Errorf("touch a token: %w", err)
		}
	}
	return &t, nil
}
