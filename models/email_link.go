package models

import (
	"context"
	"fmt"
	"time"
)

// LinkPurpose is what a link in a mail does.
type LinkPurpose string

// The links.
const (
	LinkReset  LinkPurpose = "reset"  // chooses a new password
	LinkVerify LinkPurpose = "verify" // proves the address of an account
	LinkChange LinkPurpose = "change" // proves a new address, which then takes the place of the one before
	LinkUndo   LinkPurpose = "undo"   // brings the address back that the link was mailed to
)

// How long the links in mails work.
const (
	ResetLife  = time.Hour
	VerifyLife = 7 * 24 * time.Hour
	UndoLife   = 7 * 24 * time.Hour
)

func (p LinkPurpose) life() time.Duration {
	switch p {
	case LinkReset:
		return ResetLife
	case LinkUndo:
		return UndoLife
	default:
		return VerifyLife
	}
}

// link is a row of email_tokens: it belongs to an account and to the address it was mailed to.
type link struct {
	Purpose   LinkPurpose
	Email     string
	CreatedAt time.Time
}

var errBadLink = &Error{Kind: Invalid, Field: "token", Message: "This link has expired or was used already. Ask for a new one."}

// newLink makes the secret part of a link for a locked account. There is one
// live link for each purpose; of those that undo, one for each address.
func (t *tx) newLink(u *User, purpose LinkPurpose, email string) (string, error) {
	token, err := NewToken()
	if err != nil {
		return "", err
	}
	now := t.store.Now()
	if err := t.Exec(`DELETE FROM email_tokens WHERE user_id = ? AND purpose = ? AND (purpose <> 'undo' OR email = ?)`, u.ID, string(purpose), email).Error; err != nil {
		return "", fmt.Errorf("replace a link of %d: %w", u.ID, err)
	}
	err = t.Exec(`INSERT INTO email_tokens (hash, user_id, purpose, email, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
		HashToken(token), u.ID, string(purpose), email, now, now.Add(purpose.life())).Error
	if err != nil {
		return "", fmt.Errorf("make a link for %d: %w", u.ID, err)
	}
	return token, nil
}

const liveLink = `hash = $1 AND purpose = ANY($2) AND used_at IS NULL AND expires_at > $3`

func linkArgs(s *Store, token string, purposes []LinkPurpose) []any {
	names := make([]string, len(purposes))
	for i, p := range purposes {
		names[i] = string(p)
	}
	return []any{HashToken(token), names, s.Now()}
}

// LinkOwner is the account that a live link belongs to. It uses up nothing.
func (s *Store) LinkOwner(ctx context.Context, token string, purposes ...LinkPurpose) (*User, error) {
	var id ID
	err := s.pool.QueryRow(ctx, `SELECT user_id FROM email_tokens WHERE `+liveLink, linkArgs(s, token, purposes)...).Scan(&id)
	if isNoRows(err) {
		return nil, errBadLink
	}
	if err != nil {
		return nil, fmt.Errorf("read a link: %w", err)
	}
	var u User
	err = s.gorm(ctx).Take(&u, "id = ?", int64(id)).Error
	if isNoRows(err) {
		return nil, errBadLink
	}
	return &u, err
}

// takeLink locks the account of a live link and uses it up.
func (t *tx) takeLink(ctx context.Context, token string, purposes ...LinkPurpose) (*User, *link, error) {
	args := linkArgs(t.store, token, purposes)
	var user ID
	err := t.pgx.QueryRow(ctx, `SELECT user_id FROM email_tokens WHERE `+liveLink, args...).Scan(&user)
	if isNoRows(err) {
		return nil, nil, errBadLink
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read a link: %w", err)
	}
	u, err := t.lockLogin(user)
	if err != nil {
		return nil, nil, err
	}
	var l link
	err = t.pgx.QueryRow(ctx, `UPDATE email_tokens SET used_at = $3 WHERE `+liveLink+` RETURNING purpose, email, created_at`, args...).Scan(&l.Purpose, &l.Email, &l.CreatedAt)
	if isNoRows(err) {
		return nil, nil, errBadLink
	}
	return u, &l, err
}

// RequestReset sends a mail with a reset link if the name or address belongs to
// an account. It tells the caller nothing about that.
func (s *Store) RequestReset(ctx context.Context, login string) error {
	if login == "" {
		return Invalidf("login", "Enter your username or email address.")
	}
	// Also for who is not there, or it would tell.
	if network := networkOf(ctx); network != "" {
		if err := s.Limit(ctx, limitMail, network, tooManyMails); err != nil {
			return err
		}
	}
	found, err := s.loginsNamed(ctx, login)
	if err != nil || len(found) == 0 || found[0].Email == "" {
		return err
	}
	u := &found[0].User
	if s.barred(u) != nil {
		return nil
	}
	return s.inTx(ctx, func(t *tx) error {
		return t.askedMail(ctx, SendMail{UserID: u.ID, Purpose: MailReset, To: u.Email, Version: u.LoginVersion})
	})
}

// RequestVerification sends the mail again that confirms an address, or the one
// that waits to take its place.
func (s *Store) RequestVerification(ctx context.Context, user ID) error {
	return s.inTx(ctx, func(t *tx) error {
		u, err := t.lockLogin(user)
		if err != nil {
			return err
		}
		email := u.Email
		if u.PendingEmail != "" {
			email = u.PendingEmail
		}
		if email == "" {
			return Invalidf("email", "This account has no address yet.")
		}
		if err := t.take(ctx, limitMail, user.String(), tooManyMails); err != nil {
			return err
		}
		return t.askToConfirm(ctx, u, email)
	})
}

// askToConfirm mails an address that an account names for its own. Where
// somebody else has proved the address, they are told instead.
func (t *tx) askToConfirm(ctx context.Context, u *User, email string) error {
	m := SendMail{UserID: u.ID, Purpose: MailVerify, To: email, Version: u.LoginVersion}
	if email == u.PendingEmail {
		m.Purpose = MailChange
	}
	var other struct {
		ID       ID
		Username string
		Proved   bool
	}
	err := t.Raw(`SELECT u.id, u.username, e.verified_at IS NOT NULL AS proved FROM emails e JOIN users u ON u.id = e.user_id WHERE e.email = ? AND e.user_id <> ?`, email, u.ID).Scan(&other).Error
	if err != nil {
		return fmt.Errorf("look for the owner of an address: %w", err)
	}
	if other.ID != 0 {
		m.Detail = map[string]string{"other": other.Username}
	}
	if other.Proved {
		m = SendMail{UserID: other.ID, Purpose: MailTaken, To: email, Detail: map[string]string{"other": u.Username}}
	}
	return t.askedMail(ctx, m)
}

// EmailState is where an account stands with its address.
type EmailState struct {
	Email    string
	Verified bool
	Pending  string // takes its place once its link is opened
}

// EmailState is an account's address and whether it is verified.
func (s *Store) EmailState(ctx context.Context, user ID) (e EmailState, err error) {
	err = s.pool.QueryRow(ctx, `SELECT u.email, coalesce(e.verified_at IS NOT NULL, false), u.pending_email FROM users u
		LEFT JOIN emails e ON e.email = u.email AND e.user_id = u.id WHERE u.id = $1`, user).Scan(&e.Email, &e.Verified, &e.Pending)
	return e, err
}

// ChangeEmail mails a link to a new address, which counts once it is opened,
// and tells the address before.
func (s *Store) ChangeEmail(ctx context.Context, who Asker, password, address string) error {
	email, err := CleanEmail(address)
	if err != nil {
		return err
	}
	proved, err := s.prove(ctx, who, password)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		u, err := t.lockProved(ctx, who, proved)
		if err != nil {
			return err
		}
		if email == u.Email { // nothing to change, so one that waits is dropped
			if err := t.Exec(`DELETE FROM email_tokens WHERE user_id = ? AND purpose = 'change'`, u.ID).Error; err != nil {
				return err
			}
			return t.Exec(`UPDATE users SET pending_email = '' WHERE id = ?`, u.ID).Error
		}
		if err := t.loginChanged(u); err != nil {
			return err
		}
		u.PendingEmail = email
		if err := t.Exec(`UPDATE users SET pending_email = ?, updated_at = ? WHERE id = ?`, email, s.Now(), u.ID).Error; err != nil {
			return err
		}
		if err := t.notice(ctx, u, MailAddressAsked, map[string]string{"email": email}); err != nil {
			return err
		}
		return t.askToConfirm(ctx, u, email)
	})
}

// VerifyEmail uses up a link that proves an address. A new address takes the
// place of the one before; changed says so.
func (s *Store) VerifyEmail(ctx context.Context, token string) (u *User, changed bool, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		var l *link
		if u, l, err = t.takeLink(ctx, token, LinkVerify, LinkChange); err != nil {
			return err
		}
		changed = l.Purpose == LinkChange
		switch {
		case changed && l.Email != u.PendingEmail, !changed && l.Email != u.Email:
			return errBadLink
		case !changed:
			return t.proveEmail(l.Email, u.ID)
		}
		if err := t.notice(ctx, u, MailAddressChanged, map[string]string{"email": l.Email}); err != nil {
			return err
		}
		return t.moveTo(u, l.Email)
	})
	return u, changed, err
}

// moveTo makes a proved address the one of a locked account.
func (t *tx) moveTo(u *User, email string) error {
	if err := t.proveEmail(email, u.ID); err != nil {
		return err
	}
	if err := t.Exec(`DELETE FROM emails WHERE user_id = ? AND email <> ?`, u.ID, email).Error; err != nil {
		return err
	}
	if err := t.Exec(`UPDATE users SET email = ?, updated_at = ? WHERE id = ?`, email, t.store.Now(), u.ID).Error; err != nil {
		return fmt.Errorf("change the address of %d: %w", u.ID, err)
	}
	u.Email = email
	return t.loginChanged(u)
}

// UndoEmail brings back the address that the link was mailed to, or drops the
// one that waits to take its place. It ends all access, and returns a link that
// chooses a new password, since somebody knew the one before.
func (s *Store) UndoEmail(ctx context.Context, token string) (reset string, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		u, l, err := t.takeLink(ctx, token, LinkUndo)
		if err != nil {
			return err
		}
		if err := t.moveTo(u, l.Email); err != nil {
			return err
		}
		// What was mailed to addresses after this one could bring those back.
		if err := t.Exec(`DELETE FROM email_tokens WHERE user_id = ? AND purpose = 'undo' AND created_at >= ?`, u.ID, l.CreatedAt).Error; err != nil {
			return err
		}
		if err := t.endAccess(u.ID); err != nil {
			return err
		}
		reset, err = t.newLink(u, LinkReset, u.Email)
		return err
	})
	return reset, err
}
