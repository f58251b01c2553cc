package subscription

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"photogram/models"
)

// SecretGrace is how long deliveries are signed with the old secret too, after a new one was made.
const SecretGrace = 24 * time.Hour

const (
	secretPrefix = "whsec_" // Standard Webhooks 1.0.0
	secretBytes  = 32
	sealPurpose  = "secrets of subscriptions"
)

func newSecret(s *models.Store, k Key) (secret string, sealed []byte, err error) {
	raw := make([]byte, secretBytes)
	if _, err := rand.Read(raw); err != nil {
		return "", nil, fmt.Errorf("make a secret: %w", err)
	}
	secret = secretPrefix + base64.StdEncoding.EncodeToString(raw)
	sealed, err = s.Seal(sealPurpose, k.String(), []byte(secret))
	return secret, sealed, err
}

// Secrets are those that a delivery is signed with now, the newest first.
func (sub *Subscription) Secrets(s *models.Store) ([]string, error) {
	var out []string
	for i, sealed := range [][]byte{sub.SecretSealed, sub.OldSecretSealed} {
		if len(sealed) == 0 || i == 1 && (sub.OldSecretUntil == nil || !s.Now().Before(*sub.OldSecretUntil)) {
			continue
		}
		secret, err := s.Unseal(sealPurpose, sub.Key().String(), sealed)
		if err != nil {
			return nil, fmt.Errorf("read the secret of subscription %s: %w", sub.Key(), err)
		}
		out = append(out, string(secret))
	}
	return out, nil
}

// SecretBytes are what a secret stands for.
func SecretBytes(secret string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(secret[min(len(secret), len(secretPrefix)):])
}

// Rotate makes a new secret for a holder's webhook. The old one signs too for the grace.
func Rotate(ctx context.Context, s *models.Store, h Holder, id models.ID) (string, error) {
	return rotate(ctx, s, Key{h.UserID, id}, h.UserID, `s.app_id = $3 AND s.object = 'self'`, h.AppID)
}

// RotateManaged is Rotate in somebody's portal.
func RotateManaged(ctx context.Context, s *models.Store, manager models.ID, k Key) (string, error) {
	return rotate(ctx, s, k, manager, managed, manager)
}

func rotate(ctx context.Context, s *models.Store, k Key, who models.ID, rule string, arg models.ID) (secret string, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		sub, err := readOne(ctx, t.PG, `WHERE s.user_id = $1 AND s.id = $2 AND `+rule+` FOR UPDATE OF s`, k.UserID, k.ID, arg)
		if err != nil {
			return err
		}
		if sub.Way != Webhook {
			return models.Invalidf("way", "subscription.error.only-webhooks-secret")
		}
		var sealed []byte
		if secret, sealed, err = newSecret(s, k); err != nil {
			return err
		}
		if _, err := t.PG.Exec(ctx, `UPDATE subscriptions SET old_secret_sealed = secret_sealed, old_secret_until = $3, secret_sealed = $4,
			updated_at = $5 WHERE user_id = $1 AND id = $2`, k.UserID, k.ID, s.Now().Add(SecretGrace), sealed, s.Now()); err != nil {
			return fmt.Errorf("rotate the secret of %s: %w", k, err)
		}
		return t.Use(ctx, models.BudgetApp, who, 1)
	})
	return secret, err
}
