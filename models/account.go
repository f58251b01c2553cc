package models

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
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

// Problems are several errors about one form.
type Problems []*Error

func (p Problems) Error() string {
	texts := make([]string, len(p))
	for i, e := range p {
		texts[i] = e.Error()
	}
	return strings.Join(texts, "; ")
}

// As makes a list of problems count as its first.
func (p Problems) As(target any) bool {
	e, ok := target.(**Error)
	if ok && len(p) > 0 {
		*e = p[0]
	}
	return ok && len(p) > 0
}

// ProblemsOf lists what an error says about a form.
func ProblemsOf(err error) []*Error {
	var list Problems
	if errors.As(err, &list) {
		return list
	}
	var one *Error
	if errors.As(err, &one) {
		return []*Error{one}
	}
	return nil
}

// Add takes what is wrong with an input; any other error comes back.
func (p *Problems) Add(err error) error { return p.AddBeside("", err) }

// AddBeside is Add for a part of a form, whose fields have a prefix there.
func (p *Problems) AddBeside(prefix string, err error) error {
	list := ProblemsOf(err)
	if len(list) == 0 {
		return err
	}
	for _, e := range list {
		if e.Kind != Invalid && (e.Kind != Conflict || e.Field == "") {
			return err
		}
	}
	for _, e := range list {
		beside := *e
		beside.Field = prefix + e.Field
		*p = append(*p, &beside)
	}
	return nil
}

// with is what is wrong together with what a last step finds wrong. It leaves p as it is.
func (p Problems) with(err error) error {
	all := slices.Clone(p)
	if err := all.Add(err); err != nil {
		return err
	}
	return all.err()
}

// err is what is wrong as an error, or nil.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// CreateUser makes an account. All that is wrong with the input is told at
// once, but not whether the address has an account: then the new one does
// without, and the address's owner is told by mail. EmailVerified says that the
// address was proved elsewhere, so it must be free.
func (s *Store) CreateUser(ctx context.Context, in NewAccount) (*User, error) {
	var problems Problems
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
	fullName, err := CleanText("full_name", in.FullName, MaxFullName, false)
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
		if hash, err = s.hashPassword(ctx, in.Password); err != nil {
			return nil, err
		}
	}
	now := s.Now()
	if in.CreatedAt.IsZero() {
		in.CreatedAt = now
	}
	u := &User{ID: s.NewID(), Username: username, FullName: fullName, Email: email, IsDemo: in.Demo,
		ActiveAt: now, CreatedAt: in.CreatedAt, UpdatedAt: now}
	err = s.inTx(ctx, func(t *tx) error {
		if err := t.claimUsername(username, u.ID, nil); err != nil {
			return err
		}
		if email != "" {
			if err := t.claimEmail(email, u.ID, in.EmailVerified); err != nil && (in.EmailVerified || !errors.Is(err, errEmailTaken)) {
				return err
			}
		}
		if err := t.Create(u).Error; err != nil {
			return fmt.Errorf("create account %s: %w", username, err)
		}
		if err := t.setPeopleKeys(ctx, u.ID); err != nil {
			return err
		}
		if hash != "" {
			if err := t.Exec(`INSERT INTO credentials (user_id, password_hash, changed_at) VALUES (?, ?, ?)`, u.ID, hash, now).Error; err != nil {
				return err
			}
		}
		if err := t.useSignup(ctx); err != nil {
			return err
		}
		if in.Identity != nil {
			if _, err := t.linkIdentity(u.ID, *in.Identity); err != nil {
				return err
			}
		}
		if email != "" && !in.EmailVerified && !in.Demo {
			return t.askToConfirm(ctx, u, email)
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

// Hash is the SHA-256 of a secret. It is a type of its own because gorm would
// take plain bytes right after a parenthesis for a list.
type Hash []byte

// Value stores the hash as bytea.
func (h Hash) Value() (driver.Value, error) { return []byte(h), nil }

// HashToken is what the database keeps of a token.
func HashToken(token string) Hash {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
