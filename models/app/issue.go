package app

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/account"
)

// How long what the authorization server gives out lives.
const (
	CodeLife    = time.Minute
	AccessLife  = time.Hour
	RefreshLife = 60 * 24 * time.Hour
)

// keptTokens is how many tokens that never end an app may have for one person.
const keptTokens = 20

// OAuthError is an error of RFC 6749 by its code.
type OAuthError struct{ Code, Message string }

func (e *OAuthError) Error() string { return e.Code + ": " + e.Message }

func badGrant(message string) error { return &OAuthError{"invalid_grant", message} }

// OAuthCode is an authorization code. It is dead after CodeLife and after one
// use; using it again ends the tokens that came of it.
type OAuthCode struct {
	Hash        models.Hash `gorm:"primaryKey"`
	AppID       models.ID
	UserID      models.ID
	RedirectURI string
	Scopes      string
	Challenge   string
	Family      models.ID
	ExpiresAt   time.Time
	UsedAt      *time.Time
}

// TableName is not what gorm would guess.
func (OAuthCode) TableName() string { return "oauth_codes" }

func newCode(ctx context.Context, t *models.Tx, c *Consent) (string, error) {
	code, err := account.NewToken()
	if err != nil {
		return "", err
	}
	s := t.Store
	row := OAuthCode{Hash: account.HashToken(code), AppID: c.AppID, UserID: c.UserID, RedirectURI: c.RedirectURI, Scopes: c.Scopes,
		Challenge: c.Challenge,
		Family:    s.NewID(), ExpiresAt: s.Now().Add(CodeLife)}
	if err := t.Create(&row).Error; err != nil {
		return "", fmt.Errorf("keep a code: %w", err)
	}
	return code, nil
}

// Issued is what an app gets. Refresh and Life are empty where the token lives until it is revoked.
type Issued struct {
	UserID          models.ID
	Access, Refresh string
	Scopes          string
	Life            time.Duration
}

// Everything about the tokens of one person and one app happens under the lock
// of their grant, which is taken first. So nothing is issued while access is
// being taken back, and a stolen token cannot slip past the revocation of its family.
func lockGrant(ctx context.Context, t *models.Tx, user, app models.ID) error {
	var found int
	err := t.PG.QueryRow(ctx, `SELECT 1 FROM oauth_grants g JOIN users u ON u.id = g.user_id AND u.suspended_at IS NULL
		WHERE g.user_id = $1 AND g.app_id = $2 FOR NO KEY UPDATE OF g`, user, app).Scan(&found)
	if models.IsNoRows(err) {
		return badGrant("The user took this app's access back, or the account is gone.")
	}
	return err
}

// revokeFamily ends all tokens that came of one consent.
func revokeFamily(ctx context.Context, t *models.Tx, family models.ID) error {
	_, err := t.PG.Exec(ctx, `UPDATE api_tokens SET revoked_at = $2, expires_at = least(expires_at, $3) WHERE family = $1
		AND family <> 0 AND revoked_at IS NULL`,
		family, t.Store.Now(), t.Store.Now().Add(RefreshLife))
	if err != nil {
		return fmt.Errorf("revoke tokens: %w", err)
	}
	return nil
}

