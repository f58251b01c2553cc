package models

import (
	"context"
	"fmt"
)

// Whatever an account logs in with is changed under the lock of its row, by
// lockLogin, and every change ends by loginChanged. A session, a link in a mail
// or a program that rests on what was before cannot pass it: each is made under
// the same lock, or on condition of the version that was read with the proof.

var errLoginChanged = &Error{Kind: Unauthorized, Message: "What this account logs in with was changed a moment ago. Log in again."}

// lockLogin locks what an account logs in with and reads where it stands.
func (t *tx) lockLogin(user ID) (*User, error) {
	var u User
	err := t.Raw(`SELECT * FROM users WHERE id = ? FOR NO KEY UPDATE`, user).Take(&u).Error
	if isNoRows(err) {
		return nil, errNoUser
	}
	return &u, err
}

// lockLoginAs is lockLogin for a change that somebody asks for: their session
// must still be there.
func (t *tx) lockLoginAs(ctx context.Context, who Asker) (*User, error) {
	u, err := t.lockLogin(who.User)
	if err != nil || who.Session == "" {
		return u, err
	}
	var there bool
	err = t.pgx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM sessions WHERE hash = $1 AND user_id = $2)`, HashToken(who.Session), who.User).Scan(&there)
	if err == nil && !there {
		err = errLoginChanged
	}
	return u, err
}

// lockProved is lockLoginAs after prove.
func (t *tx) lockProved(ctx context.Context, who Asker, proved *namedLogin) (*User, error) {
	u, err := t.lockLoginAs(ctx, who)
	if err == nil && u.LoginVersion != proved.LoginVersion {
		err = errLoginChanged
	}
	return u, err
}

// loginChanged ends what depends on what a locked account logged in with so
// far: logins that are under way, remembered browsers, links in mails. The links
// that undo a change of address are there to survive it.
func (t *tx) loginChanged(u *User) error {
	u.LoginVersion++
	u.PendingEmail = ""
	for _, sql := range []string{
		`UPDATE users SET login_version = login_version + 1, pending_email = '' WHERE id = ?`,
		`DELETE FROM email_tokens WHERE user_id = ? AND purpose <> 'undo'`,
		`DELETE FROM oauth_consents WHERE user_id = ?`,
	} {
		if err := t.Exec(sql, u.ID).Error; err != nil {
			return fmt.Errorf("end logins under way of %d: %w", u.ID, err)
		}
	}
	return nil
}

// Ending says what ends together with sessions.
type Ending struct {
	Tokens bool // personal ones
	Apps   bool // what connected apps may do
}

// endAccess ends every session, token and app of an account.
func (t *tx) endAccess(user ID) error {
	if err := t.Exec(`DELETE FROM sessions WHERE user_id = ?`, user).Error; err != nil {
		return fmt.Errorf("end sessions of %d: %w", user, err)
	}
	return t.endPrograms(user, Ending{true, true})
}

func (t *tx) endPrograms(user ID, what Ending) error {
	var list []string
	if what.Apps {
		list = append(list, `DELETE FROM oauth_grants WHERE user_id = ?`, // first: see models/oauth_token.go
			`UPDATE api_tokens SET revoked_at = now() WHERE user_id = ? AND kind <> 'personal' AND revoked_at IS NULL`,
			`DELETE FROM oauth_codes WHERE user_id = ?`)
	}
	if what.Tokens {
		list = append(list, `UPDATE api_tokens SET revoked_at = now() WHERE user_id = ? AND kind = 'personal' AND revoked_at IS NULL`)
	}
	for _, sql := range list {
		if err := t.Exec(sql, user).Error; err != nil {
			return fmt.Errorf("end programs of %d: %w", user, err)
		}
	}
	return nil
}

// Programs counts the personal tokens and connected apps of an account that work.
func (s *Store) Programs(ctx context.Context, user ID) (tokens, apps int, err error) {
	err = s.pool.QueryRow(ctx, `SELECT (SELECT count(*) FROM api_tokens WHERE user_id = $1 AND app_id = 0 AND kind = 'personal' AND revoked_at IS NULL
		AND (expires_at IS NULL OR expires_at > $2)), (SELECT count(*) FROM oauth_grants WHERE user_id = $1)`, user, s.Now()).Scan(&tokens, &apps)
	return tokens, apps, err
}

// LogoutEverywhere ends every session of an account, and of its programs what is named.
func (s *Store) LogoutEverywhere(ctx context.Context, user ID, also Ending) error {
	return s.inTx(ctx, func(t *tx) error {
		if err := t.Exec(`DELETE FROM sessions WHERE user_id = ?`, user).Error; err != nil {
			return fmt.Errorf("end sessions of %d: %w", user, err)
		}
		return t.endPrograms(user, also)
	})
}

// PasswordChange is what changing a password asks for.
type PasswordChange struct {
	Current, Password string
	Ending
}

// ChangePassword sets a new password after the present one, or a login of the
// last minutes, proved who asks. It ends all sessions but the one that asks.
func (s *Store) ChangePassword(ctx context.Context, who Asker, in PasswordChange) error {
	proved, err := s.prove(ctx, who, in.Current)
	if err != nil {
		return err
	}
	if err := CheckPassword(in.Password, proved.Username, proved.Email); err != nil {
		return err
	}
	hash, err := s.hashPassword(ctx, in.Password)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		u, err := t.lockProved(ctx, who, proved)
		if err != nil {
			return err
		}
		if err := t.setPassword(u, hash); err != nil {
			return err
		}
		if err := t.Exec(`DELETE FROM sessions WHERE user_id = ? AND hash <> ?`, u.ID, HashToken(who.Session)).Error; err != nil {
			return err
		}
		if err := t.endPrograms(u.ID, in.Ending); err != nil {
			return err
		}
		return t.notice(ctx, u, MailPassword, map[string]string{"tokens": onOff(in.Tokens), "apps": onOff(in.Apps)})
	})
}

func onOff(ended bool) string {
	if ended {
		return "ended"
	}
	return ""
}

// setPassword writes a locked account's password and ends what rests on the one before.
func (t *tx) setPassword(u *User, hash string) error {
	if err := t.Exec(`INSERT INTO credentials (user_id, password_hash, changed_at) VALUES (?, ?, ?)
		ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at`, u.ID, hash, t.store.Now()).Error; err != nil {
		return fmt.Errorf("set the password of %d: %w", u.ID, err)
	}
	return t.loginChanged(u)
}

// takeOver sets a password for the owner who lost the one before. Nothing that
// somebody else may have put in place survives: sessions, tokens, apps, logins
// through other services.
func (t *tx) takeOver(ctx context.Context, u *User, hash string) error {
	if err := t.setPassword(u, hash); err != nil {
		return err
	}
	if err := t.endAccess(u.ID); err != nil {
		return err
	}
	if err := t.Exec(`DELETE FROM identities WHERE user_id = ?`, u.ID).Error; err != nil {
		return err
	}
	return t.notice(ctx, u, MailReclaimed, nil)
}

// SetPassword is a reset by the people who run the site.
func (s *Store) SetPassword(ctx context.Context, user ID, password string) error {
	var username, email string
	if err := s.pool.QueryRow(ctx, `SELECT username, email FROM users WHERE id = $1`, user).Scan(&username, &email); err != nil {
		return fmt.Errorf("read account %d: %w", user, err)
	}
	if err := CheckPassword(password, username, email); err != nil {
		return err
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		u, err := t.lockLogin(user)
		if err != nil {
			return err
		}
		return t.takeOver(ctx, u, hash)
	})
}

// ResetPassword uses up a reset link, sets the password and ends everything else
// that gave access. The address counts as proved, since the link came through it.
func (s *Store) ResetPassword(ctx context.Context, token, password string) (*User, error) {
	u, err := s.LinkOwner(ctx, token, LinkReset)
	if err != nil {
		return nil, err
	}
	if err := CheckPassword(password, u.Username, u.Email); err != nil {
		return nil, err
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return nil, err
	}
	err = s.inTx(ctx, func(t *tx) error {
		var l *link
		if u, l, err = t.takeLink(ctx, token, LinkReset); err != nil {
			return err
		}
		if l.Email != u.Email {
			return errBadLink
		}
		if err := t.proveEmail(u.Email, u.ID); err != nil && KindOf(err) != Conflict {
			return err
		}
		return t.takeOver(ctx, u, hash)
	})
	return u, err
}
