package models

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// LeaveGrace is how long an account that its owner left can come back.
const LeaveGrace = 30 * 24 * time.Hour

var errGone = &Error{Kind: Unauthorized, Message: "This account was left more than 30 days ago and is being deleted."}

var errLastAdmin = &Error{Kind: Conflict, Message: "You are the only administrator of this site. Ask the people who run it to make somebody else one first."}

// doomsday is the time at which accounts left whose deletion has begun.
var doomsday = time.Unix(0, 0).UTC()

// leaving is whether an account is hidden because its owner left, and for no
// other reason: then both have the same time.
func (u *User) leaving() bool {
	return u.LeftAt != nil && u.SuspendedAt != nil && u.LeftAt.Equal(*u.SuspendedAt)
}

// barred says why an account may not be logged in to, or nothing. A login
// brings back one whose owner left.
func (s *Store) barred(u *User) error {
	switch {
	case u.LeftAt != nil && !s.Now().Before(u.LeftAt.Add(LeaveGrace)):
		return errGone
	case u.SuspendedAt != nil && !u.leaving():
		return errSuspended
	}
	return nil
}

// Leave hides an account and ends all access to it after its owner proved who
// they are. It is deleted at the time that is returned, unless somebody logs in before.
func (s *Store) Leave(ctx context.Context, who Asker, password string) (until time.Time, err error) {
	proved, err := s.prove(ctx, who, password)
	if err != nil {
		return until, err
	}
	defer s.forgetAuthor(who.User)
	err = s.inTx(ctx, func(t *tx) error {
		u, err := t.lockProved(ctx, who, proved)
		if err != nil {
			return err
		}
		if err := t.otherAdmin(ctx, u); err != nil {
			return err
		}
		until, err = t.leave(ctx, u, "")
		return err
	})
	return until, err
}

// LetGo is Leave for the people who run the site, who can make another
// administrator at any time.
func (s *Store) LetGo(ctx context.Context, user ID) (until time.Time, err error) {
	defer s.forgetAuthor(user)
	err = s.inTx(ctx, func(t *tx) error {
		u, err := t.lockLogin(user)
		if err != nil {
			return err
		}
		until, err = t.leave(ctx, u, "site")
		return err
	})
	return until, err
}

// otherAdmin refuses to let the last administrator go. The lock is for two who
// leave at once.
func (t *tx) otherAdmin(ctx context.Context, u *User) error {
	if !u.IsAdmin {
		return nil
	}
	var there bool
	if _, err := t.pgx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('admins', 0))`); err != nil {
		return fmt.Errorf("look for another administrator: %w", err)
	}
	err := t.pgx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM users WHERE is_admin AND suspended_at IS NULL AND id <> $1)`, u.ID).Scan(&there)
	if err == nil && !there {
		err = errLastAdmin
	}
	return err
}

func (t *tx) leave(ctx context.Context, u *User, by string) (time.Time, error) {
	if u.LeftAt != nil {
		return u.LeftAt.Add(LeaveGrace), nil
	}
	now := t.store.Now()
	if err := t.loginChanged(u); err != nil {
		return now, err
	}
	if err := t.endAccess(u.ID); err != nil {
		return now, err
	}
	if err := t.show(ctx, u.ID, `suspended_at = coalesce(suspended_at, @now), left_at = @now`); err != nil {
		return now, err
	}
	until := now.Add(LeaveGrace)
	return until, t.notice(ctx, u, MailLeft, map[string]string{"at": until.Format(time.RFC3339), "by": by})
}

// Doom begins the deletion of an account: from now on nobody can log in to it,
// whatever the clock of a server says, and nothing acts for it. With due it must
// be one whose time to come back is over; doomed says whether it is doomed now.
// A deletion that is cut off is carried on by the next job that purges.
func (s *Store) Doom(ctx context.Context, user ID, due bool) (doomed bool, err error) {
	defer s.forgetAuthor(user)
	err = s.inTx(ctx, func(t *tx) error {
		u, err := t.lockLogin(user)
		if KindOf(err) == NotFound || err == nil && due && (u.LeftAt == nil || u.LeftAt.After(s.Now().Add(-LeaveGrace))) {
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
		if err := t.loginChanged(u); err != nil {
			return err
		}
		if err := t.endAccess(u.ID); err != nil {
			return err
		}
		if err := t.show(ctx, u.ID, `suspended_at = coalesce(suspended_at, @now)`); err != nil {
			return err
		}
		return t.Exec(`UPDATE users SET left_at = ? WHERE id = ?`, doomsday, u.ID).Error
	})
	return doomed, err
}

// comeBack shows a locked account again whose owner left and logged in.
func (t *tx) comeBack(ctx context.Context, u *User) error {
	if err := t.missed(ctx, u.ID); err != nil {
		return err
	}
	if err := t.show(ctx, u.ID, `suspended_at = NULL, left_at = NULL`); err != nil {
		return err
	}
	return t.notice(ctx, u, MailBack, nil)
}

const missedPlan = "Its time came while the account was hidden. Choose another one, or share it now."

// missed makes drafts of what was planned for a time at which its account was
// hidden, so that nothing is shared late by itself.
func (t *tx) missed(ctx context.Context, user ID) error {
	for _, table := range []string{"posts", "stories"} {
		_, err := t.pgx.Exec(ctx, `UPDATE `+table+` SET state = 'draft', publish_at = NULL, publish_problem = $3, updated_at = $2
			WHERE owner_id = $1 AND state = 'scheduled' AND publish_at <= $2`, user, t.store.Now(), missedPlan)
		if err != nil {
			return fmt.Errorf("note what %d missed: %w", user, err)
		}
	}
	return nil
}

// show changes whether a locked account is hidden, and all that follows from it.
func (t *tx) show(ctx context.Context, user ID, set string) error {
	if err := t.recountAbout(ctx, user); err != nil {
		return err
	}
	now := t.store.Now()
	if err := t.Exec(`UPDATE users SET `+set+`, updated_at = @now WHERE id = @user`, map[string]any{"now": now, "user": user}).Error; err != nil {
		return fmt.Errorf("hide or show %d: %w", user, err)
	}
	return t.discoverAll(ctx, user)
}

// SetSuspended hides an account and all it shared, or shows it again, and ends
// its sessions and tokens. One whose owner left stays hidden for that.
func (s *Store) SetSuspended(ctx context.Context, user ID, suspended bool) error {
	defer s.forgetAuthor(user)
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.lockLogin(user); err != nil {
			return err
		}
		if !suspended {
			if err := t.missed(ctx, user); err != nil {
				return err
			}
			return t.show(ctx, user, `suspended_at = left_at`)
		}
		if err := t.endAccess(user); err != nil {
			return err
		}
		return t.show(ctx, user, `suspended_at = CASE WHEN left_at = @now THEN left_at + interval '1 microsecond' ELSE @now END`)
	})
}

// DueLeft lists accounts that their owners left and whose time to come back is over.
func (s *Store) DueLeft(ctx context.Context, limit int) ([]ID, error) {
	rows, err := s.pool.Query(ctx, `SELECT id FROM users WHERE left_at <= $1 ORDER BY left_at, id LIMIT $2`, s.Now().Add(-LeaveGrace), limit)
	if err != nil {
		return nil, fmt.Errorf("list accounts to delete: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[ID])
}

// PurgeLeft deletes the accounts whose time to come back is over.
type PurgeLeft struct{}

// Kind names the job.
func (PurgeLeft) Kind() string { return "purge_left" }
