package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/account"
)

// Grant is what a person allowed an app to do. It is remembered until it is taken back.
type Grant struct {
	UserID    models.ID `gorm:"primaryKey;autoIncrement:false"`
	AppID     models.ID `gorm:"primaryKey;autoIncrement:false"`
	ID        models.ID
	Scopes    string
	CreatedAt time.Time
	UpdatedAt time.Time
	UsedAt    *time.Time
}

// TableName is not what gorm would guess.
func (Grant) TableName() string { return "oauth_grants" }

// ConnectedApp is an app that a person allowed something.
type ConnectedApp struct {
	Grant
	Name       string
	Website    string
	IconKey    string
	KeepTokens bool
	Deletes    bool // it takes requests to delete data
}

// ConnectedApps lists what the viewer allowed, newest first.
func ConnectedApps(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]ConnectedApp, models.ID, error) {
	var out []ConnectedApp
	err := models.Find(ctx, s.Pool(), &out,
		`SELECT g.*, a.name, a.website, a.icon_key, a.keep_tokens,
		a.data_deletion_url <> '' AS deletes FROM oauth_grants g JOIN apps a ON a.id = g.app_id
		WHERE g.user_id = @viewer AND g.id < @before ORDER BY g.id DESC LIMIT @limit`,
		models.Args{"viewer": viewer, "before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read connected apps of %d: %w", viewer, err)
	}
	if len(out) > limit {
		return out[:limit], out[limit-1].ID, nil
	}
	return out, 0, nil
}

