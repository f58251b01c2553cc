// Package account is about accounts: signing up, logging in, passwords, addresses,
// sessions, mails, settings, and leaving. It must not know what an account shares.
package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/index"
)

// NewAccount is what signing up asks for. Password may be empty for an account
// that logs in through a provider.
type NewAccount struct {
	Username, Email, Password, FullName string
	EmailVerified                       bool
	Identity                            *Identity
	Demo                                bool
	CreatedAt                           time.Time // zero means now
}

// Create makes an account. All that is wrong with the input is told at
// once, but not whether the address has an account: then the new one does
// without, and the address's owner is told by mail. EmailVerified says that the
// address was proved elsewhere, so it must be free.
func Create(ctx context.Context, s *models.Store, in NewAccount) (*User, error) {
	var problems models.Problems
	username, err := CleanUsername(in.Username)
	if err := problems.Add(err); err != nil {
		return nil, err
	}
	email := ""
	if in.Email != "" || in.Identity == nil {
		email, err = CleanEmail(in.Email)
		if err := problems.Add(err); err != nil {
			return nil, err
		}
	}
	fullName, err := models.CleanText("full_name", in.FullName, models.MaxFullName, false)
	if err := problems.Add(err); err != nil {
		return nil, err
	}
	if in.Password != "" || in.Identity == nil {
		if err := problems.Add(CheckPassword(in.Password, username, email)); err != nil {
			return nil, err
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	hash := ""
	if in.Password != "" {
		if hash, err = hashPassword(ctx, s, in.Password); err != nil {
			return nil, err
		}
	}
	now := s.Now()
	if in.CreatedAt.IsZero() {
		in.CreatedAt = now
	}
	u := &User{ID: s.NewID(), Username: username, FullName: fullName, Email: email, IsDemo: in.Demo,
		ActiveAt: now, CreatedAt: in.CreatedAt, UpdatedAt: now}
	err = s.InTx(ctx, func(t *models.Tx) error {
		if err := claimUsername(ctx, t, username, u.ID, nil); err != nil {
			return err
		}
		if email != "" {
			if err := claimEmail(ctx, t, email, u.ID, in.EmailVerified); err != nil &&
				(in.EmailVerified || !errors.Is(err, errEmailTaken)) {
				return err
			}
		}
		if err := t.Create(u).Error; err != nil {
			return fmt.Errorf("create account %s: %w", username, err)
		}
		if err := index.SetPeopleKeys(ctx, t, u.ID); err != nil {
			return err
		}
		if hash != "" {
			if err := models.Do(ctx, t.PG, `INSERT INTO credentials (user_id, password_hash, changed_at)
				VALUES (@user, @hash, @now)`, models.Args{"user": u.ID, "hash": hash, "now": now}); err != nil {
				return err
			}
		}
		if err := t.UseSignup(ctx); err != nil {
			return err
		}
		if in.Identity != nil {
			if _, err := linkIdentity(ctx, t, u.ID, *in.Identity); err != nil {
				return err
			}
		}
		if email != "" && !in.EmailVerified && !in.Demo {
			return askToConfirm(ctx, t, u, email)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return u, nil
}

// NewToken makes 32 random bytes as text that fits into links and headers.
func NewToken() (string, error) {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("make a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// HashToken is what the database keeps of a token.
func HashToken(token string) models.Hash {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
