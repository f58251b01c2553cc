package account

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
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

var errBadLink = models.Say(models.Error{Kind: models.Invalid, Field: "token"}, "account.error.link-expired-was-used-already")

// newLink makes the secret part of a link for a locked account. There is one
// live link for each purpose; of those that undo, one for each address.
func newLink(ctx context.Context, t *models.Tx, u *User, purpose LinkPurpose, email string) (string, error) {
	token, err := NewToken()
	if err != nil {
		return "", err
	}
	now := t.Store.Now()
	if err := models.Do(ctx, t.PG, `DELETE FROM email_tokens WHERE user_id = @user AND purpose = @purpose
		AND (purpose <> 'undo' OR email = @email)`, models.Args{"user": u.ID, "purpose": string(purpose), "email": email}); err != nil {
		return "", fmt.Errorf("replace a link of %d: %w", u.ID, err)
	}
	err = models.Do(ctx, t.PG,
		`INSERT INTO email_tokens (hash, user_id, purpose, email, created_at, expires_at)
		VALUES (@token, @user, @purpose, @email, @now, @expires)`,
		models.Args{"token": HashToken(token), "user": u.ID, "purpose": string(purpose), "email": email, "now": now,
			"expires": now.Add(purpose.life())})
	if err != nil {
		return "", fmt.Errorf("make a link for %d: %w", u.ID, err)
	}
	return token, nil
}

const liveLink = `hash = $1 AND purpose = ANY($2) AND used_at IS NULL AND expires_at > $3`

func linkArgs(s *models.Store, token string, purposes []LinkPurpose) []any {
	names := make([]string, len(purposes))
	for i, p := range purposes {
		names[i] = string(p)
	}
	return []any{HashToken(token), names, s.Now()}
}

// LinkOwner is the account that a live link belongs to. It uses up nothing.
func LinkOwner(ctx context.Context, s *models.Store, token string, purposes ...LinkPurpose) (*User, error) {
	var id models.ID
	err := s.Pool().QueryRow(ctx, `SELECT user_id FROM email_tokens WHERE `+liveLink, linkArgs(s, token, purposes)...).Scan(&id)
	if models.IsNoRows(err) {
		return nil, errBadLink
	}
	if err != nil {
		return nil, fmt.Errorf("read a link: %w", err)
	}
	var u User
	err = s.Gorm(ctx).Take(&u, "id = ?", int64(id)).Error
	if models.IsNoRows(err) {
		return nil, errBadLink
	}
	return &u, err
}

// takeLink locks the account of a live link and uses it up.
func takeLink(ctx context.Context, t *models.Tx, token string, purposes ...LinkPurpose) (*User, *link, error) {
	args := linkArgs(t.Store, token, purposes)
	var user models.ID
	err := t.PG.QueryRow(ctx, `SELECT user_id FROM email_tokens WHERE `+liveLink, args...).Scan(&user)
	if models.IsNoRows(err) {
		return nil, nil, errBadLink
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read a link: %w", err)
	}
	u, err := LockLogin(ctx, t, user)
	if err != nil {
		return nil, nil, err
	}
	var l link
	err = t.PG.QueryRow(ctx, `UPDATE email_tokens SET used_at = $3 WHERE `+liveLink+`
		RETURNING purpose, email, created_at`, args...).Scan(&l.Purpose, &l.Email, &l.CreatedAt)
	if models.IsNoRows(err) {
		return nil, nil, errBadLink
	}
	return u, &l, err
}

// RequestReset sends a mail with a reset link if the name or address belongs to
// an account. It tells the caller nothing about that.
func RequestReset(ctx context.Context, s *models.Store, login string) error {
	if login == "" {
		return models.Invalidf("login", "account.error.enter-username-email-address")
	}
	// Also for who is not there, or it would tell.
	if network := models.NetworkFrom(ctx); network != "" {
		if err := s.Limit(ctx, models.LimitMail, network, models.TooManyMails); err != nil {
			return err
		}
	}
	found, err := loginsNamed(ctx, s, login)
	if err != nil || len(found) == 0 || found[0].Email == "" {
		return err
	}
	u := &found[0].User
	if barred(s, u) != nil {
		return nil
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		return askedMail(ctx, t, SendMail{UserID: u.ID, Purpose: MailReset, To: u.Email, Version: u.LoginVersion})
	})
}

// RequestVerification sends the mail again that confirms an address, or the one
// that waits to take its place.
func RequestVerification(ctx context.Context, s *models.Store, user models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		u, err := LockLogin(ctx, t, user)
		if err != nil {
			return err
		}
		email := u.Email
		if u.PendingEmail != "" {
			email = u.PendingEmail
		}
		if email == "" {
			return models.Invalidf("email", "account.error.account-no-address-yet")
		}
		if err := t.Take(ctx, models.LimitMail, user.String(), models.TooManyMails); err != nil {
			return err
		}
		return askToConfirm(ctx, t, u, email)
	})
}

