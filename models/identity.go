package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Identity is an account at another service that can log in here.
type Identity struct {
	Provider  string `gorm:"primaryKey"`
	Subject   string `gorm:"primaryKey"`
	UserID    ID
	Email     string
	Name      string
	CreatedAt time.Time
	UsedAt    time.Time
}

// UserByIdentity finds the account that a provider's subject is linked to.
func (s *Store) UserByIdentity(ctx context.Context, provider, subject string) (*User, error) {
	var u User
	err := s.gorm(ctx).Raw(`WITH i AS (UPDATE identities SET used_at = now() WHERE provider = ? AND subject = ? RETURNING user_id)
		SELECT u.* FROM users u JOIN i ON i.user_id = u.id`, provider, subject).Take(&u).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, errNoUser
	}
	if err == nil && u.SuspendedAt != nil {
		return nil, &Error{Kind: Unauthorized, Message: "This account is suspended. Ask the people who run this site."}
	}
	return &u, err
}

// EmailOwner is the account with a verified address, or 0. An address that was
// never verified here proves nothing, so it is not enough to link by.
func (s *Store) EmailOwner(ctx context.Context, address string) (owner ID, verified bool, err error) {
	email, err := CleanEmail(address)
	if err != nil {
		return 0, false, nil
	}
	err = s.gorm(ctx).Raw(`SELECT user_id AS owner, verified_at IS NOT NULL AS verified FROM emails WHERE email = ?`, email).
		Row().Scan(&owner, &verified)
	if isNoRows(err) {
		return 0, false, nil
	}
	return owner, verified, err
}

// LinkIdentity lets a provider's subject log in to an account.
func (s *Store) LinkIdentity(ctx context.Context, user ID, identity Identity) error {
	return s.inTx(ctx, func(t *tx) error { return t.linkIdentity(user, identity) })
}

func (t *tx) linkIdentity(user ID, i Identity) error {
	var owner ID
	err := t.Raw(`INSERT INTO identities AS i (provider, subject, user_id, email, name) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (provider, subject) DO UPDATE SET used_at = now() RETURNING i.user_id`,
		i.Provider, i.Subject, user, i.Email, i.Name).Scan(&owner).Error
	if err != nil {
		return fmt.Errorf("link %s to %d: %w", i.Provider, user, err)
	}
	if owner != user {
		return &Error{Kind: Conflict, Message: "This login is linked to another account. Unlink it there first."}
	}
	return nil
}

// Identities lists an account's linked logins.
func (s *Store) Identities(ctx context.Context, user ID) ([]Identity, error) {
	var out []Identity
	err := s.gorm(ctx).Where("user_id = ?", int64(user)).Order("provider, subject").Limit(50).Find(&out).Error
	return out, err
}

// UnlinkIdentity removes a login, unless it is the only way in.
func (s *Store) UnlinkIdentity(ctx context.Context, user ID, provider, subject string) error {
	if !storable(provider) || !storable(subject) {
		return NotFoundf("There is no such login.")
	}
	return s.inTx(ctx, func(t *tx) error {
		// The lock keeps two removals from each leaving the other as the last.
		if err := t.Exec(`SELECT 1 FROM users WHERE id = ? FOR UPDATE`, user).Error; err != nil {
			return err
		}
		var ways int
		err := t.Raw(`SELECT (SELECT count(*) FROM identities WHERE user_id = @user) + (SELECT count(*) FROM credentials WHERE user_id = @user)`,
			map[string]any{"user": user}).Scan(&ways).Error
		if err != nil {
			return err
		}
		if ways <= 1 {
			return &Error{Kind: Invalid, Message: "This is the only way into your account. Set a password first."}
		}
		return t.Exec(`DELETE FROM identities WHERE user_id = ? AND provider = ? AND subject = ?`, user, provider, subject).Error
	})
}
