package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/account"
)

// SecretGrace is how long an old secret may go on after a new one was made.
const SecretGrace = 24 * time.Hour

// newSecret gives the app a new secret, which is not written yet.
func newSecret(s *models.Store, app *App) (string, error) {
	secret, err := account.NewToken()
	if err != nil {
		return "", err
	}
	sealed, err := seal(s, app.ID, secret)
	if err != nil {
		return "", err
	}
	app.SecretHash, app.SecretSealed = account.HashToken(secret), sealed
	return secret, nil
}

// RotateSecret makes a new secret for an app of the owner's. The old one goes on
// for the grace; with none it ends at once.
func RotateSecret(ctx context.Context, s *models.Store, owner, id models.ID, grace time.Duration) (secret string, err error) {
	if grace != 0 && grace != SecretGrace {
		return "", models.Invalidf("grace", "app.error.old-secret-can-go-on")
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		var app App
		err := models.Take(ctx, t.PG, &app, `SELECT * FROM apps WHERE id = @id AND owner_id = @owner FOR UPDATE`,
			models.Args{"id": id, "owner": owner})
		if models.IsNoRows(err) {
			return errNoApp
		}
		if err != nil {
			return err
		}
		if !app.Confidential {
			return models.Invalidf("confidential", "app.error.app-public-no-secret")
		}
		app.OldSecretHash, app.OldSecretSealed, app.OldSecretUntil = models.Hash{}, models.Hash{}, nil
		if grace > 0 {
			until := s.Now().Add(grace)
			app.OldSecretHash, app.OldSecretSealed, app.OldSecretUntil = app.SecretHash, app.SecretSealed, &until
		}
		if secret, err = newSecret(s, &app); err != nil {
			return err
		}
		app.UpdatedAt = s.Now()
		if err := t.Save(&app).Error; err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetApp, owner, 1)
	})
	return secret, err
}

// CheckSecret compares in constant time, with the old secret too while it lasts.
func CheckSecret(s *models.Store, app *App, secret string) bool {
	sum := account.HashToken(secret)
	ok := subtle.ConstantTimeCompare(sum, app.SecretHash)
	if app.OldSecretUntil != nil && s.Now().Before(*app.OldSecretUntil) {
		ok |= subtle.ConstantTimeCompare(sum, app.OldSecretHash)
	}
	return app.Confidential && secret != "" && ok == 1
}

const sealPurpose = "secrets of apps"

func seal(s *models.Store, app models.ID, secret string) (models.Hash, error) {
	return s.Seal(sealPurpose, app.String(), []byte(secret))
}

func unseal(s *models.Store, app models.ID, sealed models.Hash) ([]byte, error) {
	secret, err := s.Unseal(sealPurpose, app.String(), sealed)
	if err != nil {
		return nil, fmt.Errorf("read the secret of app %d: %w", app, err)
	}
	return secret, nil
}

// Secret is an app's own secret, to sign with; nil for one that has none.
func Secret(ctx context.Context, s *models.Store, id models.ID) ([]byte, error) {
	var sealed models.Hash
	err := s.Pool().QueryRow(ctx, `SELECT secret_sealed FROM apps WHERE id = $1`, id).Scan(&sealed)
	if models.IsNoRows(err) || err == nil && len(sealed) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the secret of app %d: %w", id, err)
	}
	return unseal(s, id, sealed)
}

// HasSecret is whether the token's app has a secret to sign with.
func (t *Token) HasSecret() bool { return len(t.sealed[0])+len(t.sealed[1]) > 0 }

// CheckSignature is whether sig is the hex HMAC-SHA256 of any of the messages
// under a secret of the token's app.
func CheckSignature(s *models.Store, t *Token, sig string, messages ...string) (bool, error) {
	given, err := hex.DecodeString(sig)
	if err != nil {
		return false, nil
	}
	ok := false
	for _, sealed := range t.sealed {
		if len(sealed) == 0 {
			continue
		}
		secret, err := unseal(s, t.AppID, sealed)
		if err != nil {
			return false, err
		}
		for _, m := range messages {
			mac := hmac.New(sha256.New, secret)
			mac.Write([]byte(m))
			ok = hmac.Equal(given, mac.Sum(nil)) || ok
		}
	}
	return ok, nil
}
