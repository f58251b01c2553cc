package account

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/index"
)

// LeaveGrace is how long an account that its owner left can come back.
const LeaveGrace = 30 * 24 * time.Hour

var errGone = models.Say(models.Error{Kind: models.Unauthorized}, "account.error.account-was-left-more-than")

var errLastAdmin = models.Say(models.Error{Kind: models.Conflict}, "account.error.only-administrator-site-ask-people")

// doomsday is the time at which accounts left whose deletion has begun.
var doomsday = time.Unix(0, 0).UTC()

// leaving is whether an account is hidden because its owner left, and for no
// other reason: then both have the same time.
func (u *User) leaving() bool {
	return u.LeftAt != nil && u.SuspendedAt != nil && u.LeftAt.Equal(*u.SuspendedAt)
}

// barred says why an account may not be logged in to, or nothing. A login
// brings back one whose owner left.
func barred(s *models.Store, u *User) error {
	switch {
	case u.LeftAt != nil && !s.Now().Before(u.LeftAt.Add(LeaveGrace)):
		return errGone
	case u.SuspendedAt != nil && !u.leaving():
		return errSuspended
	}
	return nil
}

// Leave hides an account and ends all access to it after its owner proved who
// they are, if nothing that may refuses. It is deleted at the time that is returned,
// unless somebody logs in before.
func Leave(ctx context.Context, s *models.Store, who Asker, password string,
	may ...func(context.Context, *models.Tx, models.ID) error) (until time.Time, err error) {
	proved, err := prove(ctx, s, who, password)
	if err != nil {
		return until, err
	}
	defer access.ForgetAuthor(s, who.User)
	err = s.InTx(ctx, func(t *models.Tx) error {
		u, err := lockProved(ctx, t, who, proved)
		if err != nil {
			return err
		}
		if err := otherAdmin(ctx, t, u); err != nil {
			return err
		}
		for _, refuse := range may {
			if err := refuse(ctx, t, u.ID); err != nil {
				return err
			}
		}
		until, err = leave(ctx, t, u, "")
		return err
	})
	return until, err
}

// LetGo is Leave for the people who run the site, who can make another
// administrator at any time.
func LetGo(ctx context.Context, s *models.Store, user models.ID) (until time.Time, err error) {
	defer access.ForgetAuthor(s, user)
	err = s.InTx(ctx, func(t *models.Tx) error {
		u, err := LockLogin(ctx, t, user)
		if err != nil {
			return err
		}
		until, err = leave(ctx, t, u, "site")
		return err
	})
	return until, err
}

// otherAdmin refuses to let the last administrator go. The lock is for two who
// leave at once.
func otherAdmin(ctx context.Context, t *models.Tx, u *User) error {
	if !u.IsAdmin {
		return nil
	}
	var there bool
	if _, err := t.PG.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('admins', 0))`); err != nil {
		return fmt.Errorf("look for another administrator: %w", err)
	}
	err := t.PG.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM users WHERE is_admin AND suspended_at IS NULL AND id <> $1)`, u.ID).Scan(&there)
	if err == nil && !there {
		err = errLastAdmin
	}
	return err
}

func leave(ctx context.Context, t *models.Tx, u *User, by string) (time.Time, error) {
	if u.LeftAt != nil {
		return u.LeftAt.Add(LeaveGrace), nil
	}
	now := t.Store.Now()
	if err := loginChanged(ctx, t, u); err != nil {
		return now, err
	}
	if err := endAccess(ctx, t, u.ID, true); err != nil {
		return now, err
	}
	if err := show(ctx, t, u.ID, `suspended_at = coalesce(suspended_at, @now), left_at = @now`); err != nil {
		return now, err
	}
	until := now.Add(LeaveGrace)
	return until, Notice(ctx, t, u, MailLeft, map[string]string{"at": until.Format(time.RFC3339), "by": by})
}

