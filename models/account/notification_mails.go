package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/activity"
	"photogram/text"
)

// How soon an account gets a kind of notification by mail.
const (
	MailNever  = "never"
	MailAtOnce = "at_once" // what comes within some minutes, together
	MailDaily  = "daily"   // in the evening of the account's time zone
)

// MailPaces are what can be chosen; the first holds where nothing is.
var MailPaces = []string{MailNever, MailAtOnce, MailDaily}

// TimeZone is the setting of the account's time zone.
const TimeZone activity.Kind = "time_zone"

const mailPrefix = "mail_"

// MailOf is the setting of how soon a kind is mailed.
func MailOf(kind activity.Kind) activity.Kind { return mailPrefix + kind }

// mailedBy is the kind that such a setting is about.
func mailedBy(setting activity.Kind) (activity.Kind, bool) {
	kind, is := strings.CutPrefix(string(setting), mailPrefix)
	return activity.Kind(kind), is
}

// IsMail is whether a setting is about mails of a kind.
func IsMail(setting activity.Kind) bool {
	_, is := mailedBy(setting)
	return is
}

// NotificationMail is a kind that an account gets by mail.
type NotificationMail struct {
	UserID  models.ID     `gorm:"primaryKey"`
	Kind    activity.Kind `gorm:"primaryKey"`
	Pace    string
	ToldSeq models.ID  // the newest notification that a mail was made of
	DueAt   *time.Time // when the next mail is to be made
}

// evening is the hour of daily mails.
const evening = 18

// nextEvening is when the next daily mail is made.
func nextEvening(now time.Time, zone *time.Location) time.Time {
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), evening, 0, 0, 0, zone)
	if !at.After(now) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, evening, 0, 0, 0, zone)
	}
	return at
}

// NextEvening is that for a zone by its name.
func NextEvening(now time.Time, zone string) time.Time { return nextEvening(now, text.Zone(zone)) }

// setZone changes the zone, and the hour of mails with it, if that is asked for, and
// answers with the one that holds now.
func setZone(ctx context.Context, t *models.Tx, user models.ID, change map[activity.Kind]string) (*time.Location, error) {
	zone, named := change[TimeZone]
	if !named {
		err := t.PG.QueryRow(ctx, `SELECT time_zone FROM users WHERE id = $1`, user).Scan(&zone)
		return text.Zone(zone), err
	}
	zone, err := models.CleanZone(strings.TrimSpace(zone))
	if err != nil {
		return nil, err
	}
	if zone == "" {
		zone = "UTC"
	}
	at := nextEvening(t.Store.Now(), text.Zone(zone))
	batch := &pgx.Batch{}
	batch.Queue(`UPDATE users SET time_zone = $2 WHERE id = $1 AND time_zone <> $2`, user, zone)
	batch.Queue(`UPDATE notification_mails SET due_at = $2 WHERE user_id = $1 AND pace = 'daily'`, user, at)
	return text.Zone(zone), t.PG.SendBatch(ctx, batch).Close()
}

func queueMailChoice(batch *pgx.Batch, user models.ID, kind activity.Kind, pace string, daily time.Time) {
	if pace == MailNever {
		batch.Queue(`DELETE FROM notification_mails WHERE user_id = $1 AND kind = $2`, user, kind)
		return
	}
	var due *time.Time
	if pace == MailDaily {
		due = &daily
	}
	batch.Queue(`INSERT INTO notification_mails (user_id, kind, pace, told_seq, due_at)
		SELECT $1, $2, $3, coalesce((SELECT seq FROM notification_counts WHERE user_id = $1), 0), $4::timestamptz
		ON CONFLICT (user_id, kind) DO UPDATE SET pace = excluded.pace, due_at = excluded.due_at
		WHERE notification_mails.pace <> excluded.pace`, user, kind, pace, due)
}

// MailOnce has a kind mailed at once, unless the account chose how soon.
func MailOnce(ctx context.Context, t *models.Tx, user models.ID, kind activity.Kind) error {
	_, err := t.PG.Exec(ctx, `INSERT INTO notification_mails (user_id, kind, pace, told_seq)
		SELECT $1, $2, 'at_once', coalesce((SELECT seq FROM notification_counts WHERE user_id = $1), 0) ON CONFLICT DO NOTHING`, user, kind)
	if err != nil {
		return fmt.Errorf("have %s mailed to %d: %w", kind, user, err)
	}
	return nil
}

// MailReceiver is whom a mail of notifications goes to, and when: not before the
// receiver had fewer of such mails in an hour than MailsAnHour. Email is empty
// for who gets none.
func MailReceiver(ctx context.Context, t *models.Tx, user models.ID) (email, zone string, at time.Time, err error) {
	err = t.PG.QueryRow(ctx, `SELECT coalesce(e.email, ''), u.time_zone FROM users u
		LEFT JOIN emails e ON e.email = u.email AND e.user_id = u.id AND NOT u.is_demo AND u.suspended_at IS NULL
		WHERE u.id = $1`, user).Scan(&email, &zone)
	if err != nil || email == "" {
		return "", zone, t.Store.Now(), err
	}
	at, err = mailTime(ctx, t, email, "notifications")
	return email, zone, at, err
}

// LogNotificationMail counts a mail of notifications.
func LogNotificationMail(ctx context.Context, t *models.Tx, email string) error {
	return logMail(ctx, t, email, "notifications", t.Store.Now())
}
