package models

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/riverqueue/river"
)

// MailNews is the setting about mails that tell what an account may want to know:
// all but the answers to what somebody asked for, and what happened to the account.
const MailNews ActivityKind = "mail"

// News is whether a mail can be done without.
func (p MailPurpose) News() bool { return p == MailPlanFailed }

// news tells an account something by mail, unless its owner does not want that,
// or got many in the last hour.
func (t *tx) news(ctx context.Context, user ID, purpose MailPurpose, detail map[string]string) error {
	var email string
	err := t.pgx.QueryRow(ctx, `SELECT u.email FROM users u JOIN emails e ON e.email = u.email AND e.user_id = u.id
		WHERE u.id = $1 AND NOT u.is_demo AND u.suspended_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM notification_settings n WHERE n.user_id = u.id AND n.kind = $2 AND n.who = $3)`,
		user, MailNews, FromNobody).Scan(&email)
	if isNoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("news for %d: %w", user, err)
	}
	at, err := t.mailTime(ctx, email, "news")
	if err != nil || at.After(t.store.Now()) {
		return err
	}
	if err := t.logMail(ctx, email, "news", at); err != nil {
		return err
	}
	return t.enqueue(ctx, SendMail{UserID: user, Purpose: purpose, To: email, Detail: detail}, &river.InsertOpts{})
}

// MailStopToken stands in the address that ends such mails to an account. It
// works for whoever has the mail, for good, and for nothing else.
func (s *Store) MailStopToken(user ID) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(user))
	return base64.RawURLEncoding.EncodeToString(append(raw, s.mailStopSum(raw)...))
}

func (s *Store) mailStopSum(raw []byte) []byte {
	mac := hmac.New(sha256.New, s.Secret())
	mac.Write([]byte("mail stop\x00"))
	mac.Write(raw)
	return mac.Sum(nil)[:16]
}

var errNoStop = NotFoundf("This link is incomplete. Copy it from the mail again, or choose in the settings what you hear about.")

// MailStopOwner is the account that a token belongs to.
func (s *Store) MailStopOwner(ctx context.Context, token string) (*User, error) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(token))
	if err != nil || len(raw) != 24 || !hmac.Equal(raw[8:], s.mailStopSum(raw[:8])) {
		return nil, errNoStop
	}
	var u User
	err = s.gorm(ctx).Take(&u, "id = ?", int64(binary.BigEndian.Uint64(raw[:8]))).Error
	if isNoRows(err) {
		return nil, errNoStop
	}
	return &u, err
}

// StopMails ends the mails that an account can do without, as its settings do.
func (s *Store) StopMails(ctx context.Context, token string) (*User, error) {
	u, err := s.MailStopOwner(ctx, token)
	if err != nil {
		return nil, err
	}
	return u, s.SetNotificationSettings(ctx, u.ID, map[ActivityKind]string{MailNews: FromNobody})
}