// ExchangeCode turns a code into tokens, once. Only a call that is right in
// everything uses it up.
func ExchangeCode(ctx context.Context, s *models.Store, app *App, code, redirectURI, verifier string) (*Issued, error) {
	errCode := badGrant("No matching code was found, or it was used already or is older than a minute.")
	hash := account.HashToken(code)
	var out *Issued
	var refused error
	err := s.InTx(ctx, func(t *models.Tx) error {
		out, refused = nil, nil
		var user models.ID
		err := t.PG.QueryRow(ctx, `SELECT user_id FROM oauth_codes WHERE hash = $1 AND app_id = $2`, hash, app.ID).Scan(&user)
		if models.IsNoRows(err) {
			return errCode
		}
		if err != nil {
			return err
		}
		if err := lockGrant(ctx, t, user, app.ID); err != nil {
			return err
		}
		var c OAuthCode
		if err := models.Take(ctx, t.PG, &c, `SELECT * FROM oauth_codes WHERE hash = @hash`, models.Args{"hash": hash}); err != nil {
			if models.IsNoRows(err) {
				return errCode
			}
			return err
		}
		if c.UsedAt != nil {
			refused = errCode // and the revocation is kept
			return revokeFamily(ctx, t, c.Family)
		}
		switch {
		case !s.Now().Before(c.ExpiresAt):
			return errCode
		case redirectURI != c.RedirectURI:
			return badGrant("The redirect_uri is not the one that the code was sent to.")
		case c.Challenge == "" && verifier != "":
			return badGrant("The code was asked for without a code_challenge, so a code_verifier proves nothing.")
		case c.Challenge != "" && !verified(c.Challenge, verifier):
			return badGrant("The code_verifier does not fit the code_challenge.")
		}
		tag, err := t.PG.Exec(ctx, `UPDATE oauth_codes SET used_at = $2 WHERE hash = $1 AND used_at IS NULL`, hash, s.Now())
		if err != nil {
			return err
		}
		if tag.RowsAffected() != 1 {
			return errCode
		}
		out, err = issue(ctx, t, app, user, c.Family, c.Scopes, c.Scopes)
		return err
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// verified checks a proof key (RFC 7636) by the method S256.
func verified(challenge, verifier string) bool {
	if len(verifier) < 43 || len(verifier) > 128 ||
		strings.Trim(verifier, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~") != "" {
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	return subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(challenge)) == 1
}

// issue makes an access token with the scopes, and a refresh token for all of them.
func issue(ctx context.Context, t *models.Tx, app *App, user, family models.ID, scopes, all string) (*Issued, error) {
	s := t.Store
	out := &Issued{UserID: user, Scopes: scopes}
	var err error
	if out.Access, err = account.NewToken(); err != nil {
		return nil, err
	}
	now := s.Now()
	access := Token{Hash: account.HashToken(out.Access), ID: s.NewID(), UserID: user, AppID: app.ID, Family: family,
		Kind: AccessToken, Name: app.Name, Scopes: scopes, CreatedAt: now}
	if user == 0 {
		access.Kind = AppToken
	}
	rows := []Token{access}
	if user == 0 || !app.KeepTokens {
		out.Life = AccessLife
		until := now.Add(AccessLife)
		rows[0].ExpiresAt = &until
	}
	if user != 0 && !app.KeepTokens {
		if out.Refresh, err = account.NewToken(); err != nil {
			return nil, err
		}
		until := now.Add(RefreshLife)
		rows = append(rows, Token{Hash: account.HashToken(out.Refresh), ID: s.NewID(), UserID: user, AppID: app.ID, Family: family,
			Kind: RefreshToken, Name: app.Name, Scopes: all, CreatedAt: now, ExpiresAt: &until})
	}
	if err := t.Create(&rows).Error; err != nil {
		return nil, fmt.Errorf("keep tokens: %w", err)
	}
	if user != 0 && app.KeepTokens {
		_, err = t.PG.Exec(ctx, `DELETE FROM api_tokens WHERE user_id = $1 AND app_id = $2 AND app_id <> 0
			AND id <= (SELECT id FROM api_tokens
			WHERE user_id = $1 AND app_id = $2 AND app_id <> 0 AND revoked_at IS NULL ORDER BY id DESC OFFSET $3 LIMIT 1)`, user,
			app.ID, keptTokens)
	}
	return out, err
}

// Refresh turns a refresh token into the next tokens. One that was used already
// was stolen, from the app or by it, so all of its family end. scopes may narrow
// the access token; "" keeps what was allowed.
func Refresh(ctx context.Context, s *models.Store, app *App, token, scopes string) (*Issued, error) {
	errToken := badGrant("The refresh_token is not valid any more. Let the user authorize the app again.")
	hash := account.HashToken(token)
	var out *Issued
	var refused error
	err := s.InTx(ctx, func(t *models.Tx) error {
		out, refused = nil, nil
		var user models.ID
		err := t.PG.QueryRow(ctx, `SELECT user_id FROM api_tokens WHERE hash = $1 AND app_id = $2
			AND kind = 'refresh'`, hash, app.ID).Scan(&user)
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
		err = models.Take(ctx, t.PG, &row, `SELECT * FROM api_tokens WHERE hash = @hash`, models.Args{"hash": hash})
		if models.IsNoRows(err) {
			return errToken
		}
		if err != nil {
			return err
		}
		switch {
		case row.RevokedAt != nil:
			refused = errToken
			return revokeFamily(ctx, t, row.Family)
		case row.ExpiresAt != nil && !s.Now().Before(*row.ExpiresAt):
			return errToken
		case !HasScopes(row.Scopes, scopes):
			return &OAuthError{"invalid_scope", "The scope goes beyond what the user allowed, which is: " + row.Scopes + "."}
		}
		if scopes == "" {
			scopes = row.Scopes
		}
		if _, err := t.PG.Exec(ctx, `UPDATE api_tokens SET revoked_at = $2, used_at = $2 WHERE hash = $1`, hash, s.Now()); err != nil {
			return err
		}
		out, err = issue(ctx, t, app, user, row.Family, scopes, row.Scopes)
		return err
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// IssueForApp gives an app a token that acts for nobody.
func IssueForApp(ctx context.Context, s *models.Store, app *App, scopes string) (out *Issued, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		if out, err = issue(ctx, t, app, 0, 0, scopes, scopes); err != nil {
			return err
		}
		return t.Take(ctx, models.LimitAppToken, app.ID.String(), "app.error.many-tokens")
	})
	return out, err
}

// RevokeToken ends a token of the app with its whole family. What is not there is ended already.
func RevokeToken(ctx context.Context, s *models.Store, app *App, token string) error {
	hash := account.HashToken(token)
	return s.InTx(ctx, func(t *models.Tx) error {
		var user, family models.ID
		err := t.PG.QueryRow(ctx, `SELECT user_id, family FROM api_tokens WHERE hash = $1
			AND app_id = $2`, hash, app.ID).Scan(&user, &family)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if family == 0 {
			_, err = t.PG.Exec(ctx, `UPDATE api_tokens SET revoked_at = $2 WHERE hash = $1 AND revoked_at IS NULL`, hash, s.Now())
			return err
		}
		if _, err := t.PG.Exec(ctx, `SELECT 1 FROM oauth_grants WHERE user_id = $1 AND app_id = $2 FOR NO KEY
			UPDATE`, user, app.ID); err != nil {
			return err
		}
		return revokeFamily(ctx, t, family)
	})
}

// Introspected is what an app learns of a token of its own.
type Introspected struct {
	Token
	Username string
}

// Introspect finds a live token of the app; nil for every other.
func Introspect(ctx context.Context, s *models.Store, app *App, token string) (*Introspected, error) {
	var out []Introspected
	err := models.Find(ctx, s.Pool(), &out,
		`SELECT t.*, coalesce(u.username, '') AS username FROM api_tokens t LEFT JOIN users u ON u.id = t.user_id
		AND u.suspended_at IS NULL
		WHERE t.hash = @token AND t.app_id = @app AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > @now)
		AND (t.user_id = 0 OR u.id IS NOT NULL)`, models.Args{"token": account.HashToken(token), "app": app.ID, "now": s.Now()})
	if err != nil {
		return nil, fmt.Errorf("introspect a token: %w", err)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return &out[0], nil
}
