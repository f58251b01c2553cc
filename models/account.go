package models

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
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

func (p *Problems) add(err error) error {
	var e *Error
	if errors.As(err, &e) {
		*p = append(*p, e)
		return nil
	}
	return err
}

// CreateUser makes an account. All that is wrong with the input is told at once.
func (s *Store) CreateUser(ctx context.Context, in NewAccount) (*User, error) {
	var problems Problems
	username, err := CleanUsername(in.Username)
	if err := problems.add(err); err != nil {
		return nil, err
	}
	email := ""
	if in.Email != "" || in.Identity == nil {
		email, err = CleanEmail(in.Email)
		if err := problems.add(err); err != nil {
			return nil, err
		}
	}
	fullName, err := CleanText("full_name", in.FullName, MaxFullName, false)
	if err := problems.add(err); err != nil {
		return nil, err
	}
	if in.Password != "" || in.Identity == nil {
		if err := problems.add(CheckPassword(in.Password, username, email)); err != nil {
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
		if err := t.claimUsername(username, u.ID); err != nil {
			return err
		}
		if email != "" {
			if err := t.claimEmail(email, u.ID, in.EmailVerified); err != nil {
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
		if in.Identity != nil {
			if err := t.linkIdentity(u.ID, *in.Identity); err != nil {
				return err
			}
		}
		if email != "" && !in.EmailVerified && !in.Demo {
			return t.enqueue(ctx, SendMail{UserID: u.ID, Purpose: MailVerify}, nil)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return u, nil
}

var errBadLogin = &Error{Kind: Unauthorized, Message: "This username or email and password don't match."}

// Login finds the account with that name or email and password. A wrong name
// costs the same time as a wrong password, and answers the same.
func (s *Store) Login(ctx context.Context, login, password string) (*User, error) {
	var hash string
	u, err := s.FindUser(ctx, login)
	switch {
	case KindOf(err) == NotFound:
		u = nil
	case err != nil:
		return nil, err
	default:
		err = s.pool.QueryRow(ctx, `SELECT password_hash FROM credentials WHERE user_id = $1`, u.ID).Scan(&hash)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return nil, err
		}
	}
	ok, err := s.checkPassword(ctx, hash, password)
	if err != nil {
		return nil, err
	}
	if !ok || u == nil {
		return nil, errBadLogin
	}
	if u.SuspendedAt != nil {
		return nil, &Error{Kind: Unauthorized, Message: "This account is suspended. Ask the people who run this site."}
	}
	return u, nil
}

// HasPassword is whether an account can log in with a password.
func (s *Store) HasPassword(ctx context.Context, user ID) (has bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM credentials WHERE user_id = $1)`, user).Scan(&has)
	return has, err
}

// ChangePassword sets a new password after checking the present one, if there
// is one, and ends all other sessions.
func (s *Store) ChangePassword(ctx context.Context, user ID, current, password, keepSession string) error {
	var username, email, hash string
	err := s.pool.QueryRow(ctx, `SELECT u.username, u.email, coalesce(c.password_hash, '') FROM users u
		LEFT JOIN credentials c ON c.user_id = u.id WHERE u.id = $1`, user).Scan(&username, &email, &hash)
	if err != nil {
		return fmt.Errorf("read credentials of %d: %w", user, err)
	}
	if hash != "" {
		ok, err := s.checkPassword(ctx, hash, current)
		if err != nil {
			return err
		}
		if !ok {
			return Invalidf("current_password", "This is not your present password.")
		}
	}
	if err := CheckPassword(password, username, email); err != nil {
		return err
	}
	return s.setPassword(ctx, user, password, keepSession)
}

// SetPassword sets a password and ends all sessions and tokens, for resets and administration.
func (s *Store) SetPassword(ctx context.Context, user ID, password string) error {
	var username, email string
	if err := s.pool.QueryRow(ctx, `SELECT username, email FROM users WHERE id = $1`, user).Scan(&username, &email); err != nil {
		return fmt.Errorf("read account %d: %w", user, err)
	}
	if err := CheckPassword(password, username, email); err != nil {
		return err
	}
	return s.setPassword(ctx, user, password, "")
}

func (s *Store) setPassword(ctx context.Context, user ID, password, keepSession string) error {
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		if err := t.Exec(`INSERT INTO credentials (user_id, password_hash, changed_at) VALUES (?, ?, ?)
			ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at`,
			user, hash, s.Now()).Error; err != nil {
			return err
		}
		if keepSession != "" {
			return t.Exec(`DELETE FROM sessions WHERE user_id = ? AND hash <> ?`, user, HashToken(keepSession)).Error
		}
		return t.endAccess(user)
	})
}

// endAccess ends every session and token of an account.
func (t *tx) endAccess(user ID) error {
	for _, sql := range []string{
		`DELETE FROM sessions WHERE user_id = ?`,
		`DELETE FROM oauth_grants WHERE user_id = ?`, // first: see models/oauth_token.go
		`UPDATE api_tokens SET revoked_at = now() WHERE user_id = ? AND revoked_at IS NULL`,
		`DELETE FROM oauth_codes WHERE user_id = ?`,
		`DELETE FROM email_tokens WHERE user_id = ? AND purpose = 'reset'`,
	} {
		if err := t.Exec(sql, user).Error; err != nil {
			return fmt.Errorf("end access of %d: %w", user, err)
		}
	}
	return nil
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

// How long the links in mails work.
const (
	ResetLife  = time.Hour
	VerifyLife = 7 * 24 * time.Hour
)

// RequestReset sends a mail with a reset link if the address belongs to an
// account. It tells the caller nothing about that.
func (s *Store) RequestReset(ctx context.Context, login string) error {
	u, err := s.FindUser(ctx, login)
	if KindOf(err) == NotFound || err == nil && (u.Email == "" || u.SuspendedAt != nil) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		return t.enqueue(ctx, SendMail{UserID: u.ID, Purpose: MailReset}, nil)
	})
}

// RequestVerification sends the mail that confirms an address again.
func (s *Store) RequestVerification(ctx context.Context, user ID) error {
	return s.inTx(ctx, func(t *tx) error {
		return t.enqueue(ctx, SendMail{UserID: user, Purpose: MailVerify}, nil)
	})
}

// NewEmailToken makes the secret part of a link in a mail, together with the
// account it is for. It is called where the mail is written, so that the
// secret is in no table and no job.
func (s *Store) NewEmailToken(ctx context.Context, user ID, purpose MailPurpose) (string, *User, error) {
	var u User
	err := s.gorm(ctx).Take(&u, "id = ?", int64(user)).Error
	if isNoRows(err) {
		return "", nil, errNoUser
	}
	if err != nil {
		return "", nil, err
	}
	token, err := NewToken()
	if err != nil {
		return "", nil, err
	}
	life := ResetLife
	if purpose == MailVerify {
		life = VerifyLife
	}
	now := s.Now()
	err = s.gorm(ctx).Exec(`INSERT INTO email_tokens (hash, user_id, purpose, email, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
		HashToken(token), user, string(purpose), u.Email, now, now.Add(life)).Error
	return token, &u, err
}

var errBadLink = &Error{Kind: Invalid, Field: "token", Message: "This link has expired or was used already. Ask for a new one."}

// CheckResetToken says whether a reset link still works.
func (s *Store) CheckResetToken(ctx context.Context, token string) error {
	var ok bool
	err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM email_tokens WHERE hash = $1 AND purpose = 'reset' AND used_at IS NULL AND expires_at > $2)`,
		HashToken(token), s.Now()).Scan(&ok)
	if err == nil && !ok {
		return errBadLink
	}
	return err
}

// ResetPassword uses up a reset link, sets the password and ends all sessions
// and tokens. The address counts as verified, since the link came through it.
func (s *Store) ResetPassword(ctx context.Context, token, password string) (ID, error) {
	if err := s.CheckResetToken(ctx, token); err != nil {
		return 0, err
	}
	if err := CheckPassword(password); err != nil {
		return 0, err
	}
	user, err := s.useEmailToken(ctx, token, MailReset)
	if err != nil {
		return 0, err
	}
	return user, s.setPassword(ctx, user, password, "")
}

// VerifyEmail uses up a verification link.
func (s *Store) VerifyEmail(ctx context.Context, token string) (ID, error) {
	return s.useEmailToken(ctx, token, MailVerify)
}

func (s *Store) useEmailToken(ctx context.Context, token string, purpose MailPurpose) (user ID, err error) {
	now := s.Now()
	err = s.pool.QueryRow(ctx, `WITH used AS (
			UPDATE email_tokens SET used_at = $3 WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3
			RETURNING user_id, email),
		verified AS (UPDATE emails e SET verified_at = coalesce(e.verified_at, $3) FROM used WHERE e.email = used.email AND e.user_id = used.user_id)
		SELECT user_id FROM used`, HashToken(token), string(purpose), now).Scan(&user)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, errBadLink
	}
	return user, err
}

// EmailState is an account's address and whether it is verified.
func (s *Store) EmailState(ctx context.Context, user ID) (email string, verified bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT u.email, coalesce(e.verified_at IS NOT NULL, false) FROM users u
		LEFT JOIN emails e ON e.email = u.email AND e.user_id = u.id WHERE u.id = $1`, user).Scan(&email, &verified)
	return email, verified, err
}

// ChangeEmail sets a new address after the password was checked by the caller,
// and sends a mail to confirm it.
func (s *Store) ChangeEmail(ctx context.Context, user ID, address string) error {
	email, err := CleanEmail(address)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		var owner ID
		if err := t.Raw(`SELECT user_id FROM emails WHERE email = ?`, email).Scan(&owner).Error; err != nil {
			return err
		}
		if owner != user {
			if err := t.claimEmail(email, user, false); err != nil {
				return err
			}
		}
		if err := t.Exec(`DELETE FROM emails WHERE user_id = ? AND email <> ?`, user, email).Error; err != nil {
			return err
		}
		if err := t.Exec(`UPDATE users SET email = ?, updated_at = now() WHERE id = ?`, email, user).Error; err != nil {
			return err
		}
		return t.enqueue(ctx, SendMail{UserID: user, Purpose: MailVerify}, nil)
	})
}

// ConfirmPassword checks an account's password before a sensitive change.
func (s *Store) ConfirmPassword(ctx context.Context, user ID, password string) error {
	var hash string
	err := s.pool.QueryRow(ctx, `SELECT password_hash FROM credentials WHERE user_id = $1`, user).Scan(&hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // logs in through a provider only
	}
	if err != nil {
		return err
	}
	ok, err := s.checkPassword(ctx, hash, password)
	if err == nil && !ok {
		return Invalidf("current_password", "This is not your present password.")
	}
	return err
}
