package account

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
)

// Identity is an account at another service that can log in here.
type Identity struct {
	Provider  string `gorm:"primaryKey"`
	Subject   string `gorm:"primaryKey"`
	UserID    models.ID
	Email     string
	Name      string
	CreatedAt time.Time
	UsedAt    time.Time

	Service string `gorm:"-"` // the provider's name for people
}

// ByIdentity finds the account that a provider's subject is linked to.
func ByIdentity(ctx context.Context, s *models.Store, provider, subject string) (*User, error) {
	var u User
	err := models.Take(ctx, s.Pool(), &u,
		`WITH i AS (UPDATE identities SET used_at = now() WHERE provider = @provider AND subject = @subject RETURNING user_id)
		SELECT u.* FROM users u JOIN i ON i.user_id = u.id`, models.Args{"provider": provider, "subject": subject})
	if models.IsNoRows(err) {
		return nil, models.ErrNoUser
	}
	if err != nil {
		return nil, err
	}
	return &u, barred(s, &u)
}

// EmailOwner is the account with a verified address, or 0. An address that was
// never verified here proves nothing, so it is not enough to link by.
func EmailOwner(ctx context.Context, s *models.Store, address string) (owner models.ID, verified bool, err error) {
	email, err := CleanEmail(address)
	if err != nil {
		return 0, false, nil
	}
	err = s.Pool().QueryRow(ctx, `SELECT user_id, verified_at IS NOT NULL FROM emails WHERE email = $1`, email).Scan(&owner, &verified)
	if models.IsNoRows(err) {
		return 0, false, nil
	}
	return owner, verified, err
}

// LinkIdentity lets a provider's subject log in to the account of who asks, and
// returns the account as it is then. Without a password, it wants a login of the
// last minutes. fresh says that the subject could not log in before.
func LinkIdentity(ctx context.Context, s *models.Store, who Asker, identity Identity) (u *User, fresh bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		var err error
		if u, err = LockLoginAs(ctx, t, who); err != nil {
			return err
		}
		if fresh, err = linkIdentity(ctx, t, u.ID, identity); err != nil || !fresh {
			return err
		}
		if who.Session != "" {
			var proved bool
			err := t.PG.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM credentials WHERE user_id = $1) OR
				EXISTS (SELECT 1 FROM sessions WHERE hash = $2 AND created_at >= $3)`,
				u.ID, HashToken(who.Session), s.Now().Add(-ProofLife)).Scan(&proved)
			if err == nil && !proved {
				err = errProveLogin
			}
			if err != nil {
				return err
			}
		}
		if err := loginChanged(ctx, t, u); err != nil {
			return err
		}
		return Notice(ctx, t, u, MailLinked, map[string]string{"service": identity.Service})
	})
	return u, fresh, err
}

// linkIdentity says whether the link was not there before.
func linkIdentity(ctx context.Context, t *models.Tx, user models.ID, i Identity) (fresh bool, err error) {
	now := t.Store.Now()
	n, err := models.DoCount(ctx, t.PG, `INSERT INTO identities (provider, subject, user_id, email, name, created_at, used_at)
		VALUES (@provider, @subject, @user, @email, @name, @now, @now) ON CONFLICT DO NOTHING`,
		models.Args{"provider": i.Provider, "subject": i.Subject, "user": user, "email": i.Email, "name": i.Name, "now": now})
	if err != nil || n == 1 {
		return true, err
	}
	var owner models.ID
	if err := models.Read(ctx, t.PG, &owner, `SELECT user_id FROM identities WHERE provider = @provider
		AND subject = @subject`, models.Args{"provider": i.Provider, "subject": i.Subject}); err != nil {
		return false, fmt.Errorf("link %s to %d: %w", i.Provider, user, err)
	}
	if owner != user {
		return false, models.Say(models.Error{Kind: models.Conflict}, "account.error.login-linked-another-account-unlink")
	}
	return false, nil
}

// Identities lists an account's linked logins.
func Identities(ctx context.Context, s *models.Store, user models.ID) ([]Identity, error) {
	var out []Identity
	err := s.Gorm(ctx).Where("user_id = ?", int64(user)).Order("provider, subject").Limit(50).Find(&out).Error
	return out, err
}

// UnlinkIdentity removes a login, unless it is the only way in.
func UnlinkIdentity(ctx context.Context, s *models.Store, who Asker, provider, subject, service string) error {
	if !models.Storable(provider) || !models.Storable(subject) {
		return models.NotFoundf("account.error.no-login")
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		// The lock keeps two removals from each leaving the other as the last.
		u, err := LockLoginAs(ctx, t, who)
		if err != nil {
			return err
		}
		var ways int
		err = models.Read(ctx, t.PG, &ways,
			`SELECT (SELECT count(*) FROM identities WHERE user_id = @user) + (SELECT count(*) FROM credentials
			WHERE user_id = @user)`, models.Args{"user": u.ID})
		if err != nil {
			return err
		}
		if ways <= 1 {
			return models.Say(models.Error{Kind: models.Invalid}, "account.error.only-way-into-account-set")
		}
		n, err := models.DoCount(ctx, t.PG, `DELETE FROM identities WHERE user_id = @user AND provider = @provider AND subject = @subject`,
			models.Args{"user": u.ID, "provider": provider, "subject": subject})
		if err != nil || n == 0 {
			return err
		}
		if err := loginChanged(ctx, t, u); err != nil {
			return err
		}
		return Notice(ctx, t, u, MailUnlinked, map[string]string{"service": service})
	})
}
