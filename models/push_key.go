package models

import (
	"crypto/ecdh"
	"crypto/sha256"
	"encoding/base64"
)

// PushKey is what the site identifies itself with to services that push (RFC 8292).
type PushKey struct {
	Private *ecdh.PrivateKey
	Public  string // as browsers take it
	ID      string // names it where a browser's subscription is kept
}

// newPushKey is the key that grows from a secret, which all servers share.
func newPushKey(secret []byte) PushKey {
	for seed := sha256.Sum256(secret); ; seed = sha256.Sum256(seed[:]) {
		key, err := ecdh.P256().NewPrivateKey(seed[:])
		if err != nil {
			continue // beyond the order of the curve, as one in four billion is
		}
		public := key.PublicKey().Bytes()
		sum := sha256.Sum256(public)
		return PushKey{key, base64.RawURLEncoding.EncodeToString(public), base64.RawURLEncoding.EncodeToString(sum[:9])}
	}
}

// PushKey is the site's, made at its first start and kept.
func (s *Store) PushKey() PushKey { return s.pushKey }