// Granted is the scopes that a person allowed an app, or "".
func Granted(ctx context.Context, s *models.Store, user, app models.ID) (scopes string, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT scopes FROM oauth_grants WHERE user_id = $1 AND app_id = $2`, user, app).Scan(&scopes)
	if models.IsNoRows(err) {
		return "", nil
	}
	return scopes, err
}

// Disconnect takes back what a person allowed an app; its tokens for them are dead at once.
// The app is told, and asked to delete what it has of them if the person wants that.
func Disconnect(ctx context.Context, s *models.Store, user, app models.ID, deleteData bool) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if err := tellLeft(ctx, t, user, app, deleteData); err != nil {
			return err
		}
		for _, sql := range []string{
			`DELETE FROM oauth_grants WHERE user_id = @user AND app_id = @app`, // first: see oauth_token.go
			`DELETE FROM api_tokens WHERE user_id = @user AND app_id = @app AND app_id <> 0`,
			`DELETE FROM oauth_codes WHERE user_id = @user AND app_id = @app`,
			`DELETE FROM subscriptions WHERE user_id = @user AND app_id = @app AND app_id <> 0 AND object = 'self'`,
			`DELETE FROM subscribed_apps WHERE user_id = @user AND app_id = @app`,
		} {
			if err := models.Do(ctx, t.PG, sql, models.Args{"user": user, "app": app}); err != nil {
				return fmt.Errorf("disconnect app %d from %d: %w", app, user, err)
			}
		}
		return nil
	})
}

// HasScopes is whether all of the scopes wanted are among those there are.
func HasScopes(have, want string) bool {
	list := strings.Fields(have)
	for scope := range strings.FieldsSeq(want) {
		if !slices.Contains(list, scope) {
			return false
		}
	}
	return true
}

// Consent is what a consent page asks of the person who sees it.
type Consent struct {
	Hash        models.Hash `gorm:"primaryKey"`
	UserID      models.ID
	Session     models.Hash
	AppID       models.ID
	RedirectURI string
	Scopes      string
	State       string
	Challenge   string
	ExpiresAt   time.Time
}

// TableName is not what gorm would guess.
func (Consent) TableName() string { return "oauth_consents" }

// consentLife is how long a consent page may be open.
const consentLife = 10 * time.Minute

// AskConsent keeps what is asked; the id works once, in the same session and account.
func AskConsent(ctx context.Context, s *models.Store, c Consent) (id string, err error) {
	if id, err = account.NewToken(); err != nil {
		return "", err
	}
	c.Hash, c.ExpiresAt = account.HashToken(id), s.Now().Add(consentLife)
	return id, s.InTx(ctx, func(t *models.Tx) error {
		if err := t.Create(&c).Error; err != nil {
			return fmt.Errorf("ask %d for consent: %w", c.UserID, err)
		}
		return t.Use(ctx, models.BudgetConsent, c.UserID, 1)
	})
}

// TakeConsent uses up a consent page's id.
func TakeConsent(ctx context.Context, s *models.Store, id string, user models.ID, session models.Hash) (*Consent, error) {
	var out []Consent
	err := models.Find(ctx, s.Pool(), &out,
		`DELETE FROM oauth_consents WHERE hash = @id AND user_id = @user AND session = @session AND expires_at > @now RETURNING *`,
		models.Args{"id": account.HashToken(id), "user": user, "session": session, "now": s.Now()})
	if err != nil {
		return nil, fmt.Errorf("read a consent: %w", err)
	}
	if len(out) == 0 {
		return nil, models.Invalidf("consent",
			"app.error.page-was-used-already-older")
	}
	return &out[0], nil
}

// Allow remembers what a person allowed and gives the code for it. Of an app
// that may do much, or more than before, the person is told by mail.
func Allow(ctx context.Context, s *models.Store, c *Consent, app string) (code string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		now := s.Now()
		var have string
		u, err := account.LockLogin(ctx, t, c.UserID)
		if err != nil {
			return err
		}
		var there bool
		err = t.PG.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM sessions WHERE hash = $1 AND user_id = $2)`, c.Session,
			c.UserID).Scan(&there)
		if err == nil && !there {
			err = account.ErrLoginChanged
		}
		if err != nil {
			return err
		}
		var before string
		if err := t.PG.QueryRow(ctx, `SELECT coalesce((SELECT scopes FROM oauth_grants WHERE user_id = $1 AND app_id = $2), '')`,
			c.UserID, c.AppID).Scan(&before); err != nil {
			return err
		}
		err = t.PG.QueryRow(ctx, `INSERT INTO oauth_grants AS g (user_id, app_id, id, scopes, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $5)
			ON CONFLICT (user_id, app_id) DO UPDATE SET updated_at = excluded.updated_at
			RETURNING scopes`, c.UserID, c.AppID, s.NewID(), c.Scopes, now).Scan(&have)
		if err != nil {
			return fmt.Errorf("remember what app %d may do: %w", c.AppID, err)
		}
		both, err := CleanScopes(have + " " + c.Scopes)
		if err != nil {
			return err
		}
		if both != have {
			if _, err := t.PG.Exec(ctx, `UPDATE oauth_grants SET scopes = $3 WHERE user_id = $1
				AND app_id = $2`, c.UserID, c.AppID, both); err != nil {
				return err
			}
		}
		if wide(both) && !HasScopes(before, both) {
			if err := account.Notice(ctx, t, u, account.MailApp, map[string]string{"app": app, "scopes": both}); err != nil {
				return err
			}
		}
		code, err = newCode(ctx, t, c)
		return err
	})
	return code, err
}

// AllowAgain gives a code for what the person allowed before, or none when it
// is more than that.
func AllowAgain(ctx context.Context, s *models.Store, c *Consent) (code string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		code = ""
		err := lockGrant(ctx, t, c.UserID, c.AppID)
		var oauth *OAuthError
		if errors.As(err, &oauth) {
			return nil
		}
		if err != nil {
			return err
		}
		var have string
		if err := t.PG.QueryRow(ctx, `SELECT scopes FROM oauth_grants WHERE user_id = $1
			AND app_id = $2`, c.UserID, c.AppID).Scan(&have); err != nil {
			return fmt.Errorf("read what app %d may do: %w", c.AppID, err)
		}
		if !HasScopes(have, c.Scopes) {
			return nil
		}
		code, err = newCode(ctx, t, c)
		return err
	})
	return code, err
}
