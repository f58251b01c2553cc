package account

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/models"
)

// MailPurpose says which mail is meant.
type MailPurpose string

// Mails that somebody asks for, who may be anybody.
const (
	MailReset  MailPurpose = "reset"
	MailVerify MailPurpose = "verify"
	MailChange MailPurpose = "change" // to the new address
	MailTaken  MailPurpose = "taken"  // somebody wanted to use the receiver's address
)

// Mails that tell owners what happened to their account.
const (
	MailPassword       MailPurpose = "password"
	MailReclaimed      MailPurpose = "reclaimed" // the password was reset
	MailAddressAsked   MailPurpose = "address_asked"
	MailAddressChanged MailPurpose = "address_changed" // to the address before
	MailLinked         MailPurpose = "linked"          // a login through another service
	MailUnlinked       MailPurpose = "unlinked"
	MailDevice         MailPurpose = "device"
	MailApp            MailPurpose = "app"
	MailToken          MailPurpose = "token"
	MailLeft           MailPurpose = "left"
	MailBack           MailPurpose = "back"
)

// Mails that an account can do without; see mail_stop.go.
const MailPlanFailed MailPurpose = "plan_failed" // what was to be shared could not be

// MailWebhookOff says that a webhook failed for long, or is gone.
const MailWebhookOff MailPurpose = "webhook_off"

// MailPurposes are all there are.
var MailPurposes = []MailPurpose{MailReset, MailVerify, MailChange, MailTaken, MailPassword, MailReclaimed, MailAddressAsked,
	MailAddressChanged,
	MailLinked, MailUnlinked, MailDevice, MailApp, MailToken, MailLeft, MailBack, MailPlanFailed, MailWebhookOff}

// link is what the link in a mail does; "" for those that lead to a page only.
func (p MailPurpose) link() LinkPurpose {
	switch p {
	case MailReset:
		return LinkReset
	case MailVerify:
		return LinkVerify
	case MailChange:
		return LinkChange
	case MailAddressAsked, MailAddressChanged:
		return LinkUndo
	default:
		return ""
	}
}

// SendMail writes and sends one mail. The secret in its link is made then, so
// it is in no table and no job.
type SendMail struct {
	UserID  models.ID         `json:"user_id"`
	Purpose MailPurpose       `json:"purpose"`
	To      string            `json:"to"`
	Version int64             `json:"version"` // of the account's login, for links that end with it
	Detail  map[string]string `json:"detail,omitempty"`
}

// Kind names the job.
func (SendMail) Kind() string { return "send_mail" }

// MailsAnHour is how many mails that were asked for go to one receiver in an
// hour, and how many that tell what happened.
const MailsAnHour = 5

// askedMail sends what anybody can ask for. What is too much for the receiver is
// not sent, and nobody is told.
func askedMail(ctx context.Context, t *models.Tx, m SendMail) error {
	at, err := mailTime(ctx, t, m.To, "asked")
	if err != nil || at.After(t.Store.Now()) {
		return err
	}
	if err := logMail(ctx, t, m.To, "asked", at); err != nil {
		return err
	}
	return t.Enqueue(ctx, m, nil)
}

// Notice tells the owner of a locked account what happened to it, at the
// address it had before, if that is theirs. What is too much at once comes later.
func Notice(ctx context.Context, t *models.Tx, u *User, purpose MailPurpose, detail map[string]string) error {
	if u.Email == "" || u.IsDemo {
		return nil
	}
	var theirs bool
	if err := t.PG.QueryRow(ctx, `SELECT
		EXISTS (SELECT 1 FROM emails WHERE email = $1 AND user_id = $2)`, u.Email, u.ID).Scan(&theirs); err != nil || !theirs {
		return err
	}
	at, err := mailTime(ctx, t, u.Email, "notice")
	if err != nil {
		return err
	}
	if err := logMail(ctx, t, u.Email, "notice", at); err != nil {
		return err
	}
	opts := &river.InsertOpts{}
	if wait := at.Sub(t.Store.Now()); wait > 0 {
		opts.ScheduledAt = time.Now().Add(wait)
	}
	return t.Enqueue(ctx, SendMail{UserID: u.ID, Purpose: purpose, To: u.Email, Version: u.LoginVersion, Detail: detail}, opts)
}

// mailTime is when the next mail of a kind may go to a receiver, under a lock
// that lasts as long as the transaction.
func mailTime(ctx context.Context, t *models.Tx, to, kind string) (time.Time, error) {
	receiver, now := HashToken(to), t.Store.Now()
	if _, err := t.PG.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1 || encode($2, 'hex'), 0))`, "mail-"+kind,
		[]byte(receiver)); err != nil {
		return now, fmt.Errorf("count mails: %w", err)
	}
	var fifth time.Time
	err := t.PG.QueryRow(ctx, `SELECT at FROM mail_log WHERE receiver = $1 AND kind = $2 ORDER BY at DESC OFFSET $3
		LIMIT 1`, receiver, kind, MailsAnHour-1).Scan(&fifth)
	if models.IsNoRows(err) || err == nil && !fifth.Add(time.Hour).After(now) {
		return now, nil
	}
	if err != nil {
		return now, fmt.Errorf("count mails: %w", err)
	}
	return fifth.Add(time.Hour), nil
}

func logMail(ctx context.Context, t *models.Tx, to, kind string, at time.Time) error {
	_, err := t.PG.Exec(ctx, `INSERT INTO mail_log (receiver, kind, at, id)
		VALUES ($1, $2, $3, $4)`, HashToken(to), kind, at, t.Store.NewID())
	if err != nil {
		return fmt.Errorf("count a mail: %w", err)
	}
	return nil
}

// WriteMail makes the secret of a mail's link and finds the account it is about.
// Without an account there is nothing to send any more: what the mail rests on
// was changed since.
func WriteMail(ctx context.Context, s *models.Store, m SendMail) (token string, u *User, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		if u, err = LockLogin(ctx, t, m.UserID); err != nil {
			if models.KindOf(err) == models.NotFound {
				u, err = nil, nil
			}
			return err
		}
		purpose := m.Purpose.link()
		switch {
		case purpose == "":
			return nil
		case purpose == LinkUndo:
			// It outlives other changes.
		case m.Version != u.LoginVersion, purpose == LinkChange && m.To != u.PendingEmail, purpose != LinkChange && m.To != u.Email:
			u = nil
			return nil
		}
		token, err = newLink(ctx, t, u, purpose, m.To)
		return err
	})
	return token, u, err
}