// Doom begins the deletion of an account: from now on nobody can log in to it,
// whatever the clock of a server says, and nothing acts for it. With due it must
// be one whose time to come back is over; doomed says whether it is doomed now.
// A deletion that is cut off is carried on by the next job that purges.
func Doom(ctx context.Context, s *models.Store, user models.ID, due bool) (doomed bool, err error) {
	defer access.ForgetAuthor(s, user)
	err = s.InTx(ctx, func(t *models.Tx) error {
		u, err := LockLogin(ctx, t, user)
		if models.KindOf(err) == models.NotFound || err == nil && due && (u.LeftAt == nil || u.LeftAt.After(s.Now().Add(-LeaveGrace))) {
			doomed = false
			return nil
		}
		if err != nil {
			return err
		}
		doomed = true
		if u.LeftAt != nil && u.LeftAt.Equal(doomsday) {
			return nil
		}
		if err := loginChanged(ctx, t, u); err != nil {
			return err
		}
		if err := endAccess(ctx, t, u.ID, true); err != nil {
			return err
		}
		if err := show(ctx, t, u.ID, `suspended_at = coalesce(suspended_at, @now)`); err != nil {
			return err
		}
		return models.Do(ctx, t.PG, `UPDATE users SET left_at = @at WHERE id = @user`, models.Args{"at": doomsday, "user": u.ID})
	})
	return doomed, err
}

// comeBack shows a locked account again whose owner left and logged in.
func comeBack(ctx context.Context, t *models.Tx, u *User) error {
	if err := missed(ctx, t, u.ID); err != nil {
		return err
	}
	if err := show(ctx, t, u.ID, `suspended_at = NULL, left_at = NULL`); err != nil {
		return err
	}
	return Notice(ctx, t, u, MailBack, nil)
}

const missedPlan = "Its time came while the account was hidden. Choose another one, or share it now."

// missed makes drafts of what was planned for a time at which its account was
// hidden, so that nothing is shared late by itself.
func missed(ctx context.Context, t *models.Tx, user models.ID) error {
	for _, table := range []string{"posts", "stories"} {
		_, err := t.PG.Exec(ctx, `UPDATE `+table+` SET state = 'draft', publish_at = NULL, publish_problem = $3, updated_at = $2
			WHERE owner_id = $1 AND state = 'scheduled' AND publish_at <= $2`, user, t.Store.Now(), missedPlan)
		if err != nil {
			return fmt.Errorf("note what %d missed: %w", user, err)
		}
	}
	return nil
}

// show changes whether a locked account is hidden, and all that follows from it.
func show(ctx context.Context, t *models.Tx, user models.ID, set string) error {
	if err := activity.RecountAbout(ctx, t, user); err != nil {
		return err
	}
	now := t.Store.Now()
	if err := models.Do(ctx, t.PG, `UPDATE users SET `+set+`, updated_at = @now
		WHERE id = @user`, models.Args{"now": now, "user": user}); err != nil {
		return fmt.Errorf("hide or show %d: %w", user, err)
	}
	return index.IndexAll(ctx, t, user)
}

// SetSuspended hides an account and all it shared, or shows it again, and ends
// its sessions and tokens. One whose owner left stays hidden for that.
func SetSuspended(ctx context.Context, s *models.Store, user models.ID, suspended bool) error {
	defer access.ForgetAuthor(s, user)
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := LockLogin(ctx, t, user); err != nil {
			return err
		}
		if !suspended {
			if err := missed(ctx, t, user); err != nil {
				return err
			}
			return show(ctx, t, user, `suspended_at = left_at`)
		}
		if err := endAccess(ctx, t, user, false); err != nil {
			return err
		}
		return show(ctx, t, user, `suspended_at = CASE WHEN left_at = @now THEN left_at + interval '1 microsecond' ELSE @now END`)
	})
}

// DueLeft lists accounts that their owners left and whose time to come back is over.
func DueLeft(ctx context.Context, s *models.Store, limit int) ([]models.ID, error) {
	rows, err := s.Pool().Query(ctx, `SELECT id FROM users WHERE left_at <= $1 ORDER BY left_at, id
		LIMIT $2`, s.Now().Add(-LeaveGrace), limit)
	if err != nil {
		return nil, fmt.Errorf("list accounts to delete: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[models.ID])
}

// PurgeLeft deletes the accounts whose time to come back is over.
type PurgeLeft struct{}

// Kind names the job.
func (PurgeLeft) Kind() string { return "purge_left" }
