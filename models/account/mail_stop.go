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

// MailWeekly is the setting about the weekly summary of a business account's insights.
const MailWeekly activity.Kind = "weekly_insights"

// WantsWeekly is whether that goes to an address: it is still the account's, which
// is still a business and did not switch it off.
func WantsWeekly(ctx context.Context, s *models.Store, user models.ID, email string) (wants bool, err error) {
	err = models.Take(ctx, s.Pool(), &wants, `SELECT EXISTS (SELECT 1 FROM users u JOIN emails e ON e.email = u.email AND e.user_id = u.id
			WHERE u.id = @user AND u.email = @email AND u.is_business AND u.suspended_at IS NULL)
		AND NOT EXISTS (SELECT 1 FROM notification_settings WHERE user_id = @user AND kind = @kind AND who = @off)`,
		models.Args{"user": user, "email": email, "kind": MailWeekly, "off": FromNobody})
	return wants, err
}

// News is whether a mail can be done without.
func (p MailPurpose) News() bool { return p == MailPlanFailed || p == MailWebhookOff }

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

// MailStop is what the address in a mail ends.
type MailStop string

// The mails that can be ended by an address in them.
const (
	StopNews          MailStop = "mail stop" // see MailNews
	StopNotifications MailStop = "mail stop notifications"
	StopWeekly        MailStop = "mail stop weekly"
)

// stopped are the settings that such an address switches off; that of StopNotifications are all of mails.
var stopped = map[MailStop]activity.Kind{StopNews: MailNews, StopWeekly: MailWeekly}

// MailStopToken stands in the address that ends such mails to an account. It
// works for whoever has the mail, for good, and for nothing else.
func MailStopToken(s *models.Store, user models.ID, what MailStop) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(user))
	return base64.RawURLEncoding.EncodeToString(append(raw, mailStopSum(s, raw, string(what))...))
}

func mailStopSum(s *models.Store, raw []byte, what string) []byte {
	mac := hmac.New(sha256.New, s.Secret())
	mac.Write([]byte(what + "\x00"))
	mac.Write(raw)
	return mac.Sum(nil)[:16]
}

var errNoStop = models.NotFoundf("account.error.link-incomplete-copy-from-mail")

// Stopped is whose mails an address ends, which, and the settings that were changed.
type Stopped struct {
	User   *User
	What   MailStop
	Before map[activity.Kind]string // the settings that are switched off, as they were
	Undo   string                   // brings them back, with the token
}

// MailStopOwner is the account that a token belongs to, and what it would switch off.
func MailStopOwner(ctx context.Context, s *models.Store, token string) (*Stopped, error) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(token))
	if err != nil || len(raw) != 24 {
		return nil, errNoStop
	}
	out := &Stopped{Before: map[activity.Kind]string{}}
	for _, what := range []MailStop{StopNews, StopNotifications, StopWeekly} {
		if hmac.Equal(raw[8:], mailStopSum(s, raw[:8], string(what))) {
			out.What = what
		}
	}
	if out.What == "" {
		return nil, errNoStop
	}
	var u User
	err = s.Gorm(ctx).Take(&u, "id = ?", int64(binary.BigEndian.Uint64(raw[:8]))).Error
	if models.IsNoRows(err) {
		return nil, errNoStop
	}
	if err != nil {
		return nil, err
	}
	out.User = &u
	now, err := NotificationSettings(ctx, s, u.ID)
	if err != nil {
		return nil, err
	}
	for _, k := range NotificationKinds {
		_, mailed := mailedBy(k.Kind)
		if mailed && out.What == StopNotifications && now[k.Kind] != MailNever || k.Kind == stopped[out.What] {
			out.Before[k.Kind] = now[k.Kind]
		}
	}
	return out, nil
}

// StopMails ends the mails that a token is for, as the settings do.
func StopMails(ctx context.Context, s *models.Store, token string) (*Stopped, error) {
	out, err := MailStopOwner(ctx, s, token)
	if err != nil {
		return nil, err
	}
	off := map[activity.Kind]string{}
	var was []string
	for _, k := range NotificationKinds {
		before, changed := out.Before[k.Kind]
		switch {
		case !changed:
		case k.Kind == stopped[out.What]:
			off[k.Kind] = FromNobody
		default:
			off[k.Kind] = MailNever
			was = append(was, string(k.Kind)+"="+before)
		}
	}
	if list := strings.Join(was, "&"); list != "" {
		out.Undo = list + "." + base64.RawURLEncoding.EncodeToString(mailStopSum(s, []byte(token+list), "mail stop undo"))
	}
	return out, SetNotificationSettings(ctx, s, out.User.ID, off)
}

// UndoStop brings back what StopMails switched off, as its answer says it.
func UndoStop(ctx context.Context, s *models.Store, token, undo string) (*Stopped, error) {
	out, err := MailStopOwner(ctx, s, token)
	if err != nil {
		return nil, err
	}
	list, signed, _ := strings.Cut(undo, ".")
	sum, err := base64.RawURLEncoding.DecodeString(signed)
	if err != nil || !hmac.Equal(sum, mailStopSum(s, []byte(token+list), "mail stop undo")) {
		return nil, errNoStop
	}
	back := map[activity.Kind]string{}
	for pair := range strings.SplitSeq(list, "&") {
		kind, pace, _ := strings.Cut(pair, "=")
		back[activity.Kind(kind)] = pace
	}
	return out, SetNotificationSettings(ctx, s, out.User.ID, back)
}