// askToConfirm mails an address that an account names for its own. Where
// somebody else has proved the address, they are told instead.
func askToConfirm(ctx context.Context, t *models.Tx, u *User, email string) error {
	m := SendMail{UserID: u.ID, Purpose: MailVerify, To: email, Version: u.LoginVersion}
	if email == u.PendingEmail {
		m.Purpose = MailChange
	}
	var other struct {
		ID       models.ID
		Username string
		Proved   bool
	}
	err := models.Read(ctx, t.PG, &other,
		`SELECT u.id, u.username, e.verified_at IS NOT NULL AS proved FROM emails e JOIN users u ON u.id = e.user_id
		WHERE e.email = @email AND e.user_id <> @user`, models.Args{"email": email, "user": u.ID})
	if err != nil {
		return fmt.Errorf("look for the owner of an address: %w", err)
	}
	if other.ID != 0 {
		m.Detail = map[string]string{"other": other.Username}
	}
	if other.Proved {
		m = SendMail{UserID: other.ID, Purpose: MailTaken, To: email, Detail: map[string]string{"other": u.Username}}
	}
	return askedMail(ctx, t, m)
}

// EmailState is where an account stands with its address.
type EmailState struct {
	Email    string
	Verified bool
	Pending  string // takes its place once its link is opened
}

// EmailStateOf is an account's address and whether it is verified.
func EmailStateOf(ctx context.Context, s *models.Store, user models.ID) (e EmailState, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT u.email, coalesce(e.verified_at IS NOT NULL, false), u.pending_email FROM users u
		LEFT JOIN emails e ON e.email = u.email AND e.user_id = u.id WHERE u.id = $1`, user).Scan(&e.Email, &e.Verified, &e.Pending)
	return e, err
}

// ChangeEmail mails a link to a new address, which counts once it is opened,
// and tells the address before.
func ChangeEmail(ctx context.Context, s *models.Store, who Asker, password, address string) error {
	email, err := CleanEmail(address)
	if err != nil {
		return err
	}
	proved, err := prove(ctx, s, who, password)
	if err != nil {
		return err
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		u, err := lockProved(ctx, t, who, proved)
		if err != nil {
			return err
		}
		if email == u.Email { // nothing to change, so one that waits is dropped
			if err := models.Do(ctx, t.PG, `DELETE FROM email_tokens WHERE user_id = @user AND purpose = 'change'`,
				models.Args{"user": u.ID}); err != nil {
				return err
			}
			return models.Do(ctx, t.PG, `UPDATE users SET pending_email = '' WHERE id = @user`, models.Args{"user": u.ID})
		}
		if err := loginChanged(ctx, t, u); err != nil {
			return err
		}
		u.PendingEmail = email
		if err := models.Do(ctx, t.PG, `UPDATE users SET pending_email = @email, updated_at = @now WHERE id = @user`,
			models.Args{"email": email, "now": s.Now(), "user": u.ID}); err != nil {
			return err
		}
		if err := Notice(ctx, t, u, MailAddressAsked, map[string]string{"email": email}); err != nil {
			return err
		}
		return askToConfirm(ctx, t, u, email)
	})
}

// VerifyEmail uses up a link that proves an address. A new address takes the
// place of the one before; changed says so.
func VerifyEmail(ctx context.Context, s *models.Store, token string) (u *User, changed bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		var l *link
		if u, l, err = takeLink(ctx, t, token, LinkVerify, LinkChange); err != nil {
			return err
		}
		changed = l.Purpose == LinkChange
		switch {
		case changed && l.Email != u.PendingEmail, !changed && l.Email != u.Email:
			return errBadLink
		case !changed:
			return proveEmail(ctx, t, l.Email, u.ID)
		}
		if err := Notice(ctx, t, u, MailAddressChanged, map[string]string{"email": l.Email}); err != nil {
			return err
		}
		return moveTo(ctx, t, u, l.Email)
	})
	return u, changed, err
}

// moveTo makes a proved address the one of a locked account.
func moveTo(ctx context.Context, t *models.Tx, u *User, email string) error {
	if err := proveEmail(ctx, t, email, u.ID); err != nil {
		return err
	}
	if err := models.Do(ctx, t.PG, `DELETE FROM emails WHERE user_id = @user AND email <> @email`,
		models.Args{"user": u.ID, "email": email}); err != nil {
		return err
	}
	if err := models.Do(ctx, t.PG, `UPDATE users SET email = @email, updated_at = @now WHERE id = @user`,
		models.Args{"email": email, "now": t.Store.Now(), "user": u.ID}); err != nil {
		return fmt.Errorf("change the address of %d: %w", u.ID, err)
	}
	u.Email = email
	return loginChanged(ctx, t, u)
}

// UndoEmail brings back the address that the link was mailed to, or drops the
// one that waits to take its place. It ends all access, and returns a link that
// chooses a new password, since somebody knew the one before.
func UndoEmail(ctx context.Context, s *models.Store, token string) (reset string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		u, l, err := takeLink(ctx, t, token, LinkUndo)
		if err != nil {
			return err
		}
		if err := moveTo(ctx, t, u, l.Email); err != nil {
			return err
		}
		// What was mailed to addresses after this one could bring those back.
		if err := models.Do(ctx, t.PG, `DELETE FROM email_tokens WHERE user_id = @user AND purpose = 'undo'
			AND created_at >= @created_at`, models.Args{"user": u.ID, "created_at": l.CreatedAt}); err != nil {
			return err
		}
		if err := endAccess(ctx, t, u.ID, false); err != nil {
			return err
		}
		reset, err = newLink(ctx, t, u, LinkReset, u.Email)
		return err
	})
	return reset, err
}
