package account

import (
	"context"
	"fmt"

	"photogram/models"
)

// Whatever an account logs in with is changed under the lock of its row, by
// lockLogin, and every change ends by loginChanged. A session, a link in a mail
// or a program that rests on what was before cannot pass it: each is made under
// the same lock, or on condition of the version that was read with the proof.

var ErrLoginChanged = models.Say(models.Error{Kind: models.Unauthorized}, "account.error.what-account-logs-was-changed")

// LockLogin locks what an account logs in with and reads where it stands.
func LockLogin(ctx context.Context, t *models.Tx, user models.ID) (*User, error) {
	var u User
	err := models.Take(ctx, t.PG, &u, `SELECT * FROM users WHERE id = @user FOR NO KEY UPDATE`, models.Args{"user": user})
	if models.IsNoRows(err) {
		return nil, models.ErrNoUser
	}
	return &u, err
}

// LockLoginAs is lockLogin for a change that somebody asks for: their session
// must still be there.
func LockLoginAs(ctx context.Context, t *models.Tx, who Asker) (*User, error) {
	u, err := LockLogin(ctx, t, who.User)
	if err != nil || who.Session == "" {
		return u, err
	}
	var there bool
	err = t.PG.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM sessions WHERE hash = $1 AND user_id = $2)`, HashToken(who.Session),
		who.User).Scan(&there)
	if err == nil && !there {
		err = ErrLoginChanged
	}
	return u, err
}

// lockProved is lockLoginAs after prove.
func lockProved(ctx context.Context, t *models.Tx, who Asker, proved *namedLogin) (*User, error) {
	u, err := LockLoginAs(ctx, t, who)
	if err == nil && u.LoginVersion != proved.LoginVersion {
		err = ErrLoginChanged
	}
	return u, err
}

// loginChanged ends what depends on what a locked account logged in with so
// far: logins that are under way, remembered browsers, links in mails. The links
// that undo a change of address are there to survive it.
func loginChanged(ctx context.Context, t *models.Tx, u *User) error {
	u.LoginVersion++
	u.PendingEmail = ""
	for _, sql := range []string{
		`UPDATE users SET login_version = login_version + 1, pending_email = '' WHERE id = @user`,
		`DELETE FROM email_tokens WHERE user_id = @user AND purpose <> 'undo'`,
		`DELETE FROM oauth_consents WHERE user_id = @user`,
	} {
		if err := models.Do(ctx, t.PG, sql, models.Args{"user": u.ID}); err != nil {
			return fmt.Errorf("end logins under way of %d: %w", u.ID, err)
		}
	}
	return nil
}

// Ending says what ends together with sessions.
type Ending struct {
	Tokens bool // personal ones
	Apps   bool // what connected apps may do
	Data   bool // what connected apps have of the account: they are asked to delete it
}

// endAccess ends every session, token and app of an account. Of one that leaves, apps
// are asked to delete what they have.
func endAccess(ctx context.Context, t *models.Tx, user models.ID, leaves bool) error {
	if err := models.Do(ctx, t.PG, `DELETE FROM sessions WHERE user_id = @user`, models.Args{"user": user}); err != nil {
		return fmt.Errorf("end sessions of %d: %w", user, err)
	}
	return endPrograms(ctx, t, user, Ending{Tokens: true, Apps: true, Data: leaves})
}

// tellApps tells the apps that an account allowed something, and that want to know,
// that it is over.
func tellApps(ctx context.Context, t *models.Tx, user models.ID, data bool) error {
	var apps []struct {
		ID                              models.ID
		DeauthorizeURL, DataDeletionURL string
	}
	err := models.Find(ctx, t.PG, &apps, `SELECT a.id, a.deauthorize_url, a.data_deletion_url FROM oauth_grants g
		JOIN apps a ON a.id = g.app_id AND a.deauthorize_url || a.data_deletion_url <> '' WHERE g.user_id = @user ORDER BY a.id`,
		models.Args{"user": user})
	for _, a := range apps {
		if err == nil && a.DeauthorizeURL != "" {
			err = t.Enqueue(ctx, models.TellApp{AppID: a.ID, Person: user}, nil)
		}
		if err == nil && data && a.DataDeletionURL != "" {
			err = t.Enqueue(ctx, models.TellApp{AppID: a.ID, Person: user, Delete: true}, nil)
		}
	}
	if err != nil {
		return fmt.Errorf("tell the apps of %d: %w", user, err)
	}
	return nil
}

func endPrograms(ctx context.Context, t *models.Tx, user models.ID, what Ending) error {
	var list []string
	if what.Apps {
		if err := tellApps(ctx, t, user, what.Data); err != nil {
			return err
		}
		list = append(list, `DELETE FROM oauth_grants WHERE user_id = @user`, // first: see models/oauth_token.go
			`UPDATE api_tokens SET revoked_at = now() WHERE user_id = @user AND kind <> 'personal' AND revoked_at IS NULL`,
			`DELETE FROM oauth_codes WHERE user_id = @user`)
	}
	if what.Tokens {
		list = append(list, `UPDATE api_tokens SET revoked_at = now() WHERE user_id = @user AND kind = 'personal' AND revoked_at IS NULL`)
	}
	for _, sql := range list {
		if err := models.Do(ctx, t.PG, sql, models.Args{"user": user}); err != nil {
			return fmt.Errorf("end programs of %d: %w", user, err)
		}
	}
	return nil
}

// Programs counts the personal tokens and connected apps of an account that work.
func Programs(ctx context.Context, s *models.Store, user models.ID) (tokens, apps int, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT (SELECT count(*) FROM api_tokens WHERE user_id = $1 AND app_id = 0 AND kind = 'personal'
		AND revoked_at IS NULL
		AND (expires_at IS NULL OR expires_at > $2)), (SELECT count(*) FROM oauth_grants WHERE user_id = $1)`, user,
		s.Now()).Scan(&tokens, &apps)
	return tokens, apps, err
}

