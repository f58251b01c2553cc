package insight

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/tally"
	"photogram/text"
)

// Weekly sends a business account the summary of a week.
type Weekly struct {
	UserID models.ID `json:"user_id"`
	To     string    `json:"to"`
	Monday time.Time `json:"monday"` // after the week, as midnight in UTC
}

// Kind names the job.
func (Weekly) Kind() string { return "weekly_insights" }

// weeklyHour is when summaries go out on Mondays, in the account's zone.
const (
	weeklyHour   = 8
	weeklyAtOnce = 500
)

// monday is the Monday whose summary is due for somebody in a zone.
func monday(now time.Time, zone *time.Location) time.Time {
	day := tally.DayOf(now.In(zone).Add(-weeklyHour*time.Hour), zone)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// PlanWeekly plans the summaries that are due, each once. It may run at any time,
// and by several programs at once.
func PlanWeekly(ctx context.Context, s *models.Store) error {
	latest := monday(s.Now().Add(14*time.Hour), time.UTC)
	for after := models.ID(0); ; {
		var list []struct {
			ID                models.ID
			Email, TimeZone   string
			Mailed, CreatedAt time.Time
		}
		err := models.Find(ctx, s.Pool(), &list, `SELECT u.id, e.email, u.time_zone, u.created_at,
				coalesce(a.mailed, '2000-01-01'::date) AS mailed
			FROM users u JOIN emails e ON e.email = u.email AND e.user_id = u.id
			LEFT JOIN insight_accounts a ON a.user_id = u.id
			WHERE u.is_business AND u.id > @after AND NOT u.is_demo AND u.suspended_at IS NULL
			AND coalesce(a.mailed, '2000-01-01'::date) < @latest
			AND NOT EXISTS (SELECT 1 FROM notification_settings n WHERE n.user_id = u.id AND n.kind = @kind AND n.who = @off)
			ORDER BY u.id LIMIT @limit`, models.Args{"after": after, "latest": latest, "kind": account.MailWeekly,
			"off": account.FromNobody, "limit": weeklyAtOnce})
		if err != nil {
			return fmt.Errorf("find weekly summaries: %w", err)
		}
		for _, u := range list {
			after = u.ID
			zone := text.Zone(u.TimeZone)
			due := monday(s.Now(), zone)
			if !u.Mailed.Before(due) || !tally.DayOf(u.CreatedAt, zone).Before(due) {
				continue
			}
			if err := planWeekly(ctx, s, Weekly{u.ID, u.Email, due}); err != nil {
				return fmt.Errorf("plan the summary of %d: %w", u.ID, err)
			}
		}
		if len(list) < weeklyAtOnce {
			return nil
		}
	}
}

func planWeekly(ctx context.Context, s *models.Store, mail Weekly) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		n, err := models.DoCount(ctx, t.PG, `INSERT INTO insight_accounts AS a (user_id, mailed)
			SELECT id, @monday FROM users WHERE id = @user
			ON CONFLICT (user_id) DO UPDATE SET mailed = excluded.mailed WHERE a.mailed < excluded.mailed`,
			models.Args{"user": mail.UserID, "monday": mail.Monday})
		if err != nil || n == 0 {
			return err
		}
		return t.Enqueue(ctx, mail, &river.InsertOpts{})
	})
}

// OfWeek reports on the week that a summary is about. It is nil where nothing happened,
// or where the account wants no summaries any more.
func OfWeek(ctx context.Context, s *models.Store, mail Weekly) (*Report, error) {
	wants, err := account.WantsWeekly(ctx, s, mail.UserID, mail.To)
	if err != nil || !wants {
		return nil, err
	}
	last := mail.Monday.AddDate(0, 0, -1)
	out, err := Of(ctx, s, mail.UserID, Range{last.AddDate(0, 0, -6), last})
	if err != nil {
		return nil, err
	}
	t := out.Totals
	if t.Views.Value == 0 && t.Interactions.Value == 0 && t.Gained.Value == 0 && t.Lost.Value == 0 {
		return nil, nil
	}
	return out, nil
}
