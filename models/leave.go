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
	defer s.authors.forget(who.User)
	err = s.inTx(ctx, func(t *tx) error {
		u, err := t.lockProved(ctx, who, proved)
		if err != nil {
			return err
		}
		until, err = t.leave(ctx, u)
		return err
	})
	return until, err
}

// LetGo is Leave for the people who run the site.
func (s *Store) LetGo(ctx context.Context, user ID) (until time.Time, err error) {
	defer s.authors.forget(user)
	err = s.inTx(ctx, func(t *tx) error {
		u, err := t.lockLogin(user)
		if err != nil {
			return err
		}
		until, err = t.leave(ctx, u)
		return err
	})
	return until, err
}

func (t *tx) leave(ctx context.Context, u *User) (time.Time, error) {
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
	return until, t.notice(ctx, u, MailLeft, map[string]string{"at": until.Format(time.RFC3339)})
}

// comeBack shows a locked account again whose owner left and logged in.
func (t *tx) comeBack(ctx context.Context, u *User) error {
	if err := t.show(ctx, u.ID, `suspended_at = NULL, left_at = NULL`); err != nil {
		return err
	}
	return t.notice(ctx, u, MailBack, nil)
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
	defer s.authors.forget(user)
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.lockLogin(user); err != nil {
			return err
		}
		if !suspended {
			return t.show(ctx, user, `suspended_at = left_at`)
		}
		if err := t.endAccess(user); err != nil {
			return err
		}
		return t.show(ctx, user, `suspended_at = CASE WHEN left_at = @now THEN left_at + interval '1 microsecond' ELSE @now END`)
	})
}

// NextLeft is an account that its owner left and whose time to come back is over, or 0.
func (s *Store) NextLeft(ctx context.Context) (user ID, err error) {
	err = s.pool.QueryRow(ctx, `SELECT id FROM users WHERE left_at <= $1 ORDER BY left_at LIMIT 1`, s.Now().Add(-LeaveGrace)).Scan(&user)
	if isNoRows(err) {
		return 0, nil
	}
	return user, err
}

// AddressesOf lists the addresses that an account has or asked for.
func (s *Store) AddressesOf(ctx context.Context, user ID) ([]string, error) {
	rows, err := s.pool.Query(ctx, `SELECT email FROM users WHERE id = $1 UNION SELECT pending_email FROM users WHERE id = $1 UNION SELECT email FROM emails WHERE user_id = $1
		UNION SELECT email FROM email_tokens WHERE user_id = $1`, user)
	if err != nil {
		return nil, fmt.Errorf("read addresses of %d: %w", user, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// ForgetJobs removes the jobs that name an account which is deleted, but for
// those that run at this moment.
func (s *Store) ForgetJobs(ctx context.Context, user ID) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM river_job WHERE state <> 'running' AND args::text ~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')`, user)
	if err != nil {
		return fmt.Errorf("forget jobs of %d: %w", user, err)
	}
	return nil
}

// PurgeLeft deletes the accounts whose time to come back is over.
type PurgeLeft struct{}

// Kind names the job.
func (PurgeLeft) Kind() string { return "purge_left" }