// LogoutEverywhere ends every session of an account, and of its programs what is named.
func LogoutEverywhere(ctx context.Context, s *models.Store, user models.ID, also Ending) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if err := models.Do(ctx, t.PG, `DELETE FROM sessions WHERE user_id = @user`, models.Args{"user": user}); err != nil {
			return fmt.Errorf("end sessions of %d: %w", user, err)
		}
		return endPrograms(ctx, t, user, also)
	})
}

// PasswordChange is what changing a password asks for.
type PasswordChange struct {
	Current, Password string
	Ending
}

// ChangePassword sets a new password after the present one, or a login of the
// last minutes, proved who asks. It ends all sessions but the one that asks.
func ChangePassword(ctx context.Context, s *models.Store, who Asker, in PasswordChange) error {
	proved, err := prove(ctx, s, who, in.Current)
	if err != nil {
		return err
	}
	if err := CheckPassword(in.Password, proved.Username, proved.Email); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, s, in.Password)
	if err != nil {
		return err
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		u, err := lockProved(ctx, t, who, proved)
		if err != nil {
			return err
		}
		if err := setPassword(ctx, t, u, hash); err != nil {
			return err
		}
		if err := models.Do(ctx, t.PG, `DELETE FROM sessions WHERE user_id = @user AND hash <> @session`,
			models.Args{"user": u.ID, "session": HashToken(who.Session)}); err != nil {
			return err
		}
		if err := endPrograms(ctx, t, u.ID, in.Ending); err != nil {
			return err
		}
		return Notice(ctx, t, u, MailPassword, map[string]string{"tokens": onOff(in.Tokens), "apps": onOff(in.Apps)})
	})
}

func onOff(ended bool) string {
	if ended {
		return "ended"
	}
	return ""
}

// setPassword writes a locked account's password and ends what rests on the one before.
func setPassword(ctx context.Context, t *models.Tx, u *User, hash string) error {
	if err := models.Do(ctx, t.PG, `INSERT INTO credentials (user_id, password_hash, changed_at) VALUES (@user, @hash, @now)
		ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at`,
		models.Args{"user": u.ID, "hash": hash, "now": t.Store.Now()}); err != nil {
		return fmt.Errorf("set the password of %d: %w", u.ID, err)
	}
	return loginChanged(ctx, t, u)
}

// takeOver sets a password for the owner who lost the one before. Nothing that
// somebody else may have put in place survives: sessions, tokens, apps, logins
// through other services.
func takeOver(ctx context.Context, t *models.Tx, u *User, hash string) error {
	if err := setPassword(ctx, t, u, hash); err != nil {
		return err
	}
	if err := endAccess(ctx, t, u.ID, false); err != nil {
		return err
	}
	if err := models.Do(ctx, t.PG, `DELETE FROM identities WHERE user_id = @user`, models.Args{"user": u.ID}); err != nil {
		return err
	}
	return Notice(ctx, t, u, MailReclaimed, nil)
}

// SetPassword is a reset by the people who run the site.
func SetPassword(ctx context.Context, s *models.Store, user models.ID, password string) error {
	var username, email string
	if err := s.Pool().QueryRow(ctx, `SELECT username, email FROM users WHERE id = $1`, user).Scan(&username, &email); err != nil {
		return fmt.Errorf("read account %d: %w", user, err)
	}
	if err := CheckPassword(password, username, email); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, s, password)
	if err != nil {
		return err
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		u, err := LockLogin(ctx, t, user)
		if err != nil {
			return err
		}
		return takeOver(ctx, t, u, hash)
	})
}

// ResetPassword uses up a reset link, sets the password and ends everything else
// that gave access. The address counts as proved, since the link came through it.
func ResetPassword(ctx context.Context, s *models.Store, token, password string) (*User, error) {
	u, err := LinkOwner(ctx, s, token, LinkReset)
	if err != nil {
		return nil, err
	}
	if err := CheckPassword(password, u.Username, u.Email); err != nil {
		return nil, err
	}
	hash, err := hashPassword(ctx, s, password)
	if err != nil {
		return nil, err
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		var l *link
		if u, l, err = takeLink(ctx, t, token, LinkReset); err != nil {
			return err
		}
		if l.Email != u.Email {
			return errBadLink
		}
		if err := proveEmail(ctx, t, u.Email, u.ID); err != nil && models.KindOf(err) != models.Conflict {
			return err
		}
		return takeOver(ctx, t, u, hash)
	})
	return u, err
}
