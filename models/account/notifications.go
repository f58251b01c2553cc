package account

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/activity"
)

// From whom an account wants to be told of something.
const (
	FromEveryone  = "everyone"
	FromFollowing = "following" // people the account follows
	FromNobody    = "off"
)

// NotificationSetting is a kind that an account does not want to be told of
// from everyone.
type NotificationSetting struct {
	UserID models.ID     `gorm:"primaryKey"`
	Kind   activity.Kind `gorm:"primaryKey"`
	Who    string
}

// NotificationKinds are the kinds that can be switched, in the order of
// showing, and what each can be set to.
var NotificationKinds = []struct {
	Kind    activity.Kind
	Choices []string
}{
	{activity.ActLike, []string{FromEveryone, FromFollowing, FromNobody}},
	{activity.ActCommentLike, []string{FromEveryone, FromFollowing, FromNobody}},
	{activity.ActComment, []string{FromEveryone, FromFollowing, FromNobody}},
	{activity.ActReply, []string{FromEveryone, FromFollowing, FromNobody}},
	{activity.ActMention, []string{FromEveryone, FromFollowing, FromNobody}},
	{activity.ActStoryMention, []string{FromEveryone, FromFollowing, FromNobody}},
	{activity.ActTag, []string{FromEveryone, FromFollowing, FromNobody}},
	{activity.ActFollow, []string{FromEveryone, FromNobody}},
	{activity.ActRequest, []string{FromEveryone, FromNobody}},
	{activity.ActApproved, []string{FromEveryone, FromNobody}},
	{activity.ActLowStock, []string{FromEveryone, FromNobody}},
	{activity.ActBackInStock, []string{FromEveryone, FromNobody}},
	{MailNews, []string{FromEveryone, FromNobody}},
	{MailWeekly, []string{FromEveryone, FromNobody}},
	{MailOf(activity.ActLike), MailPaces},
	{MailOf(activity.ActCommentLike), MailPaces},
	{MailOf(activity.ActComment), MailPaces},
	{MailOf(activity.ActReply), MailPaces},
	{MailOf(activity.ActMention), MailPaces},
	{MailOf(activity.ActStoryMention), MailPaces},
	{MailOf(activity.ActTag), MailPaces},
	{MailOf(activity.ActFollow), MailPaces},
	{MailOf(activity.ActRequest), MailPaces},
	{MailOf(activity.ActApproved), MailPaces},
	{MailOf(activity.ActLowStock), MailPaces},
	{MailOf(activity.ActBackInStock), MailPaces},
}

// NotificationSettings says from whom an account is told of each kind, how soon
// by mail, and its time zone.
func NotificationSettings(ctx context.Context, s *models.Store, user models.ID) (map[activity.Kind]string, error) {
	out := map[activity.Kind]string{}
	for _, k := range NotificationKinds {
		out[k.Kind] = k.Choices[0]
	}
	rows, err := s.Pool().Query(ctx, `SELECT kind, who FROM notification_settings WHERE user_id = $1
		UNION ALL SELECT 'mail_' || kind, pace FROM notification_mails WHERE user_id = $1
		UNION ALL SELECT 'time_zone', time_zone FROM users WHERE id = $1`, user)
	if err != nil {
		return nil, fmt.Errorf("read notification settings of %d: %w", user, err)
	}
	var kind activity.Kind
	var choice string
	if _, err := pgx.ForEachRow(rows, []any{&kind, &choice}, func() error { out[kind] = choice; return nil }); err != nil {
		return nil, fmt.Errorf("read notification settings of %d: %w", user, err)
	}
	return out, nil
}

// SetNotificationSettings changes from whom an account is told of the kinds
// named, how soon by mail, and its time zone. It holds for what happens from now on.
func SetNotificationSettings(ctx context.Context, s *models.Store, user models.ID, change map[activity.Kind]string) error {
	err := s.InTx(ctx, func(t *models.Tx) error {
		zone, err := setZone(ctx, t, user, change)
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for _, k := range NotificationKinds {
			choice, named := change[k.Kind]
			mailed, isMail := mailedBy(k.Kind)
			switch {
			case !named:
			case !slices.Contains(k.Choices, choice):
				return models.Invalidf(string(k.Kind), "account.error.choose-one", "choices", listed(k.Choices))
			case isMail:
				queueMailChoice(batch, user, mailed, choice, nextEvening(s.Now(), zone))
			case choice == FromEveryone:
				batch.Queue(`DELETE FROM notification_settings WHERE user_id = $1 AND kind = $2`, user, k.Kind)
			default:
				batch.Queue(`INSERT INTO notification_settings (user_id, kind, who) VALUES ($1, $2, $3) ON CONFLICT (user_id, kind)
					DO UPDATE SET who = excluded.who`, user, k.Kind, choice)
			}
		}
		return t.PG.SendBatch(ctx, batch).Close()
	})
	if err != nil && models.KindOf(err) == 0 {
		return fmt.Errorf("save notification settings of %d: %w", user, err)
	}
	return err
}

// listed is "a, b and c".
func listed(words []string) string {
	out := ""
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			out += " and "
		default:
			out += ", "
		}
		out += w
	}
	return out
}
