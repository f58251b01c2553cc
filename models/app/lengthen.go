package app

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/account"
)

// LongLife is how long a token lives that was exchanged for a short one.
const LongLife = 60 * 24 * time.Hour

// Lengthen gives a token that lives for LongLife for a live access token of the
// app's. Both are of one family, and end together.
func Lengthen(ctx context.Context, s *models.Store, app *App, token string) (*Issued, error) {
	errToken := badGrant("The access token to exchange is not a live one of this app for somebody.")
	hash := account.HashToken(token)
	var out *Issued
	err := s.InTx(ctx, func(t *models.Tx) error {
		var user models.ID
		err := t.PG.QueryRow(ctx, `SELECT user_id FROM api_tokens WHERE hash = $1 AND app_id = $2
			AND kind = 'access'`, hash, app.ID).Scan(&user)
		if models.IsNoRows(err) {
			return errToken
		}
		if err != nil {
			return err
		}
		if err := lockGrant(ctx, t, user, app.ID); err != nil {
			return err
		}
		var row Token
		err = models.Take(ctx, t.PG, &row, `SELECT * FROM api_tokens WHERE hash = @hash AND revoked_at IS NULL
			AND (expires_at IS NULL OR expires_at > @now)`, models.Args{"hash": hash, "now": s.Now()})
		if models.IsNoRows(err) {
			return errToken
		}
		if err != nil {
			return err
		}
		out, err = issueLong(ctx, t, app, &row)
		return err
	})
	return out, err
}

// issueLong keeps a long-lived token beside the one that it came of. An app has as
// many of them for one person as of those that never end.
func issueLong(ctx context.Context, t *models.Tx, app *App, from *Token) (*Issued, error) {
	out := &Issued{UserID: from.UserID, Scopes: from.Scopes, Life: LongLife}
	var err error
	if out.Access, err = account.NewToken(); err != nil {
		return nil, err
	}
	now := t.Store.Now()
	until := now.Add(LongLife)
	row := Token{Hash: account.HashToken(out.Access), ID: t.Store.NewID(), UserID: from.UserID, AppID: app.ID, Family: from.Family,
		Kind: AccessToken, Name: app.Name, Scopes: from.Scopes, CreatedAt: now, ExpiresAt: &until}
	if err := t.Create(&row).Error; err != nil {
		return nil, fmt.Errorf("keep a token: %w", err)
	}
	const long = `user_id = @user AND app_id = @app AND app_id <> 0 AND kind = 'access' AND expires_at > created_at + interval '1 day'`
	err = models.Do(ctx, t.PG, `DELETE FROM api_tokens WHERE `+long+` AND id <= (SELECT id FROM api_tokens
		WHERE `+long+` AND revoked_at IS NULL ORDER BY id DESC OFFSET @most LIMIT 1)`, models.Args{"user": from.UserID, "app": app.ID,
		"most": keptTokens})
	return out, err
}

// Prolong lets a long-lived token live for LongLife from now on, and says how long
// that is: nothing for one that never ends.
func Prolong(ctx context.Context, s *models.Store, t *Token) (time.Duration, error) {
	if t.Kind == AccessToken && t.ExpiresAt == nil {
		return 0, nil
	}
	tag, err := s.Pool().Exec(ctx, `UPDATE api_tokens SET expires_at = $2::timestamptz + $3::interval WHERE hash = $1 AND kind = 'access'
		AND revoked_at IS NULL AND expires_at > $2 AND expires_at > created_at + interval '1 day'`, t.Hash, s.Now(), LongLife)
	if err != nil {
		return 0, fmt.Errorf("prolong a token: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return 0, models.Invalidf("access_token", "app.error.token-is-not-long-lived")
	}
	return LongLife, nil
}
