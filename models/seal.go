package models

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// sealer is the cipher for secrets of one purpose, keyed with the site's own secret.
func (s *Store) sealer(purpose string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, s.Secret(), nil, purpose, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Seal encrypts a secret with the site's key, for one purpose and for whom it
// names alone.
func (s *Store) Seal(purpose, of string, secret []byte) (Hash, error) {
	aead, err := s.sealer(purpose)
	if err != nil {
		return nil, fmt.Errorf("seal a secret: %w", err)
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("seal a secret: %w", err)
	}
	return aead.Seal(nonce, nonce, secret, []byte(of)), nil
}

// Unseal is what was sealed.
func (s *Store) Unseal(purpose, of string, sealed []byte) ([]byte, error) {
	aead, err := s.sealer(purpose)
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, errors.New("this is no sealed secret")
	}
	return aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(of))
}
