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
	{MailNews, []string{FromEveryone, FromNobody}},
}

// NotificationSettings says from whom an account is told of each kind.
func NotificationSettings(ctx context.Context, s *models.Store, user models.ID) (map[activity.Kind]string, error) {
	out := map[activity.Kind]string{}
	for _, k := range NotificationKinds {
		out[k.Kind] = FromEveryone
	}
	var rows []NotificationSetting
	if err := s.Gorm(ctx).Where("user_id = ?", int64(user)).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read notification settings of %d: %w", user, err)
	}
	for _, row := range rows {
		out[row.Kind] = row.Who
	}
	return out, nil
}

// SetNotificationSettings changes from whom an account is told of the kinds
// named. It holds for what happens from now on.
func SetNotificationSettings(ctx context.Context, s *models.Store, user models.ID, change map[activity.Kind]string) error {
	batch := &pgx.Batch{}
	for _, k := range NotificationKinds {
		who, named := change[k.Kind]
		switch {
		case !named:
		case !slices.Contains(k.Choices, who):
			return models.Invalidf(string(k.Kind), "Choose one of %s.", listed(k.Choices))
		case who == FromEveryone:
			batch.Queue(`DELETE FROM notification_settings WHERE user_id = $1 AND kind = $2`, user, k.Kind)
		default:
			batch.Queue(`INSERT INTO notification_settings (user_id, kind, who) VALUES ($1, $2, $3) ON CONFLICT (user_id, kind)
				DO UPDATE SET who = excluded.who`, user, k.Kind, who)
		}
	}
	if batch.Len() == 0 {
		return nil
	}
	if err := s.Pool().SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("save notification settings of %d: %w", user, err)
	}
	return nil
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
