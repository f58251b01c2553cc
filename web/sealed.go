package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// sealed is a cookie's value that only this site can write: readable, with a
// signature for its kind.
func (k *Kit) sealed(kind string, raw []byte) string {
	return base64.RawURLEncoding.EncodeToString(raw) + "." + k.sign(kind, raw)
}

// unsealed is what sealed wrote, or false.
func (k *Kit) unsealed(kind, value string) ([]byte, bool) {
	value, sig, _ := strings.Cut(value, ".")
	raw, err := base64.RawURLEncoding.DecodeString(value)
	return raw, err == nil && hmac.Equal([]byte(sig), []byte(k.sign(kind, raw)))
}

func (k *Kit) sign(kind string, raw []byte) string {
	mac := hmac.New(sha256.New, k.Store.Secret())
	mac.Write([]byte(kind + "\x00"))
	mac.Write(raw)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
