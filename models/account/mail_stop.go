package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/activity"
)

// MailNews is the setting about mails that tell what an account may want to know:
// all but the answers to what somebody asked for, and what happened to the account.
const MailNews activity.Kind = "mail"

// News is whether a mail can be done without.
func (p MailPurpose) News() bool { return p == MailPlanFailed }

// News tells an account something by mail, unless its owner does not want that,
// or got many in the last hour.
func News(ctx context.Context, t *models.Tx, user models.ID, purpose MailPurpose, detail map[string]string) error {
	var email string
	err := t.PG.QueryRow(ctx, `SELECT u.email FROM users u JOIN emails e ON e.email = u.email AND e.user_id = u.id
		WHERE u.id = $1 AND NOT u.is_demo AND u.suspended_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM notification_settings n WHERE n.user_id = u.id AND n.kind = $2 AND n.who = $3)`,
		user, MailNews, FromNobody).Scan(&email)
	if models.IsNoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("news for %d: %w", user, err)
	}
	at, err := mailTime(ctx, t, email, "news")
	if err != nil || at.After(t.Store.Now()) {
		return err
	}
	if err := logMail(ctx, t, email, "news", at); err != nil {
		return err
	}
	return t.Enqueue(ctx, SendMail{UserID: user, Purpose: purpose, To: email, Detail: detail}, &river.InsertOpts{})
}

// MailStopToken stands in the address that ends such mails to an account. It
// works for whoever has the mail, for good, and for nothing else.
func MailStopToken(s *models.Store, user models.ID) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(user))
	return base64.RawURLEncoding.EncodeToString(append(raw, mailStopSum(s, raw)...))
}

func mailStopSum(s *models.Store, raw []byte) []byte {
	mac := hmac.New(sha256.New, s.Secret())
	mac.Write([]byte("mail stop\x00"))
	mac.Write(raw)
	return mac.Sum(nil)[:16]
}

var errNoStop = models.NotFoundf("This link is incomplete. Copy it from the mail again, or choose in the settings what you hear about.")

// MailStopOwner is the account that a token belongs to.
func MailStopOwner(ctx context.Context, s *models.Store, token string) (*User, error) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(token))
	if err != nil || len(raw) != 24 || !hmac.Equal(raw[8:], mailStopSum(s, raw[:8])) {
		return nil, errNoStop
	}
	var u User
	err = s.Gorm(ctx).Take(&u, "id = ?", int64(binary.BigEndian.Uint64(raw[:8]))).Error
	if models.IsNoRows(err) {
		return nil, errNoStop
	}
	return &u, err
}

// StopMails ends the mails that an account can do without, as its settings do.
func StopMails(ctx context.Context, s *models.Store, token string) (*User, error) {
	u, err := MailStopOwner(ctx, s, token)
	if err != nil {
		return nil, err
	}
	return u, SetNotificationSettings(ctx, s, u.ID, map[activity.Kind]string{MailNews: FromNobody})
}
