package notify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
)

// Mails of notifications are made in two steps. A transaction says which
// notifications a mail is about and enqueues it, so that each is mailed once; the
// job reads them when it sends, as far as their cause is still there and nobody
// has looked at them on the site.

// mailTogether is how long a mail at once waits for more.
const mailTogether = 3 * time.Minute

// mailsShown is how many notifications one mail lists.
const mailsShown = 20

// settingKind is the setting that a notification's kind goes by.
const settingKind = `CASE n.kind WHEN 'tag_request' THEN 'tag' ELSE n.kind END`

// mailSoonSQL plans mails at once of the accounts $1 for the time $2, where there
// is something to tell and none is planned.
const mailSoonSQL = `UPDATE notification_mails m SET due_at = $2
	WHERE m.user_id = ANY($1) AND m.pace = 'at_once' AND m.due_at IS NULL AND EXISTS (
		SELECT 1 FROM notifications n WHERE n.user_id = m.user_id AND n.seq > m.told_seq AND ` + settingKind + ` = m.kind)`

// SendMail sends a mail of notifications.
type SendMail struct {
	UserID models.ID                   `json:"user_id"`
	To     string                      `json:"to"`
	Pace   string                      `json:"pace"`
	Told   map[activity.Kind]models.ID `json:"told"` // by setting: after which notification it begins
	Upto   models.ID                   `json:"upto"`
}

// Kind names the job.
func (SendMail) Kind() string { return "send_notifications" }

// PlanMail enqueues the mail that is due longest, and says whether there was one.
func PlanMail(ctx context.Context, s *models.Store) (bool, error) {
	var m SendMail
	err := s.Pool().QueryRow(ctx, `SELECT user_id, pace FROM notification_mails WHERE due_at <= $1
		ORDER BY due_at LIMIT 1`, s.Now()).Scan(&m.UserID, &m.Pace)
	if models.IsNoRows(err) {
		return false, nil
	}
	if err == nil {
		err = s.InTx(ctx, func(t *models.Tx) error { return planMail(ctx, t, m) })
	}
	if err != nil {
		return false, fmt.Errorf("plan a mail of notifications to %d: %w", m.UserID, err)
	}
	return true, nil
}

func planMail(ctx context.Context, t *models.Tx, m SendMail) error {
	now, due := t.Store.Now(), false
	m.Told = map[activity.Kind]models.ID{}
	rows, err := t.PG.Query(ctx, `SELECT kind, told_seq, coalesce(due_at <= $3, false) FROM notification_mails
		WHERE user_id = $1 AND pace = $2 ORDER BY kind FOR UPDATE`, m.UserID, m.Pace, now)
	if err != nil {
		return err
	}
	var kind activity.Kind
	var told models.ID
	var isDue bool
	if _, err := pgx.ForEachRow(rows, []any{&kind, &told, &isDue}, func() error {
		m.Told[kind], due = told, due || isDue
		return nil
	}); err != nil || !due {
		return err // another server was faster
	}
	email, zone, at, err := account.MailReceiver(ctx, t, m.UserID)
	if err != nil {
		return err
	}
	if at.After(now) { // they had many in the last hour
		_, err := t.PG.Exec(ctx, `UPDATE notification_mails SET due_at = $3 WHERE user_id = $1 AND pace = $2 AND due_at IS NOT NULL`,
			m.UserID, m.Pace, at)
		return err
	}
	var some bool
	if err := t.PG.QueryRow(ctx, `SELECT coalesce(max(k.seq), 0), coalesce(bool_or(EXISTS (
			SELECT 1 FROM notifications n WHERE n.user_id = m.user_id AND n.seq > greatest(m.told_seq, k.seen_seq)
			AND `+settingKind+` = m.kind)), false)
		FROM notification_mails m JOIN notification_counts k ON k.user_id = m.user_id
		WHERE m.user_id = $1 AND m.pace = $2`, m.UserID, m.Pace).Scan(&m.Upto, &some); err != nil {
		return err
	}
	if m.To = email; some && email != "" {
		if err := account.LogNotificationMail(ctx, t, email); err != nil {
			return err
		}
		if err := t.Enqueue(ctx, m, nil); err != nil {
			return err
		}
	}
	var next *time.Time
	if m.Pace == account.MailDaily {
		evening := account.NextEvening(now, zone)
		next = &evening
	}
	_, err = t.PG.Exec(ctx, `UPDATE notification_mails SET told_seq = greatest(told_seq, $3), due_at = $4
		WHERE user_id = $1 AND pace = $2`, m.UserID, m.Pace, m.Upto, next)
	return err
}

// Mailed is what a mail tells: the newest first, and how many there are beyond them.
type Mailed struct {
	User  *account.User
	List  []View
	Older int
}

// Mail reads what a mail is about. Without an account there is nothing to send any more.
func Mail(ctx context.Context, s *models.Store, m SendMail) (*Mailed, error) {
	var u account.User
	err := s.Gorm(ctx).Take(&u, "id = ? AND email = ? AND suspended_at IS NULL", int64(m.UserID), m.To).Error
	if models.IsNoRows(err) {
		return &Mailed{}, nil
	}
	if err != nil {
		return nil, err
	}
	after := m.Upto
	var kinds []activity.Kind
	for kind, told := range m.Told {
		after = min(after, told)
		kinds = append(kinds, kind)
		if kind == activity.ActTag {
			kinds = append(kinds, activity.ActTagRequest)
		}
	}
	states, err := readNotifications(ctx, s, notificationTail, []Position{{m.UserID, after}}, 100, kinds)
	if err != nil {
		return nil, fmt.Errorf("read what to mail to %d: %w", m.UserID, err)
	}
	out := &Mailed{User: &u}
	for _, n := range slices.Backward(states[m.UserID].Notifications) {
		setting := n.Kind
		if setting == activity.ActTagRequest {
			setting = activity.ActTag
		}
		if told, wanted := m.Told[setting]; !wanted || n.Seq <= told || n.Seq > m.Upto || !n.New {
			continue
		}
		if len(out.List) == mailsShown {
			out.Older++
			continue
		}
		out.List = append(out.List, n)
	}
	return out, nil
}
